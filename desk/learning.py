"""What we said we would change, and whether we did: every learning action with its owner, day, proof, and whether the
person whose complaint it came from has been told (R399, R803).
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from casework import days
from casework.actions import Action
from casework.cases import Case
from casework.councils import Council
from casework.frozen import frozen
from casework.moves.learning import LEARNT, something_to_tell
from casework.records.cells import harmless
from casework.records.ledger import LearningAction, Level, Status
from desk import access, fields, publishing, sight
from desk.access import Visit
from desk.addresses import in_address
from desk.desk import Desk
from desk.fields import Field, Filled, Sort, problems
from desk.pages import page
from desk.words import first_up, labels, plain
from reports.tables.words import STAGES
from store import cases
from store.database import Connection
from store.ledger import entering, keeping

AT_ONCE = 50
"""Actions on a page. *Taste.*"""

TURNS = 10_000
"""More pieces of work than a council's cases can be: no wait is without an end."""


@frozen
class Row:
    """One action as the page shows it. `told` is the day on which the person was told that it is done; `to_tell` says
    that somebody here can tell them now.
    """

    line: LearningAction = field(repr=False)
    leads: str
    owner: str
    done: date | None
    proof: str = field(repr=False)
    told: date | None
    to_tell: bool
    late: bool

    @property
    def state(self) -> str:
        """How far it has come, in words."""
        if self.late:
            return "Late"
        return {
            Status.PROPOSED: "Proposed", Status.AGREED: "Agreed", Status.DONE_EVIDENCED: "Done",
            Status.NOT_IMPLEMENTED: "Not done", None: "Unknown",
        }[self.line.status]  # fmt: skip


OPEN = (Status.PROPOSED, Status.AGREED)
SHOWN: dict[str, tuple[str, Callable[[Row], bool]]] = {
    "open": ("Still open", lambda row: row.line.status in OPEN),
    "late": ("Late", lambda row: row.late),
    "done": ("Done", lambda row: row.line.status is Status.DONE_EVIDENCED),
    "to_tell": ("Done, and nobody has told them", lambda row: row.to_tell),
    "not_done": ("Not done", lambda row: row.line.status is Status.NOT_IMPLEMENTED),
}
ORDERS: dict[str, tuple[str, Callable[[Row], str]]] = {
    "due": ("Due", lambda row: (row.line.due or date.max).isoformat()),
    "from": ("From", lambda row: row.line.case),
    "owner": ("Owner", lambda row: row.owner.casefold()),
    "state": ("State", lambda row: row.state),
}
ASKED = (
    Field("show", "Which ones?", Sort.ONE, choices=tuple((name, words) for name, (words, _) in SHOWN.items())),
    Field("level", "Who learns?", Sort.ONE, choices=labels(Level)),
    Field("sort", "In which order?", Sort.ONE, choices=tuple((name, words) for name, (words, _) in ORDERS.items())),
)


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """The actions that were asked for, the soonest due first."""
    filled, rows = await _found(request, desk, visit)
    start = fields.number(request.query_params.get("start", "")) or 0
    query = urlencode([(name, value) for name, value in filled.typed.items() if value])
    shown: dict[str, object] = {
        "asked": ASKED, "filled": filled, "problems": problems(filled, ASKED, form="sought"), "query": query,
        "rows": rows[start : start + AT_ONCE], "many": len(rows), "open": sum(map(SHOWN["open"][1], rows)),
        "late": sum(row.late for row in rows), "to_tell": sum(row.to_tell for row in rows), "orders": ORDERS,
        "more": f"/learning?{query}&start={start + AT_ONCE}" if len(rows) > start + AT_ONCE else "",
    }  # fmt: skip
    return page(request, desk, visit, "learning.html", shown)


async def table(request: Request, desk: Desk, visit: Visit) -> Response:
    """The same, for a spreadsheet."""
    _, rows = await _found(request, desk, visit)
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(
        ("From", "Stage", "Action", "Who learns", "Owner", "Agreed", "Due", "State", "Done", "Proof", "Told")
    )
    writer.writerows(map(_cells, rows))
    await desk.transact(lambda db: access.record(db, desk, visit, "took the learning", ""))
    return publishing.saved(("\ufeff" + written.getvalue()).encode(), "learning.csv", "text/csv")


async def _found(request: Request, desk: Desk, visit: Visit) -> tuple[Filled, list[Row]]:
    filled = fields.read(FormData(list(request.query_params.multi_items())), ASKED)
    for _ in range(TURNS):
        if not await desk.transact(lambda db: entering.a_few(db, desk.council, desk.now())):
            break
    every = await desk.look(lambda db: list(_rows(db, visit, desk)))
    show, level, order = (value if each.name not in filled.wrong else "" for each, value in _typed(filled))
    rows = [row for row in every if not show or SHOWN[show][1](row)]
    rows = [row for row in rows if not level or row.line.level == level]
    return filled, sorted(rows, key=ORDERS[order or "due"][1])


def _typed(filled: Filled) -> Iterator[tuple[Field, str]]:
    return ((each, filled.typed[each.name]) for each in ASKED)


def _rows(db: Connection, visit: Visit, desk: Desk) -> Iterator[Row]:
    """Every action, but those of a case that names whoever asks."""
    council, today = access.in_force(db, desk), days.today(desk.now())
    names = {each.id: each.name for each in council.staff} | {role.value: each for role, each in council.roles.items()}
    known: dict[str, Case | None] = {}
    for line in keeping.read(db, council.name, only=("learning",)).learning:
        if line.case not in known:
            known[line.case] = cases.one(db, council.name, line.case)
        case = known[line.case]
        if case and sight.is_kept_out(case, visit):
            continue
        leads = in_address(line.case) if case and sight.case(case, visit, council) else ""
        yield _row(line, case, leads, names.get(line.owner, line.owner), today, council)


def _row(line: LearningAction, case: Case | None, leads: str, owner: str, today: date, council: Council) -> Row:
    action = _action(line, case.actions if case else ())
    told = next((each for each in case.said if each.words in LEARNT), None) if case else None
    done = line.status is Status.DONE_EVIDENCED
    tellable = case is not None and done and bool(case.stages) and something_to_tell(case, case.stages[-1], council)
    late = line.status in OPEN and line.due is not None and line.due < today
    return Row(
        line, leads, owner, action.done if action else None, action.evidence if action else "",
        days.today(told.written) if told and done else None, tellable, late,
    )  # fmt: skip


def _action(line: LearningAction, actions: Iterable[Action]) -> Action | None:
    return next((each for each in actions if (each.text, each.due) == (line.text, line.due)), None)


def _cells(row: Row) -> tuple[str, ...]:
    line = row.line
    said = (
        line.case, STAGES[line.stage], line.text, plain(line.level) if line.level else "",
        row.owner, line.agreed, line.due, row.state, row.done, row.proof or line.reason, row.told,
    )  # fmt: skip
    return tuple(harmless(first_up(str(each)) if each else "") for each in said)
