"""What is left out of figures and packed lines for whoever looks: the lines of cases that name them (R602). What is
published counts every case.
"""

from collections.abc import Collection
from itertools import islice

from desk.access import Visit
from store import cases
from store.database import Connection
from store.ledger import entering
from store.ledger.packing import rewritten
from store.ledger.reading import Cells

AT_ONCE = 500
"""Cases looked at together."""


def lines(db: Connection, council: str, visit: Visit) -> frozenset[str]:
    """The names of the lines."""
    return frozenset(name for names in _cases(db, council, visit).values() for name in names)


def packed(db: Connection, raw: bytes, names: bytes | None, council: str, visit: Visit) -> bytes:
    """The lines that a published report was made of, without those; byte for byte where there are none."""
    kept = _cases(db, council, visit)
    named = {name for names_of in kept.values() for name in names_of}

    def theirs(_: str, name: str, cells: Cells) -> Cells | None:
        return None if name in named or cells[0] in kept else cells

    return rewritten(raw, names, theirs) if kept else raw


def _cases(db: Connection, council: str, visit: Visit) -> dict[str, Collection[str]]:
    found: dict[str, Collection[str]] = {}
    every = entering.names(db, council)
    references = iter(every)
    while some := list(islice(references, AT_ONCE)):
        hidden = cases.hidden_from(db, council, some)
        found |= {each: every[each] for each in some if visit.staff.id in hidden.get(each, ())}
    return found
