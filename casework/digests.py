"""What each person has open, once a morning (R605), and on some mornings the wider lists (R653).

References, steps and days; no family's name and nothing they wrote (R608). Nothing about a case reaches somebody
complained of in it (R602).
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, timedelta

from casework import clocks, days, duties, numbers, offers, standing, telling, wording
from casework.cases import Case
from casework.clocks import Clock
from casework.contacts import Contact
from casework.councils import Council, Role, Staff
from casework.councils.experts import is_from_outside
from casework.facts import of_council
from casework.letters import Letter, Urgency, write
from casework.people import member

SOON = 5
"""Working days that count as "due in the next 5 working days" (R605)."""

MOST = 40
"""Lines in one letter; the desk has the rest. *Taste.*"""

TEAM = frozenset({Role.CO, Role.CM})


def digest(
    reader: Staff, cases: Sequence[Case], contacts: Sequence[Contact], council: Council, now: datetime
) -> tuple[Letter, ...]:
    """This morning's letters to somebody, by each way they are reached: what they owe, and the lists of the day."""
    theirs = [case for case in cases if _concerns(case, reader, council)]
    waiting = contacts if reader.roles & TEAM else ()
    today = days.today(now)
    return (
        *_morning(reader, theirs, waiting, council, now),
        *(_listed(reader, theirs, council, now) if _is_list_day(reader, today, council) else ()),
        *(_numbers(reader, council, now) if Role.CM in reader.roles else ()),
    )


def _morning(
    reader: Staff, theirs: Sequence[Case], waiting: Sequence[Contact], council: Council, now: datetime
) -> tuple[Letter, ...]:
    """R605: overdue, due in five days, awaiting them; nothing is sent where there is none of it."""
    today = days.today(now)
    if is_from_outside(reader.id):
        return _serving(reader, theirs, council, now)
    mine = [case for case in theirs if reader.roles & TEAM or reader.id in (case.handler, case.officer)]
    late, soon = _late(mine, now), _soon(mine, council, today)
    owed = duties.of(reader.id, (*theirs, *waiting), council, now)
    if not (late or soon or waiting or owed):
        return ()
    everything: list[Case | Contact] = [*mine, *waiting]
    oldest = min(everything, key=lambda each: each.received).reference if everything else owed[0].reference
    facts = {
        "open_count": str(len(mine)),
        "due_week": str(len(soon - late)),
        "overdue_count": str(len(late)),
        "oldest_ref": oldest,
        "unread_count": str(len(waiting)),
        "learning_count": str(sum(each.rung.startswith("learning") for each in owed)),
        "ref": oldest,
        "list": _lines([f"{each.reference}: {each.step}, {_when(each, today)}" for each in owed]),
    }
    return tuple(_letters("staff.digest_manager", reader, facts, council, now))


def _serving(reader: Staff, theirs: Sequence[Case], council: Council, now: datetime) -> tuple[Letter, ...]:
    """What somebody from outside owes where they serve, and nothing else."""
    owed, today = duties.of(reader.id, theirs, council, now), days.today(now)
    listed = _lines([f"{each.reference}: {each.step}, {_when(each, today)}" for each in owed])
    return tuple(_letters("staff.serving_list", reader, {"list": listed}, council, now)) if owed else ()


def _when(owed: duties.Duty, today: date) -> str:
    return f"{'was due' if owed.due < today else 'due'} {wording.day(owed.due, today)}"


def _listed(reader: Staff, theirs: Sequence[Case], council: Council, now: datetime) -> Iterator[Letter]:
    """R653: all that is open, late ones first, then the oldest: reference, stage, who has it, how late, what was
    promised.
    """
    today = days.today(now)
    late = _late(theirs, now)
    if theirs:
        ordered = sorted(theirs, key=lambda case: (case.reference not in late, case.received))
        facts = {
            "due_week": str(len(_soon(theirs, council, today) - late)),
            "overdue_count": str(len(late)),
            "open_count": str(len(theirs)),
            "list": _lines([_line(case, reader, council, now) for case in ordered]),
        }
        yield from _letters("staff.digest_team", reader, facts, council, now)
    yield from offers.weekly(reader, theirs, council, now)


def _numbers(reader: Staff, council: Council, now: datetime) -> Iterator[Letter]:
    """R719: a number that is not set, each working day; numbers that nobody has rung for a quarter, once a week."""
    today = days.today(now)
    if numbers.missing(council) or (numbers.to_be_rung(council, today) and _is_list_day(reader, today, council)):
        yield from _letters("staff.numbers_check", reader, numbers.facts(council, today), council, now)


def _line(case: Case, reader: Staff, council: Council, now: datetime) -> str:
    """One open case, for somebody who may know its outline (R526)."""
    today, at, clock = days.today(now), case.current, _first(case)
    stage = standing.definition(at, council).title if at else "new"
    parts = [f"{case.reference}: {stage}, {case.issues[0].service.replace('_', ' ')}"]
    handler = member(council, case.handler)
    if handler and Role.DCS not in reader.roles:
        parts.append(f"with {handler.name}")
    if clock:
        left = clocks.days_left(clock, council, today)
        late = f", {-left} working {'day' if left == -1 else 'days'} late" if left < 0 else ""
        parts.append(f"promised for {wording.day(clock.due, today)}{late}")
    return ", ".join(parts)


def _lines(found: Sequence[str]) -> str:
    more = [f"And {len(found) - MOST} more, on the desk."] if len(found) > MOST else []
    return "\n".join([*found[:MOST], *more]) or "Nothing else is owed by you today."


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


def _concerns(case: Case, reader: Staff, council: Council) -> bool:
    """Whose business a case is: the team's and the director's; their own handlers', for a head of service (R526)."""
    if reader.id in case.excluded:
        return False
    under = _is_above(reader, case.handler, council)
    own = reader.id in (case.handler, case.officer, *(each.person for each in case.appointments if each.serving))
    wide = reader.roles & {*TEAM, Role.DCS, Role.DP, Role.FOI} or (reader.roles & {Role.HOS, Role.TM} and under)
    return bool(wide) or own or any(each.owner == reader.id for each in case.actions)


def _is_above(reader: Staff, handler: str, council: Council) -> bool:
    """Whether somebody manages the handler, or those who do; a circle of managers ends after as many as there are."""
    below = member(council, handler)
    for _ in council.staff:
        if below is None:
            return False
        if below.manager == reader.id or below.teams & reader.teams:
            return True
        below = member(council, below.manager)
    return False


def _late(cases: Sequence[Case], now: datetime) -> set[str]:
    return {case.reference for case in cases if any(clocks.is_overdue(clock, now) for clock in _owed(case))}


def _soon(cases: Sequence[Case], council: Council, today: date) -> set[str]:
    return {
        case.reference
        for case in cases
        if any(0 <= clocks.days_left(clock, council, today) <= SOON for clock in _owed(case))
    }


def _owed(case: Case) -> Iterator[Clock]:
    """What we owe: not the time that others have to ask for something."""
    return (each for each in case.clocks if clocks.is_running(each) and not each.name.endswith("_window"))


def _first(case: Case) -> Clock | None:
    return min(_owed(case), key=lambda each: each.due, default=None)


def _letters(words: str, reader: Staff, facts: dict[str, str], council: Council, now: datetime) -> Iterator[Letter]:
    today = days.today(now)
    for way in telling.ways(reader):
        yield write(
            words,
            way,
            council=council.name,
            about=f"digest/{reader.id}",
            reference="",
            now=now,
            facts=of_council(council, today) | facts,
            once=today.isoformat(),
            urgency=Urgency.DIGEST,
            staff=reader.id,
        )
