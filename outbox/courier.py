"""The one door out.

A letter is claimed in one transaction, sent in none, and marked in another. If the power goes between sending and
marking we cannot know which happened, so it is sent again: better twice than never. Its Message-ID is made from its
name, so a mail reader that files copies together will.

We do not send inside the transaction that wrote the letter. A slow mail server would then hold a lock on a child's
case, and a rollback would unsay what had been said.

Each way out goes at its own pace: a mail server that has fallen silent holds up no chat. What is most urgent is
claimed first; who is written to twice is written to in order. A letter that cannot go now is tried again with growing
pauses; one that never can is failed, and a person is told. One bad letter never stops the next.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from zlib import crc32

from casework.changes import Change
from casework.letters import Letter, Urgency
from casework.messages import Channel
from outbox.render import Choices, MissingFact, Rendered, render
from store import changes, outbox
from store.database import Connection, Transact

log = logging.getLogger(__name__)

IN_HAND = 32
"""Letters that may be on their way at once, by each way. *Taste.*"""

POLL = 5.0
"""Seconds between looks when nobody wakes us: another process may have written something. *Taste.*"""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=15), timedelta(minutes=15)
"""How long a letter waits after it could not go: this, twice this, … and never longer. *Taste.*"""

FIRST_PAUSE_SAFETY, LONGEST_PAUSE_SAFETY = timedelta(seconds=2), timedelta(minutes=1)

GIVES_UP = timedelta(days=3)
"""How long a reader's own server may put us off before a person is told. Ours may take as long as it needs. *Taste.*"""

PUZZLES = 5
"""How often a letter may break something of ours before it is left for a person. *Taste.*"""

GRACE = 5.0
"""Seconds that letters on their way have to get there when the service stops. *Taste.*"""

MARKS = 60
"""How often a mark is tried, with growing pauses: seven minutes, and a letter leaves again after ten."""


class TryLater(Exception):
    """The far end cannot take it now. `after`: seconds it asked for. `reader`: theirs puts us off, not ours."""

    def __init__(self, why: str, *, after: float = 0, reader: bool = False) -> None:
        super().__init__(why)
        self.why, self.after, self.reader = why, after, reader


class Undeliverable(Exception):
    """The far end will never take it."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


Send = Callable[[Letter, Rendered], Awaitable[str]]
"""One way out: what the far end calls the letter it took. Raises TryLater or Undeliverable."""

Also = Callable[[Letter], Mapping[str, str]]
"""Facts that only the installation knows, such as the desk's address."""

Unreached = Callable[[Connection, Letter, datetime], Change | None]
"""What follows when a letter will never arrive: a task for a person."""


def nothing_more(letter: Letter) -> Mapping[str, str]:
    """No further facts."""
    del letter
    return {}


def left_on_the_desk(db: Connection, letter: Letter, now: datetime) -> None:
    """Nothing but the mark: failed letters are listed on the desk."""
    del db, letter, now


@dataclass(frozen=True, slots=True)
class _Hands:
    """What the work is done with, what is on its way, and which ways may have more waiting."""

    transact: Transact
    senders: Mapping[Channel, Send]
    council: str
    now: Callable[[], datetime]
    choices: Choices
    also: Also
    unreached: Unreached
    going: dict[asyncio.Task[bool], Letter] = field(default_factory=dict)
    ask: set[Channel] = field(default_factory=set)


async def run(deliver: Callable[[], Awaitable[int]], *, wake: asyncio.Event, poll: float = POLL) -> None:
    """Deliver for ever: at once when `wake` is set, else from time to time. `deliver` has the same `wake`."""
    failures = 0
    while True:
        wake.clear()
        try:
            await deliver()
            failures = 0
        except Exception as fault:  # noqa: BLE001 the store's trouble: what is queued stays queued
            failures += 1
            log.error("no letter could be claimed", extra={"kind": type(fault).__name__, "count": failures})
        with suppress(TimeoutError):
            await asyncio.wait_for(wake.wait(), min(poll * max(failures, 1), 60))


async def deliver(
    *,
    transact: Transact,
    senders: Mapping[Channel, Send],
    council: str,
    now: Callable[[], datetime],
    choices: Choices,
    also: Also = nothing_more,
    unreached: Unreached = left_on_the_desk,
    wake: asyncio.Event | None = None,
) -> int:
    """Send all that may go now by the ways there are, and what `wake` brings meanwhile; how many letters left."""
    hands = _Hands(transact, senders, council, now, choices, also, unreached, ask=set(senders))
    left, trouble = 0, None
    try:
        while True:
            try:
                await _claim(hands)
            except Exception as fault:  # noqa: BLE001 the store's trouble: what has left is still to be marked
                trouble, wake = fault, None
                hands.ask.clear()
            if not hands.going:
                break
            left += await _something(hands, wake)
    finally:
        await _see_off(hands)
    if trouble is not None:
        raise trouble
    return left


async def _claim(hands: _Hands) -> None:
    """Take letters for each way that may have some, half a handful at least, and set each on its way."""
    moment = hands.now()
    for channel in sorted(hands.ask):
        room = IN_HAND - sum(letter.to.channel is channel for letter in hands.going.values())
        if room >= IN_HAND // 2:
            claim = partial(outbox.claim, council=hands.council, now=moment, limit=room, channel=channel)
            letters = await hands.transact(claim)
            if len(letters) < room:
                hands.ask.discard(channel)
            for letter in letters:
                before = [task for task, other in hands.going.items() if other.to == letter.to]
                hands.going[asyncio.create_task(_in_turn(letter, before, hands))] = letter


