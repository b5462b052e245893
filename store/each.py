"""Several people's latest things in one statement: as many questions as there are people, and one answer.

There are statements for one person, two, four, eight and so on, and what is left over asks for nobody: each statement
stays in memory, and one for every number took 4 MB.
"""

from collections.abc import Collection, Iterable
from itertools import chain, repeat
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, CompoundSelect, Select, bindparam, select, union_all

T = TypeVar("T")


def latest_of_each(
    asked: Select[*tuple[Any, ...]], who: ColumnElement[str], seq: ColumnElement[int], count: int
) -> CompoundSelect[*tuple[Any, ...]]:
    """What is `asked` of so many different people, given by `for_each`: of each the latest, in no order."""
    theirs = (asked.where(who == bindparam(f"who_{place}")) for place in range(count))
    latest = (each.order_by(seq.desc()).limit(bindparam("limit")).subquery("chosen") for each in theirs)
    return union_all(*map(select, latest))


def room(count: int) -> int:
    """For how many people the statement is that serves so many."""
    return 1 << (count - 1).bit_length()


def for_each(council: str, people: Collection[str], limit: int) -> dict[str, object]:
    """What such a statement is given: whose things are wanted, by their digests, and how many of each."""
    nobody = repeat("", room(len(people)) - len(people))
    return {"council": council, "limit": limit} | {f"who_{at}": each for at, each in enumerate(chain(people, nobody))}


def newest_first(placed: Iterable[tuple[int, T]]) -> tuple[T, ...]:
    """Things by their places in the order of arrival."""
    return tuple(one for _, one in sorted(placed, key=lambda each: each[0], reverse=True))
