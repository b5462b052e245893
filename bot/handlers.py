"""Each kind of update to a Message. A handler returns what it read, and answers nobody.

The router is aiogram's, fed with one kept update at a time; what it is given is the update without anybody's name. No
update is dropped: one that no handler knows, or that is not even shaped as aiogram expects, is still a message of some
sort if anybody can be said to have sent it.
"""

import json
import re

from aiogram import F, Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatMemberStatus, ContentType
from aiogram.types import (
    CallbackQuery,
    ChatMemberUpdated,
    MessageReactionUpdated,
    ReactionTypeEmoji,
    TelegramObject,
    Update,
)
from aiogram.types import Message as Sent
from pydantic import ValidationError

from bot import updates
from bot.hearing import KIND
from bot.updates import Json
from casework.frozen import replace
from casework.messages import Address, Channel, File, Message, Post, Sort
from casework.names import name
from intake.parsing.mail import Unreadable
from intake.parsing.words import TURNS

router = Router(name="heard")

TURNING = re.compile(f"[{TURNS}]")
TOO_BIG = "too_big"
FORWARDED = "forwarded"
BY_MACHINE = "words_made_by_machine"


async def read(post: Post) -> Message:
    """The message in a kept update. Raises `Unreadable` for what nobody can be said to have sent."""
    try:
        update = json.loads(post.raw)
    except ValueError:
        raise Unreadable("not an update") from None
    if not isinstance(update, dict):
        raise Unreadable("not an update")
    kind = updates.kind(update)
    if kind == KIND:
        return _transcript(update, post)
    try:
        event = getattr(Update.model_validate(update), kind, None)
    except ValidationError:
        event = None  # Telegram has something new: its words are read all the same
    found = UNHANDLED
    if isinstance(event, TelegramObject) and kind in router.observers:
        found = await router.propagate_event(kind, event, post=post)
    return found if isinstance(found, Message) else _something(update, post)


@router.message(F.chat.type != "private")
@router.my_chat_member(F.chat.type != "private")
async def in_a_group(sent: Sent | ChatMemberUpdated, post: Post) -> Message:
    """Of a group we keep only that somebody wanted us there (conversations 2.1)."""
    return _from(sent.chat.id, post, post.place, sort=Sort.OTHER, media="group")


@router.message(F.text.regexp(r"^/start(@\w+)?(\s|$)"))
async def started(sent: Sent, post: Post) -> Message:
    """The chat was opened, perhaps by a link that carries a code."""
    _, _, code = (sent.text or "").partition(" ")
    return replace(_said(sent, post), sort=Sort.STARTED, text=code.strip())


@router.message(F.text)
async def words(sent: Sent, post: Post) -> Message:
    """Somebody wrote."""
    return _said(sent, post)


@router.message(F.voice | F.video_note | F.photo | F.video | F.animation | F.document | F.audio)
async def file(sent: Sent, post: Post) -> Message:
    """A picture, a voice, a film or a paper is a complaint like any other (R123); its caption is its words."""
    return _said(sent, post)


@router.message(F.location)
async def location(sent: Sent, post: Post) -> Message:
    """Where somebody is, or wants us to look."""
    place = sent.location
    assert place is not None, "the filter saw it"  # noqa: S101 what aiogram's types cannot say
    media = "live_location" if place.live_period else "location"
    return replace(_said(sent, post), sort=Sort.OTHER, media=media, text=f"{place.latitude}, {place.longitude}")


@router.message(F.contact)
async def contact_card(sent: Sent, post: Post) -> Message:
    """Somebody's number, for a person to look at (conversations 2.7)."""
    card = sent.contact
    assert card is not None, "the filter saw it"  # noqa: S101 what aiogram's types cannot say
    known_as = " ".join(filter(None, (card.first_name, card.last_name)))
    return replace(_said(sent, post), sort=Sort.OTHER, text=_plain(f"{known_as}, {card.phone_number}"))


@router.message(F.sticker)
async def sticker(sent: Sent, post: Post) -> Message:
    """A sticker says its emoji; some of them are signs of harm."""
    emoji = (sent.sticker and sent.sticker.emoji) or ""
    return replace(_said(sent, post), sort=Sort.OTHER, text=emoji)


@router.message()
async def anything_else(sent: Sent, post: Post) -> Message:
    """A poll, a game, a dice, something Telegram says itself: kept by its type."""
    return replace(_said(sent, post), sort=Sort.OTHER)


@router.edited_message()
async def edited(sent: Sent, post: Post) -> Message:
    """New words for an earlier message; the earlier ones stay (R718)."""
    message: Message = await router.propagate_event("message", sent, post=post)
    if message.media == "group":
        return message
    changed = name("message", post.source, str(sent.chat.id), str(sent.message_id), f"edited {sent.edit_date}")
    return replace(message, name=changed, sort=Sort.EDIT, edits=message.name)


