"""Who is told of a move, in which words, and what those words are filled with.

Facts come from the case, the profile and what the person deciding typed. To somebody whom nobody has verified goes
nothing typed about the case: fixed words stand in for it (R524).
"""

from collections.abc import Iterator
from datetime import date, datetime

from casework import (
    advocacy,
    clocks,
    days,
    delays,
    milestones,
    owed,
    readers,
    refusals,
    reserved,
    specifics,
    standing,
    wording,
)
from casework.cases import Case, Decision, Outcome, overall, stage, together
from casework.contacts import Contact
from casework.councils import Council, Course, Role, Staff, Stage, Tell, advocacy_provider, words
from casework.letters import Letter, Urgency, write
from casework.messages import Address, Channel
from casework.moves.rows import Move
from casework.people import member, reach
from casework.readers import Reader

ALERTS = ("staff.safeguarding_alert", "staff.safeguarding_unanswered", "staff.lado_alert", "staff.in_care_alert")
"""Words that are never taken back: an alarm is answered by a person, not by the case moving on."""


def letters(row: Move, before: Case, after: Case, decision: Decision, council: Council) -> tuple[Letter, ...]:
    """What this move says, to whom: the person whose complaint it is, and the manager who is given it (R620)."""
    filled = facts(before, after, decision, council) | reserved.refused(row.settles)
    leaves = leaves_at(before, decision.at, council)
    tells = (*_tells(row, after, decision, council), *_last_question(row, after, decision))
    known_only = _is_substance(row, after, decision, council)
    told = [
        _to_outside(reader, after, filled, decision, leaves)
        for reader in readers.of(tells, after, decision, council)
        if reader.verified or not known_only
    ]
    if row.assigns and after.handler:
        told += _to_handler(after, filled, decision, council)
    told += _to_others_here(row, after, filled, decision, council)
    return tuple(told)


def _tells(row: Move, case: Case, decision: Decision, council: Council) -> Iterator[Tell]:
    """What the row says: words of its own, or those of the stage it is about, or that it opens."""
    at = case.stages[-1] if row.opens else stage(case, decision.stage)
    for each in row.tells:
        if isinstance(each, Tell):
            yield each
        elif at:
            course, there = council.procedures[at.course], standing.definition(at, council)
            begun = at is not case.current and not at.settled  # R366: the next stage has begun, and this is still owed
            beside = words(council, course, there, f"{each}_beside") if begun else ()
            yield from beside or words(council, course, there, each)


def _is_substance(row: Move, case: Case, decision: Decision, council: Council) -> bool:
    """R524: whether what this move says is the case's own, so that only somebody who is known may read it."""
    at = stage(case, decision.stage)
    for_anyone = at is not None and council.procedures[at.course].for_anyone
    return refusals.not_verified in row.refusals or (refusals.not_verified_here in row.refusals and not for_anyone)


def _last_question(row: Move, case: Case, decision: Decision) -> tuple[Tell, ...]:
    """R515: with the Stage 1 answer, whether they would like an advocate; to those who never said."""
    first = bool(case.stages) and decision.stage == case.stages[0].stage
    by_mail, in_chat = advocacy.LAST_QUESTION
    return (Tell(young=by_mail, chat=in_chat),) if row.answers and first and advocacy.asks_once_more(case) else ()


def _to_outside(reader: Reader, case: Case, filled: dict[str, str], decision: Decision, leaves: datetime) -> Letter:
    said = filled if reader.verified else filled | _fixed(decision)
    return write(
        reader.words,
        reader.to,
        council=case.council,
        about=case.reference,
        reference=case.reference,
        now=decision.at,
        facts=said | dict(reader.facts),
        once=f"{decision.move}/{decision.at.isoformat()}",
        not_before=leaves,
        lines=reader.lines,
        thread=case.contact,
    )


def _fixed(decision: Decision) -> dict[str, str]:
    return delays.plainly(decision.facts.get("reason", "")) if "reason_plain" in decision.facts else {}


def _to_others_here(
    row: Move, case: Case, filled: dict[str, str], decision: Decision, council: Council
) -> list[Letter]:
    """Who else is told at once: as the row says, or the course that begins (R111, R248)."""
    begins = council.procedures[case.stages[-1].course].hears if row.opens else ()
    told = {}
    for role, said in (*row.warns, *((role, "staff.heard") for role in begins)):
        found = reach(role, council, days.today(decision.at), handler=case.handler, excluded=case.excluded).staff
        if found:
            told[found.id] = to_staff(said, found, case, filled, decision.at, council, once=decision.at.isoformat())
    return [letter for letters in told.values() for letter in letters]


def _to_handler(case: Case, filled: dict[str, str], decision: Decision, council: Council) -> list[Letter]:
    handler = member(council, case.handler)
    managers = reach(Role.TM, council, days.today(decision.at), handler=case.handler, excluded=case.excluded).staff
    readers = [each for each in (handler, managers) if each is not None]
    said = "staff.assigned" if "due_date" in filled else "staff.given"
    return [
        letter
        for reader in dict.fromkeys(readers)
        for letter in to_staff(said, reader, case, filled, decision.at, council, once=decision.at.isoformat())
    ]


def to_staff(
    words: str,
    reader: Staff,
    about: Case | Contact,
    filled: dict[str, str],
    now: datetime,
    council: Council,
    *,
    once: str,
    urgency: Urgency = Urgency.CHASE,
) -> tuple[Letter, ...]:
    """A letter to staff: by email, and by chat if they linked one; inside staff hours (R606)."""
    opens = days.next_open(now, council.hours.staff, council.calendars["EW"])
    return tuple(
        write(
            words,
            way,
            council=about.council,
            about=key(about),
            reference=about.reference,
            now=now,
            facts=filled,
            once=once,
            urgency=urgency,
            not_before=opens,
            staff=reader.id,
        )
        for way in ways(reader)
    )


