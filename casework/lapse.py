"""Time passes and a case moves by itself, where a rule says that time decides (R365, R366, R369), and nowhere else.

`moments` are when that can happen; `lapse` is the decision, which goes through `decide` like a person's.
"""

from datetime import datetime

from casework import clocks, days
from casework.cases import Case, Decision, State
from casework.clocks import Clock
from casework.councils import AutoS2At, Council, S1Breach
from casework.moves import TIMER

FIRST = {State.S1_OPEN: "fall_overdue", State.C1_OPEN: "fall_overdue_corporate"}
WINDOWS = {State.S1_RESPONDED: "s2_request_window", State.C1_RESPONDED: "corp_request_window"}
FIRST_CLOCKS = ("s1_statutory", "corp_s1")


def lapse(case: Case, council: Council, now: datetime) -> Decision | None:
    """The move that time makes now, or None. Asked again after each, until there is none."""
    for moment, move in moments(case, council):
        if moment <= now:
            return Decision(case.reference, move, TIMER, TIMER, now, rule="")
    return None


def moments(case: Case, council: Council) -> tuple[tuple[datetime, str], ...]:
    """When time moves this case on from where it stands, and by which move. R414: late is midnight; acts wait for
    the office.
    """
    found: list[tuple[datetime, str]] = []
    running = {each.name: each for each in case.clocks if clocks.is_running(each)}
    if case.state in FIRST:
        late = FIRST[case.state]
        found += [(clocks.runs_out(running[name]), late) for name in FIRST_CLOCKS if name in running]
    if _goes_to_stage_2(case, council) and "s1_statutory" in running:
        found.append((_stage_2_at(case, running["s1_statutory"], council), "automatic_stage_2"))
    window = running.get(WINDOWS.get(case.state, ""))
    if window:
        found.append((_office_opens(clocks.runs_out(window), council), "window_lapses"))
    return tuple(found)


def _goes_to_stage_2(case: Case, council: Council) -> bool:
    automatic = council.choices.s1_breach_action is S1Breach.AUTOMATIC_STAGE2
    return automatic and case.state in (State.S1_OPEN, State.S1_OVERDUE)


def _stage_2_at(case: Case, clock: Clock, council: Council) -> datetime:
    """R366: the first working day after day 20, when the office opens; one working day more if the manager held it."""
    waits_for = clocks.furthest(clock, council) if council.choices.auto_s2_at is AutoS2At.DAY_20 else clock.due
    held = sum(decision.move == "hold_automatic_stage_2" for decision in case.decisions)
    last = days.add(waits_for, held, council.calendars["EW"])
    return _office_opens(days.at(last + days.DAY, council.hours.staff.opens), council)


def _office_opens(moment: datetime, council: Council) -> datetime:
    return days.next_open(moment, council.hours.staff, council.calendars["EW"])
