"""A chat as Telegram would keep it: it numbers messages, knows which buttons are to be seen, and makes updates."""

import itertools
from collections.abc import Callable
from dataclasses import field
from datetime import datetime
from pathlib import Path

from bot.updates import Json
from casework.frozen import frozen
from casework.messages import Address, Channel

FIRST = 2**52
"""Where the numbers of chats at terminals begin: those of Telegram's end below it."""

MOST = 2**62


def is_at_a_terminal(reader: Address) -> bool:
    """Whether what is written to this reader is read at a terminal and not in Telegram."""
    return reader.channel is Channel.TELEGRAM and reader.value.isdecimal() and int(reader.value) >= FIRST


@frozen
class Heard:
    """Something that was said to the person: the words, and the buttons under them with what they send."""

    text: str = field(repr=False)
    buttons: tuple[tuple[str, str], ...] = ()

    @property
    def labels(self) -> list[str]:
        """What stands on the buttons."""
        return [label for label, _ in self.buttons]


class Chat:
    """One person at a terminal. Every verb makes the update that Telegram would send for it."""

    def __init__(self, number: int, now: Callable[[], datetime]) -> None:
        self.person = Address(Channel.TELEGRAM, str(number))
        self.now = now
        self._here: Json = {"id": number, "type": "private"}
        self._them: Json = {"id": number, "is_bot": False, "first_name": ""}
        self._numbers = itertools.count(1)
        self._said: list[Json | None] = []
        self._heard: list[Heard] = []

    def says(self, text: str) -> Json:
        """They write."""
        return self._sends({"text": text})

    def shows(self, media: str, given: str, caption: str = "") -> Json:
        """They send a photo, a voice note or something else; `given` is a file, or says what it shows."""
        size = Path(given).stat().st_size if given and Path(given).is_file() else 1
        held: Json = {"file_id": "", "file_unique_id": "", "file_size": size}
        content = _content(media, held, given)
        return self._sends({**content, **({"caption": caption} if caption else {})})

    def forwards(self, text: str) -> Json:
        """They pass on somebody else's words."""
        origin: Json = {"type": "hidden_user", "sender_user_name": "", "date": self._seconds()}
        return self._sends({"text": text, "forward_origin": origin})

    def edits(self, turn: int, text: str) -> Json | None:
        """They change what they said in a turn, counted from 1; None if nothing can be changed there."""
        before = self._said[turn - 1] if 1 <= turn <= len(self._said) else None
        self._said.append(None)
        if before is None:
            return None
        words = {"caption": text} if "text" not in before else {"text": text}
        return self._update("edited_message", {**before, **words, "edit_date": self._seconds()})

    def presses(self, label: str) -> Json | None:
        """They press the newest button of that label; None if there is none to be seen."""
        self._said.append(None)
        for heard in reversed(self._heard):
            for shown, data in heard.buttons:
                if shown == label:
                    return self._pressed(heard, data)
        return None

    def hears(self, heard: Heard) -> None:
        """The bot said something."""
        next(self._numbers)
        self._heard.append(heard)

    @property
    def buttons(self) -> tuple[str, ...]:
        """The labels that can be pressed, newest message first."""
        return tuple(dict.fromkeys(label for heard in reversed(self._heard) for label in heard.labels))

    @property
    def last(self) -> Heard | None:
        """What was said last."""
        return self._heard[-1] if self._heard else None

    def _pressed(self, heard: Heard, data: str) -> Json:
        number = str(next(self._numbers))
        keyboard = [[{"text": label, "callback_data": sends}] for label, sends in heard.buttons]
        carrier: Json = {
            "message_id": 1, "date": self._seconds(), "chat": self._here,
            "from": {"id": 0, "is_bot": True, "first_name": ""}, "reply_markup": {"inline_keyboard": keyboard},
        }  # fmt: skip
        who: Json = {"id": number, "from": self._them, "chat_instance": number}
        return self._update("callback_query", {**who, "message": carrier, "data": data})

    def _sends(self, content: Json) -> Json:
        number = next(self._numbers)
        message: Json = {"message_id": number, "date": self._seconds(), "chat": self._here, "from": self._them}
        message |= content
        self._said.append(message)
        return self._update("message", message)

    def _update(self, kind: str, body: Json) -> Json:
        return {"update_id": next(self._numbers), kind: body}

    def _seconds(self) -> int:
        return int(self.now().timestamp())


MEDIA = ("photo", "voice", "video", "document", "sticker", "location", "contact")
"""What can be sent besides words."""


def _content(media: str, held: Json, given: str) -> Json:
    """The part of an update that holds it, as Telegram has it."""
    square: Json = {"width": 1, "height": 1}
    still: Json = {"type": "regular", "is_animated": False, "is_video": False}
    sticker: Json = {**held, **square, **still, "emoji": given or "👍"}
    found: dict[str, object] = {
        "photo": [{**held, **square}],
        "voice": {**held, "duration": 1, "mime_type": "audio/ogg"},
        "video": {**held, **square, "duration": 1, "mime_type": "video/mp4"},
        "document": {**held, "file_name": given or "document"},
        "sticker": sticker,
        "location": {"latitude": 51.38, "longitude": -2.36},
        "contact": {"phone_number": "01632960000", "first_name": given},
    }
    return {media: found[media]}
