"""What a bot may ask for, with Telegram's own limits. A method that is not here does not exist."""

from collections.abc import Awaitable, Callable
from typing import Any

from tests.wire.botapi.people import People
from tests.wire.botapi.updates import Json, Refused

LONGEST_TEXT = 4096
LONGEST_CALLBACK = 64
LARGEST_FILE = 20 * 2**20

Method = Callable[[Json], Awaitable[Any]]

ME: Json = {
    "id": 42,
    "is_bot": True,
    "first_name": "Heard",
    "username": "heard_test_bot",
    "can_join_groups": False,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
}


class Methods(People):
    """The chats again, now with the bot in them."""

    def method(self, name: str) -> Method:
        """The method of this name, or Telegram's refusal."""
        known: dict[str, Method] = {
            "getMe": self._get_me,
            "getUpdates": self._get_updates,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "sendMessage": self._send_message,
            "sendDocument": self._send_document,
            "editMessageText": self._edit_text,
            "deleteMessage": self._delete_one,
            "deleteMessages": self._delete_many,
            "getFile": self._get_file,
            "answerCallbackQuery": _yes,
            "sendChatAction": _yes,
            "setMyCommands": _yes,
            "setMyDescription": _yes,
            "setMyShortDescription": _yes,
        }
        if name not in known:
            raise Refused(404, f"Not Found: method {name} is not in this Bot API")
        return known[name]

    async def _get_me(self, asked: Json) -> Json:
        return ME

    async def _get_updates(self, asked: Json) -> list[Json]:
        return await self.updates.ask(
            offset=int(asked.get("offset", 0)),
            limit=int(asked.get("limit", 100)),
            seconds=int(asked.get("timeout", 0)),
            allowed=asked.get("allowed_updates"),
        )

    async def _set_webhook(self, asked: Json) -> bool:
        hook = {"url": asked["url"], "secret": asked.get("secret_token", "")} if asked.get("url") else None
        drop = str(asked.get("drop_pending_updates", "")).lower() == "true"
        await self.updates.hook(hook, allowed=asked.get("allowed_updates"), drop=drop)
        return True

    async def _delete_webhook(self, asked: Json) -> bool:
        return await self._set_webhook({**asked, "url": ""})

    async def _webhook_info(self, asked: Json) -> Json:
        url = (self.updates.webhook or {}).get("url", "")
        return {"url": url, "has_custom_certificate": False, "pending_update_count": len(self.updates.waiting)}

    async def _send_message(self, asked: Json) -> Json:
        self._may_write(asked)
        text = str(asked.get("text", ""))
        if not text.strip():
            raise Refused(400, "Bad Request: message text is empty")
        if len(text) > LONGEST_TEXT:
            raise Refused(400, "Bad Request: message is too long")
        return self.keep(int(asked["chat_id"]), ME, text=text, **_keyboard(asked))

    async def _send_document(self, asked: Json) -> Json:
        self._may_write(asked)
        name, data = asked["document"] if isinstance(asked.get("document"), tuple) else ("", b"")
        if not name:
            raise Refused(400, "Bad Request: wrong file identifier/HTTP URL specified")
        file = {**self._file(data, "documents", "_" + name), "file_name": name}
        caption = {"caption": asked["caption"]} if asked.get("caption") else {}
        return self.keep(int(asked["chat_id"]), ME, document=file, **caption, **_keyboard(asked))

    async def _edit_text(self, asked: Json) -> Json:
        message, markup = self._found(asked), _keyboard(asked)
        if message.get("text") == asked["text"] and message.get("reply_markup") == markup.get("reply_markup"):
            raise Refused(400, "Bad Request: message is not modified")
        message.pop("reply_markup", None)
        message |= {"text": asked["text"], "edit_date": self.date(), **markup}
        return message

    async def _delete_one(self, asked: Json) -> bool:
        self._found(asked)
        del self.messages[int(asked["chat_id"]), int(asked["message_id"])]
        return True

    async def _delete_many(self, asked: Json) -> bool:
        if not 1 <= len(asked["message_ids"]) <= 100:
            raise Refused(400, "Bad Request: wrong number of messages")
        for number in asked["message_ids"]:
            self.messages.pop((int(asked["chat_id"]), int(number)), None)  # one that is not there is passed over
        return True

    async def _get_file(self, asked: Json) -> Json:
        if asked["file_id"] not in self.files:
            raise Refused(400, "Bad Request: invalid file_id")
        path, data = self.files[asked["file_id"]]
        if len(data) > LARGEST_FILE:
            raise Refused(400, "Bad Request: file is too big")
        number = asked["file_id"]
        return {"file_id": number, "file_unique_id": "u" + number, "file_size": len(data), "file_path": path}

    def _may_write(self, asked: Json) -> None:
        if int(asked["chat_id"]) in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        for row in (asked.get("reply_markup") or {}).get("inline_keyboard", []):
            for button in row:
                if not 1 <= len(button.get("callback_data", "x").encode()) <= LONGEST_CALLBACK:
                    raise Refused(400, "Bad Request: BUTTON_DATA_INVALID")

    def _found(self, asked: Json) -> Json:
        message = self.messages.get((int(asked["chat_id"]), int(asked["message_id"])))
        if message is None:
            raise Refused(400, "Bad Request: message not found")
        return message


async def _yes(asked: Json) -> bool:
    return True


def _keyboard(asked: Json) -> Json:
    rows = (asked.get("reply_markup") or {}).get("inline_keyboard")
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}
