"""What a council brings is kept once, whole or not at all, and goes out as it came in."""

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from casework.records.ledger import Ledger
from store.ledger import keeping, reading
from store.ledger.keeping import Kept
from tests.reports import ledgers

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def cells(folder: Path, council: str = "bnes") -> dict[str, list[reading.Cells]]:
    found = reading.folder(folder, council)
    assert found.bad == []
    return {name: [line.cells for line in lines] for name, lines in found.lines.items()}


@pytest.mark.parametrize("seed", [1, 2])
def test_what_goes_out_is_what_came_in_and_bringing_it_back_changes_nothing(
    engine: Engine, tmp_path: Path, seed: int
) -> None:
    files = ledgers.make(seed, 120)
    brought = ledgers.write(tmp_path / "in", files)
    with engine.begin() as db:
        kept = keeping.keep(db, "bnes", cells(brought), NOON)
        assert {name: each.new for name, each in kept.items()} == {name: len(each) for name, each in files.items()}
        keeping.write(db, "bnes", tmp_path / "out")
        for name in files:
            assert (tmp_path / "out" / f"{name}.csv").read_bytes() == (brought / f"{name}.csv").read_bytes()
        again = keeping.keep(db, "bnes", cells(tmp_path / "out"), NOON + timedelta(days=1))
        assert not [each for each in again.values() if each.new or each.changed]
        assert keeping.changed_at(db, "bnes") == NOON
        assert keeping.read(db, "bnes") == reading.folder(brought, "bnes").ledger()


def test_a_line_that_says_something_new_takes_the_place_of_the_old_one(engine: Engine, tmp_path: Path) -> None:
    files = ledgers.make(3, 40)
    first = cells(ledgers.write(tmp_path / "first", files))
    files["stages"][7]["subject"] = "corrected"
    files["stages"].append({**files["stages"][8], "case": "BN-new"})
    second = cells(ledgers.write(tmp_path / "second", files))
    with engine.begin() as db:
        keeping.keep(db, "bnes", first, NOON)
        kept = keeping.keep(db, "bnes", second, NOON + timedelta(days=1))
        assert kept["stages"] == Kept(41, 1, 1)
        assert keeping.read(db, "bnes") == reading.folder(tmp_path / "second", "bnes").ledger()
        assert keeping.changed_at(db, "bnes") == NOON + timedelta(days=1)


def test_two_councils_ledgers_are_apart(engine: Engine, tmp_path: Path) -> None:
    ours = cells(ledgers.write(tmp_path / "bnes", ledgers.make(1, 30, "bnes")))
    theirs = cells(ledgers.write(tmp_path / "dorset", ledgers.make(1, 30, "dorset")), "dorset")
    with engine.begin() as db:
        keeping.keep(db, "bnes", ours, NOON)
        assert keeping.read(db, "dorset") == Ledger() and keeping.changed_at(db, "dorset") is None
        keeping.keep(db, "dorset", theirs, NOON)
        assert {line.council for line in keeping.read(db, "bnes").stages} <= {"bnes", ""}


def test_what_fails_on_the_way_keeps_nothing(engine: Engine, tmp_path: Path) -> None:
    brought = cells(ledgers.write(tmp_path / "in", ledgers.make(1, 60)))

    def fails(done: int, whole: int) -> None:
        raise OSError(done, whole)

    with pytest.raises(OSError), engine.begin() as db:  # noqa: PT011 any fault does
        keeping.keep(db, "bnes", brought, NOON, fails)
    with engine.begin() as db:
        assert keeping.read(db, "bnes") == Ledger()


def test_how_far_it_is_is_told_and_ends_at_the_end(engine: Engine, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    folder = ledgers.write(tmp_path / "in", ledgers.make(1, 60))
    with engine.begin() as db:
        keeping.keep(db, "bnes", cells(folder), NOON, lambda done, whole: told.append((done, whole)))
    reading.folder(folder, "bnes", lambda done, whole: told.append((done, whole)))
    assert all(done <= whole for done, whole in told) and told[-1][0] == told[-1][1]


def test_what_a_spreadsheet_would_run_goes_out_as_words_and_comes_back_as_it_was(
    engine: Engine, tmp_path: Path
) -> None:
    hostile = ["=HYPERLINK(1)", "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(1)", "\t=1", "\N{FULLWIDTH EQUALS SIGN}1", "'=1"]
    plain = ["-", "+44", "-5%", "'tis late", "late = never"]
    files = {"stages": ledgers.make(4, 40)["stages"][: len(hostile + plain)]}
    for row, said in zip(files["stages"], hostile + plain, strict=True):
        row["subject"] = said
    brought = cells(ledgers.write(tmp_path / "in", files))
    with engine.begin() as db:
        keeping.keep(db, "bnes", brought, NOON)
        keeping.write(db, "bnes", tmp_path / "out")
        with (tmp_path / "out" / "stages.csv").open(encoding="utf-8", newline="") as out:
            went = [row["subject"] for row in csv.DictReader(out)]
        assert went == [f"'{each.removeprefix(chr(39))}" for each in hostile] + plain
        again = keeping.keep(db, "bnes", cells(tmp_path / "out"), NOON)
        assert not [each for each in again.values() if each.new or each.changed]
