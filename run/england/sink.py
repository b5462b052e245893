"""Where the letters arrive: composed as they would leave, counted, and thrown away.

A chase is in time if it leaves on the working day on which its rung is reached; that day is worked out here again, from
the due day that the chase is about and the row of the ladder.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from time import perf_counter

from casework import days
from casework.councils import Council, at
from casework.letters import Letter, Urgency
from casework.staff_answers import asks
from outbox.envelope import envelope, mailbox, mailbox_with_name
from outbox.render import Rendered
from run.england.figures import Figures

RECEIPT = "email.receipt_auto"


@dataclass(slots=True)
class Matter:
    """What somebody wrote about: since when it waits for an answer, the reference that the answer gave it, and how many
    receipts they got.
    """

    since: float
    reference: str = ""
    receipts: int = 0


@dataclass(frozen=True, slots=True)
class Sink:
    """The far end of every letter, for all the councils that are played here."""

    sender: str
    key: bytes = field(repr=False)
    now: Callable[[], datetime]
    council: Council
    matters: dict[str, Matter]
    figures: Figures

    async def send(self, letter: Letter, rendered: Rendered) -> str:
        """It has arrived."""
        composed = envelope(
            letter, rendered, sender=mailbox_with_name(self.sender), reader=mailbox(letter.to.value), key=self.key,
            now=self.now(),
        )  # fmt: skip
        self.figures.counted["bytes sent"] += len(composed)
        self.figures.letters[letter.words] += 1
        matter = None if letter.staff else self.matters.get(letter.to.value)
        if matter:
            self._answers(matter, letter)
        if letter.urgency is Urgency.CHASE and letter.staff:
            self._chases(letter)
        return letter.name

    def _answers(self, matter: Matter, letter: Letter) -> None:
        if not matter.reference:
            matter.reference = letter.reference
            self.figures.longest = max(self.figures.longest, perf_counter() - matter.since)
        matter.receipts += letter.words == RECEIPT

    def _chases(self, letter: Letter) -> None:
        due = rung_day(letter.ask, self.council)
        if due is not None:
            self.figures.counted["chases"] += 1
            self.figures.counted["chases late"] += days.today(self.now()) > due


def rung_day(ask: str, council: Council) -> date | None:
    """The working day on which a chase about a time limit should leave; None for what is about none, or counts from a
    beginning that the chase does not name.
    """
    limit = asks.limit(ask)
    rung = council.ladder.get(limit.rung) if limit else None
    step = at(rung.at) if rung else None
    if limit is None or rung is None or step is None or not step.from_due:
        return None
    calendar, nth = council.calendars["EW"], int(ask.split("/")[4])
    first = limit.due + timedelta(days=step.days) if rung.calendar_days else days.add(limit.due, step.days, calendar)
    return days.on_or_after(days.add(first, nth * rung.every, calendar), calendar)
