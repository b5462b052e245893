"""A report that two people keep at once is kept once, and the other is told whose it is."""

import asyncio
from collections.abc import Callable
from datetime import date

import pytest

from store import published
from store.database import Connection, Database
from store.published import Report
from tests.store.examples import NOON


def a_report(by: str, **other: object) -> Report:
    """The year's, for everybody."""
    given = {"first": date(2025, 4, 1), "last": date(2026, 3, 31), "public": True, "ours": True} | other
    return Report(0, NOON, by, "bnes", says={}, **given)  # type: ignore[arg-type]


def publishing(report: Report, seen: int) -> Callable[[Connection], str]:
    """Keep it, unless somebody was quicker."""

    def work(db: Connection) -> str:
        theirs = published.meanwhile(db, "bnes", report, seen)
        if theirs is None:
            published.keep(db, "bnes", report, {"tables.json": b"{}"})
        return theirs.by if theirs else "kept"

    return work


@pytest.mark.rule("R807")
async def test_of_two_who_publish_the_same_at_once_one_is_kept_and_the_other_told(database: Database) -> None:
    done = await asyncio.gather(*(database.transact(publishing(a_report(by), 0)) for by in ("dan", "ken")))
    assert sorted(done) in (["dan", "kept"], ["ken", "kept"])
    kept = await database.look(lambda db: published.listed(db, "bnes"))
    assert [each.number for each in kept] == [1]
    for other in ({"public": False}, {"last": date(2025, 6, 30)}, {"ours": False}):
        assert await database.transact(publishing(a_report("ken", **other), 0)) == "kept"
    assert await database.transact(publishing(a_report("ken"), 4)) == "kept", "who has seen it may correct it"