def ways(reader: Staff) -> tuple[Address, ...]:
    """How somebody inside is reached: by email, and by chat if they linked one."""
    by_email = (Address(Channel.EMAIL, reader.email),) if reader.email else ()
    return (*by_email, *((Address(Channel.TELEGRAM, reader.chat),) if reader.chat else ()))


def key(about: Case | Contact) -> str:
    """What a letter about it is filed under: the case's reference, or the contact's id."""
    return about.reference if isinstance(about, Case) else about.id


def leaves_at(case: Case, now: datetime, council: Council) -> datetime:
    """When a letter about the case may go (R607), but never so late that waiting makes an answer overdue (X10)."""
    opens = days.next_open(now, council.hours.public, council.calendars["EW"])
    running = owed.first(case, council)
    if running and now < clocks.runs_out(running) <= opens:
        return now
    return opens


def facts(before: Case, after: Case, decision: Decision, council: Council) -> dict[str, str]:
    """Everything a move's letters may need to say; what a person typed wins, save that dates are written out."""
    today = days.today(decision.at)
    typed = {name: _written(value, today) for name, value in decision.facts.items()}
    old = owed.first(before, council)
    return {
        "withdraw_date": wording.day(today, today),
        "reopen_by": wording.day(days.months_after(today, 12), today),
        **of_council(council, today),
        **of_case(after, council, decision.at),
        **({"remedy_plain": done} if (done := decision.facts.get("what_we_did")) else {}),
        **({"outcome": found} if (found := _found(after, decision)) else {}),
        **({"old_due_date": wording.day(old.due, today)} if old else {}),
        **milestones.asked_for(before, after, decision, council),
        **milestones.of_hold(after, stage(after, decision.stage), council, today),
        "not_all": "yes" if decision.facts.get("not_followed") else "no",
        **milestones.points(typed, after, decision),
    }


def _found(case: Case, decision: Decision) -> str | None:
    """What was found on the whole: of the points that this letter answers, else of all (R821)."""
    at = stage(case, decision.stage)
    answered = [Outcome(value) for name, value in decision.facts.items() if name.startswith("outcome_")]
    return together(answered) if answered else overall(case, at) if at else None


def of_council(council: Council, today: date) -> dict[str, str]:
    """What any letter may say of the council and of the advocates."""
    provider = advocacy_provider(council, today)
    said = {
        "council": council.title,
        "team": council.team.name,
        "phone": council.team.phone,
        "hours": council.team.hours,
        "bot_name": council.team.bot_name,
        "web_url": council.team.web_url,
        "pledge_url": council.team.pledge_url,
        "helper": council.team.helper,
        "date": wording.day(today, today),
        **specifics.of_routes(council),
    }
    if provider:
        called = days.add(today, provider.contact_days, council.calendars["EW"])
        said |= {
            "advocacy": provider.name,
            "advocacy_phone": provider.phone,
            "advocacy_hours": provider.hours,
            "advocacy_contact_by": wording.day(called, today),
        }
    return said


def of_any(about: Case | Contact, council: Council, now: datetime) -> dict[str, str]:
    """What a chase or a reminder may say of a case, or of a contact nobody has decided yet."""
    if isinstance(about, Case):
        return of_case(about, council, now)
    # R270: until somebody decides, it runs as a statutory complaint at Stage 1.
    provisional = council.procedures[standing.STATUTORY].stages[0]
    return {
        "ref": about.reference,
        "name": "",
        "handler_name": council.team.name,
        "stage": "new",
        "next_step": provisional.next_step,
        "escalated_to": "the head of service",
    }


def of_case(case: Case, council: Council, now: datetime) -> dict[str, str]:
    """What letters and chases may say of a case: reference, stage, dates, and who works on it; no family's words."""
    today = days.today(now)
    course, at = _where(case, council)
    officer, manager = member(council, case.officer), member(council, case.handler)
    said = {
        "ref": case.reference,
        "name": case.complainant.known_as,
        "adult_name": case.complainant.known_as,
        "sent_date": wording.day(days.today(case.received), today),
        "procedure_name": course.title,
        "stage": at.title,
        "next_step": at.next_step,
        "service": case.issues[0].service.replace("_", " "),
        "handler_name": officer.name if officer else council.team.name,
        "handler_first": officer.name.split()[0] if officer else council.team.name,
        "manager_name": manager.name if manager else "a manager",
        "statement_by": wording.day(days.add(today, 5, council.calendars["EW"]), today),
        "ack_date": wording.day(days.add(today, 2, council.calendars["EW"]), today),
        "escalated_to": "the head of service",
    }
    return (
        said
        | specifics.of_clocks(case, council, today)
        | owed.dates(case, council, today)
        | milestones.facts(case, council, today)
    )


def _where(case: Case, council: Council) -> tuple[Course, Stage]:
    """The course and stage a letter speaks of: where the case now stands, else where it would begin."""
    if case.current:
        return council.procedures[case.current.course], standing.definition(case.current, council)
    course = council.procedures.get(case.procedure, council.procedures[standing.STATUTORY])
    return course, course.stages[0]


def _written(value: str, today: date) -> str:
    try:
        return wording.day(date.fromisoformat(value), today)
    except ValueError:
        return value
