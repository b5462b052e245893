"""A submission comes in: on disk before anything is confirmed, then through the door as any other message.

The person waits for that moment, so that what the page says has happened has happened: harm is answered on the page by
the very letters that the rules wrote. Where the store is down, or the door fails, the siren is rung from here (R715)
and its words stand on the page instead.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import field
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from casework.frozen import frozen, replace
from casework.messages import Channel, Message, Post
from casework.names import name
from form import marks, reading, secret_words
from form.bodies import Attached
from form.marks import Key
from form.pages import Form, facts, said
from form.reading import SOURCE, Submission
from intake import files as typed
from store import inbox, receipts
from store.database import Connection, Stale
from store.inbox import Read
from store.receipts import Receipt

log = logging.getLogger(__name__)

SHOWN_AGAIN = timedelta(minutes=10)
"""How long the same form sent twice is told its secret word again: a nervous finger, not whoever has the phone next."""

TRIES = 3

LARGE = 1_000_000
"""Bytes of files beyond which they are kept a few at a time. *Taste.*"""

T = TypeVar("T")


@frozen
class Kept:
    """What became of a submission. `word` is there for a first one. `spoken`: the siren's words, where it was rung."""

    kept: bool
    key: Key | None = None
    word: str = field(default="", repr=False)
    message: str = ""
    spoken: str = field(default="", repr=False)


async def first(form: Form, mark: str, given: Submission, files: Sequence[Attached]) -> Kept:
    """What begins something new: it is given its number and its secret word as it is kept."""
    moment, once = form.now(), name("once", mark)
    word = secret_words.made(mark, form.key)

    def work(db: Connection) -> tuple[Post, Receipt]:
        receipt = _receipt(db, form, once, word, moment)
        sender = marks.sender(receipt.reference, word, form.council.name, form.key)
        whole = replace(given, sender=sender.value, reference=receipt.reference)
        return _put(db, form, mark, whole, files, moment), receipt

    async with _turn(form, files):
        found = await _committed(form, work)
        if found is None:
            return await _unkept(form, mark, replace(given, sender=once), moment)
        post, receipt = found
        key = Key(receipt.reference, marks.sender(receipt.reference, word, form.council.name, form.key))
        shown = word if moment - receipt.made <= SHOWN_AGAIN else ""
        return replace(await _through_the_door(form, post), key=key, word=shown)


async def further(form: Form, mark: str, key: Key, given: Submission, files: Sequence[Attached] = ()) -> Kept:
    """What goes on: more words, answers, a button. Of somebody who was forgotten while their page stood open it begins
    something new: their number leads nowhere any more.
    """
    moment = form.now()
    whole = replace(given, sender=key.sender.value, reference=key.reference)

    def work(db: Connection) -> tuple[Post | None]:
        is_there = receipts.of(db, form.council.name, key.sender)
        return (_put(db, form, mark, whole, files, moment) if is_there else None,)

    async with _turn(form, files):
        found = await _committed(form, work)
        if found is None:
            return replace(await _unkept(form, mark, whole, moment), key=key)
        (post,) = found
        if post is not None:
            return replace(await _through_the_door(form, post), key=key)
    return await first(form, mark, given, files)


def _turn(form: Form, files: Sequence[Attached]) -> AbstractAsyncContextManager[object]:
    """Large files stand behind one another; words alone stand behind nobody."""
    return form.kept if sum(len(each.content) for each in files) > LARGE else nullcontext()


def _receipt(db: Connection, form: Form, once: str, word: str, now: datetime) -> Receipt:
    """The one this form was given before, or a new one."""
    council = form.council
    if found := receipts.given(db, council.name, once):
        return found
    reference = receipts.fresh(db, council.name, council.reference_prefix)
    sender = marks.sender(reference, word, council.name, form.key)
    receipts.give(db, council.name, reference, once=once, sender=sender, now=now)
    return Receipt(reference, now)


def _put(db: Connection, form: Form, mark: str, given: Submission, files: Sequence[Attached], now: datetime) -> Post:
    """The submission and its files in the inbox, each byte of them. The same form with the same in it is one."""
    council = form.council.name
    digests = [sha256(each.content).hexdigest() for each in files]
    marked = name("submission", mark, sha256(given.as_kept()).hexdigest(), *digests)
    rows = []
    for number, (each, digest) in enumerate(zip(files, digests, strict=True)):
        handle = f"{marked}/{number}"
        rows.append({
            "name": each.name, "type": typed.kind(each.content, each.type), "size": str(len(each.content)),
            "sha256": digest, "handle": handle,
        })  # fmt: skip
        stood = Post(reading.name_of(handle), council, Channel.FORM, f"{SOURCE}/files", handle, now, each.content)
        if inbox.keep(db, stood):
            inbox.mark(db, stood, Read.READ, now=now)
    post = _post(form, marked, replace(given, files=tuple(rows)), now)
    inbox.keep(db, post)
    return post


def _post(form: Form, marked: str, given: Submission, now: datetime) -> Post:
    return Post(marked, form.council.name, Channel.FORM, SOURCE, marked, now, given.as_kept())


async def _committed(form: Form, work: Callable[[Connection], T]) -> T | None:
    """What the work gives, once it is on disk; None if it is not."""
    for _ in range(TRIES):
        try:
            async with asyncio.timeout(form.patience):
                return await form.transact(work)
        except Stale:
            continue
        except Exception as fault:  # noqa: BLE001 whatever ails the store, somebody waits for a page
            log.error("a submission could not be kept", extra={"kind": type(fault).__name__})
            return None
    return None


async def _through_the_door(form: Form, post: Post) -> Kept:
    """Filed at once. If that fails, the worker does it later; harm does not wait for later."""
    try:
        async with asyncio.timeout(form.patience):
            message = await form.read(post)
            await form.receive(message)
    except Exception as fault:  # noqa: BLE001 around one post: it is kept, and somebody waits for a page
        log.error("a submission was kept and not filed", extra={"post": post.name, "kind": type(fault).__name__})
        message = await reading.read(post)
        return Kept(kept=True, message=message.name, spoken=await _cried(form, post, message))
    finally:
        form.wake.set()
    return Kept(kept=True, message=message.name)


async def _unkept(form: Form, mark: str, given: Submission, now: datetime) -> Kept:
    """Nothing is on disk. What it says is looked at all the same."""
    post = _post(form, name("unkept", mark, given.text, given.press), given, now)
    message = await reading.read(post)
    return Kept(kept=False, spoken=await _cried(form, post, message))


async def _cried(form: Form, post: Post, message: Message) -> str:
    """The siren, if there is harm in it; and what it said to whoever waits."""
    if not await form.outcry.message(post, message):
        return ""
    return form.spoken.to(message.sender) or "\n\n".join(said(NUMBERS, facts(form), form))


NUMBERS = "bot.danger_not_told"
"""The words, where the siren could not even say its own."""
