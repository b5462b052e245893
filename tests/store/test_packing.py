"""The lines of a published report, by whose names what was forgotten is found again in them."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import Engine

from casework.changes import Change
from casework.labels import Kind
from casework.records.cells import as_written
from store import changes, published
from store.ledger import entering, keeping, packing
from store.ledger.columns import FILES
from store.published import Report
from store.retention.words import CASE
from tests.store.test_retention import COUNCIL, NOON, YEARS_LATER, closed, forget


def texts(raw: bytes | None) -> list[str]:
    """What the compliments say."""
    assert raw is not None
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        return [row["text"] for row in csv.DictReader(io.StringIO(whole.read("compliments.csv").decode()))]


def test_a_line_that_a_spreadsheet_would_run_is_packed_as_words_and_read_back_as_it_was() -> None:
    typed = ("2026-03-02", "bnes", "", "", "", "", "=cmd|'/c calc'!A1", "")
    raw = packing.packed([(FILES["compliments"], [("line/1", typed)])])["ledger.zip"]
    assert texts(raw) == [f"'{typed[6]}"] and as_written(texts(raw)[0]) == typed[6]


@pytest.mark.rule("R807", "R922")
def test_thanks_whose_words_changed_after_they_were_published_go_too_though_their_line_names_no_case(
    engine: Engine,
) -> None:
    def thanks(text: str, **other: Any) -> Any:
        given = closed(kind=Kind.COMPLIMENT, **other)
        return replace(given, issues=(replace(given.issues[0], text=text),))

    theirs, others = thanks("Kit Moss stayed late."), thanks("Jo rang.")
    later = replace(theirs, issues=thanks("They stayed.").issues, version=1)
    with engine.begin() as db:
        changes.save(db, Change(cases=(theirs, others)), NOON)
        entering.up_to_date(db, COUNCIL, NOON)
        report = Report(0, NOON, "dan", "bnes", date(2025, 4, 1), date(2026, 3, 31), public=True, ours=True, says={})
        number = published.keep(db, "bnes", report, keeping.packed(db, "bnes"))
        changes.save(db, Change(cases=(later,)), NOON)
        assert texts(published.file(db, "bnes", number, "ledger.zip")) == ["Kit Moss stayed late.", "Jo rang."]
        assert not forget(db, CASE, theirs.reference, YEARS_LATER, "compliment").kept
        assert texts(published.file(db, "bnes", number, "ledger.zip")) == ["", "Jo rang."]
