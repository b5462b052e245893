"""The profile as it is in force: with who works here at this moment, and who can be asked to serve on a case.

It is asked for before every decision: one question, and with the same people nothing of them is read twice.
"""

from functools import lru_cache

from sqlalchemy import BindParameter, bindparam, literal_column, select, union_all

from casework.councils import Council, with_staff
from store import bench, values
from store.database import Connection
from store.tables import experts, staff

_Everybody = tuple[tuple[int, str, bytes, int], ...]
"""Whether it is somebody of the register, their id, themselves, and at which version."""


def in_force(db: Connection, council: Council) -> Council:
    """The profile with the staff and the register of this moment; with the same people, the very same one."""
    rows = db.execute(_EVERYBODY, {"of_council": council.name}).all()
    return _read(council, tuple(sorted(map(tuple, rows))))


@lru_cache(maxsize=16)
def _read(council: Council, everybody: _Everybody) -> Council:
    working = tuple(values.staff(council.name, name, data) for serves, name, data, _ in everybody if not serves)
    register = bench.by_name((data, version) for serves, _, data, version in everybody if serves)
    return with_staff(council, working, register)


_COUNCIL: BindParameter[str] = bindparam("of_council")
_EVERYBODY = union_all(
    select(literal_column("0"), staff.c.id, staff.c.data, literal_column("0")).where(
        staff.c.council == _COUNCIL, staff.c.leaves.is_(None)
    ),
    select(literal_column("1"), experts.c.id, experts.c.data, experts.c.version).where(experts.c.council == _COUNCIL),
)
