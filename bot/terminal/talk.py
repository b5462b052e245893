"""A conversation typed here and now. Buttons are numbers; what is answered appears when it is said."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Iterable
from typing import Protocol

from bot.terminal import lines
from bot.terminal.behind import QUIET, Behind
from bot.terminal.chat import MEDIA, Chat, Heard
from bot.updates import Json

LOOK = 0.3
"""Seconds between looks for something new to show. *Taste.*"""

HELP = (
    "Write as you would in Telegram: answers come after 8 quiet seconds, danger is answered at once. A number presses "
    "that button. Nothing here is sent to Telegram; Ctrl-D ends.\n"
    "  /photo FILE, /voice FILE   send one; so do /video /document /sticker /location /contact\n"
    "  /forward WORDS             pass on what somebody else wrote\n"
    "  /edit 1 NEW WORDS          change what you said first\n"
    "  /lines [PART]              the lines the bot can say\n"
    "  /line NAME [LANGUAGE]      one of them, as it is written"
)


class Screen(Protocol):
    """Where a conversation is shown."""

    def heard(self, heard: Heard) -> None:
        """The bot said something."""

    def said(self, line: str) -> None:
        """The person typed something."""

    def aside(self, text: str) -> None:
        """Something that neither of them said."""

    def ends(self, text: str) -> None:
        """The last of it."""


class Plain:
    """A screen of bare lines, for a pipe."""

    def __init__(self, out: Callable[[str], object]) -> None:
        self._out = out

    def heard(self, heard: Heard) -> None:
        """The words, with the buttons as numbers."""
        self._out(f"{printed(heard)}\n")

    def said(self, line: str) -> None:
        """What was piped in, so that a transcript has both sides."""
        self._out(f"> {line}\n\n")

    def aside(self, text: str) -> None:
        """As it is."""
        self._out(f"{text}\n\n")

    def ends(self, text: str) -> None:
        """As it is."""
        self._out(f"{text}\n")


async def talk(*, behind: Behind, chat: Chat, typed: AsyncIterator[str], screen: Screen) -> None:
    """Talk until there are no more lines."""
    screen.aside(HELP)
    speaking = asyncio.create_task(_speak(behind, chat, typed, screen))
    listening = asyncio.create_task(_listen(behind, chat, screen))
    try:
        await asyncio.wait({speaking, listening}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        speaking.cancel()
        listening.cancel()
        ends = await asyncio.gather(speaking, listening, return_exceptions=True)
    for end in ends:
        if isinstance(end, Exception):
            raise end
    kept = [contact.reference for contact in await behind.contacts(chat.person)]
    screen.ends(f"Kept as {', '.join(kept)}: the desk shows it." if kept else "Nothing was kept as a contact.")


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


async def _speak(behind: Behind, chat: Chat, typed: AsyncIterator[str], screen: Screen) -> None:
    async for line in typed:
        if not (line := line.strip()):
            continue
        screen.said(line)
        if (aside := _aside(line)) is not None:
            screen.aside(aside)
        elif (update := _update(chat, line)) is not None:
            await behind.say(update)
        else:
            screen.aside("You said nothing there that could be changed.")
    # What was piped in ends at once; its answers do not.
    for _ in range(int(QUIET.total_seconds() / LOOK)):
        due = await behind.next_letter(chat.person)
        if due is None or due > chat.now() + QUIET:
            break
        await asyncio.sleep(LOOK)
    await asyncio.sleep(LOOK)


async def _listen(behind: Behind, chat: Chat, screen: Screen) -> None:
    shown: set[str] = set()
    while True:
        for name, heard in await behind.heard(chat.person):
            if name not in shown:
                shown.add(name)
                chat.hears(heard)
                screen.heard(heard)
        await behind.pass_by()
        await asyncio.sleep(LOOK)


def printed(heard: Heard) -> str:
    """What was said, with its buttons as numbers."""
    buttons = (f"  {number}. {label}" for number, label in enumerate(heard.labels, start=1))
    return "\n".join((heard.text, *buttons)) + "\n"


def _aside(line: str) -> str | None:
    """What the terminal itself is asked, if it is."""
    match line.split():
        case ["/lines"]:
            return lines.listed("")
        case ["/lines", part]:
            return lines.listed(part)
        case ["/line", name]:
            return lines.shown(name)
        case ["/line", name, language]:
            return lines.shown(name, language)
        case _:
            return None


def _update(chat: Chat, line: str) -> Json | None:
    labels = chat.last.labels if chat.last else []
    if line.isdecimal() and 1 <= int(line) <= len(labels):
        pressed = chat.presses(labels[int(line) - 1])
        if pressed is not None:
            return pressed
    command, _, rest = line.partition(" ")
    if (media := command.removeprefix("/")) in MEDIA and command != media:
        return chat.shows(media, rest.strip())
    if command == "/forward" and rest:
        return chat.forwards(rest)
    turn, _, words = rest.partition(" ")
    if command == "/edit" and turn.isdecimal() and words:
        return chat.edits(int(turn), words)
    return chat.says(line)
