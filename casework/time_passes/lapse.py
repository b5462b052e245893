"""Time passes and a case moves by itself, where a rule says that time decides (R365, R366, R369), and nowhere else.

`moments` are when that can happen; `lapse` is the decision, which goes through `decide` like a person's.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from casework import clocks, days, moves, reserved, standing
from casework.cases import Case, Decision, StageRow, State, stage
from casework.changes import Change
from casework.clocks import Clock
from casework.councils import AutoS2At, Council
from casework.frozen import replace
from casework.letters import Letter, Posted, Said
from casework.moves.rows import LIVE, TIMER
from casework.reserved import Waiting
from casework.same import Same

REMEMBERED = 16
"""Cases whose moments are remembered: one is asked for them several times while it is looked at. *Taste.*"""


def lapse(case: Case, council: Council, now: datetime) -> Decision | None:
    """The move that time makes now, or None. Asked again after each, until there is none."""
    for moment, move, at in moments(case, council):
        if moment <= now:
            return Decision(case.reference, move, TIMER, TIMER, now, rule="", stage=at.stage)
    for moment, asked, at in _undecided(case, council):
        if moment <= now:
            told = reserved.facts_of(asked)
            return Decision(
                case.reference, asked.question.falls, TIMER, TIMER, now, "", at.stage, reserved.IN_TIME, told
            )
    return None


def after(case: Case, change: Change) -> Case:
    """The case as the store will read it, once what time decided about it is saved."""
    (moved,) = change.cases
    known = {each.name for each in case.said}
    told = (_told(each) for each in change.letters if each.name not in known)
    said = tuple(_left(each, change) for each in (*case.said, *told))
    return replace(moved, said=said, version=case.version + 1)


def _told(letter: Letter) -> Said:
    return Said(
        letter.name, letter.words, letter.to, letter.written, Posted.QUEUED, staff=letter.staff, after=letter.after
    )


def _left(said: Said, change: Change) -> Said:
    taken_back = said.posted is Posted.QUEUED and said.name in change.withdrawn
    return replace(said, posted=Posted.WITHDRAWN) if taken_back else said


def wakes(case: Case, council: Council) -> Iterator[datetime]:
    """Every moment at which time could decide something."""
    yield from (moment for moment, _, _ in moments(case, council))
    yield from (moment for moment, _, _ in _undecided(case, council))


def _undecided(case: Case, council: Council) -> Iterator[tuple[datetime, Waiting, StageRow]]:
    """Questions for a person that nobody has decided (R271-R279): they fall when the office opens."""
    for moment, asked, at in reserved.by_time(case, council):
        if moves.fits(moves.BY_NAME[asked.question.falls], case, at, council):
            yield _office_opens(moment, council), asked, at


def moments(case: Case, council: Council) -> tuple[tuple[datetime, str, StageRow], ...]:
    """When time moves each stage of this case on from where it stands, and by which move. R414: late is midnight;
    acts wait for the office.
    """
    return _moments(Same(case), council)


@lru_cache(maxsize=REMEMBERED)
def _moments(case: Same[Case], council: Council) -> tuple[tuple[datetime, str, StageRow], ...]:
    return tuple(_each_stage(case.value, council))


def _each_stage(case: Case, council: Council) -> Iterator[tuple[datetime, str, StageRow]]:
    for at in case.stages:
        if at is not stage(case, at.stage) or "died" in case.marks:  # R256: then nothing goes on by itself
            continue
        clock = standing.running(case, at, council)
        if clock and clocks.is_running(clock):
            yield from _unanswered(case, at, clock, council)
        window = standing.window(case, at, council) if at.state is State.RESPONDED else None
        if window and clocks.is_running(window):
            yield _office_opens(clocks.runs_out(window), council), "window_lapses", at
        if at.state is State.PROVISIONALLY_CLOSED and at.responded and not _waited_for(at, case):
            final = days.months_after(at.responded, 12) + days.DAY
            yield _office_opens(days.at(final, council.hours.staff.opens), council), "close_finally", at


def _waited_for(at: StageRow, case: Case) -> bool:
    return any(each.asked.stage == at.stage for each in reserved.waiting(case))


def _unanswered(case: Case, at: StageRow, clock: Clock, council: Council) -> Iterator[tuple[datetime, str, StageRow]]:
    if at.state is State.OPEN:
        yield clocks.runs_out(clock), "fall_overdue", at
    if at.state in LIVE and at.stage == "stage1" and standing.goes_to_stage_2_by_itself(case, at, council):
        yield _stage_2_at(case, clock, council), "automatic_stage_2", at


def _stage_2_at(case: Case, clock: Clock, council: Council) -> datetime:
    """R366: the first working day after day 20, when the office opens; one working day more if the manager held it."""
    waits_for = clocks.furthest(clock, council) if council.choices.auto_s2_at is AutoS2At.DAY_20 else clock.due
    held = sum(decision.move == "hold_automatic_stage_2" for decision in case.decisions)
    last = days.add(waits_for, held, council.calendars["EW"])
    return _office_opens(days.at(last + days.DAY, council.hours.staff.opens), council)


def _office_opens(moment: datetime, council: Council) -> datetime:
    return days.next_open(moment, council.hours.staff, council.calendars["EW"])
