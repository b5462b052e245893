"""Where time is made: the one `now`, handed down to everybody else (house, 12)."""

from datetime import UTC, datetime


def now() -> datetime:
    """This moment, aware, in UTC."""
    return datetime.now(UTC)


def here() -> datetime:
    """The same as this machine's own clock on the wall has it."""
    return now().astimezone()
