"""Cases among the council's figures: the lines that each stands for, brought up to date before they are read.

A case that came with a spreadsheet and was never touched since says what its line says. Every other is worked out
afresh (`casework.records.entries`) when it has changed, under the name that a spreadsheet's line about the same case
and stage has too, so that one matter is one line wherever it came from (S2). It can be done at any time, by anyone,
again and again: nothing is counted twice, and a process killed half-way has done nothing.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import astuple, fields
from datetime import datetime

from sqlalchemy import BindParameter, and_, bindparam, delete, func, insert, select, update

from casework.cases import Case
from casework.councils import Council
from casework.records import beyond, entries
from store import cases as reading_cases
from store.database import Connection, alone
from store.ledger.columns import BEYOND, FILES, File, entry, known, written
from store.ledger.keeping import cells_of, line_name, put, taken_away
from store.ledger.reading import Cells
from store.tables import cases, holds, ledger_entered

AT_ONCE = 200
"""Cases worked out together."""

AS_IT_CAME = b""
"""In the place of lines' names: the case was made of its lines, and not they of it."""

ALL = {**FILES, **BEYOND}

Lines = Mapping[str, Mapping[str, Cells]]
"""Cells by file, and by the line's name."""


def up_to_date(db: Connection, council: Council, now: datetime) -> int:
    """Write the lines of every case that changed since it was last done; how many those were."""
    done = 0
    for _ in range(0, still_to_enter(db, council) + 1, AT_ONCE):
        done += a_few(db, council, now)
    return done


def a_few(db: Connection, council: Council, now: datetime) -> int:
    """The same for some of them, as many as one piece of work should do; none when all is up to date."""
    alone(db, council.name, "ledger")
    changed = _changed(db, council.name)
    if changed:
        _enter(db, council, changed, now)
    return len(changed)


def still_to_enter(db: Connection, council: Council) -> int:
    """How many have changed since."""
    asked = select(func.count()).select_from(_CHANGED.limit(None).order_by(None).subquery("chosen"))
    return db.execute(asked, {"of_council": council.name}).scalar_one()


def entered(db: Connection, council: str, versions: Mapping[str, int]) -> None:
    """Note that these cases, at these versions, say what the lines say that they were made of."""
    _note(db, council, versions, dict.fromkeys(versions, AS_IT_CAME))


def names(db: Connection, council: str) -> dict[str, Collection[str]]:
    """Under which lines' names each case stands there that was worked out."""
    return {row.reference: json.loads(row.names) for row in db.execute(_WORKED_OUT, {"of_council": council})}


def _changed(db: Connection, council: str) -> dict[str, int]:
    """The references of some, oldest first, and at which version each is."""
    return {row.reference: row.version for row in db.execute(_CHANGED, {"of_council": council})}


def _enter(db: Connection, council: Council, changed: Mapping[str, int], now: datetime) -> None:
    """Asked and written for all of them together: one by one it takes three times as long."""
    there = {case.reference: _lines(case, council) for case in reading_cases.some(db, council.name, changed)}
    made = {reference: there[reference] for reference in changed if reference in there}
    for file in ALL.values():
        named = {key: cells for lines in made.values() for key, cells in lines.get(file.name, {}).items()}
        if named:
            here = cells_of(db, council.name, file, tuple(named)) if file.once else {}
            put(db, council.name, file.name, {key: _over(here.get(key), cells) for key, cells in named.items()}, now)
    names = {reference: [key for named in lines.values() for key in named] for reference, lines in made.items()}
    before = db.execute(_BEFORE, {"of_council": council.name, "of_references": list(made)})
    taken_away(db, council.name, [each for row in before for each in _gone(row.names, names[row.reference])])
    _note(db, council.name, changed, {each: json.dumps(keys).encode() for each, keys in names.items()})


def _gone(before: bytes, names: Sequence[str]) -> list[str]:
    """The lines that stood for it and do not any more."""
    return [each for each in json.loads(before or b"[]") if each not in names]


def _note(db: Connection, council: str, versions: Mapping[str, int], names: Mapping[str, bytes]) -> None:
    """That these stand there at these versions, under which lines' names."""
    if not names:
        return
    of_each = [{"of_council": council, "of_reference": each, "at_version": versions[each]} for each in names]
    rows = [{"council": council, "reference": each, "version": versions[each], "names": names[each]} for each in names]
    db.execute(_FORGET, of_each)
    db.execute(insert(ledger_entered), rows)
    db.execute(_STANDS, of_each)


def _lines(case: Case, council: Council) -> Lines:
    found: dict[str, dict[str, Cells]] = {}
    for lines, files in ((entries.of(case, council), FILES), (beyond.of(case, council), BEYOND)):
        for part in fields(lines):
            if part.name not in files:
                continue  # what people were asked and sent back is of no case (`store.returned`)
            file = files[part.name]
            for number, line in enumerate(getattr(lines, part.name)):
                cells = tuple(map(written, astuple(line)))
                found.setdefault(file.name, {})[_name(file, case, number, cells)] = cells
    return found


def _name(file: File, case: Case, number: int, cells: Cells) -> str:
    """A stage's line as a spreadsheet's would be called; any other for its case and its place in it."""
    return line_name(file, cells) if file.once else entry(file.name, case.council, case.reference, number)


def _over(kept: Cells | None, cells: Cells) -> Cells:
    """What the case says, and what a spreadsheet said where the case knows nothing."""
    return tuple(_chosen(kept, cells)) if kept else cells


def _chosen(kept: Cells, cells: Cells) -> Iterator[str]:
    for column, before, after in zip(FILES["stages"].columns, kept, cells, strict=True):
        stands = column.name in entries.STANDS_UNLESS_KNOWN and not known(after)
        yield before if stands else after


_OF_COUNCIL: BindParameter[str] = bindparam("of_council")
_OF_REFERENCE: BindParameter[str] = bindparam("of_reference")
_WHOSE = and_(ledger_entered.c.council == _OF_COUNCIL, ledger_entered.c.reference == _OF_REFERENCE)
_CHANGED = (
    select(cases.c.reference, cases.c.version)
    .where(cases.c.council == _OF_COUNCIL, holds("entered <> version"))
    .order_by(cases.c.seq)
    .limit(AT_ONCE)
)
_STANDS = (
    update(cases)
    .where(cases.c.council == _OF_COUNCIL, cases.c.reference == _OF_REFERENCE)
    .values(entered=bindparam("at_version"))
)
_WORKED_OUT = select(ledger_entered.c.reference, ledger_entered.c.names).where(
    ledger_entered.c.council == _OF_COUNCIL, ledger_entered.c.names != AS_IT_CAME
)
_BEFORE = select(ledger_entered.c.reference, ledger_entered.c.names).where(
    ledger_entered.c.council == _OF_COUNCIL,
    ledger_entered.c.reference.in_(bindparam("of_references", expanding=True)),
)
_FORGET = delete(ledger_entered).where(_WHOSE)
