"""`make run`: a made-up council's fortnight, played through the real doors, its calendar running fast until today.

script     what the made-up people say
telling    the lines on the terminal
officer    a made-up complaints officer, at the desk over HTTP
storytime  what time it is there
playing    the fortnight itself; then the service goes on as any other
"""

from run.story.playing import tell

__all__ = ["tell"]
