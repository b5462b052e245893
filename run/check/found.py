"""One line of the answer: what was tried, how it is, and what to do about it."""

from datetime import timedelta
from enum import StrEnum

from casework.frozen import frozen

APART = timedelta(seconds=30)
"""How far another's time of day may be from ours before dates near midnight come out wrong. *Taste.*"""


class How(StrEnum):
    """How a thing is."""

    WELL = "well"
    TO_DO = "TO DO"
    WRONG = "WRONG"


@frozen
class Found:
    """One line: what was tried, how it is, and what to do about it."""

    what: str
    how: How
    says: str


def well(what: str, says: str) -> Found:
    """It is as it should be."""
    return Found(what, How.WELL, says)


def to_do(what: str, says: str) -> Found:
    """A council must still settle it before it goes live."""
    return Found(what, How.TO_DO, says)


def wrong(what: str, says: str) -> Found:
    """It would stop the service, lose a message or show it to others."""
    return Found(what, How.WRONG, says)
