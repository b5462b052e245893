"""`make run`: a made-up council's fortnight, played through the real doors, its calendar running fast until today.

script     what the made-up people say
telling    the lines on the terminal
storytime  what time it is there
stage      what it is played with, and how one waits
scenes     the mails, the chats, an officer at the real desk
playing    the fortnight itself; then the service goes on as any other
"""

from run.story.playing import tell

__all__ = ["tell"]