async def _something(hands: _Hands, wake: asyncio.Event | None) -> int:
    """Wait until a letter has ended, or somebody woke us; how many have left."""
    woken = asyncio.create_task(wake.wait()) if wake else None
    try:
        done, _ = await asyncio.wait({*hands.going, *filter(None, [woken])}, return_when=asyncio.FIRST_COMPLETED)
    finally:
        if woken:
            woken.cancel()
    if wake and wake.is_set():
        wake.clear()
        hands.ask.update(hands.senders)
    ended = [task for task in hands.going if task in done]
    for task in ended:
        hands.ask.add(hands.going.pop(task).to.channel)  # who is written to twice has the next one waiting now
    return sum(task.result() for task in ended)


async def _see_off(hands: _Hands) -> None:
    """Let what is on its way get there. What does not goes again in ten minutes, its Message-ID the same."""
    if hands.going:
        await asyncio.wait(hands.going, timeout=GRACE)
        for task in hands.going:
            task.cancel()
        await asyncio.wait(hands.going)


async def _in_turn(letter: Letter, before: list[asyncio.Task[bool]], hands: _Hands) -> bool:
    """One letter, after those to the same reader; whether it left."""
    if before:
        await asyncio.wait(before)
    try:
        rendered = render(replace(letter, facts={**hands.also(letter), **letter.facts}), choices=hands.choices)
        far_id = await hands.senders[letter.to.channel](letter, rendered)
    except TryLater as later:
        await _later(letter, later, hands)
    except (Undeliverable, MissingFact) as never:
        await _never(letter, str(never), hands)
    except Exception as fault:  # noqa: BLE001 around one letter: the next may be well
        await _puzzled(letter, type(fault).__name__, hands)
    else:
        moment = hands.now()
        await _mark(
            letter, lambda db: outbox.sent(db, letter, moment, words_sent=rendered.exactly, far_id=far_id), hands
        )
        log.info("letter sent", extra={"letter": letter.name, "channel": letter.to.channel.value})
        return True
    return False


async def _later(letter: Letter, later: TryLater, hands: _Hands) -> None:
    log.warning("letter put off", extra=_named(letter, later.why))
    moment = hands.now()
    given_up = later.reader and moment - letter.not_before > GIVES_UP

    def work(db: Connection) -> None:
        if given_up:
            _fail(db, letter, moment, later.why, hands)
        else:
            at_least = timedelta(seconds=later.after)
            then = moment + max(pause(letter, outbox.tries(db, letter)), at_least)
            outbox.again(db, letter, not_before=then, why=later.why)

    await _mark(letter, work, hands)


async def _puzzled(letter: Letter, kind: str, hands: _Hands) -> None:
    """Something of ours broke. It may be gone the next time; it is a person's when it has come so often."""
    log.error("letter broke something", extra=_named(letter, kind))
    moment = hands.now()

    def work(db: Connection) -> None:
        tries = outbox.tries(db, letter)
        if tries >= PUZZLES:
            _fail(db, letter, moment, kind, hands)
        else:
            outbox.again(db, letter, not_before=moment + pause(letter, tries), why=kind)

    await _mark(letter, work, hands)


async def _never(letter: Letter, why: str, hands: _Hands) -> None:
    log.error("letter will not arrive", extra=_named(letter, why))
    moment = hands.now()
    await _mark(letter, lambda db: _fail(db, letter, moment, why, hands), hands)


def _fail(db: Connection, letter: Letter, moment: datetime, why: str, hands: _Hands) -> None:
    outbox.failed(db, letter, moment, why=why)
    change = hands.unreached(db, letter, moment)
    if change is not None:
        changes.save(db, change, moment)


def _named(letter: Letter, kind: str) -> dict[str, str]:
    return {"letter": letter.name, "channel": letter.to.channel.value, "kind": kind}


async def _mark(letter: Letter, work: Callable[[Connection], None], hands: _Hands) -> None:
    """Write down what became of a letter. A store that is down for a while must not make it leave twice."""
    for attempt in range(1, MARKS + 1):
        try:
            return await hands.transact(work)
        except Exception as fault:  # noqa: BLE001 whatever ails the store
            log.error("letter could not be marked", extra={"letter": letter.name, "kind": type(fault).__name__})
            await asyncio.sleep(min(attempt / 4, 10))
    log.critical("letter may leave again", extra={"letter": letter.name})
    return None


def pause(letter: Letter, tries: int) -> timedelta:
    """How long a letter waits after so many tries: twice as long each time, a little apart from others by its name."""
    safety = letter.urgency is Urgency.SAFETY
    first, longest = (FIRST_PAUSE_SAFETY, LONGEST_PAUSE_SAFETY) if safety else (FIRST_PAUSE, LONGEST_PAUSE)
    apart = 1 + crc32(letter.name.encode()) / 2**34
    return min(first * 2.0 ** min(max(tries - 1, 0), 20), longest) * apart
