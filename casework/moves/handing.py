"""Between people who work here: a case taken over by whoever it was offered to; what they wrote back, read (R609)."""

from casework import refusals
from casework.cases import Case, StageRow
from casework.councils import TEAM, Council
from casework.moves.rows import EVER, LIVE, OFFERED_TO, Move
from casework.staff_answers import records


def has_replies(case: Case, at: StageRow, council: Council) -> bool:
    """Whether somebody who works here wrote back, and nobody of the complaints team has read it."""
    del at, council
    return bool(records.unread(case))


ROWS: tuple[Move, ...] = (
    Move(
        "take_over", "R620", "Take it over from whoever offered it",
        since=LIVE, by=frozenset({OFFERED_TO}), whole=True, assigns=True, needs=("handler",),
        refusals=(refusals.handler_is_named,),
    ),
    Move(
        records.READ, "R609", "I have read what staff wrote back",
        since=EVER, by=TEAM, whole=True, when=has_replies,
    ),
)  # fmt: skip
