"""A data breach, beside whatever else the case is: the Commissioner in 72 hours, the family told (R111, R343)."""

from casework import refusals, standing
from casework.cases import Case, Closure, Decision, StageRow, State, stage
from casework.councils import TEAM, Council
from casework.moves.rows import ALL, CLOCK, EVER, HANDLERS, LIVE, Move

BREACH = "breach"
HERE = frozenset({BREACH})
FOUND, TOLD, NOT_TOLD = "found", "told", "not_told"


def has_no_breach(case: Case, at: StageRow, council: Council) -> bool:
    """Whether none is open already."""
    del at, council
    found = stage(case, BREACH)
    return found is None or found.settled


def is_counted_down(case: Case, at: StageRow, council: Council) -> bool:
    """Whether nobody has told the Commissioner yet, or written down why not."""
    return standing.running(case, at, council) is not None


def commissioner_waits(case: Case, decision: Decision, council: Council) -> str | None:
    """R343: it is not closed while nobody has decided whether the Commissioner is to be told."""
    at = stage(case, decision.stage)
    if at and is_counted_down(case, at, council):
        return "Write down first whether the Information Commissioner was told, and why or why not."
    return None


ROWS: tuple[Move, ...] = (
    Move(
        "record_breach", "R111", "Private facts went to the wrong person: record a breach",
        since=EVER, by=HANDLERS, whole=True, opens=BREACH, needs=("what_we_will_do",),
        when=has_no_breach,
    ),
    Move(
        "commissioner_decided", "R343", "The Commissioner was told, or need not be",
        since=LIVE, by=HANDLERS, stages=HERE, stops=(CLOCK,), needs=("why",), when=is_counted_down,
    ),
    Move(
        "tell_family", "R111", "Tell the family, with an apology",
        since=LIVE, by=HANDLERS, stages=HERE, steps=frozenset({FOUND}), step=TOLD, tells=("breach_told",),
        needs=("date", "reason_plain", "done_so_far", "what_we_will_do", "next_date"),
        refusals=(refusals.not_verified,),
    ),
    Move(
        "do_not_tell_family", "R111", "Data protection advises not to tell the family",
        since=LIVE, by=HANDLERS - TEAM, stages=HERE, steps=frozenset({FOUND}), step=NOT_TOLD, needs=("why",),
    ),
    Move(
        "close_breach", "R111", "Fetched back and finished",
        since=LIVE, to=State.CLOSED, by=HANDLERS, stages=HERE, steps=frozenset({TOLD, NOT_TOLD}), stops=(ALL,),
        answers=True, needs=("what_we_did",), closes=Closure.RESOLVED, refusals=(commissioner_waits,),
    ),
)  # fmt: skip
