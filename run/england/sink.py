"""Where the letters arrive: composed as they would leave, counted, and thrown away.

A chase is in time if it leaves on the working day on which its rung is reached; that day is worked out here again, from
the time limit that the chase is about, as it stands in the store, and the row of the ladder. One whose day had passed
already when somebody decided that the limit runs is late too.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from time import perf_counter

from casework import days, rungs
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.frozen import frozen
from casework.letters import Letter, Urgency
from casework.staff_answers import asks
from outbox.envelope import Mailbox, envelope, mailbox
from outbox.render import Rendered
from run.england.figures import Figures
from store import cases, contacts
from store.database import Connection, Look

RECEIPT = "email.receipt_auto"


@dataclass(slots=True)
class Matter:
    """What somebody wrote about: since when it waits for an answer, the reference that the answer gave it, and how many
    receipts they got.
    """

    since: float
    reference: str = ""
    receipts: int = 0


@frozen
class Sink:
    """The far end of every letter, for all the councils that are played here."""

    sender: Mailbox
    key: bytes = field(repr=False)
    now: Callable[[], datetime]
    council: Council
    look: Look
    matters: dict[str, Matter]
    figures: Figures
    chased: defaultdict[str, list[Letter]] = field(default_factory=lambda: defaultdict(list), repr=False)

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """It has arrived."""
        reader = mailbox(letter.to.value)
        composed = envelope(letter, rendered, sender=self.sender, reader=reader, key=self.key, now=self.now())
        self.figures.counted["bytes sent"] += len(composed)
        self.figures.letters[letter.words] += 1
        matter = None if letter.staff else self.matters.get(letter.to.value)
        if matter:
            self._answers(matter, letter)
        if letter.urgency is Urgency.CHASE and letter.staff:
            self.chased[letter.council].append(letter)
        return letter.name

    def _answers(self, matter: Matter, letter: Letter) -> None:
        if not matter.reference:
            matter.reference = letter.reference
            self.figures.longest = max(self.figures.longest, perf_counter() - matter.since)
        matter.receipts += letter.words == RECEIPT

    async def reckon(self, council: str) -> None:
        """Whether what staff of a council were asked since came in time: nothing is read one by one for it."""
        if asked := self.chased.pop(council, []):
            last = await self.look(partial(self._rung_days, letters=asked, of=council))
            self.figures.counted["chases"] += len(last)
            self.figures.counted["chases late"] += sum(days.today(self.now()) > day for day in last)

    def _rung_days(self, db: Connection, letters: Sequence[Letter], of: str) -> list[date]:
        with self.figures.mine():
            return rung_days(db, letters=letters, of=of, council=self.council)


def rung_days(db: Connection, *, letters: Sequence[Letter], of: str, council: Council) -> list[date]:
    """The working days on which chases should leave, of those that are about a time limit."""
    running, waiting = (
        {each.about for each in letters if (each.about == each.reference) is case} for case in (True, False)
    )
    found: dict[str, Case | Contact] = {each.reference: each for each in cases.outlines(db, of, running)}
    found |= {each.id: each for each in contacts.some(db, of, waiting)}
    asked = ((letter.ask, found.get(letter.about)) for letter in letters)
    return [day for ask, about in asked if about and (day := rung_day(ask, about, council))]


def rung_day(ask: str, about: Case | Contact, council: Council) -> date | None:
    """The working day on which a chase should leave; None for what is about no time limit."""
    limit = asks.limit(ask)
    rung = council.ladder.get(limit.rung) if limit else None
    if limit is None or rung is None:
        return None
    running = (each for each in about.clocks if each.name == limit.clock and each.due == limit.due)
    clock, calendar, nth = next(running, None), council.calendars["EW"], int(ask.split("/")[4])
    if clock is None:
        return None
    first = rungs.falls_on(clock, rung, council)
    return days.on_or_after(days.add(first, nth * rung.every, calendar), calendar)
