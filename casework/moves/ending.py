"""How a case ends without an answer: withdrawn, out of scope, no contact; and how it begins again (R370-R372, R390)."""

from casework import refusals
from casework.cases import Closure, State
from casework.moves.rows import ALL, TEAM, UNSETTLED, Move

ROWS: tuple[Move, ...] = (
    Move(
        "withdraw", "R370", "They want us to stop",
        since=UNSETTLED, to=State.CLOSED, by=TEAM, closes=Closure.NOT_PURSUED, stops=(ALL,), needs=("why",),
        tells=("withdrawn",), refusals=(refusals.not_freely_withdrawn,),
    ),
)  # fmt: skip
