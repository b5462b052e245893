"""What the complaints team owes because of what staff said: a letter that names a step and a day (R608)."""

from collections.abc import Mapping
from datetime import datetime

from casework import days, telling, wording
from casework.cases import Case
from casework.councils import Council, Role, Staff
from casework.letters import Letter
from casework.people import member, reach
from casework.staff_answers import asks

TASK = "staff.step_due"


def task(
    role: Role, step: str, case: Case, filled: Mapping[str, str], now: datetime, council: Council, *, once: str,
    but: str = "",
) -> tuple[Letter, ...]:  # fmt: skip
    """The step, to the officer who has the case or to whoever holds the role, by the next working day. Never to `but`,
    whose words it is about.
    """
    today = days.today(now)
    reader = _reader(role, case, council, now, but)
    if reader is None:
        return ()
    due = days.add(today, 1, council.calendars["EW"])
    facts = {**filled, "step_plain": step, "next_date": wording.day(due, today)}
    return telling.to_staff(TASK, reader, case, facts, now, council, once=once)


def _reader(role: Role, case: Case, council: Council, now: datetime, but: str) -> Staff | None:
    today, barred = days.today(now), asks.kept_out(case, council) | {but}
    officer = member(council, case.officer) if role is Role.CO else None
    if officer and officer.id not in barred and not officer.is_away(today):
        return officer
    return reach(role, council, today, excluded=barred).staff
