"""Nothing hidden in a public report can be worked out from what is shown: a solver is asked for other numbers that fit.

The solver knows nothing of how the program hides. It is given what is printed, by the labels that a reader has, and
the sums that any reader would try.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
import z3
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from casework.records.ledger import Ledger
from reports import book, publish, tables
from reports.figures import Count, Figure, Key, OutOf, Percent, Shown
from reports.periods import Period
from reports.publish import Snapshot
from run.config import load_council
from store.ledger import reading
from store.ledger.columns import FILES
from tests.reports import ledgers

YEAR = Period(date(2020, 4, 1), date(2021, 3, 31))
COUNCIL = load_council("bnes")
EXACT = {"RB1", "RB2", "RB3", "RB6"}
QUARTERS = ["Q1", "Q2", "Q3", "Q4"]
ADDING = ["Formal", "Informal", "Compliments", "Learnings"]

WHOLES = (
    ("RB10", "Panels held", "Number"),
    ("RB13", "Total", "Compliments"),
    ("RB15", "Total", "Number"),
    ("RB16", "Total", "Number"),
    ("RB17", "Offered", "Number"),
    ("RD14", "Learnings", "Number"),
)
YEARS = ("2016-17", "2017-18", "2018-19", "2019-20", "2020-21")

Place = tuple[str, str, str]
"""Table, row, column."""


def ledger(seed: int, lines: int) -> Ledger:
    files = ledgers.make(seed, lines)
    cells = {name: [[record[column] for column in ledgers.COLUMNS[name]] for record in files[name]] for name in files}
    return reading.of({n: [reading.value(FILES[n], tuple(line)) for line in every] for n, every in cells.items()})


def reports(seed: int, lines: int) -> tuple[Snapshot, Snapshot]:
    """The same report, internal and public."""
    opened = book.opened(ledger(seed, lines), COUNCIL, YEAR)
    made = datetime(2021, 5, 1, tzinfo=UTC)
    inside, outside = (publish.snapshot(opened, public=public, made=made, version="1") for public in (False, True))
    return inside, outside


def cells(snapshot: Snapshot) -> dict[Place, Shown]:
    return {
        (table.name, str(row[0]), head): cell
        for table in snapshot.tables
        for row in table.rows
        for head, cell in zip(table.columns[1:], row[1:], strict=True)
    }


@dataclass
class Reader:
    """Somebody with the public report and a solver."""

    true: dict[Place, Shown]
    shown: dict[Place, Shown]
    solver: Any = field(default_factory=z3.Solver)
    numbers: dict[Place, Any] = field(default_factory=dict)

    def number(self, place: Place) -> Any:
        """What a reader knows of a count."""
        if place in self.numbers:
            return self.numbers[place]
        number = self.numbers[place] = z3.Int("/".join(place))
        shown = self.shown[place]
        if isinstance(shown, int):
            self.solver.add(number == shown)
        else:
            assert shown in ("<5", "c")
            self.solver.add(z3.And(number >= 1, number <= 4) if shown == "<5" else number >= 0)
        return number

    def adds(self, whole: Place, parts: list[Place]) -> None:
        """A sum that the reader tries, if it is one."""
        here = [place for place in [whole, *parts] if not isinstance(self.true.get(place), int)]
        if not here and self.true[whole] == sum(int(self.true[part]) for part in parts):
            self.solver.add(self.number(whole) == z3.Sum([self.number(part) for part in parts]))

    def worked_out(self) -> Iterator[Place]:
        """Every hidden count that can be nothing but what it is."""
        assert self.solver.check() == z3.sat
        for place, number in self.numbers.items():
            if not isinstance(self.shown[place], int):
                self.solver.push()
                self.solver.add(number != self.true[place])
                if self.solver.check() == z3.unsat:
                    yield place
                self.solver.pop()


def quarters_and_directorates(reader: Reader) -> None:
    directorates = {place[1].partition(":")[0] for place in reader.true if place[0] == "RD2"}
    for label in ADDING:
        for each in directorates:
            row = f"{each}: {label}"
            reader.adds(("RD2", row, "Totals"), [("RD2", row, quarter) for quarter in QUARTERS])
        reader.adds(("RD1", label, "This year"), [("RD2", f"{each}: {label}", "Totals") for each in directorates])
    reader.adds(("RD12", "New referrals", "Total"), [("RD12", "New referrals", quarter) for quarter in QUARTERS])
    reader.adds(("RB15", "Total", "Number"), [("RB3", quarter, "Complaints") for quarter in QUARTERS])


def columns_and_their_totals(reader: Reader) -> None:
    for table, row, head in WHOLES:
        reader.adds((table, row, head), column(reader, table, head, less=row))
    for year in YEARS:
        reader.adds(("RB2", "Stage 1 corporate", year), column(reader, "RB4", year))
        reader.adds(("RB2", "Stage 1 statutory", year), column(reader, "RB5", year))
    for place in [place for place in reader.true if place[0] == "RB12" and place[2] == "Total"]:
        statuses = {other[2] for other in reader.true if other[0] == "RB12"} - {"Total"}
        reader.adds(place, [("RB12", place[1], status) for status in statuses])
    gender = [("RB18", label, "Number") for label in ("Female", "Male", "Prefer not to say")]
    reader.adds(("RB18", "Forms with gender given", "Number"), gender)


def the_same_number_twice(reader: Reader) -> None:
    for one, other in (
        (("RD1", "Compliments", "This year"), ("RB13", "Total", "Compliments")),
        (("RB16", "Total", "Number"), ("RB15", "Total", "Number")),
        (("RD14", "Learnings", "Number"), ("RD2", "Children's SC: Learnings", "Totals")),
        (("RD6", "Children's whole authority: Formal", "2020-21"), ("RD2", "Children's Non-SC: Formal", "Totals")),
    ):
        reader.adds(one, [other])
    both = ("RD8", "both", "Children's SC")
    stages = [("RD6", f"Children's SC: {stage}", "2020-21") for stage in ("Representations", "Stage 1")]
    groups = column(reader, "RD8", "Children's SC", less="")
    reader.true[both], reader.shown[both] = sum(int(reader.true[stage]) for stage in stages), "c"
    reader.adds(both, stages)
    reader.adds(both, groups)


def column(reader: Reader, table: str, head: str, *, less: str = "Total") -> list[Place]:
    return [place for place in reader.true if place[0] == table and place[2] == head and place[1] != less]


def read_by(seed: int, lines: int) -> Reader:
    inside, outside = reports(seed, lines)
    reader = Reader(cells(inside), cells(outside))
    quarters_and_directorates(reader)
    columns_and_their_totals(reader)
    the_same_number_twice(reader)
    return reader


@pytest.mark.slow
@pytest.mark.rule("R833", "R920", "R921")
@settings(max_examples=50, report_multiple_bugs=False, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**6), st.sampled_from([3, 12, 30, 60, 150, 400, 900]))
def test_no_hidden_number_can_be_worked_out_from_what_is_shown(seed: int, lines: int) -> None:
    reader = read_by(seed, lines)
    known = {("RB15", "Total", "Number"), ("RB16", "Total", "Number"), ("RD8", "both", "Children's SC")}
    for place in set(reader.worked_out()) - known:
        assert only_an_exact_table_says_it(reader, place), place


def only_an_exact_table_says_it(reader: Reader, place: Place) -> bool:
    """Nothing is left to hide it behind: its column is of one number, and Table 2 or 3 has that number (R921)."""
    others = [other for other in reader.true if other[0] == place[0] and other[2] == place[2] and other != place]
    return place[0] in ("RB4", "RB5", "RB15", "RB16") and all(reader.shown[other] in ("<5", "c") for other in others)


@pytest.mark.rule("R920", "R921")
@settings(max_examples=30, report_multiple_bugs=False, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**6), st.sampled_from([12, 60, 150, 400]))
def test_no_small_number_and_no_percentage_of_few_is_published(seed: int, lines: int) -> None:
    inside, outside = reports(seed, lines)
    true, shown = cells(inside), cells(outside)
    for place, cell in shown.items():
        if place[0] in EXACT or (place[0] == "RB14" and "Mean" in place[1]) or "Working days" in place[1]:
            assert cell == true[place]
        elif isinstance(cell, int):
            assert not 0 < cell < 5, place
        elif "/" in cell and cell[0].isdigit():
            assert not any(0 < int(part) < 5 for part in cell.split("/")), place
    for table in outside.tables:
        for of in (each for row in table.of for each in row if each and table.name not in EXACT):
            part, base = map(int, of.split(" of "))
            assert base >= 10 and not 0 < part < 5, (table.name, of)


@settings(max_examples=30, report_multiple_bugs=False, phases=[Phase.explicit, Phase.generate])
@given(st.integers(0, 10**6), st.sampled_from([60, 150, 400, 900]))
def test_no_percentage_is_the_only_one_hidden_of_those_that_add_up(seed: int, lines: int) -> None:
    _, outside = reports(seed, lines)
    shown = cells(outside)
    outcomes = [place for place in shown if place[0] == "RD10"]
    bands = [[("RD13", band, year) for band in ("0-20", "20+")] for year in YEARS[2:]]
    rows = {place[1] for place in shown if place[0] == "RD2" and "%" in place[1]}
    quarters = [[("RD2", row, head) for head in (*QUARTERS, "Totals")] for row in rows]
    for group in (outcomes, *bands, *quarters):
        assert [shown[place] for place in group].count("c") != 1, group


@settings(max_examples=20)
@given(st.integers(0, 10**6))
def test_one_name_never_stands_for_two_numbers(seed: int) -> None:
    seen: dict[Key, int] = {}
    for table in tables.every(book.opened(ledger(seed, 200), COUNCIL, YEAR)):
        for cell in (cell for row in table.rows for cell in row.cells):
            for key, number in named(cell):
                assert seen.setdefault(key, number) == number, key


def named(cell: Figure) -> list[tuple[Key, int]]:
    match cell:
        case Count(number, key):
            return [(key, number)]
        case Percent(part, base, key, base_key):
            return [(key, part), (base_key, base)]
        case OutOf(part, whole):
            return [(part.key, part.number), (whole.key, whole.number)]
        case _:
            return []


@pytest.mark.rule("R924")
def test_an_internal_report_is_exact_and_says_so() -> None:
    inside, outside = reports(3, 150)
    assert not [cell for cell in cells(inside).values() if cell in ("<5", "c")]
    assert inside.note.startswith("Internal") and not outside.note.startswith("Internal")


@pytest.mark.rule("R922")
def test_a_public_report_quotes_only_who_lets_us_and_has_no_figures_in_its_notes() -> None:
    _, outside = reports(3, 150)
    notes = [note for table in outside.tables for note in table.notes]
    assert not [note for note in notes if re.search(r"\d", re.sub(r"than 100|to 100|Stage \d|\d{4}-\d\d", "", note))]
