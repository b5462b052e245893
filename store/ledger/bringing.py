"""The cases that a council's spreadsheets are about, as cases: made once, and again while nobody has touched them.

A case that somebody here has opened, or worked on since it came, is theirs: a later spreadsheet changes its line in the
figures, and not the case.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice

from sqlalchemy import BindParameter, and_, bindparam, select, update

from casework.cases import Case
from casework.councils import Council
from casework.frozen import frozen, replace
from casework.records.imported import case_of
from casework.records.ledger import StageLine
from store import indexing, rows
from store.database import Connection, insert_new
from store.ledger import entering
from store.ledger.keeping import read
from store.ledger.reading import Tell
from store.retention import wordless
from store.tables import cases, ledger_entered

AT_ONCE = 500
"""Cases that are written together."""


@frozen
class Brought:
    """How many cases the lines became, and how many were made again. Of a matter too little may be known for one."""

    new: int = 0
    changed: int = 0


def bring(
    db: Connection, council: Council, references: Iterable[str], now: datetime, tell: Tell | None = None
) -> Brought:
    """Make a case of the lines about each of these matters, those kept earlier included."""
    wanted = set(references) - wordless.forgotten_ones(db, council.name)
    about: defaultdict[str, list[StageLine]] = defaultdict(list)
    for line in read(db, council.name).stages:
        if line.case in wanted:
            about[line.case].append(line)
    here = {row.reference: row for row in db.execute(_HERE, {"of_council": council.name})}
    theirs = {
        reference for reference, row in here.items() if row.entered != row.version or row.names != entering.AS_IT_CAME
    }
    new, changed, done = 0, 0, 0
    made = _made({each: lines for each, lines in about.items() if each not in theirs}, council, now)
    while some := list(islice(made, AT_ONCE)):
        new += _write(db, [each for each in some if each.reference not in here])
        changed += _again(db, [(each, here[each.reference].version) for each in some if each.reference in here])
        done += len(some)
        if tell:
            tell(done, len(about))
    if tell:
        tell(len(about), len(about))
    return Brought(new, changed)


def _made(about: Mapping[str, Sequence[StageLine]], council: Council, now: datetime) -> Iterator[Case]:
    return (case for lines in about.values() if (case := case_of(lines, council, now)))


def _write(db: Connection, made: Sequence[Case]) -> int:
    if made:
        insert_new(db, cases, *(rows.case(each) for each in made))
        council = made[0].council
        indexing.write_new(db, council, indexing.CASE, {each.reference: indexing.words_of_case(each) for each in made})
        entering.entered(db, council, {each.reference: 1 for each in made})
    return len(made)


def _again(db: Connection, made: Sequence[tuple[Case, int]]) -> int:
    for case, version in made:
        whose = {"of_council": case.council, "of_reference": case.reference}
        db.execute(_SAVE, whose | rows.case(replace(case, version=version)))
        indexing.write_cases(db, case.council, [case], {})
    if made:
        entering.entered(db, made[0][0].council, {case.reference: version + 1 for case, version in made})
    return len(made)


_OF_COUNCIL: BindParameter[str] = bindparam("of_council")
_SAME = and_(ledger_entered.c.council == cases.c.council, ledger_entered.c.reference == cases.c.reference)
_HERE = (
    select(cases.c.reference, cases.c.version, ledger_entered.c.version.label("entered"), ledger_entered.c.names)
    .select_from(cases.outerjoin(ledger_entered, _SAME))
    .where(cases.c.council == _OF_COUNCIL)
)
_SAVE = update(cases).where(cases.c.council == _OF_COUNCIL, cases.c.reference == bindparam("of_reference"))
