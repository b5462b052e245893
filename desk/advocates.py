"""The ledger of advocates: of every young person's open complaint, when one was offered, what they said, who was asked
and whether somebody is with them (R502, R508, R517). Nothing is kept for it: it is read from the cases.
"""

from collections.abc import Sequence
from datetime import date

from starlette.requests import Request
from starlette.responses import Response

from casework.cases import Advocacy, Case
from casework.frozen import frozen
from casework.labels import Kind
from casework.on_behalf import advocacy, offers
from casework.on_behalf.referrals import Referral
from desk import access, dates, listing, sight
from desk.access import Visit
from desk.desk import Desk
from desk.listing import Column, Filter
from desk.pages import page
from desk.words import first_up, plain
from store.database import Connection

NEVER = date.min
"""Where nobody has offered one, it comes first: that is owed."""


@frozen
class Row:
    """One case: the days on which an advocate was offered, what is known of their wish, and the latest referral."""

    case: Case
    offered: Sequence[date]
    wish: Advocacy | None
    referral: Referral | None

    @property
    def first(self) -> date:
        """The first offer."""
        return self.offered[0] if self.offered else NEVER


async def listed(request: Request, desk: Desk, visit: Visit) -> Response:
    """The list as its address says; or the same, to be saved, which is on record."""

    def look(db: Connection) -> listing.Listed[Row]:
        council = access.in_force(db, desk)
        found = (case for case in desk.running.every(db, council.name) if sight.case(case, visit, council))
        rows = sorted(map(_row, filter(_concerned, found)), key=lambda row: (row.first, row.case.received))
        return listing.listed("/advocates", request.query_params, rows, _columns(desk), _filters())

    found = await desk.look(look)
    if listing.wants_table(request.query_params):
        await desk.transact(lambda db: access.record(db, desk, visit, "saved the list of advocates", ""))
        return listing.table(found, "advocates")
    return page(request, desk, visit, "advocates.html", {"list": found})


def _concerned(case: Case) -> bool:
    return case.kind is Kind.COMPLAINT and case.complainant.young


def _row(case: Case) -> Row:
    made = [each.day for each in offers.history(case) if each.answer is Advocacy.OFFERED]
    return Row(case, made, advocacy.wish(case), case.referrals[-1] if case.referrals else None)


def _columns(desk: Desk) -> tuple[Column[Row], ...]:
    def told(day: date | None) -> str:
        return dates.day(day, desk.now()) if day else "Not yet"

    return (
        Column("reference", "Reference", lambda row: row.case.reference, lambda row: row.case.reference),
        Column("offered", "First offered", lambda row: told(row.offered[0] if row.offered else None),
               lambda row: row.first),
        Column("times", "Times offered", lambda row: str(len(row.offered)), lambda row: len(row.offered)),
        Column("wish", "What they said", _said, _said),
        Column("asked", "Service asked", lambda row: row.referral.provider if row.referral else "None",
               lambda row: row.referral.provider if row.referral else ""),
        Column("sent", "Asked on", lambda row: told(row.referral.sent) if row.referral else "Not asked"),
        Column("allocated", "With them since", lambda row: told(row.referral.allocated) if row.referral else "Nobody"),
    )  # fmt: skip


def _said(row: Row) -> str:
    return first_up(plain(row.wish)) if row.wish else "Nothing recorded"


def _filters() -> tuple[Filter[Row], ...]:
    every = [(str(each), first_up(plain(each))) for each in Advocacy]
    return (
        Filter("wish", "What they said", (*every, ("nothing", "Nothing recorded")),
               lambda row, value: (row.wish or "nothing") == value),
        Filter("waiting", "Service asked, nobody with them yet", listing.YES,
               lambda row, _: bool(row.referral and row.referral.waiting)),
    )  # fmt: skip
