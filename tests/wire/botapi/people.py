"""What people do in a chat with the bot. Each becomes one update; a chat and its person share a number."""

import itertools
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.wire.botapi.updates import Json, Updates

Now = Callable[[], datetime]


class People:
    """The chats, their messages, and what is done in them. Every verb returns the number of its update."""

    def __init__(self, now: Now | None = None) -> None:
        self.updates = Updates()
        self.messages: dict[tuple[int, int], Json] = {}  # by chat and message number, theirs and the bot's
        self.files: dict[str, tuple[str, bytes]] = {}  # by file_id: the path to fetch it by, and its bytes
        self.blocked: set[int] = set()
        self.names: dict[int, Json] = {}
        self._now = now or (lambda: datetime.now(UTC))
        self._numbers = itertools.count(1)

    async def text(self, chat: int, text: str, **more: Any) -> int:
        """Somebody writes. `/start code` and the like are marked as commands; `more` goes into the message as it is."""
        if text.startswith("/"):
            more["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
        return await self._says(chat, text=text, **more)

    async def edit(self, chat: int, message: int, text: str) -> int:
        """Somebody changes what they wrote."""
        changed = self.messages[chat, message] | {"text": text, "edit_date": self.date()}
        self.messages[chat, message] = changed
        return await self.updates.put({"edited_message": changed})

    async def press(self, chat: int, label: str) -> int:
        """Somebody presses a button: on the newest message that has one of that label."""
        for message in reversed(self.from_bot(chat)):
            for button in itertools.chain(*message.get("reply_markup", {}).get("inline_keyboard", [])):
                if button["text"] == label:
                    return await self._press(chat, message, button["callback_data"])
        raise AssertionError(f"no button {label!r} in this chat")

    async def photo(self, chat: int, data: bytes, *, caption: str = "") -> int:
        """Somebody sends a picture, which Telegram offers in two sizes."""
        sizes = [{**self._file(data, "photos", ".jpg"), "width": wide, "height": wide} for wide in (90, 1280)]
        return await self._says(chat, photo=sizes, **_caption(caption))

    async def voice(self, chat: int, data: bytes, *, seconds: int = 3) -> int:
        """Somebody speaks."""
        return await self._says(
            chat, voice={**self._file(data, "voice", ".oga"), "duration": seconds, "mime_type": "audio/ogg"}
        )

    async def document(self, chat: int, data: bytes, *, name: str, mime: str, caption: str = "") -> int:
        """Somebody sends a file."""
        file = {**self._file(data, "documents", "_" + name), "file_name": name, "mime_type": mime}
        return await self._says(chat, document=file, **_caption(caption))

    async def sticker(self, chat: int) -> int:
        """Somebody sends a sticker: no words at all."""
        looks = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return await self._says(chat, sticker={**self._file(b"webp", "stickers", ".webp"), **looks})

    async def block(self, chat: int) -> int:
        """Somebody blocks the bot. From now on it is refused with 403."""
        self.blocked.add(chat)
        return await self._member(chat, before="member", after="kicked")

    async def unblock(self, chat: int) -> int:
        """Somebody lets the bot back in."""
        self.blocked.discard(chat)
        return await self._member(chat, before="kicked", after="member")

    def from_bot(self, chat: int) -> list[Json]:
        """What the bot wrote to a chat and what stands there now, oldest first."""
        return [
            message
            for (where, _), message in sorted(self.messages.items())
            if where == chat and message["from"]["is_bot"]
        ]

    def last_of(self, chat: int) -> int:
        """The number of the last message that somebody wrote in a chat."""
        return max(
            number
            for (where, number), message in self.messages.items()
            if where == chat and not message["from"]["is_bot"]
        )

    def call_me(self, chat: int, **names: str) -> None:
        """What a person is called on Telegram: `first_name`, `last_name`, `username`."""
        self.names[chat] = dict(names)

    def date(self) -> int:
        """Telegram's time, in its way."""
        return int(self._now().timestamp())

    def keep(self, chat: int, sender: Json, **content: Any) -> Json:
        """A message in a chat, from either side, with a number and a date."""
        where = {"id": chat, "type": "private", **self._name(chat)}
        message = {"message_id": next(self._numbers), "date": self.date(), "chat": where, "from": sender, **content}
        self.messages[chat, message["message_id"]] = message
        return message

    def _name(self, chat: int) -> Json:
        return self.names.get(chat, {"first_name": f"Person {chat}", "username": f"person_{chat}"})

    def _person(self, chat: int) -> Json:
        return {"id": chat, "is_bot": False, "language_code": "en", **self._name(chat)}

    async def _says(self, chat: int, **content: Any) -> int:
        return await self.updates.put({"message": self.keep(chat, self._person(chat), **content)})

    async def _press(self, chat: int, message: Json, data: str) -> int:
        who = {"id": str(next(self._numbers)), "from": self._person(chat), "chat_instance": str(chat)}
        return await self.updates.put({"callback_query": {**who, "message": message, "data": data}})

    async def _member(self, chat: int, *, before: str, after: str) -> int:
        bot = {"id": 42, "is_bot": True, "first_name": "Heard"}
        kicked = {"until_date": 0} if after == "kicked" else {}
        return await self.updates.put(
            {
                "my_chat_member": {
                    "chat": {"id": chat, "type": "private", **self._name(chat)},
                    "from": self._person(chat),
                    "date": self.date(),
                    "old_chat_member": {"user": bot, "status": before, "until_date": 0},
                    "new_chat_member": {"user": bot, "status": after, **kicked},
                }
            }
        )

    def _file(self, data: bytes, folder: str, ending: str) -> Json:
        number = f"file_{next(self._numbers)}"
        self.files[number] = (f"{folder}/{number}{ending}", data)
        return {"file_id": number, "file_unique_id": "u" + number, "file_size": len(data)}


def _caption(caption: str) -> Json:
    return {"caption": caption} if caption else {}
