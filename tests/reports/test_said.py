"""Reports that are published one after another give no hidden number away together: a solver reads them all."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import z3

from casework.records.ledger import Ledger
from reports import book, publish, said
from reports.periods import Period, named
from reports.publish import Printed, Snapshot
from reports.said import Said
from run.config import load_council
from tests.reports.test_hiding import ledger

COUNCIL = load_council("bnes")
MADE = datetime(2021, 5, 1, tzinfo=UTC)
ADDED = {"RB13", "RB15", "RB16", "RB17", "RD8", "RB12", "RD14"}
"""Tables of which a quarter's cells and the year's add up, cell by cell."""

Place = tuple[str, str, str]
IN_TABLE_3: set[Place] = {("RB15", "Total", "Number"), ("RB16", "Total", "Number")}
"""Numbers that an exact table says anyway (R921)."""


def periods(*names: str) -> list[Period]:
    found = [named(name) for name in names]
    assert all(found)
    return [each for each in found if each]


def published(of: Ledger, *names: str) -> dict[str, Snapshot]:
    """Each in turn, with those before it in print."""
    done: dict[str, Snapshot] = {}
    for name, period in zip(names, periods(*names), strict=True):
        earlier = said.read(each.counts for each in done.values())
        opened = book.opened(of, COUNCIL, period)
        done[name] = publish.snapshot(opened, public=True, made=MADE, version="1", earlier=earlier)
    return done


def cells(tables: tuple[Printed, ...]) -> dict[Place, Any]:
    return {
        (table.name, str(row[0]), head): cell
        for table in tables
        if table.name in ADDED
        for row in table.rows
        for head, cell in zip(table.columns[1:], row[1:], strict=True)
        if not str(cell).endswith("%")
    }


class Reader:
    """Somebody with every public report and a solver: what a cell is, in a quarter, the year so far and the year."""

    def __init__(self, of: Ledger) -> None:
        self._ledger, self._solver = of, z3.Solver()
        self.hidden: dict[tuple[str, Place], tuple[Any, int]] = {}
        self.seen: dict[tuple[str, Place], Any] = {}

    def reads(self, days_of: Period, tables: tuple[Printed, ...]) -> None:
        opened = book.opened(self._ledger, COUNCIL, days_of)
        inside = publish.snapshot(opened, public=False, made=MADE, version="1").tables
        true = cells(inside)
        for place, shown in cells(tables).items():
            number = self.number(days_of, place)
            if isinstance(shown, int):
                self._solver.add(number == shown)
            elif shown in ("<5", "c"):
                self._solver.add(z3.And(number >= 1, number <= 4) if shown == "<5" else number >= 0)
                self.hidden[days_of.says, place] = number, true[place]

    def number(self, days_of: Period, place: Place) -> Any:
        found = self.seen.setdefault((days_of.says, place), z3.Int(f"{days_of.says}/{'/'.join(place)}"))
        self._solver.add(found >= 0)
        return found

    def adds(self, whole: Period, *parts: Period) -> None:
        for (days_of, place), total in list(self.seen.items()):
            if days_of == whole.says:
                self._solver.add(total == z3.Sum([self.number(part, place) for part in parts]))

    def worked_out(self) -> list[tuple[str, Place]]:
        assert self._solver.check() == z3.sat
        found = []
        for what, (number, true) in self.hidden.items():
            self._solver.push()
            self._solver.add(number != true)
            if self._solver.check() == z3.unsat:
                found.append(what)
            self._solver.pop()
        return found


def read_all(of: Ledger, reports: dict[str, Snapshot]) -> Reader:
    q1, q2, q3, q4, year = periods("2020-21-Q1", "2020-21-Q2", "2020-21-Q3", "2020-21-Q4", "2020-21")
    half, most = Period(year.first, q2.last), Period(year.first, q3.last)
    reader = Reader(of)
    for name, snapshot in reports.items():
        (period,) = periods(name)
        reader.reads(period, snapshot.tables)
        if snapshot.so_far:
            reader.reads(Period(year.first, period.last), snapshot.so_far)
    for whole, *parts in ((half, q1, q2), (most, half, q3), (year, most, q4)):
        reader.adds(whole, *parts)
    return reader


QUARTERS = ("2020-21-Q1", "2020-21-Q2", "2020-21-Q3", "2020-21-Q4")


@pytest.mark.slow
@pytest.mark.rule("R806", "R920")
@pytest.mark.parametrize("order", [(*QUARTERS[:3], "2020-21"), ("2020-21", QUARTERS[1], QUARTERS[3])])
def test_no_hidden_number_can_be_worked_out_of_all_that_was_published(order: tuple[str, ...]) -> None:
    of = ledger(12, 160)
    reader = read_all(of, published(of, *order))
    assert len(reader.hidden) > 100
    assert [place for _, place in reader.worked_out() if place not in IN_TABLE_3] == []


@pytest.mark.rule("R920")
def test_a_year_hides_what_less_three_quarters_would_tell_and_alone_it_need_not() -> None:
    of = ledger(11, 160)
    alone = publish.snapshot(book.opened(of, COUNCIL, periods("2020-21")[0]), public=True, made=MADE, version="1")
    beside = published(of, *QUARTERS[:3], "2020-21")["2020-21"]
    hidden = [{place for place, cell in cells(each.tables).items() if cell == "c"} for each in (alone, beside)]
    assert hidden[0] < hidden[1] or len(hidden[0]) < len(hidden[1])


@pytest.mark.rule("R807")
def test_what_is_kept_of_a_report_is_read_back_and_an_internal_one_keeps_nothing() -> None:
    opened = book.opened(ledger(11, 40), COUNCIL, Period(date(2020, 4, 1), date(2021, 3, 31)))
    inside, outside = (publish.snapshot(opened, public=each, made=MADE, version="1") for each in (False, True))
    kept = said.read([outside.counts])
    assert inside.counts == b"" and said.read([]) == Said()
    assert kept.shown and kept.numbers.keys() > kept.shown and kept.sums
