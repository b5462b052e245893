"""How a far end is doing: the mail server, Telegram. Whoever watches one says so at every look; `run` shows it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from casework.frozen import frozen


@frozen
class Condition:
    """How it goes: what the trouble is, or that the last look was a good one; and when that was."""

    at: datetime
    trouble: StrEnum | None = None


Report = Callable[[Condition], None]
