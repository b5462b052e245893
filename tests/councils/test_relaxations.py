"""The emergency switch as it stands in a council's file: what is read; what is refused, by file, line and key."""

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from casework import clocks
from run.config import COUNCILS, Misconfigured, load_council

ROW = """
relaxations:
  first_lockdown:
    first: 2020-03-24
    last: 2020-06-30
    lengths: {s1_statutory: 20, corp_s1: 20}
    closed: false
    reason: the first national lockdown
    decided_by: the director
    decided: 2020-03-23
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the profiles that a test may add to."""
    for path in COUNCILS.glob("*.yaml"):
        shutil.copy(path, tmp_path)
    return tmp_path


def add(folder: Path, name: str, row: str) -> None:
    """The row at the end of that council's file."""
    path = folder / f"{name}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + row, encoding="utf-8")


def refused(folder: Path, row: str) -> str:
    """What is said at the start when that row stands in a council's file."""
    add(folder, "bnes", row)
    with pytest.raises(Misconfigured) as wrong:
        load_council("bnes", folder)
    return str(wrong.value)


def test_no_council_comes_with_its_times_relaxed() -> None:
    assert not any(load_council(name).relaxations for name in ("bnes", "dorset", "code"))


@pytest.mark.rule("R303")
def test_a_row_in_a_councils_file_relaxes_its_times(folder: Path) -> None:
    add(folder, "bnes", ROW)
    council = load_council("bnes", folder)
    assert clocks.start(council, "s1_statutory", date(2020, 4, 27)).due == date(2020, 5, 27)
    assert clocks.start(council, "corp_s1", date(2020, 4, 27)).due == date(2020, 5, 27)
    assert clocks.start(council, "s1_statutory", date(2020, 7, 1)).due == date(2020, 7, 15)


@pytest.mark.rule("R405")
def test_a_closed_team_is_closed_to_corporate_complaints_alone(folder: Path) -> None:
    row = ROW.replace("    lengths: {s1_statutory: 20, corp_s1: 20}\n", "").replace("false", "true")
    add(folder, "dorset", row)
    dorset = load_council("dorset", folder)
    assert dorset.calendars["COUNCIL"].holidays[date(2020, 4, 1)] == "the first national lockdown"
    assert date(2020, 4, 4) not in dorset.calendars["COUNCIL"].holidays, "Saturdays are closed anyway"
    assert dorset.calendars["COUNCIL"].holidays[date(2020, 4, 10)] == "Good Friday"
    assert date(2020, 4, 1) not in dorset.calendars["EW"].holidays


def test_the_example_in_the_file_to_copy_works_once_it_is_uncommented(folder: Path) -> None:
    path = folder / "code.yaml"
    before, example = path.read_text(encoding="utf-8").split("# relaxations:\n")
    uncommented = re.sub(r"^# ", "", example, flags=re.MULTILINE)
    path.write_text(f"{before}relaxations:\n{uncommented}", encoding="utf-8")
    lengths = load_council("code", folder).relaxations["first_lockdown"].lengths
    assert lengths == {"s1_statutory": 20, "corp_s1": 20, "corp_review": 40}


@pytest.mark.parametrize(
    ("there", "instead", "said"),
    [
        ("s1_statutory: 20", "s1_statutory: 30", "relaxations.first_lockdown.lengths.s1_statutory: law allows 20"),
        ("s1_statutory: 20", "foi: 30", "relaxations.first_lockdown.lengths.foi: fixed by law"),
        ("s1_statutory: 20", "grandfather: 30", "relaxations.first_lockdown.lengths.grandfather: no clock"),
        (
            "s1_statutory: 20",
            "s1_statutory: long",
            "relaxations.first_lockdown.lengths.s1_statutory: expected a whole number",
        ),
        ("last: 2020-06-30", "last: 2020-03-01", "relaxations.first_lockdown: expected last no earlier than first"),
        (
            "decided: 2020-03-23",
            "decided: 2020-07-01",
            "relaxations.first_lockdown: expected decided no later than first",
        ),
        ("reason: the first national lockdown", "reason: ''", "relaxations.first_lockdown: expected a reason"),
        ("    reason: the first national lockdown\n", "", "relaxations.first_lockdown.reason: this key must be there"),
        ("lengths: {s1_statutory: 20, corp_s1: 20}", "lengths: {}", "relaxations.first_lockdown: expected lengths, or"),
        ("closed: false", "close: true", "relaxations.first_lockdown.close: nobody declared this key; expected closed"),
        ("  first_lockdown:", "  name: x\n  first_lockdown:", "relaxations.name: expected keys and values"),
    ],
)
def test_a_row_that_cannot_be_is_named_by_file_line_and_key(folder: Path, there: str, instead: str, said: str) -> None:
    wrong = refused(folder, ROW.replace(there, instead))
    assert said in wrong
    assert re.search(r"bnes\.yaml, line \d+, relaxations", wrong)
