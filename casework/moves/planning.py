"""Dates that are agreed with whoever complains: the plan of an adult complaint, and its end (R318, R319, R384)."""

from datetime import date

from casework import clocks, days, refusals, standing
from casework.cases import Case, Decision, StageRow, State, clock, stage
from casework.clocks import Clock
from casework.councils import Council
from casework.frozen import replace
from casework.moves.rows import HANDLERS, LIVE, MANAGER, Move

LONGSTOP = "asc_longstop"
PLAN = ("new_due_date", "what_we_will_do", "agreed_how")


def is_planned(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the date of this answer is for the two to agree."""
    running = standing.running(case, at, council)
    return running is not None and running.terms.by_agreement


def has_longstop(case: Case, at: StageRow, council: Council) -> bool:
    """Whether law sets an end to it, that can be agreed later."""
    end = clock(case, LONGSTOP)
    return is_planned(case, at, council) and end is not None and end.stopped is None


def after_the_end(case: Case, decision: Decision, council: Council) -> str | None:
    """R319: no plan goes past the six months that the law gives, unless longer was agreed first."""
    del council
    end, wanted = clock(case, LONGSTOP), date.fromisoformat(decision.facts["new_due_date"])
    if end and wanted > end.due:
        return f"The law allows until {end.due.day} {end.due:%B %Y}. Agree a longer time for that first."
    return None


def end_has_passed(case: Case, decision: Decision, council: Council) -> str | None:
    """R319: longer may be agreed before the end, not after it."""
    del council
    end = clock(case, LONGSTOP)
    if end and days.today(decision.at) > end.due:
        return f"The six months ended on {end.due.day} {end.due:%B %Y}. Answer as soon as you can, and write why."
    return None


def planned(case: Case, decision: Decision, council: Council) -> Case:
    """The plan agreed, or agreed again, sooner or later; the longstop stays as it is (X64)."""
    at = stage(case, decision.stage)
    running = standing.running(case, at, council) if at else None
    return _agreed(case, running, decision)


def longer(case: Case, decision: Decision, council: Council) -> Case:
    """The end agreed later."""
    del council
    return _agreed(case, clock(case, LONGSTOP), decision)


def _agreed(case: Case, about: Clock | None, decision: Decision) -> Case:
    if about is None:
        return case
    until = date.fromisoformat(decision.facts["new_due_date"])
    agreed = clocks.agree(about, until, decision.facts["agreed_how"])
    return replace(case, clocks=tuple(agreed if each is about else each for each in case.clocks))


ROWS: tuple[Move, ...] = (
    Move(
        "agree_plan", "R318", "Agree a date with them, or agree it again",
        since=frozenset({State.OPEN}), by=HANDLERS, needs=PLAN, tells=("planned",), when=is_planned, records=planned,
        refusals=(refusals.new_date_is_past, refusals.date_has_passed, after_the_end),
    ),
    Move(
        "agree_longer", "R319", "Agree to go on after the six months",
        since=LIVE, by=MANAGER, needs=(*PLAN[:1], *PLAN[2:], "why"), when=has_longstop, records=longer,
        refusals=(refusals.new_date_is_past, end_has_passed),
    ),
)  # fmt: skip
