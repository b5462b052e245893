"""The register: who can investigate, see fair play, adjudicate or sit on a panel, and in which cases they have served.

An entry is written only if it is still at the version that was read, otherwise `Stale`. It is never removed while a
case may say who served: somebody who leaves has a last day (`until`). In which cases they served is noted by `served`,
which `changes.save` calls, so that the papers they hold are found after the case has closed too.
"""

import secrets
from collections.abc import Collection, Iterable
from datetime import date

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update

from casework import names
from casework.bench import documents_out
from casework.cases import Case
from casework.councils import Expert
from casework.councils.experts import PREFIX
from casework.frozen import frozen, replace
from casework.serving import is_busy
from store import values
from store.database import Connection, Stale, insert_once
from store.tables import experts, holds, serving

DRAWS = 1000
"""How often an id is drawn before it is said that none is left."""


@frozen
class Busy:
    """What somebody has in hand: roles in which they serve, papers they hold, and when the first are due back."""

    active: int = 0
    papers: int = 0
    due: date | None = None


def listed(db: Connection, council: str) -> tuple[Expert, ...]:
    """Everybody on the register, by name: those whose last day has passed too."""
    return by_name(read(*row) for row in db.execute(_ALL, {"of_council": council}))


def by_name(entries: Iterable[Expert]) -> tuple[Expert, ...]:
    """Entries in the order of their names."""
    return tuple(sorted(entries, key=lambda each: each.name.casefold()))


def read(data: bytes, version: int) -> Expert:
    """An entry as it is stored, with its version."""
    return replace(values.EXPERT.decode(data), version=version)


def one(db: Connection, council: str, expert: str) -> Expert | None:
    """The entry with this id."""
    found = db.execute(_ONE, {"of_council": council, "of_name": expert}).first()
    return None if found is None else read(*found)


def fresh_id(db: Connection, council: str) -> str:
    """An id drawn at random that no entry has."""
    for _ in range(DRAWS):
        drawn = names.reference(PREFIX, secrets.randbelow(len(names.ALPHABET) ** 4))
        if one(db, council, drawn) is None:
            return drawn
    raise LookupError("no id is left")


def keep(db: Connection, council: str, expert: Expert) -> None:
    """Write an entry, new (version 0) or changed. Raises `Stale` if somebody else wrote it since it was read."""
    row = _row(council, expert)
    if expert.version == 0:
        written = insert_once(db, experts, row)
    else:
        given = {"of_council": council, "of_name": expert.id, "of_version": expert.version}
        written = db.execute(_KEEP, given | row).rowcount == 1
    if not written:
        raise Stale(expert.id)


def served(db: Connection, case: Case, before: Case | None = None) -> None:
    """Note who serves or served in a case, and who still holds papers of it: nobody who did is forgotten (R334).
    `before`: as it was read, if it was.
    """
    parts = _parts(case)
    if not parts or (before and _parts(before) == parts):
        return
    db.execute(_FORGET, {"of_council": case.council, "of_name": case.reference})
    db.execute(insert(serving), parts)


def in_hand(db: Connection, council: str) -> tuple[str, ...]:
    """The references of the cases in which somebody serves now, or of which somebody holds papers."""
    return tuple(dict.fromkeys(db.execute(_IN, {"of_council": council}).scalars()))


def busy(db: Connection, council: str, cases: Collection[str]) -> dict[str, Busy]:
    """How much each person has in hand in these cases who serves in one, or holds papers of it."""
    found = db.execute(_BUSY, {"of_council": council, "of_cases": list(cases)})
    return {each: Busy(active, out, date.fromisoformat(due) if due else None) for each, active, out, due in found}


def cases_of(db: Connection, council: str, person: str) -> tuple[str, ...]:
    """The references of the cases in which somebody serves or served."""
    return tuple(db.execute(_CASES, {"of_council": council, "of_name": person}).scalars())


def _parts(case: Case) -> list[dict[str, object]]:
    return [_part(case, each) for each in sorted({each.person for each in case.appointments})]


def _part(case: Case, person: str) -> dict[str, object]:
    theirs = [each for each in case.appointments if each.person == person]
    out = documents_out(theirs)
    return {
        "council": case.council,
        "person": person,
        "reference": case.reference,
        "active": sum(is_busy(case, each) for each in theirs),
        "papers": len(out),
        "due": out[0][1].due.isoformat() if out else "",
    }


def _row(council: str, expert: Expert) -> dict[str, object]:
    kept = replace(expert, version=expert.version + 1)
    return {"council": council, "id": kept.id, "version": kept.version, "data": values.encode(kept)}


_COUNCIL: BindParameter[str] = bindparam("of_council")
_NAME: BindParameter[str] = bindparam("of_name")
_ALL = select(experts.c.data, experts.c.version).where(experts.c.council == _COUNCIL)
_ONE = _ALL.where(experts.c.id == _NAME)
_KEEP = update(experts).where(
    experts.c.council == _COUNCIL, experts.c.id == _NAME, experts.c.version == bindparam("of_version")
)
_CASES = (
    select(serving.c.reference)
    .where(serving.c.council == _COUNCIL, serving.c.person == _NAME)
    .order_by(serving.c.reference)
)
_FORGET = delete(serving).where(serving.c.council == _COUNCIL, serving.c.reference == _NAME)
_IN_HAND = (
    serving.c.person,
    func.sum(serving.c.active),
    func.sum(serving.c.papers),
    func.min(func.nullif(serving.c.due, "")),
)
_NOW = serving.c.council == _COUNCIL, holds("active + papers > 0")
_IN = select(serving.c.reference).where(*_NOW)
_OF_THESE = serving.c.reference.in_(bindparam("of_cases", expanding=True))
_BUSY = select(*_IN_HAND).where(*_NOW, _OF_THESE).group_by(serving.c.person)
