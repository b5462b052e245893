"""A conversation typed here and now. Buttons are numbers; what is answered appears when it is said."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterable

from bot.terminal.behind import QUIET, Behind
from bot.terminal.chat import Chat, Heard
from bot.updates import Json

LOOK = 0.3
"""Seconds between looks for something new to show. *Taste.*"""

HELP = (
    "Write as you would in Telegram. A number presses that button. "
    "/photo FILE and /voice FILE send one; Ctrl-D ends. Nothing here is sent to Telegram."
)


async def talk(*, behind: Behind, chat: Chat, lines: AsyncIterator[str], say: Callable[[str], None]) -> None:
    """Talk until there are no more lines."""
    say(HELP)
    speaking = asyncio.create_task(_speak(behind, chat, lines))
    listening = asyncio.create_task(_listen(behind, chat, say))
    try:
        await asyncio.wait({speaking, listening}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        speaking.cancel()
        listening.cancel()
        ends = await asyncio.gather(speaking, listening, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end


async def typed(source: Iterable[str]) -> AsyncIterator[str]:
    """The lines of a terminal. A thread of its own reads them: one that waits for a key must hold up no ending."""
    loop = asyncio.get_running_loop()
    queue: asyncio.Queue[str | None] = asyncio.Queue()

    def read() -> None:
        with contextlib.suppress(RuntimeError):  # the loop has closed: nobody listens any more
            for line in source:
                loop.call_soon_threadsafe(queue.put_nowait, line)
            loop.call_soon_threadsafe(queue.put_nowait, None)

    threading.Thread(target=read, name="terminal", daemon=True).start()
    while (line := await queue.get()) is not None:
        yield line


async def _speak(behind: Behind, chat: Chat, lines: AsyncIterator[str]) -> None:
    async for line in lines:
        if line.strip():
            await behind.say(_update(chat, line.strip()))
    # What was piped in ends at once; its answers do not.
    for _ in range(int(QUIET.total_seconds() / LOOK)):
        due = await behind.next_letter(chat.person)
        if due is None or due > chat.now() + QUIET:
            break
        await asyncio.sleep(LOOK)
    await asyncio.sleep(LOOK)


async def _listen(behind: Behind, chat: Chat, say: Callable[[str], None]) -> None:
    shown: set[str] = set()
    while True:
        for name, heard in await behind.heard(chat.person):
            if name not in shown:
                shown.add(name)
                chat.hears(heard)
                say(printed(heard))
        await behind.pass_by()
        await asyncio.sleep(LOOK)


def printed(heard: Heard) -> str:
    """What was said, with its buttons as numbers."""
    buttons = (f"  {number}. {label}" for number, label in enumerate(heard.labels, start=1))
    return "\n".join((heard.text, *buttons)) + "\n"


def _update(chat: Chat, line: str) -> Json:
    labels = chat.last.labels if chat.last else []
    if line.isdecimal() and 1 <= int(line) <= len(labels):
        pressed = chat.presses(labels[int(line) - 1])
        if pressed is not None:
            return pressed
    command, _, rest = line.partition(" ")
    if command in ("/photo", "/voice"):
        return chat.shows(command.removeprefix("/"), rest.strip())
    return chat.says(line)
