"""`heard chat`: a far end of our own. What is typed here becomes the same updates that Telegram sends, takes the same
way through the house, and what is answered is read from the same letters.

    chat      the chat as Telegram would keep it: numbers, messages, buttons
    behind    what stands behind it, handed in by `run`; what was said in the chat, and when it goes on
    script    a conversation played from a file, in a time of its own
    talk      a conversation typed here and now
"""
