"""`heard demo`: a made-up council's weeks, played through the real doors, the calendar running fast until it is today.

command    what is asked for, and what is said when it is done
rows       what happens: people, messages and decisions, as `stories.yaml` says it
stories    that file
doors      how each message comes in: the mail door, the form, the chat, somebody at the desk
desk       the made-up staff at the real desk, over HTTP
calendar   when each thing happens, and what time does between
playing    all of it, from the empty store to the report
ending     what there is now, and how to look at it
"""
