"""The profile as it is in force: with who works here at this moment, and who can be asked to serve on a case.

It is asked for before every decision: one question, and where the rows are the same nobody in them is unsealed twice.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any

from sqlalchemy import (
    BindParameter,
    Dialect,
    Select,
    Table,
    bindparam,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from casework.councils import Council, Expert, Staff, with_staff
from store import bench, sealing, values
from store.database import Connection
from store.sound import AS_IT_LIES, UNREAD, sound
from store.tables import experts, staff

SEALED = "data"
"""The column of both in which a whole value lies."""

_Somebody = tuple[int, str, bytes, int]
"""Whether it is somebody of the register, their id, themselves as they lie there, and at which version."""


def in_force(db: Connection, council: Council) -> Council:
    """The profile with the staff and the register of this moment; with the same people, the very same one."""
    return read(db, council)[0]


def read(db: Connection, council: Council) -> tuple[Council, bool]:
    """The same, and whether everybody is in it: whoever's row cannot be read is left out, aloud."""
    everybody = tuple(sorted(map(tuple, db.execute(_EVERYBODY, {"of_council": council.name}).all())))
    try:
        return _whole(council, db.dialect, everybody), True
    except UNREAD:
        opened = sealing.opener(db.dialect, SEALED)
        return _with(council, sound(partial(_one, council, opened, each) for each in everybody)), False


@lru_cache(maxsize=16)
def _whole(council: Council, dialect: Dialect, everybody: tuple[_Somebody, ...]) -> Council:
    opened = sealing.opener(dialect, SEALED)
    return _with(council, [_one(council, opened, each) for each in everybody])


def _one(council: Council, opened: Callable[[bytes], bytes], somebody: _Somebody) -> Staff | Expert:
    serves, name, data, version = somebody
    return bench.read(opened(data), version) if serves else values.staff(council.name, name, opened(data))


def _with(council: Council, everybody: Sequence[Staff | Expert]) -> Council:
    working = tuple(each for each in everybody if isinstance(each, Staff))
    return with_staff(council, working, bench.by_name(each for each in everybody if isinstance(each, Expert)))


def _of(everybody: Table, serves: str, version: Any) -> Select[*tuple[Any, ...]]:
    as_it_lies = type_coerce(everybody.c[SEALED], AS_IT_LIES)
    return select(literal_column(serves), everybody.c.id, as_it_lies, version).where(everybody.c.council == _COUNCIL)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_EVERYBODY = union_all(
    _of(staff, "0", literal_column("0")).where(staff.c.leaves.is_(None)), _of(experts, "1", experts.c.version)
)
