"""A date is worked out again, because the calendar it was counted on has changed (R403, R411)."""

from casework.cases import Case, StageRow
from casework.councils import Council, Tell
from casework.moves.rows import MANAGER, UNSETTLED, Move
from casework.time_passes import recounts


def _has_moved(case: Case, at: StageRow, council: Council) -> bool:
    del at
    return bool(recounts.moved(case, council))


ROWS: tuple[Move, ...] = (
    Move(
        "recount", "R411", "Work a date out again",
        since=UNSETTLED, by=MANAGER, whole=True, needs=("clocks",), when=_has_moved, records=recounts.recorded,
        tells=(Tell("email.date_moved", "email.date_moved", "email.date_moved"),), refusals=(recounts.nothing_moved,),
    ),
)  # fmt: skip
