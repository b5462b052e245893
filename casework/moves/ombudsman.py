"""The Ombudsman, beside the council's own stage and even after the case has closed (R391-R395). What the Ombudsman
recommends are actions with owners and dates (`casework.actions`), chased until they are shown to be done (R396, R397).
"""

from casework import standing
from casework.cases import OMBUDSMAN, Case, Closure, Decision, StageRow, State, stage
from casework.councils import TEAM, Council
from casework.moves.rows import ALL, BACK, EVER, LIVE, Move

HERE = frozenset({OMBUDSMAN})
OPEN, INVESTIGATING, DRAFT = "lg_open", "lg_investigating", "lg_draft"
UPHELD, NOT_UPHELD, PREMATURE, OUT_OF_TIME, NOT_INVESTIGATED = (
    "upheld", "not_upheld", "premature", "out_of_time", "not_investigated",
)  # fmt: skip


def is_not_there(case: Case, at: StageRow, council: Council) -> bool:
    """Whether the Ombudsman has nothing of it open."""
    del at, council
    found = stage(case, OMBUDSMAN)
    return found is None or found.settled


def ours_is_open(case: Case, at: StageRow, council: Council) -> bool:
    """Whether a stage of the council's own goes on beside it."""
    del at
    return any(not row.settled for row in standing.own(case, council))


def ours_is_over(case: Case, at: StageRow, council: Council) -> bool:
    """Whether nothing of the council's own goes on."""
    return not ours_is_open(case, at, council)


def date_is_past(case: Case, decision: Decision, council: Council) -> str | None:
    """R346: the date in the letter is still to come."""
    del case, council
    given = decision.facts.get("lgsco_enquiry_due") or decision.facts.get("lgsco_draft_due") or ""
    if given and given < decision.at.date().isoformat():
        return "The date in the Ombudsman’s letter has passed. Check it, and ask them for another if it is right."
    return None


def _ends(name: str, rule: str, says: str, step: str, *since: str) -> Move:
    return Move(
        name, rule, says,
        since=LIVE, to=State.CLOSED, by=TEAM, stages=HERE, steps=frozenset(since), step=step, stops=(ALL, *CLOCKS),
        needs=("sent_date",), on="sent_date", closes=Closure.RESOLVED,
    )  # fmt: skip


CLOCKS = ("lgsco_enquiry", "lgsco_draft")
ANY_STEP = (OPEN, INVESTIGATING, DRAFT)

ROWS: tuple[Move, ...] = (
    Move(
        "ombudsman_contact", "R391", "The Ombudsman gets in touch",
        since=EVER, by=TEAM, whole=True, opens=OMBUDSMAN, needs=("sent_date",),
        on="sent_date", when=is_not_there,
    ),
    Move(
        "premature", "R392", "The Ombudsman sends it back to us as too early: our stage opens",
        since=LIVE, to=State.CLOSED, by=TEAM, stages=HERE, step=PREMATURE, stops=(ALL, *CLOCKS), opens=BACK,
        needs=("sent_date",), may=("handler",), on="sent_date", assigns=True, closes=Closure.RESOLVED,
        tells=("sent_back",), when=ours_is_over,
    ),
    Move(
        "premature_goes_on", "R392", "The Ombudsman leaves it to us as too early: our stage goes on",
        since=LIVE, to=State.CLOSED, by=TEAM, stages=HERE, step=PREMATURE, stops=(ALL, *CLOCKS),
        needs=("sent_date",), on="sent_date", closes=Closure.RESOLVED, when=ours_is_open,
    ),
    _ends("lg_out_of_time", "R393", "The Ombudsman does not look into it: too late", OUT_OF_TIME, *ANY_STEP),
    _ends("lg_not_investigated", "R393", "The Ombudsman does not look into it", NOT_INVESTIGATED, *ANY_STEP),
    Move(
        "lg_enquiry", "R394", "The Ombudsman asks questions",
        since=LIVE, by=TEAM, stages=HERE, steps=frozenset({OPEN, INVESTIGATING}), step=INVESTIGATING,
        stops=("lgsco_enquiry",), starts=(("lgsco_enquiry", "sent_date"),), needs=("sent_date", "lgsco_enquiry_due"),
        on="sent_date", refusals=(date_is_past,),
    ),
    Move(
        "lg_draft", "R394", "The Ombudsman sends a draft decision",
        since=LIVE, by=TEAM, stages=HERE, steps=frozenset(ANY_STEP), step=DRAFT, stops=CLOCKS,
        starts=(("lgsco_draft", "sent_date"),), needs=("sent_date", "lgsco_draft_due"), on="sent_date",
        refusals=(date_is_past,),
    ),
    Move(
        "lg_answered", "R394", "We have answered the Ombudsman",
        since=LIVE, by=TEAM, stages=HERE, steps=frozenset({INVESTIGATING, DRAFT}), stops=CLOCKS, needs=("what_we_did",),
    ),
    _ends("lg_upheld", "R395", "The Ombudsman decides: upheld", UPHELD, INVESTIGATING, DRAFT),
    _ends("lg_not_upheld", "R395", "The Ombudsman decides: not upheld", NOT_UPHELD, INVESTIGATING, DRAFT),
)  # fmt: skip
