"""The 08:30 digest: one letter a working day to each person with something open (R605). Counts and one reference,
no names.
"""

from collections.abc import Sequence
from datetime import datetime

from casework import clocks, days, telling
from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council, Role, Staff
from casework.letters import Letter, Urgency, write

SOON = 5
"""Working days that count as "due in the next 5 working days" (R605)."""


def digest(
    reader: Staff, cases: Sequence[Case], contacts: Sequence[Contact], council: Council, now: datetime
) -> tuple[Letter, ...]:
    """This morning's digest for somebody, by each way they are reached; none if nothing is late, soon due or
    waiting.
    """
    today = days.today(now)
    team = reader.roles & {Role.CO, Role.CM}
    theirs = [case for case in cases if _concerns(case, reader, team=bool(team))]
    running = [(case, clock) for case in theirs for clock in case.clocks if clocks.is_running(clock)]
    late = {case.reference for case, clock in running if clocks.is_overdue(clock, now)}
    soon = {case.reference for case, clock in running if 0 <= clocks.days_left(clock, council, today) <= SOON} - late
    waiting = contacts if team else ()
    if not (late or soon or waiting):
        return ()
    everything: list[Case | Contact] = [*theirs, *waiting]
    oldest = min(everything, key=lambda each: each.received)
    facts = telling.of_council(council, today) | {
        "open_count": str(len(theirs)),
        "due_week": str(len(soon)),
        "overdue_count": str(len(late)),
        "oldest_ref": oldest.reference,
        "unread_count": str(len(waiting)),
        "learning_count": "0",
        "ref": oldest.reference,
    }
    return tuple(
        write(
            "staff.digest_manager",
            way,
            council=council.name,
            about=f"digest/{reader.id}",
            reference="",
            now=now,
            facts=facts,
            once=today.isoformat(),
            urgency=Urgency.DIGEST,
            staff=reader.id,
        )
        for way in telling.ways(reader)
    )


def _concerns(case: Case, reader: Staff, *, team: bool) -> bool:
    """R602: nothing about a case reaches somebody complained of in it."""
    return reader.id not in case.excluded and (team or reader.id in (case.handler, case.officer))
