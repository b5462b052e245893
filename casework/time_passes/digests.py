"""What each person has open, once a morning (R605), and on some mornings the wider lists (R653).

References, steps and days; no family's name and nothing they wrote (R608). Nothing about a case reaches somebody
complained of in it (R602).
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import TypeVar

from casework import clocks, days, numbers, standing, telling, wording
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import TEAM, Council, Role, Staff
from casework.councils.experts import is_from_outside
from casework.facts import of_council
from casework.letters import Letter, Urgency, write
from casework.on_behalf import offers
from casework.people import member
from casework.time_passes import mornings
from casework.time_passes.duties import Duty
from casework.time_passes.mornings import Morning, Waiting

MOST = 40
"""Lines in one letter; the desk has the rest. *Taste.*"""

T = TypeVar("T")


def digest(
    reader: Staff, cases: Sequence[Case], contacts: Sequence[Contact], council: Council, now: datetime
) -> tuple[Letter, ...]:
    """The same to one person alone, where nobody else's is asked for."""
    return letters(reader, mornings.of(cases, contacts, council, now))


def letters(reader: Staff, morning: Morning) -> tuple[Letter, ...]:
    """This morning's letters to somebody, by each way they are reached: what they owe, and the lists of the day."""
    theirs = mornings.concern(reader, morning)
    return (
        *_morning(reader, theirs, morning),
        *(_listed(reader, theirs, morning) if _is_list_day(reader, morning.today, morning.council) else ()),
        *(_numbers(reader, morning) if Role.CM in reader.roles else ()),
    )


def _morning(reader: Staff, theirs: Sequence[Case], morning: Morning) -> Iterable[Letter]:
    """R605: overdue, due in five days, awaiting them; nothing is sent where there is none of it."""
    if is_from_outside(reader.id):
        return _serving(reader, theirs, morning)
    waiting = mornings.waiting(reader, morning)
    mine = [case for case in theirs if reader.roles & TEAM or reader.id in (case.handler, case.officer)]
    late, soon = _among(mine, morning.late), _among(mine, morning.soon)
    owed = mornings.debts(reader, (*theirs, *waiting), morning)
    if not (late or soon or waiting or owed):
        return ()
    everything: list[Case | Waiting] = [*mine, *waiting]
    oldest = min(everything, key=lambda each: each.received).reference if everything else owed[0].reference
    facts = {
        "open_count": str(len(mine)),
        "due_week": str(len(soon - late)),
        "overdue_count": str(len(late)),
        "oldest_ref": oldest,
        "unread_count": str(len(waiting)),
        "learning_count": str(sum(each.rung.startswith("learning") for each in owed)),
        "ref": oldest,
        "list": _lines(owed, partial(_duty, morning)),
    }
    return _letters("staff.digest_manager", reader, facts, morning)


def _serving(reader: Staff, theirs: Sequence[Case], morning: Morning) -> Iterable[Letter]:
    """What somebody from outside owes where they serve, and nothing else."""
    owed = mornings.debts(reader, theirs, morning)
    listed = _lines(owed, partial(_duty, morning))
    return _letters("staff.serving_list", reader, {"list": listed}, morning) if owed else ()


def _duty(morning: Morning, owed: Duty) -> str:
    when = f"{'was due' if owed.due < morning.today else 'due'} {wording.day(owed.due, morning.today)}"
    return f"{owed.reference}: {owed.step}, {when}"


def _listed(reader: Staff, theirs: Sequence[Case], morning: Morning) -> Iterator[Letter]:
    """R653: all that is open, late ones first, then the oldest: reference, stage, who has it, how late, what was
    promised.
    """
    late, soon = _among(theirs, morning.late), _among(theirs, morning.soon)
    if theirs:
        ordered = sorted(theirs, key=lambda case: (case.reference not in late, case.received))
        facts = {
            "due_week": str(len(soon - late)),
            "overdue_count": str(len(late)),
            "open_count": str(len(theirs)),
            "list": _lines(ordered, partial(_line, reader, morning)),
        }
        yield from _letters("staff.digest_team", reader, facts, morning)
    yield from offers.weekly(reader, theirs, morning.council, morning.now)


def _numbers(reader: Staff, morning: Morning) -> Iterator[Letter]:
    """R719: a number that is not set, each working day; numbers that nobody has rung for a quarter, once a week."""
    today, council = morning.today, morning.council
    if numbers.missing(council) or (numbers.to_be_rung(council, today) and _is_list_day(reader, today, council)):
        yield from _letters("staff.numbers_check", reader, numbers.facts(council, today), morning)


def _line(reader: Staff, morning: Morning, case: Case) -> str:
    """One open case, for somebody who may know its outline (R526)."""
    council, at, clock = morning.council, case.current, mornings.first_owed(case)
    stage = standing.definition(at, council).title if at else "new"
    parts = [f"{case.reference}: {stage}, {case.issues[0].service.replace('_', ' ')}"]
    handler = member(council, case.handler)
    if handler and Role.DCS not in reader.roles:
        parts.append(f"with {handler.name}")
    if clock:
        left = clocks.days_left(clock, council, morning.today)
        late = f", {-left} working {'day' if left == -1 else 'days'} late" if left < 0 else ""
        parts.append(f"promised for {wording.day(clock.due, morning.today)}{late}")
    return ", ".join(parts)


def _lines(found: Sequence[T], line: Callable[[T], str]) -> str:
    more = [f"And {len(found) - MOST} more, on the desk."] if len(found) > MOST else []
    return "\n".join([*map(line, found[:MOST]), *more]) or "Nothing else is owed by you today."


def _among(cases: Iterable[Case], references: frozenset[str]) -> set[str]:
    return {case.reference for case in cases if case.reference in references}


def _is_list_day(reader: Staff, today: date, council: Council) -> bool:
    """R653: the first working day of the week for the complaints manager and heads of service; of the month for the
    director.
    """
    if reader.roles & {Role.CM, Role.HOS}:
        return _is_first(today, lambda day: day.isocalendar()[:2], council)
    return Role.DCS in reader.roles and _is_first(today, lambda day: (day.year, day.month), council)


def _is_first(today: date, span: Callable[[date], tuple[int, int]], council: Council) -> bool:
    """Whether no working day came before this one in its week, or its month."""
    before = today - timedelta(days=1)
    while span(before) == span(today):
        if days.is_working(before, council.calendars["EW"]):
            return False
        before -= timedelta(days=1)
    return True


def _letters(words: str, reader: Staff, facts: dict[str, str], morning: Morning) -> Iterator[Letter]:
    council, today = morning.council, morning.today
    for way in telling.ways(reader):
        yield write(
            words,
            way,
            council=council.name,
            about=f"digest/{reader.id}",
            reference="",
            now=morning.now,
            facts=of_council(council, today) | facts,
            once=today.isoformat(),
            urgency=Urgency.DIGEST,
            staff=reader.id,
        )
