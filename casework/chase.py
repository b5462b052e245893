"""Time passes, and somebody is asked: staff for the step they owe, a person outside about a right they still have.

Only the latest step that was reached is said, whatever was slept through (R603); it is said once, to somebody who
is there and is not complained of (R601, R602), inside hours (R606, R607). The letter's name holds clock, due day,
step and reader: said afresh if the date moves, never twice otherwise.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import lru_cache

from casework import clocks, days, questions, telling, wording
from casework.cases import Case
from casework.changes import Change, Woken
from casework.contacts import Contact
from casework.councils import AdvocacyStep, Council, Form, Outside, Role, Rung, Staff
from casework.councils.experts import is_from_outside
from casework.facts import needed, of_any, of_council
from casework.letters import Letter, write
from casework.messages import WRITTEN_TO, Address, Channel
from casework.on_behalf import advocacy, agreeing, awaiting
from casework.people import Part
from casework.readers import asked
from casework.staff_answers import asks
from casework.time_passes import confirming, inviting, lying_ready, needless, nudging, reaching, waking
from casework.time_passes.waking import Ladder, Step

TO_PROVIDER = "email.advocacy_chase"
"""What the advocacy service is asked, while staff are asked to ring it."""

IN_CHAT_AND_BY_EMAIL = {
    "advocacy_2": ("bot.advocacy_2", "email.advocacy_reminder_1_yp"),
    "window_reminder": ("bot.window_reminder", "bot.window_reminder"),
    "checkin": ("bot.checkin", "email.checkin"),
}

SERVING, OWED = "staff.serving_due", "staff.step_due"

LATE = {OWED: "staff.step_late", "staff.learning_chase": "staff.learning_late"}
"""What is said in place of these words once the day is over."""


def chase(about: Case | Contact, council: Council, now: datetime) -> Change:
    """The letters that time asks for now, and when to look at it again. Nothing twice: what was said stands in
    `said`.
    """
    known = list(waking.ladders(about, council, now))
    said = frozenset([each.name for each in about.said])
    steps = [step for ladder in known for step in _latest(ladder, about, now)]
    asked = (
        *[letter for step in steps for letter in _letters(step, about, council, now, said)],
        *agreeing.letters(about, council, now),
        *lying_ready.letters(about, council, now),
        *inviting.letters(about, council, now),
    )
    letters = tuple([each for each in asked if each.name not in said])
    if isinstance(about, Contact):
        letters += tuple(each for each in confirming.letters(about, council, now) if each.name not in said)
    if isinstance(about, Contact) and not any(each.to == about.sender for each in letters):
        letters += nudging.letters(about, council, now)
    return Change(letters=letters, woken=(Woken(about, waking.wakes_at(about, council, now, known)),))


def _latest(ladder: Ladder, about: Case | Contact, now: datetime) -> list[Step]:
    """R603: of each clock's ladder, and of the advocacy schedule, the steps of the last day that was reached."""
    for of_one_day in ladder.days():
        if due := [step for step in of_one_day if not _needless(step, about, now)]:
            return due
    return []


def _needless(step: Step, about: Case | Contact, now: datetime) -> bool:
    if isinstance(step.row, AdvocacyStep):
        return advocacy.holds(about, step.row.unless)
    return step.clock is not None and needless.holds(step.row.unless, about, step.clock, now, fell_due=step.moment)


def _letters(
    step: Step, about: Case | Contact, council: Council, now: datetime, said: frozenset[str]
) -> Iterator[Letter]:
    once, today, known = _once(step), days.today(now), dict[str, dict[str, str]]()

    def filled(words: str) -> dict[str, str]:
        """The same for every reader."""
        if words not in known:
            known[words] = _filled(words, step, about, council, now)
        return known[words]

    for to in step.row.to:
        if isinstance(to, Role):
            for reader in reaching.readers(to, about, step.clock, council, today):
                words = _words(step, reader, about)
                yield from telling.to_staff(words, reader, about, filled, now, council, once=once, said=said)
        else:
            yield from _to_outside(to, step, about, council, now)


def _words(step: Step, reader: Staff, about: Case | Contact) -> str:
    """Somebody from outside who serves on the case cannot mark anything on the desk. What nobody has decided has no
    draft and no more time to ask for: it is only said what is owed (R270).
    """
    if is_from_outside(reader.id):
        return SERVING
    words = OWED if isinstance(about, Contact) and step.clock else step.row.words
    return LATE.get(words, words) if _is_late(step) else words


