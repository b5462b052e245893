"""How long a record is kept, and why (R906-R916): a row of the profile's `retention`, counted from how it ended.

Nothing here forgets anything. It says what may be forgotten from which day, and a person decides (house.md, 11).
Where something is not known it is kept for longer: of a child whose birthday nobody has typed in, as if they had been
born on the day it came. Several rows may fit one case; the longest counts.
"""

from collections.abc import Iterator
from dataclasses import field
from datetime import date, datetime, timedelta

from casework import days
from casework.alarms import FALSE_ALARM, Alarm, is_open
from casework.bench import documents_out
from casework.cases import Case
from casework.contacts import Contact, Standing
from casework.councils import Council, Retention
from casework.frozen import frozen
from casework.labels import Kind, Procedure, Sender, Service
from casework.messages import Channel
from casework.records.entries import IN_CARE, IN_CARE_ASKED

ADOPTION, ALERT, CHAT, COMPLAINT, EQUALITY, FEEDBACK, LADO, MEMBER, NOT_FOR_US, REQUEST, COPY, THANKS = (
    "adoption", "safeguarding_log", "unmatched_chat", "complaint", "equality_answer", "feedback_answer", "lado_advice",
    "member_enquiry", "not_for_us", "information_request", "copy", "compliment",
)  # fmt: skip
"""Rows of the profile's `retention` that the rules name."""

OF_KIND = {
    Kind.COMPLAINT: COMPLAINT,
    Kind.REPRESENTATION: "representation",
    Kind.COMPLIMENT: THANKS,
    Kind.ENQUIRY: MEMBER,
    Kind.INFORMATION_REQUEST: REQUEST,
    Kind.CONCERN_ABOUT_CHILD: ALERT,
    Kind.CORRESPONDENCE: "representation",
    Kind.NOT_FOR_US: NOT_FOR_US,
}
"""What a case is kept as by its kind. The rulebook has no row for plain questions and correspondence: *local*."""

ASKED = "asked"
"""In the place of a row: somebody asked for it, and a person agreed before its time (R911)."""

AGAIN = "again"
"""In the place of a row: it was forgotten before, and came back with a copy."""


@frozen
class Hold:
    """A legal hold: nothing of it is forgotten until somebody lifts it (R916)."""

    by: str
    day: date
    why: str = field(repr=False)


@frozen
class KeptAs:
    """What a person has said that bears on how long it is kept. `born` is the child's birthday, `adult` that it is
    about nobody under 18, `order` the day of an adoption order (R908).
    """

    hold: Hold | None = None
    born: date | None = field(default=None, repr=False)
    adult: bool = False
    order: date | None = field(default=None, repr=False)


NOTHING_SAID = KeptAs()


@frozen
class Due:
    """From when a record may be forgotten, by which row and rule, and how that day comes about, in words for staff."""

    row: str
    rule: str
    since: date
    on: date
    why: str


def of_case(case: Case, said: KeptAs, council: Council) -> Due | None:
    """From when a case may be forgotten; None while anything is owed in it."""
    if not case.finished:
        return None
    ended, came = _ended(case), days.today(case.received)
    child = _about_child(case, said)
    rules = [_due(council.retention[name], ended, came, said, child=child) for name in _rows(case)]
    if said.order:
        rules.append(_due(council.retention[ADOPTION], said.order, came, said, child=False))
    longest = max(rules, key=lambda each: each.on)
    if in_care(case) and longest.row == COMPLAINT:
        why = f"{longest.why}; the outcome belongs on the child’s file first"
        return Due(longest.row, "R907", longest.since, longest.on, why)
    return longest


def of_contact(contact: Contact, said: KeptAs, council: Council) -> Due | None:
    """From when a message that became no case may be forgotten; None while somebody must still say what it is."""
    if contact.cases or contact.standing is not Standing.SET_ASIDE:
        return None
    last = max((days.today(each.received) for each in contact.messages), default=days.today(contact.received))
    came = days.today(contact.received)
    rows = [CHAT if contact.channel is Channel.TELEGRAM else NOT_FOR_US, *_rung(contact.alarms)]
    child = not said.adult
    return max(
        (_due(council.retention[name], last, came, said, child=child) for name in rows), key=lambda each: each.on
    )


