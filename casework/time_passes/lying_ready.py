"""An answer in a chat that nobody has asked to read: "we have some news" is said once more on the third day, and on the
fifth a person tries another way (conversations 2.4, 3.4).

It stops as soon as they have said how they want it, asked us to stop, or an alarm is open. The answer itself stays
ready however long it takes, and never goes by itself.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from casework import days, facts, questions, telling, wording
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council, Role
from casework.frozen import frozen
from casework.letters import Letter, Posted, Said, write
from casework.messages import Address, Channel
from casework.people import member, reach

AGAIN, ANOTHER_WAY = timedelta(days=3), timedelta(days=5)
STEP = "finding another way to give them their answer: it lies ready in the chat"
CHOOSES = (telling.READY, "bot.check_you")
"""Letters whose buttons say how they want it."""


@frozen
class Lying:
    """An answer that lies ready: for whom, and since when they know that there is news."""

    to: Address
    since: datetime


def wakes(about: Case | Contact, council: Council) -> Iterator[datetime]:
    """When it is said again, and when a person tries, if it still lies there then."""
    for each in _lying(about):
        yield _moment(each, AGAIN, council)
        yield _moment(each, ANOTHER_WAY, council)


def letters(about: Case | Contact, council: Council, now: datetime) -> Iterator[Letter]:
    """What is said now of answers that lie ready."""
    if not isinstance(about, Case) or any(alarm.closed is None for alarm in about.alarms):
        return
    for each in _lying(about):
        if now >= _moment(each, ANOTHER_WAY, council):
            yield from _to_handler(each, about, council, now)
        elif now >= _moment(each, AGAIN, council):
            yield _again(each, about, council, now)


def _lying(about: Case | Contact) -> Iterator[Lying]:
    if not isinstance(about, Case):
        return
    ready = {
        said.to: said
        for said in about.said
        if said.posted is Posted.QUEUED and said.channel is Channel.TELEGRAM and said.words in telling.ANSWERS
    }
    for to, answer in ready.items():
        known_since = _told(about, answer)
        if known_since and not _has_chosen(about, to, known_since):
            yield Lying(to, known_since)


def _told(case: Case, answer: Said) -> datetime | None:
    """When they first heard that there is news, of this answer."""
    told = (
        said.sent
        for said in case.said
        if said.words == telling.READY and said.to == answer.to and said.sent and said.written >= answer.written
    )
    return min(told, default=None)


def _has_chosen(case: Case, to: Address, since: datetime) -> bool:
    """Whether they have said how they want it since, or asked us to stop."""
    contact = questions.as_contact(case, to)
    known = questions.answers(contact)
    pairs = zip(contact.messages, known.readings, strict=False)
    return known.quiet or any(
        reading.act is not None and reading.of in CHOOSES and message.received >= since for message, reading in pairs
    )


def _moment(each: Lying, later: timedelta, council: Council) -> datetime:
    return days.next_open(each.since + later, council.hours.public, council.calendars["EW"])


def _again(each: Lying, case: Case, council: Council, now: datetime) -> Letter:
    contact = questions.as_contact(case, each.to)
    return write(
        telling.READY,
        each.to,
        council=case.council,
        about=case.reference,
        reference=case.reference,
        now=now,
        facts=facts.in_chat(case, contact, questions.answers(contact), council, now),
        once=f"again/{each.since.isoformat()}",
        not_before=days.next_open(now, council.hours.public, council.calendars["EW"]),
    )


def _to_handler(each: Lying, case: Case, council: Council, now: datetime) -> tuple[Letter, ...]:
    today = days.today(now)
    hidden, officer = case.hidden_from, member(council, case.officer)
    there = officer if officer and officer.id not in hidden else None
    reader = there or reach(Role.CO, council, today, excluded=hidden).staff
    if reader is None:
        return ()
    due = days.add(today, 1, council.calendars["EW"])
    filled = {**facts.of_council(council, today), **facts.of_any(case, council, now), "step_plain": STEP}
    filled["next_date"] = wording.day(due, today)
    once = f"lies ready/{each.since.isoformat()}"
    return telling.to_staff("staff.step_due", reader, case, filled, now, council, once=once)