def _is_late(step: Step) -> bool:
    """Not what becomes owed only then, such as a holding letter: a task."""
    if step.clock is None or step.row.form is Form.TASK:
        return False
    return days.today(step.moment) > step.clock.due


def _to_outside(to: Outside, step: Step, about: Case | Contact, council: Council, now: datetime) -> Iterator[Letter]:
    """R607, R704: a reminder, unless they asked us to stop or an alarm is open."""
    if to is Outside.PROVIDER:
        yield from _to_provider(step, about, council, now)
    quiet = about.quiet if isinstance(about, Case) else questions.answers(about).quiet
    silent = quiet or any(alarm.closed is None for alarm in about.alarms)
    if not silent:
        for address in _outside(to, about, days.today(now)):
            in_chat, by_email = IN_CHAT_AND_BY_EMAIL.get(step.row.words, (step.row.words, step.row.words))
            words = in_chat if address.channel is Channel.TELEGRAM else by_email
            yield _letter(words, address, step, about, council, now)


def _to_provider(step: Step, about: Case | Contact, council: Council, now: datetime) -> Iterator[Letter]:
    """R514: whoever was asked, ours or the agency they chose, while nobody has been found; nobody who was not asked."""
    waiting = isinstance(about, Case) and any(each.waiting for each in about.referrals)
    there = asked(about, council, days.today(now)) if isinstance(about, Case) and waiting else None
    if there:
        yield _letter(TO_PROVIDER, there, step, about, council, now)


def _outside(to: Outside, about: Case | Contact, day: date) -> Iterator[Address]:
    """Where somebody outside is reached: whose complaint it is, and who speaks for them."""
    found: list[Address] = []
    if isinstance(about, Contact):
        found = [about.sender] if to in (Outside.YOUNG_PERSON, Outside.COMPLAINANT) else []
    elif to is Outside.ADVOCATE:
        found = [each.address for each in about.people if each.part is Part.ADVOCATE and not each.left_out]
    elif to is Outside.REPRESENTATIVE:
        found = [each.address for each in awaiting.asked_of(about, day)]
    elif to is Outside.COMPLAINANT or (to is Outside.YOUNG_PERSON and about.complainant.young):
        found = [about.complainant.address]
    yield from (each for each in found if each.channel in WRITTEN_TO and each.value)


def _letter(words: str, to: Address, step: Step, about: Case | Contact, council: Council, now: datetime) -> Letter:
    return write(
        words,
        to,
        council=about.council,
        about=telling.key(about),
        reference=about.reference,
        now=now,
        facts=_filled(words, step, about, council, now) | _called(to, about),
        once=_once(step),
        not_before=days.next_open(now, council.hours.public, council.calendars["EW"]),
    )


def _called(to: Address, about: Case | Contact) -> dict[str, str]:
    """What somebody is called who writes for somebody else."""
    others = about.people[1:] if isinstance(about, Case) else ()
    writer = next((each for each in others if each.address == to), None)
    return {"adult_name": writer.known_as} if writer else {}


def _once(step: Step) -> str:
    if step.clock is None:
        return f"chase/advocacy//{step.row.name}/{step.time}"
    return asks.key(step.clock, step.row.name, step.time, again=step.again)


def _filled(words: str, step: Step, about: Case | Contact, council: Council, now: datetime) -> dict[str, str]:
    """R608: reference, stage, date and link; no names, no allegation. Only what the words have a place for is worked
    out.
    """
    owed = _of_step(step, council, now)
    places = council.needs[words] - owed.keys() if words in council.needs else None
    of_it = needed(of_any(about, council, now, places=places), council, words)
    return {**_of_council(council, words, days.today(now)), **of_it, **owed}


@lru_cache(maxsize=256)
def _of_council(council: Council, words: str, today: date) -> Mapping[str, str]:
    """What these words say of the council: the same whomever they are about."""
    return needed(of_council(council, today), council, words)


def _of_step(step: Step, council: Council, now: datetime) -> dict[str, str]:
    """What is owed, by when, and how late it is."""
    today = days.today(now)
    due = wording.day(step.clock.due if step.clock else today, today)
    told = {"escalated_to": "the director"} if Role.DCS in step.row.to else {}
    if step.clock and step.clock.due < today:
        told["days_late"] = wording.working_days(-clocks.days_left(step.clock, council, today))
    owed = step.row.step if isinstance(step.row, Rung) and step.row.step else _owed(step)
    return {"step_plain": owed, **dict.fromkeys(("next_date", "due_date", "old_due_date", "action_due"), due), **told}


def _owed(step: Step) -> str:
    return step.clock.terms.step if step.clock else "asking about an advocate"
