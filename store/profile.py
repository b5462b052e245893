"""The profile as it is in force: with who works here at this moment, and who can be asked to serve on a case.

It is asked for before every decision: one question, and where the rows are the same nobody in them is unsealed twice.
"""

from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    Dialect,
    LargeBinary,
    Select,
    Table,
    bindparam,
    literal_column,
    select,
    type_coerce,
    union_all,
)

from casework.councils import Council, with_staff
from store import bench, sealing, values
from store.database import Connection
from store.tables import experts, staff

SEALED = "data"
"""The column of both in which a whole value lies."""

_Everybody = tuple[tuple[int, str, bytes, int], ...]
"""Whether it is somebody of the register, their id, themselves as they lie there, and at which version."""


def in_force(db: Connection, council: Council) -> Council:
    """The profile with the staff and the register of this moment; with the same people, the very same one."""
    rows = db.execute(_EVERYBODY, {"of_council": council.name}).all()
    return _read(council, db.dialect, tuple(sorted(map(tuple, rows))))


@lru_cache(maxsize=16)
def _read(council: Council, dialect: Dialect, everybody: _Everybody) -> Council:
    opened = sealing.opener(dialect, SEALED)
    working = tuple(values.staff(council.name, name, opened(data)) for serves, name, data, _ in everybody if not serves)
    register = bench.by_name((opened(data), version) for serves, _, data, version in everybody if serves)
    return with_staff(council, working, register)


def _of(everybody: Table, serves: str, version: Any) -> Select[*tuple[Any, ...]]:
    as_it_lies = type_coerce(everybody.c[SEALED], LargeBinary)
    return select(literal_column(serves), everybody.c.id, as_it_lies, version).where(everybody.c.council == _COUNCIL)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_EVERYBODY = union_all(
    _of(staff, "0", literal_column("0")).where(staff.c.leaves.is_(None)), _of(experts, "1", experts.c.version)
)
