"""The day from which each case and each contact set aside may be forgotten, kept beside it: worked out when it has
changed, or when the profile says of other terms.
"""

import hashlib

from sqlalchemy import BindParameter, Select, Table, and_, bindparam, delete, func, insert, or_, select, update

from casework.cases import Case
from casework.contacts import Contact
from casework.councils import Council
from casework.records.retention import KeptAs
from store.database import Connection
from store.retention.due import due_of, read
from store.retention.words import CASE, CONTACT
from store.tables import cases, contacts, holds, kept_until

AT_ONCE = 200
"""Cases or contacts looked at together."""


def look_through(db: Connection, council: Council) -> int:
    """Work out from when some of what has changed is due; how many those were. None when all is up to date."""
    terms, done = _terms(council), 0
    for kind in (CASE, CONTACT):
        rows = _changed(db, council.name, kind, terms)
        there = read(db, council.name, kind, [about for about, _ in rows])
        hints = [
            {"council": council.name, "kind": kind, "about": about, "version": version, "terms": terms,
             "until": _until(there.get(about), council)}
            for about, version in rows
        ]  # fmt: skip
        if hints:
            db.execute(_NO_HINT, [{f"of_{key}": each[key] for key in ("council", "kind", "about")} for each in hints])
            db.execute(insert(kept_until), hints)
            stands = [{f"of_{key}": each[key] for key in ("council", "about", "version")} for each in hints]
            db.execute(_DATED[kind], stands)
        done += len(rows)
    return done


def still_to_look_through(db: Connection, council: Council) -> int:
    """How many have changed since."""
    given = {"of_council": council.name, "of_terms": _terms(council)}
    return sum(
        db.execute(
            select(func.count()).select_from(asked.limit(None).order_by(None).subquery("chosen")), given
        ).scalar_one()
        for asked in (*_CHANGED.values(), *_OTHER_TERMS.values())
    )


def _changed(db: Connection, council: str, kind: str, terms: str) -> list[tuple[str, int]]:
    """Some of what has no day yet, or one from before it changed or the profile did; and at which version it is."""
    given = {"of_council": council, "of_terms": terms}
    found = {about: version for asked in (_CHANGED, _OTHER_TERMS) for about, version in db.execute(asked[kind], given)}
    return list(found.items())[:AT_ONCE]


def _until(pair: tuple[Case | Contact, KeptAs] | None, council: Council) -> str:
    due = due_of(*pair, council) if pair else None
    return due.on.isoformat() if due else ""


def _terms(council: Council) -> str:
    """What the profile says of how long, so that another profile is worked out afresh."""
    return hashlib.sha256(repr(sorted(council.retention.items())).encode()).hexdigest()[:16]


_COUNCIL: BindParameter[str] = bindparam("of_council")
_TERMS: BindParameter[str] = bindparam("of_terms")


def _since(table: Table, name: str, condition: str) -> Select[str, int]:
    """What has no day yet, or one from before it changed; oldest first."""
    asked = select(table.c[name], table.c.version).where(table.c.council == _COUNCIL, holds(condition))
    return asked.order_by(table.c.seq).limit(AT_ONCE)


def _other_terms(kind: str, table: Table, name: str) -> Select[str, int]:
    """What has a day by what the profile once said, and has not changed since."""
    same = and_(table.c.council == kept_until.c.council, table.c[name] == kept_until.c.about)
    asked = select(kept_until.c.about, table.c.version).join_from(kept_until, table, same)
    other = or_(kept_until.c.terms < _TERMS, kept_until.c.terms > _TERMS)  # no index answers what is not so
    mine = (kept_until.c.council == _COUNCIL, kept_until.c.kind == kind)
    return asked.where(*mine, other, table.c.dated == table.c.version).limit(AT_ONCE)


_CHANGED = {
    CASE: _since(cases, "reference", "settled = 1 and dated <> version"),
    CONTACT: _since(contacts, "id", "standing = 'set_aside' and dated <> version"),
}
_OTHER_TERMS = {CASE: _other_terms(CASE, cases, "reference"), CONTACT: _other_terms(CONTACT, contacts, "id")}
_DATED = {
    kind: update(table)
    .where(table.c.council == _COUNCIL, table.c[name] == bindparam("of_about"))
    .values(dated=bindparam("of_version"))
    for kind, table, name in ((CASE, cases, "reference"), (CONTACT, contacts, "id"))
}
_NO_HINT = delete(kept_until).where(
    kept_until.c.council == _COUNCIL,
    kept_until.c.kind == bindparam("of_kind"),
    kept_until.c.about == bindparam("of_about"),
)