@router.callback_query(F.data)
async def pressed(press: CallbackQuery, post: Post) -> Message:
    """A button. What stands on it, if the message that carried it is still to be seen."""
    carrier = press.message if isinstance(press.message, Sent) else None
    keyboard = carrier.reply_markup.inline_keyboard if carrier and carrier.reply_markup else []
    label = next((key.text for row in keyboard for key in row if key.callback_data == press.data), "")
    return _from(
        press.message.chat.id if press.message else press.from_user.id,
        post,
        press.id,
        sort=Sort.PRESS,
        press=press.data or "",
        text=_plain(label),
        thread=(str(press.message.message_id),) if press.message else (),
    )


@router.my_chat_member()
async def let_in_or_out(change: ChatMemberUpdated, post: Post) -> Message:
    """Whether the chat can be written to. Never "withdrew"."""
    blocked = change.new_chat_member.status in (ChatMemberStatus.KICKED, ChatMemberStatus.LEFT)
    sort, media = (Sort.BLOCKED, "") if blocked else (Sort.OTHER, "unblocked")
    return _from(change.chat.id, post, post.place, sort=sort, media=media)


@router.message_reaction()
async def reaction(change: MessageReactionUpdated, post: Post) -> Message:
    """An emoji put to a message, or taken away again."""
    emoji = "".join(one.emoji for one in change.new_reaction if isinstance(one, ReactionTypeEmoji))
    return _from(
        change.chat.id,
        post,
        post.place,
        sort=Sort.OTHER,
        media="reaction",
        text=emoji,
        thread=(str(change.message_id),),
    )


def _said(sent: Sent, post: Post) -> Message:
    """What every message in a chat has: words, files, what it answers, whether it is somebody else's words."""
    earlier = sent.reply_to_message
    theirs = earlier is not None and earlier.from_user is not None and not earlier.from_user.is_bot
    files = _files(sent)
    problems = [TOO_BIG] * any(one.size > updates.LARGEST for one in files)
    problems += [FORWARDED] * (sent.forward_origin is not None)
    return replace(
        _from(sent.chat.id, post, str(sent.message_id), text=_plain(sent.text or sent.caption or "")),
        message_id=str(sent.message_id),
        files=files,
        media="" if sent.text else ContentType(sent.content_type).value,
        quoted=_plain(earlier.text or earlier.caption or "") if theirs and earlier else "",
        thread=(str(earlier.message_id),) if earlier else (),
        problems=tuple(problems),
    )


def _from(
    chat: int,
    post: Post,
    what: str,
    *,
    sort: Sort = Sort.WORDS,
    text: str = "",
    media: str = "",
    press: str = "",
    thread: tuple[str, ...] = (),
) -> Message:
    return Message(
        name=name("message", post.source, str(chat), what),
        post=post.name,
        channel=Channel.TELEGRAM,
        sender=Address(Channel.TELEGRAM, str(chat)),
        received=post.received,
        text=text,
        sort=sort,
        media=media,
        press=press,
        thread=thread,
    )


def _something(update: Json, post: Post) -> Message:
    """An update of a kind or a shape that nobody knew: kept by its kind, with whatever words are in it."""
    chat = updates.chat(update)
    if chat is None:
        raise Unreadable("an update from nobody")
    inside = updates.body(update)
    text = inside.get("text") or inside.get("caption")
    words = _plain(text) if isinstance(text, str) else ""
    media = updates.media(update) if updates.is_private(update) else "group"
    files = tuple(File(media, "application/octet-stream", size, fetch=handle) for handle, size in updates.files(update))
    sort = Sort.WORDS if (words or files) and updates.kind(update) == "message" else Sort.OTHER
    return replace(_from(chat, post, post.place, sort=sort, media=media, text=words), files=files)


def _transcript(update: Json, post: Post) -> Message:
    """What a machine of ours made of a voice note: the note's words, beside it and marked as what they are."""
    inside = updates.body(update)
    chat, number = str(updates.chat(update)), str(inside.get("message_id"))
    return replace(
        _from(int(chat), post, f"{number} {KIND}", sort=Sort.EDIT, text=_plain(str(inside.get("text", "")))),
        media="voice",
        edits=name("message", post.source, chat, number),
        problems=(BY_MACHINE,),
    )


def _files(sent: Sent) -> tuple[File, ...]:
    if sent.photo:
        largest = sent.photo[-1]
        return (File("photo.jpg", "image/jpeg", largest.file_size or 0, fetch=largest.file_id),)
    held = sent.animation or sent.audio or sent.document or sent.video or sent.video_note or sent.voice or sent.sticker
    if held is None:
        return ()
    called = getattr(held, "file_name", None) or ContentType(sent.content_type).value
    kind = getattr(held, "mime_type", None) or "application/octet-stream"
    return (File(_plain(called), kind, held.file_size or 0, fetch=held.file_id),)


def _plain(text: str) -> str:
    """Text that can be stored: a phone can send half of an emoji. Nothing in it turns round what stands beside it."""
    return TURNING.sub("", text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
