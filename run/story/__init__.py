"""`make run`: a made-up council's fortnight, played through the real doors, its calendar running fast until today.

script     what the made-up people say
telling    the lines on the terminal
storytime  what time it is there
playing    the fortnight itself, an officer at the real desk; then the service goes on as any other
"""

from run.story.playing import tell

__all__ = ["tell"]
