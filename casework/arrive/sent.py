"""The lines for what people send besides words: pictures, voices, places, cards (conversations 2.7)."""

from datetime import datetime

from casework.arrive.filing import Filed
from casework.arrive.saying import Reply, turn_begins
from casework.councils import Council
from casework.dates import promises
from casework.days import CalendarEnds
from casework.messages import Message

TOO_BIG = "too_big"
SOON = ("bot.media_voice", "bot.media_location")
"""What somebody looks at in the time of R707, and not by the next working day: it may be harm that nobody has read."""


def lines(place: Filed, council: Council, now: datetime) -> tuple[Reply, ...]:
    """A line for each sort of thing sent, however many of them came: an album gets one."""
    words = dict.fromkeys(_words(each) for each in place.contact.messages[turn_begins(place) :] if each.media in _MEDIA)
    soon = {"read_by": promises.heard_by_plain(council, now)}
    return tuple(Reply(each, held=True, facts=soon if each in SOON else {}) for each in words if each)


def unheard(message: Message, council: Council, now: datetime) -> tuple[Reply, ...]:
    """That nobody here can hear a voice, and by when a person will; nothing for one that was written down."""
    if message.media not in VOICES or _words(message) != "bot.media_voice":
        return ()
    try:
        return (Reply("bot.media_voice", facts={"read_by": promises.heard_by_plain(council, now)}),)
    except CalendarEnds:
        return ()  # what is said of the danger itself needs no calendar


def _words(message: Message) -> str:
    """Nothing for a voice that was written down: those words are answered as words are."""
    spoken = message.media in VOICES and bool(message.text)
    return "" if spoken else "bot.media_too_big" if TOO_BIG in message.problems else _MEDIA[message.media]


VOICES = ("voice", "video_note", "audio")

_MEDIA = {
    "photo": "bot.media_photo",
    "video": "bot.media_photo",
    "animation": "bot.media_photo",
    "document": "bot.media_photo",
    "voice": "bot.media_voice",
    "video_note": "bot.media_voice",
    "audio": "bot.media_voice",
    "location": "bot.media_location",
    "live_location": "bot.media_location",
    "venue": "bot.media_location",
    "contact": "bot.media_contact",
}
