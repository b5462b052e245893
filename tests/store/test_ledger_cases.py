"""A spreadsheet's matters are real cases, and cases are in the figures: one matter, one line, wherever it began."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from casework.cases import State
from casework.chase import chase
from casework.councils import Role
from casework.decide import decide
from casework.records.imported import MARK
from casework.records.ledger import Stage, StageLine
from store import cases, changes, due, finding
from store.database import Connection
from store.ledger import bringing, entering, keeping, reading
from store.ledger.bringing import Brought
from store.ledger.columns import FILES
from tests.build import a_decision, opened, profile
from tests.reports import ledgers

COUNCIL = profile("bnes")
NOW = datetime(2026, 3, 16, 9, tzinfo=UTC)
OPEN = {
    "case": "OLD/2026 7", "council": "bnes", "kind": "complaint", "procedure": "statutory", "stage": "stage1",
    "received": "2026-03-02", "day_0": "2026-03-02", "sender": "parent", "team": "North", "method": "letter",
    "category_b": "quality_of_service", "service": "child_in_care",
}  # fmt: skip
CLOSED = {**OPEN, "case": "OLD-1", "received": "2020-05-01", "day_0": "2020-05-01", "responded": "2020-05-20",
          "closed": "2020-05-20", "closure": "resolved", "outcome": "upheld", "team": "South"}  # fmt: skip


def brought(db: Connection, folder: Path, *rows: dict[str, str], now: datetime = NOW) -> Brought:
    folder.mkdir(exist_ok=True)
    every = [column.name for column in FILES["stages"].columns]
    text = "\n".join([",".join(every), *(",".join(row.get(each, "") for each in every) for row in rows)])
    (folder / "stages.csv").write_text(text + "\n")
    found = reading.folder(folder, "bnes")
    assert found.bad == []
    keeping.keep(db, "bnes", {"stages": [line.cells for line in found.lines["stages"]]}, now)
    return bringing.bring(db, COUNCIL, {row["case"] for row in rows}, now)


def line(db: Connection, reference: str, stage: Stage = Stage.STAGE1) -> StageLine:
    (found,) = [each for each in keeping.read(db, "bnes").stages if (each.case, each.stage) == (reference, stage)]
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_matters_that_nobody_touched_go_out_as_they_came_in(engine: Engine, tmp_path: Path, seed: int) -> None:
    files = ledgers.make(seed, 150)
    there = ledgers.write(tmp_path / "in", files)
    found = reading.folder(there, "bnes")
    with engine.begin() as db:
        keeping.keep(db, "bnes", {name: [each.cells for each in lines] for name, lines in found.lines.items()}, NOW)
        made = bringing.bring(db, COUNCIL, {each.case for each in found.ledger().stages}, NOW)
        assert 50 < made.new <= len({each.case for each in found.ledger().stages})
        assert entering.up_to_date(db, COUNCIL, NOW) == 0
        keeping.write(db, "bnes", tmp_path / "out")
    for name in files:
        assert (tmp_path / "out" / f"{name}.csv").read_bytes() == (there / f"{name}.csv").read_bytes()


def test_an_open_line_is_a_case_that_is_chased(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as db:
        assert brought(db, tmp_path / "in", OPEN) == Brought(1, 0)
        (case,) = due.take_cases(db, "bnes", [each.name for each in due.first(db, "bnes", NOW, 10)]).values()
        assert (case.reference, case.state, MARK in case.marks) == ("OLD/2026 7", State.OPEN, True)
        assert case.clocks[0].due.isoformat() == "2026-03-16"
        late = datetime(2026, 3, 17, 9, tzinfo=UTC)
        assert {letter.about for letter in chase(case, COUNCIL, late).letters} == {"OLD/2026 7"}


def test_a_matter_that_came_in_a_spreadsheet_is_found_by_its_number(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as db:
        brought(db, tmp_path / "in", OPEN, CLOSED)
        for asked in (OPEN["case"], CLOSED["case"]):
            assert [each.reference for each in finding.search(db, "bnes", asked, limit=5)] == [asked]


def test_a_closed_line_is_a_case_that_goes_further_and_keeps_what_only_the_spreadsheet_knew(
    engine: Engine, tmp_path: Path
) -> None:
    with engine.begin() as db:
        brought(db, tmp_path / "in", CLOSED)
        case = cases.one(db, "bnes", "OLD-1")
        assert case is not None and case.state is State.CLOSED and case.finished
        decision = a_decision("ombudsman_contact", "2026-03-12 10:00", "mina", Role.CO, sent_date="2026-03-10")
        changes.save(db, decide(case, decision, COUNCIL), NOW)
        assert entering.up_to_date(db, COUNCIL, NOW) == 1
        first, beside = line(db, "OLD-1"), line(db, "OLD-1", Stage.OMBUDSMAN)
        assert (first.team, first.outcome) == (("South",), "upheld")
        assert beside.received.isoformat() == "2026-03-10"
        assert entering.up_to_date(db, COUNCIL, NOW) == 0


def test_a_case_of_the_desks_is_in_the_figures_and_a_spreadsheet_does_not_undo_it(
    engine: Engine, tmp_path: Path
) -> None:
    change = opened(COUNCIL)
    reference = change.cases[0].reference
    with engine.begin() as db:
        changes.save(db, change, NOW)
        assert entering.up_to_date(db, COUNCIL, NOW) == 1
        assert line(db, reference).received.isoformat() == "2026-03-02"
        assert brought(db, tmp_path / "in", {**CLOSED, "case": reference}) == Brought(0, 0)
        case = cases.one(db, "bnes", reference)
        assert case is not None and case.state is State.OPEN


def test_a_corrected_line_makes_its_case_again_while_nobody_has_touched_it(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as db:
        brought(db, tmp_path / "in", OPEN)
        corrected = {**OPEN, "responded": "2026-03-10", "closed": "2026-03-10", "closure": "resolved"}
        assert brought(db, tmp_path / "again", corrected) == Brought(0, 1)
        case = cases.one(db, "bnes", "OLD/2026 7")
        assert case is not None and case.state is State.CLOSED


def test_what_names_no_procedure_stays_a_line(engine: Engine, tmp_path: Path) -> None:
    with engine.begin() as db:
        assert brought(db, tmp_path / "in", {**OPEN, "procedure": ""}, {**OPEN, "case": "OLD-2"}) == Brought(1, 0)
