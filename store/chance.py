"""What is drawn at random, and for a made-up council in an order that can be had again (`heard demo --seed`)."""

import secrets
from collections.abc import Callable

from store.database import Connection

Draw = Callable[[int], int]
"""A whole number from 0, below the one given."""

_HELD = "heard_draw"


def known(db: Connection, draw: Draw) -> None:
    """From now on this store draws like that, for as long as it is open."""
    vars(db.dialect)[_HELD] = draw


def drawn(db: Connection, below: int) -> int:
    """A number that nobody can guess, unless the store was told how to draw."""
    draw: Draw = vars(db.dialect).get(_HELD, secrets.randbelow)
    return draw(below)
