"""How a young person agreed to what an advocate sends for them: evidence, never a gate (conversations 2.13).

Where it is not on record yet the advocate is asked again after three and seven working days, in the chat they write in;
a day later a person calls. Nothing is held up by it meanwhile.
"""

from collections.abc import Iterator
from datetime import date, datetime

from casework import days, facts, questions, telling, wording
from casework.cases import Case
from casework.choices import Act
from casework.contacts import Contact
from casework.councils import Council, Role
from casework.facts import of_any, of_council
from casework.letters import Letter, write
from casework.messages import Address, Channel
from casework.on_behalf import sharing
from casework.people import Part, reach
from casework.said.introductions import Who

REMINDER = "adv.consent_reminder"
ASKED_AGAIN = (3, 7)
CALLED = 8
"""Working days after it was opened: asked again, asked once more, and a person calls."""

AGREED = frozenset({Act.THEY_SAID, Act.SIGNED, Act.ACTING})
STEP = "calling the advocate about how the young person agreed"


def wakes(about: Case | Contact, council: Council) -> Iterator[datetime]:
    """When it is asked for, if it is still open then."""
    if _advocate(about) is not None:
        for day in (*ASKED_AGAIN, CALLED):
            yield _moment(about, day, council)


def letters(about: Case | Contact, council: Council, now: datetime) -> tuple[Letter, ...]:
    """The reminder that is due now, the last one reached; or the step to call, once."""
    advocate = _advocate(about)
    if advocate is None or any(alarm.closed is None for alarm in about.alarms):
        return ()
    reached = [day for day in (*ASKED_AGAIN, CALLED) if _moment(about, day, council) <= now]
    if not reached:
        return ()
    contact = about if isinstance(about, Contact) else questions.as_contact(about, advocate)
    return _call(about, council, now) if reached[-1] == CALLED else (_again(contact, reached[-1], about, council, now),)


def _advocate(about: Case | Contact) -> Address | None:
    """The advocate in a chat who has not said how the young person agreed, and who may be asked."""
    if isinstance(about, Case):
        acting = (each for each in about.people if each.part is Part.ADVOCATE and not each.left_out)
        found = next((each.address for each in acting if each.address.channel is Channel.TELEGRAM), None)
        if found is None or about.quiet or about.settled or sharing.in_force(about, found, date.max):
            return None
        contact = questions.as_contact(about, found)
    else:
        contact, found = about, about.sender
    if contact.channel is not Channel.TELEGRAM:
        return None
    known = questions.answers(contact)
    asked = bool(known.shown.get("adv.consent")) and bool(questions.labelled(contact, known))
    agreed = any(each.act in AGREED for each in known.readings)
    return None if known.who is not Who.ADVOCATE or not asked or agreed or known.quiet else found


def _moment(about: Case | Contact, working_days: int, council: Council) -> datetime:
    day = days.add(days.today(about.received), working_days, council.calendars["EW"])
    return days.at(day, council.hours.public.opens)


def _again(contact: Contact, day: int, about: Case | Contact, council: Council, now: datetime) -> Letter:
    known = questions.answers(contact)
    return write(
        REMINDER,
        contact.sender,
        council=about.council,
        about=telling.key(about),
        reference=about.reference,
        now=now,
        facts=facts.of_contact(contact, known, council, now) | {"yp_label": questions.labelled(contact)},
        once=f"consent/{day}",
        not_before=days.next_open(now, council.hours.public, council.calendars["EW"]),
    )


def _call(about: Case | Contact, council: Council, now: datetime) -> tuple[Letter, ...]:
    today = days.today(now)
    reader = reach(Role.CO, council, today, excluded=about.hidden_from).staff
    due = days.add(today, 1, council.calendars["EW"])
    filled = {**of_council(council, today), **of_any(about, council, now), "step_plain": STEP}
    filled["next_date"] = wording.day(due, today)
    return telling.to_staff("staff.step_due", reader, about, filled, now, council, once="consent") if reader else ()
