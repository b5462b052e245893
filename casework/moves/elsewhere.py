"""What is somebody else's: the way is shown and what was said is kept; what is about harm is handed over, and closed
only when whoever took it says that they have it (R112, R115, R235-R246, R389).
"""

from casework.cases import Closure, State
from casework.moves.rows import ALL, HANDLERS, LIVE, Move

TO_BE_SHOWN = frozenset({"to_be_shown"})
TO_BE_HANDED_OVER, HANDED_OVER = "to_be_handed_over", "handed_over"
TRIBUNAL = ("decision_date", "tribunal_by")
ANOTHER = ("route_plain", "route_how", "what_we_will_do")


def _way(route: str, rule: str, says: str, *needs: str) -> Move:
    return Move(
        f"sign_{route}", rule, says,
        since=LIVE, to=State.CLOSED, by=HANDLERS, steps=TO_BE_SHOWN, step="signposted", stops=(ALL,), needs=needs,
        closes=Closure.OUTSIDE_SCOPE, tells=(f"sign_{route}",),
    )  # fmt: skip


ROWS: tuple[Move, ...] = (
    _way("school", "R240", "Show the way: the school’s own procedure", "school_name"),
    _way("tribunal", "R235", "Show the way: the tribunal for special needs", *TRIBUNAL),
    _way("councillor", "R116", "Show the way: the monitoring officer"),
    _way("adult", "R207", "Show the way: the adult care team"),
    _way("other_council", "R243", "Show the way: another council", *ANOTHER),
    _way("other", "R389", "Show the way: a court, an appeal, HR, insurance, another body", *ANOTHER),
    Move(
        "hand_over", "R389", "Hand it over",
        since=LIVE, by=HANDLERS, steps=frozenset({TO_BE_HANDED_OVER}), step=HANDED_OVER,
        needs=("receiver", "handed_how"),
    ),
    Move(
        "acknowledged", "R389", "They say that they have it",
        since=LIVE, to=State.CLOSED, by=HANDLERS, steps=frozenset({HANDED_OVER}), stops=(ALL,), needs=("receiver",),
        closes=Closure.OUTSIDE_SCOPE, tells=("acknowledged",),
    ),
)  # fmt: skip
