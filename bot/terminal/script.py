"""A conversation played from a file, in a time of its own: a wait costs none, and between two lines none passes.

What is held back for a moment of quiet (conversations 2.2) is said when time moves: before a wait, before a button that
has to be there to be pressed, and at the end. Words of harm are answered at once, as ever.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.terminal.behind import QUIET, Behind
from bot.terminal.chat import MEDIA, Chat
from bot.updates import Json
from casework.contacts import Contact

STEPS = 2000
"""How many moments of one wait are looked at one by one; the rest of it passes in one."""

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
LONGEST = 52 * _UNITS["w"]
"""Seconds of one wait. Far beyond a year no calendar is known."""

_WORDS = ("text", "caption", "press", "forward")
_SAYS = ("text", *MEDIA, "forward", "press", "wait", "edit")


class BadScript(Exception):
    """A line of the script cannot be played; the message says which and why."""


class OwnTime:
    """A `now` that moves only when it is told to."""

    def __init__(self, start: datetime) -> None:
        self.at = start

    def __call__(self) -> datetime:
        """The moment it is here."""
        return self.at


@dataclass(slots=True)
class Stage:
    """Where a script is played."""

    behind: Behind
    chat: Chat
    time: OwnTime
    say: Callable[[Json], None]
    shown: set[str]

    async def listen(self) -> None:
        """Print what was said since the last time."""
        for name, heard in await self.behind.heard(self.chat.person):
            if name not in self.shown:
                self.shown.add(name)
                self.chat.hears(heard)
                self.say({"heard": heard.text, "buttons": heard.labels})

    async def quiet(self) -> None:
        """So much time passes that nothing is held back any more."""
        while (due := await self.behind.next_letter(self.chat.person)) is not None:
            if due > self.time.at + QUIET:
                return
            before = len(self.shown)
            self.time.at = max(due, self.time.at)
            await self.behind.deliver()
            await self.listen()
            if len(self.shown) == before:
                return  # it cannot be said, whatever the time

    async def wait(self, seconds: int) -> None:
        """Time passes, and what it brings is done when it is due."""
        until = self.time.at + timedelta(seconds=seconds)
        for _ in range(STEPS):
            due = [one for one in await self.behind.next_moments(self.chat.person) if self.time.at < one <= until]
            if not due:
                break
            self.time.at = min(due)
            await self.behind.pass_by()
            await self.listen()
        self.time.at = until
        await self.behind.pass_by()
        await self.listen()


async def play(
    lines: Iterable[str],
    *,
    behind: Behind,
    chat: Chat,
    time: OwnTime,
    say: Callable[[Json], None],
    summary: Callable[[*tuple[Contact, ...]], Mapping[str, object]],
) -> None:
    """Play a script, and print what is said on both sides, then how it ended (contract.md section 2)."""
    stage = Stage(behind, chat, time, say, set())
    for number, line in enumerate(lines, start=1):
        if line.strip():
            await _turn(stage, number, _parsed(number, line))
    await stage.quiet()
    await behind.consider()
    say({"end": dict(summary(*await behind.contacts(chat.person)))})


async def _turn(stage: Stage, number: int, turn: Json) -> None:
    if "wait" in turn:
        await stage.quiet()
        await stage.wait(_seconds(number, turn["wait"]))
        return
    if "press" in turn:
        await stage.quiet()
    update, said = _update(stage.chat, number, turn)
    stage.say(said)
    await stage.behind.say(update)
    await stage.listen()


def _update(chat: Chat, number: int, turn: Json) -> tuple[Json, Json]:
    """What Telegram would send for a turn, and how it is printed."""
    text = str(turn.get("text") or turn.get("caption") or "")
    if "edit" in turn:
        which = turn["edit"]
        update = chat.edits(which, text) if isinstance(which, int) else None
        return _there(update, number, "no words were said in that turn"), {"you": text, "edit": which}
    if "press" in turn:
        label = str(turn["press"])
        labels = ", ".join(f"“{one}”" for one in chat.buttons) or "none"
        update = chat.presses(label)
        return _there(update, number, f"there is no button “{label}”; there are: {labels}"), {"you": label}
    if "forward" in turn:
        return chat.forwards(str(turn["forward"])), {"you": str(turn["forward"]), "forward": True}
    for media in MEDIA:
        if media in turn:
            given = turn[media] if isinstance(turn[media], str) else ""
            return chat.shows(media, str(given), text), {"you": text, media: turn[media]}
    return chat.says(text), {"you": text}


def _there(update: Json | None, number: int, otherwise: str) -> Json:
    if update is None:
        raise BadScript(f"line {number}: {otherwise}")
    return update


def _parsed(number: int, line: str) -> Json:
    try:
        turn = json.loads(line)
    except ValueError:
        raise BadScript(f"line {number}: this is not JSON") from None
    if not isinstance(turn, dict) or not any(key in turn for key in _SAYS):
        raise BadScript(f"line {number}: a line has one of {', '.join(_SAYS)}")
    if any(not isinstance(turn[key], str) for key in _WORDS if key in turn):
        raise BadScript(f"line {number}: {', '.join(_WORDS)} are words, in quotation marks")
    return turn


def _seconds(number: int, wait: object) -> int:
    if not wait:
        return 0
    found = re.fullmatch(r"\s*(\d{1,9})\s*([smhdw]?)\s*", str(wait))
    seconds = int(found[1]) * _UNITS[found[2] or "s"] if found else LONGEST + 1
    if seconds > LONGEST:
        raise BadScript(f"line {number}: a wait is a number with s, m, h, d or w, such as 2d, and at most 52w")
    return seconds
