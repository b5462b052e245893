"""What an update holds, as plain JSON: where it came from, when, and what of it is not ours to keep.

An update is looked at here before anything is known about it, so nothing in this file may fail on any JSON: what is
missing or odd is answered with nothing. The Telegram name, username, phone and picture are dropped on arrival
(conversations 2.16), and from a group nothing is kept but that it happened (2.1).
"""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime

from casework.messages import Channel, Post
from casework.names import name

Json = dict[str, object]

ASKED_FOR = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
"""The kinds of update that Telegram is asked for. Any other that comes is kept all the same."""

LARGEST = 20 * 2**20
"""Bytes in a file that a bot may fetch: Telegram's limit."""

_HELD_IN = ("animation", "audio", "document", "video", "video_note", "voice", "sticker")
_MEDIA = ("photo", *_HELD_IN, "contact", "location", "venue", "poll", "dice", "game", "story")
_SIGNATURES = {"author_signature", "forward_signature", "forward_sender_name", "sender_user_name", "vcard"}


def source(bot: int) -> str:
    """The name of a bot in the store: message numbers repeat from bot to bot."""
    return f"telegram:{bot}"


def kind(update: Json) -> str:
    """What sort of update it is, such as `message`."""
    return next((key for key in update if key != "update_id"), "")


def body(update: Json) -> Json:
    """What the update is about."""
    return _object(update.get(kind(update)))


def chat(update: Json) -> int | None:
    """The chat it happened in; a person's own number is that of the chat with them."""
    inside = body(update)
    places = (_object(inside.get("chat")), _object(_object(inside.get("message")).get("chat")))
    people = (_object(inside.get("from")), _object(inside.get("user")))
    return next((found for place in (*places, *people) if (found := _number(place.get("id"))) is not None), None)


def is_private(update: Json) -> bool:
    """Whether it happened between one person and the bot."""
    inside = body(update)
    place = _object(inside.get("chat")) or _object(_object(inside.get("message")).get("chat"))
    return place.get("type", "private") == "private"


def group(update: Json) -> int | None:
    """The group, supergroup or channel in which we are, if that is where it happened."""
    status = _object(body(update).get("new_chat_member")).get("status", "member")
    return chat(update) if not is_private(update) and status not in ("left", "kicked") else None


def happened(update: Json, now: datetime) -> datetime:
    """Telegram's own time for it (R406). A button says nothing of when it was pressed."""
    inside = body(update)
    seconds = _number(inside.get("edit_date") or inside.get("date"))
    try:
        return now if seconds is None else min(datetime.fromtimestamp(seconds, UTC), now)
    except (ValueError, OverflowError, OSError):
        return now


def media(update: Json) -> str:
    """What was sent besides words, by its plain name; failing that, the kind of update."""
    return next((key for key in body(update) if key in _MEDIA), kind(update))


def press(update: Json) -> str:
    """What Telegram wants to hear again, so that a pressed button stops spinning."""
    found = _object(update.get("callback_query")).get("id")
    return found if isinstance(found, str) else ""


def files(update: Json) -> Iterator[tuple[str, int]]:
    """The handles and sizes of the files that came with it; of a picture, the largest."""
    if not is_private(update):
        return
    inside = body(update)
    photos = inside.get("photo")
    largest = photos[-1] if isinstance(photos, list) and photos else None
    for held in (largest, *(inside.get(key) for key in _HELD_IN)):
        handle = _object(held).get("file_id")
        if isinstance(handle, str) and handle:
            yield handle, _number(_object(held).get("file_size")) or 0
            return  # an animation is told twice, as a document too


def post(update: Json, *, source: str, council: str, now: datetime) -> Post:
    """The update as it is kept."""
    raw = json.dumps(_ours(update), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    number = str(update.get("update_id", ""))
    # After a quiet week Telegram goes on from a random number, so the number alone could be one we have had.
    digest = hashlib.sha256(raw).hexdigest()
    return Post(
        name=name("telegram", source, number, digest),
        council=council,
        channel=Channel.TELEGRAM,
        source=source,
        place=number,
        received=happened(update, now),
        raw=raw,
    )


def _ours(update: Json) -> object:
    if is_private(update):
        return _nameless(update)
    inside = body(update)
    kept = {key: inside[key] for key in ("message_id", "date", "edit_date", "chat") if key in inside}
    return _nameless({"update_id": update.get("update_id"), kind(update): kept})


def _nameless(value: object) -> object:
    if isinstance(value, list):
        return [_nameless(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "is_bot" in value:  # a person or a bot; aiogram insists on a first name
        return {key: value[key] for key in ("id", "is_bot", "language_code") if key in value} | {"first_name": ""}
    if "id" in value and value.get("type") in ("private", "group", "supergroup", "channel"):
        return {"id": value["id"], "type": value["type"]}
    return {key: "" if key in _SIGNATURES else _nameless(one) for key, one in value.items()}


def _object(value: object) -> Json:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