def of_day(row: str, since: date, council: Council, *, child: bool = False) -> Due:
    """From when what has no more to it than a day may be forgotten: post that became nothing, a year's answers, a
    spreadsheet's line.
    """
    return _due(council.retention[row], since, since, NOTHING_SAID, child=child)


def stands_against(about: Case | Contact, said: KeptAs, everything: KeptAs) -> str:
    """Why it is kept although its time is over, in words for staff; empty if nothing stands against it."""
    if hold := said.hold or everything.hold:
        return held(hold)
    if any(map(is_open, about.alarms)):
        return "an alarm is still open (R706)"
    if isinstance(about, Case) and documents_out(about.appointments):
        return "papers that were lent have not come back"
    if isinstance(about, Case) and not about.finished:
        return "something in it is still owed"
    return ""


def held(hold: Hold) -> str:
    """That there is a hold, in words for staff."""
    return f"a legal hold since {_day(hold.day)} (R916)"


def in_care(case: Case) -> bool:
    """Whether it is about a child in care or a care leaver, as far as anybody has said (R829, R907)."""
    said = next((each.facts[IN_CARE_ASKED] for each in case.decisions if each.facts.get(IN_CARE_ASKED)), "")
    if said:
        return said == "yes"
    return bool({each.service for each in case.issues} & IN_CARE) or case.complainant.sender is Sender.CARE_LEAVER


def lasts(row: Retention) -> str:
    """How long a row says, in words: `6 years, or to the 25th birthday if that is later`."""
    parts = [(row.years, "year"), (row.months, "month"), (row.days, "day")]
    said = ", ".join(f"{count} {unit}{'s' if count > 1 else ''}" for count, unit in parts if count)
    return f"{said}, or to the {row.until_age}th birthday if that is later" if row.until_age else said


def _rows(case: Case) -> Iterator[str]:
    """Every row that fits a case: what it is, whether an alarm rang, whether a representation is a child's in care."""
    yield OF_KIND[case.kind]
    if case.kind is Kind.REPRESENTATION and in_care(case):
        yield COMPLAINT  # R913, R907
    if case.procedure is Procedure.LADO:
        yield LADO
    yield from _rung(case.alarms)


def _rung(alarms: tuple[Alarm, ...]) -> Iterator[str]:
    """R910: what was handed over is kept as long as the complaint would be."""
    if any(not each.outcome.startswith(FALSE_ALARM) for each in alarms):
        yield ALERT


def _due(row: Retention, since: date, came: date, said: KeptAs, *, child: bool) -> Due:
    on = _after(since, row)
    why = f"{lasts(row)}, from {row.since} on {_day(since)}"
    if row.until_age and child:
        birthday = _birthday(said.born or came, row.until_age)
        if birthday > on:
            known = "" if said.born else ", as if born on the day it came: nobody has said when"
            return Due(row.name, row.rule, since, birthday, f"to the {row.until_age}th birthday{known}")
    return Due(row.name, row.rule, since, on, why)


def _birthday(born: date, age: int) -> date:
    """Who was born on 29 February is a year older on 1 March where there is none: never a day too early."""
    found = days.months_after(born, 12 * age)
    return found if found.day == born.day else found + days.DAY


def _after(since: date, row: Retention) -> date:
    return days.months_after(since, 12 * row.years + row.months) + timedelta(days=row.days)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _about_child(case: Case, said: KeptAs) -> bool:
    """A child's unless it is plain that it is not, or somebody has said so: what is not known is kept for longer."""
    if said.born:
        return True
    elsewhere = all(each.service is Service.OTHER_COUNCIL_SERVICE for each in case.issues)
    return not (said.adult or case.procedure is Procedure.ADULT_SOCIAL_CARE or elsewhere)


def _ended(case: Case) -> date:
    """The day it closed: the last on which a stage of it ended, or an action that came of it was done."""
    ends: list[date | datetime | None] = [day for row in case.stages for day in (row.closed, row.responded)]
    ends += [each.done for each in case.actions]
    known = [each for each in ends if each] or [each.at for each in case.decisions] or [case.opened]
    return max(days.today(each) if isinstance(each, datetime) else each for each in known)
