"""Voice notes made into words by a program on this machine, where the installation names one (`bot.hears_with`).

The words are marked as a machine's and looked through for harm like anybody's; a person listens all the same, the same
day. What is owed is written down with the update and crossed out with the words: nothing is lost in between. Without
such a program nobody transcribes, and the bot says that it cannot listen.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime

from bot import files, updates
from bot.updates import Json
from casework.arrive.sent import VOICES
from casework.messages import Channel, Post
from casework.names import name
from store import inbox
from store.database import Connection, Look, Transact, alone

log = logging.getLogger(__name__)

KIND = "transcript"
"""What an update of our own is that holds the words of a voice note."""

LONGEST = 20_000
"""Characters of one transcript that are kept. *Taste.*"""

PATIENCE = 120.0
"""Seconds that the program may take for one note. *Taste.*"""

POLL = 5.0

Hears = Callable[[bytes], Awaitable[str]]
"""A voice note's bytes to its words; empty if there are none to be understood."""


def by_program(*command: str) -> Hears:
    """The program, given the note on its standard input, prints the words."""

    async def hears(sound: bytes) -> str:
        pipe = asyncio.subprocess.PIPE
        quiet = asyncio.subprocess.DEVNULL
        running = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe, stderr=quiet)
        try:
            said, _ = await asyncio.wait_for(running.communicate(sound), PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                running.kill()
        return said.decode("utf-8", "replace").strip()[:LONGEST] if running.returncode == 0 else ""

    return hears


def owe(db: Connection, council: str, source: str, update: Json, post: Post) -> None:
    """Write down a voice note that is to be made into words: in which post it came. Whose it is stands there alone."""
    if updates.media(update) not in VOICES or not updates.is_private(update):
        return
    for handle, size in updates.files(update):
        if handle and size <= updates.LARGEST:
            alone(db, council, source)
            note: Json = {"handle": handle, "post": post.name}
            _write(db, council, source, [*owed(db, council, source), note])


def owed(db: Connection, council: str, source: str) -> list[Json]:
    """The voice notes still to be made into words, oldest first."""
    return list(json.loads(inbox.progress(db, council, _place(source)) or "[]"))


async def run(
    *,
    hears: Hears,
    source: str,
    council: str,
    transact: Transact,
    look: Look,
    now: Callable[[], datetime],
    wake: asyncio.Event,
    poll: float = POLL,
) -> None:
    """Make words of what is owed, for ever, as soon as the file is here. `wake` says that there is something new."""
    while True:
        for note in await look(lambda db: owed(db, council, source)):
            try:
                await _heard(note, hears, source, council, transact, look, now)
                wake.set()
            except Exception as fault:  # noqa: BLE001 around one note: the next may be understood
                log.warning("a voice note could not be made into words", extra={"kind": type(fault).__name__})
        await asyncio.sleep(poll)


async def _heard(
    note: Json, hears: Hears, source: str, council: str, transact: Transact, look: Look, now: Callable[[], datetime]
) -> None:
    handle = str(note["handle"])
    if handle in await look(lambda db: files.owed(db, council, source)):
        return  # Telegram has not handed it over yet
    sound = await look(lambda db: _bytes(db, council, files.name_of(source, handle)))
    words = "" if sound in (b"", files.GIVEN_UP) else await hears(sound)

    def work(db: Connection) -> None:
        alone(db, council, source)
        came = _bytes(db, council, str(note.get("post", "")))
        if words and came:  # else they were forgotten meanwhile
            inbox.keep(db, _post(json.loads(came), words, source, council, now()))
        _write(db, council, source, [each for each in owed(db, council, source) if each != note])

    await transact(work)


def _bytes(db: Connection, council: str, post: str) -> bytes:
    """As they came; none of what was forgotten."""
    try:
        return inbox.raw(db, council, post)
    except KeyError:
        return b""


def _post(came: Json, words: str, source: str, council: str, moment: datetime) -> Post:
    chat, number = updates.chat(came), updates.body(came).get("message_id")
    update: Json = {KIND: {"chat": {"id": chat, "type": "private"}, "message_id": number, "text": words}}
    raw = json.dumps(update, ensure_ascii=False).encode()
    once = name("telegram", source, KIND, str(chat), str(number))
    return Post(once, council, Channel.TELEGRAM, source, f"{KIND}/{number}", moment, raw)


def _place(source: str) -> str:
    return f"{source}/voices"


def _write(db: Connection, council: str, source: str, notes: list[Json]) -> None:
    inbox.set_progress(db, council, _place(source), json.dumps(notes))
