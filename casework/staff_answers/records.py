"""What staff answered, kept as decisions on the case and read back from them. No other state (R002).

None of these moves a case: that an answer was sent is proved by the letter that left (R609), and the date moves when
the complaints manager has agreed (R274). What was taken back within ten minutes counts as never said.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from enum import StrEnum

from casework import days
from casework.cases import Case, Decision
from casework.clocks import Clock
from casework.councils import Council
from casework.frozen import frozen
from casework.messages import Message

UNDO = timedelta(minutes=10)
"""How long an answer can be taken back (conversations 2.14)."""

SNOOZES = 2
"""How often a chase may be put off, before its date moves (conversations 2.14)."""


class Answer(StrEnum):
    """What somebody answered. The value stands where a move's name does."""

    ACCEPTED = "accepted"
    NOT_MINE = "not_mine"
    SAID_SENT = "answer_said_to_be_sent"
    DRAFT_READY = "draft_ready"
    SAID_DONE = "said_to_be_done"
    SNOOZED = "snoozed"
    MORE_TIME = "more_time_asked"
    AGREED = "more_time_agreed"
    REFUSED = "more_time_refused"
    OFFERED = "offered_to_another"
    TAKEN = "offer_taken"
    REASON_GIVEN = "reason_given"
    CALL = "call_asked"
    UNDONE = "taken_back"


@frozen
class Record:
    """How an answer is written down: its rule, and what a chase then is, after "It is" and "mark this as".

    `settles`: nobody else needs to answer, and their buttons go. One that claims more than it can prove settles
    nothing (R609).
    """

    rule: str
    done_as: str
    settles: bool = True


RECORDS = {
    Answer.ACCEPTED: Record("R620", "accepted"),
    Answer.NOT_MINE: Record("R602", "not theirs, so that someone else gets it"),
    Answer.SAID_SENT: Record("R609", "sent", settles=False),
    Answer.DRAFT_READY: Record("R624", "a draft, ready for checking"),
    Answer.SAID_DONE: Record("R609", "done", settles=False),
    Answer.SNOOZED: Record("R604", "put off until the next working day"),
    Answer.MORE_TIME: Record("R274", "waiting for more time"),
    Answer.AGREED: Record("R274", "agreed, with more time"),
    Answer.REFUSED: Record("R274", "not agreed, so the date stands"),
    Answer.OFFERED: Record("R620", "offered to someone else"),
    Answer.TAKEN: Record("R620", "taken over"),
    Answer.REASON_GIVEN: Record("R612", "explained, with a new date"),
    Answer.CALL: Record("R628", "waiting for a call"),
    Answer.UNDONE: Record("R604", "taken back"),
}  # fmt: skip
"""Every answer, and how it is written down."""


READ = "read_replies"
"""The move by which somebody of the complaints team has read what staff wrote."""

FINAL = frozenset({Answer.AGREED, Answer.REFUSED, Answer.TAKEN})
"""What cannot be taken back: somebody outside is told, or somebody else has it."""


def name(decision: Decision) -> str:
    """What tells one answer from another, such as the question that follows from it."""
    return f"{decision.move}/{decision.at.isoformat()}"


def standing(case: Case) -> Iterator[Decision]:
    """The answers that count, oldest first: none that was taken back."""
    back = {each.facts.get("undoes") for each in case.decisions if each.move == Answer.UNDONE}
    return (each for each in case.decisions if each.move in _NAMES and name(each) not in back)


def happened(case: Case, press: str) -> bool:
    """Whether this very press or link has been used: each counts once, also one that was taken back."""
    return any(each.facts.get("press") == press for each in case.decisions)


def settled_by(case: Case, ask: str) -> Decision | None:
    """Who answered this for everybody, if somebody did."""
    found = (each for each in standing(case) if each.facts.get("ask") == ask and RECORDS[Answer(each.move)].settles)
    return next(found, None)


def pending(case: Case, ask: str) -> Decision | None:
    """What a question to somebody rests on, if it still waits: more time that was asked for, an offer."""
    asked = next((each for each in standing(case) if name(each) == ask), None)
    return asked if asked and settled_by(case, ask) is None else None


def to_undo(case: Case, ask: str, by: str, now: datetime) -> Decision | None:
    """The answer that this person may still take back: their own, of the last ten minutes, that nobody has acted on."""
    mine = [each for each in standing(case) if each.facts.get("ask") == ask and each.by == by]
    if not mine or now - mine[-1].at > UNDO or mine[-1].move in FINAL:
        return None
    return mine[-1] if settled_by(case, name(mine[-1])) is None else None


def may_snooze(case: Case, clock: Clock, now: datetime) -> bool:
    """Twice at most for one date, and not from the due date on (conversations 2.14)."""
    return days.today(now) < clock.due and len(_snoozes(case, clock)) < SNOOZES


def put_off(case: Case, clock: Clock) -> Iterator[tuple[datetime, str, int]]:
    """When a step of this clock's ladder is said again, as it was put off: the moment, the rung, which time."""
    for nth, each in enumerate(_snoozes(case, clock), start=1):
        yield datetime.fromisoformat(each.facts["until"]), each.facts["rung"], nth


def unread(case: Case) -> tuple[Message, ...]:
    """What staff wrote about the case and nobody of the complaints team has read yet; not what their machines did."""
    read = [each.at for each in case.decisions if each.move == READ]
    written = (each for each in case.messages if each.by_staff and not each.automatic)
    return tuple(each for each in written if not (read and each.received <= read[-1]))


def until(now: datetime, council: Council) -> datetime:
    """When what is put off is asked again: when staff hours begin on the next working day."""
    tomorrow = days.on_or_after(days.today(now) + days.DAY, council.calendars["EW"])
    return days.at(tomorrow, council.hours.staff.opens)


def _snoozes(case: Case, clock: Clock) -> list[Decision]:
    if not any(each.move == Answer.SNOOZED for each in case.decisions):
        return []  # as nearly always: nobody need look who took what back
    of = (clock.name, clock.due.isoformat())
    snoozed = (each for each in standing(case) if each.move == Answer.SNOOZED)
    return [each for each in snoozed if (each.facts.get("clock"), each.facts.get("due")) == of]


_NAMES = frozenset(Answer) - {Answer.UNDONE}
