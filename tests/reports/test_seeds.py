"""Both councils' reports come out of their ledgers: every printed number, or ours with the printed one beside it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from casework.councils import Council, PercentTotal
from reports import book, publish
from reports.periods import Period
from reports.publish import Snapshot
from run.config import load_council
from store.ledger import reading
from tests.reports import ledgers
from tests.reports.seeds import bnes, dorset
from tests.reports.seeds.printed import BNES, BNES_DIFFERS, DORSET, DORSET_DIFFERS, Place

SEEDS = Path(__file__).parent / "seeds"
YEAR = Period(date(2020, 4, 1), date(2021, 3, 31))


def report(council: Council) -> Snapshot:
    found = reading.folder(SEEDS / f"seed-{council.name}", council.name)
    assert found.bad == []
    opened = book.opened(found.ledger(), council, YEAR)
    return publish.snapshot(opened, public=False, made=datetime(2021, 5, 1, tzinfo=UTC), version="1")


@cache
def ours(name: str) -> dict[Place, str]:
    return cells(report(load_council(name)))


def cells(snapshot: Snapshot) -> dict[Place, str]:
    return {
        (table.name, str(row[0]), at): str(cell)
        for table in snapshot.tables
        for row in table.rows
        for at, cell in enumerate(row)
        if at
    }


def printed(text: str) -> dict[Place, str]:
    """Every cell that a report prints."""
    found: dict[Place, str] = {}
    for line in text.strip().splitlines():
        table, _, rest = line.partition(" ")
        label, _, values = rest.partition(" | ")
        found |= {(table, label, at): value for at, value in enumerate(values.split(), start=1) if value != "-"}
    return found


@pytest.mark.parametrize(
    ("name", "text", "differs", "counted"),
    [("bnes", BNES, BNES_DIFFERS, (139, 14)), ("dorset", DORSET, DORSET_DIFFERS, (358, 16))],
)
@pytest.mark.rule("R817", "R818", "R825", "R826", "R827", "R830")
def test_every_printed_cell_comes_out_or_stands_beside_ours(
    name: str, text: str, differs: Mapping[Place, tuple[str, str, str]], counted: tuple[int, int]
) -> None:
    every, found = printed(text), ours(name)
    other = {
        place: (cell, found.get(place, "(no such cell)")) for place, cell in every.items() if found.get(place) != cell
    }
    assert other == {place: (theirs, mine) for place, (theirs, mine, _) in differs.items()}
    assert (len(every), len(other)) == counted


@pytest.mark.rule("R825")
def test_the_mean_of_quarters_gives_every_year_percentage_that_dorset_prints_of_its_four_known_directorates() -> None:
    council = load_council("dorset")
    council = replace(council, choices=replace(council.choices, percent_total=PercentTotal.D_COMPAT))
    found = cells(report(council))
    known = ("Adults Social Care", "Place", "Children's SC", "Children's Non-SC")
    every = {p: cell for p, cell in printed(DORSET).items() if p[2] == 5 and "%" in p[1] and p[1].startswith(known)}
    assert len(every) == 12
    assert {place: found[place] for place in every} == every


@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.rule("R816")
def test_every_sum_of_both_reports_holds(name: str) -> None:
    assert [check for check in report(load_council(name)).checks if not check.holds] == []


@pytest.mark.parametrize(("name", "files"), [("bnes", bnes.files()), ("dorset", dorset.files())])
def test_the_ledgers_are_what_their_script_makes(
    tmp_path: Path, name: str, files: dict[str, list[ledgers.Record]]
) -> None:
    ledgers.write(tmp_path, files)
    for path in sorted(tmp_path.iterdir()):
        assert path.read_bytes() == (SEEDS / f"seed-{name}" / path.name).read_bytes()
