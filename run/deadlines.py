"""`heard deadlines`: one date and how it comes about, for a council named by the person who asks."""

from pathlib import Path

from casework.dates import deadlines as rules
from casework.dates.deadlines import WrongUse
from run.config.profiles import COUNCILS, load_council, names


def deadlines(
    council: str, clock: str, start: str, *, extended: bool = False, paused_days: int = 0, folder: Path = COUNCILS
) -> dict[str, object]:
    """The object of the contract's section 2. `WrongUse` is exit 2; `CalendarEnds` and `Misconfigured` are exit 1."""
    if council not in names(folder):
        raise WrongUse(f"no council is called {council}; there are: {', '.join(names(folder))}")
    return rules.deadlines(load_council(council, folder), clock, start, extended=extended, paused_days=paused_days)
