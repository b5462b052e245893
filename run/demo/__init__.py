"""`heard demo`: a made-up council's weeks, played through the real doors, the calendar running fast until it is today.

command    what is asked for, and what is said when it is done
rows       what happens: people, messages and decisions, as `stories.yaml` says it
doors      how each message comes in: the mail door, the form, the chat, somebody at the desk
desk       the made-up staff at the real desk, over HTTP
stage      desk, form and mail door, open
playing    the weeks: when each thing happens, and what time does between
ending     what there is now, and how to look at it
"""
