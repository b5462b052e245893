"""Rows of which one that cannot be read spoils only itself: it is left out, aloud."""

import logging
from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.types import NullType

from store.sealing import Unopened

log = logging.getLogger(__name__)

T = TypeVar("T")

UNREAD = (Unopened, ValueError)
"""What somebody who altered a row, or a disk, leaves in it: what opens under no key, or is no value."""

AS_IT_LIES = NullType()
"""How a column is asked for that is opened row by row."""


def sound(rows: Iterable[Callable[[], T]]) -> list[T]:
    """What these rows say, but for those that cannot be read. Where none can it is the key, and no row: then the first
    one's fault is raised.
    """
    found, faults = list[T](), list[Exception]()
    for read in rows:
        try:
            found.append(read())
        except UNREAD as fault:
            faults.append(fault)
    if faults and not found:
        raise faults[0]
    for each in faults:
        log.error("the row of somebody here cannot be read", extra={"kind": type(each).__name__})
    return found
