"""`heard demo`: a made-up council's weeks, played by the doors that real ones come in by, in a store of their own."""

import json
from pathlib import Path

import pytest

from run.demo import rows
from tests.run.asking import Answered, heard


def demo(folder: Path, *more: str) -> Answered:
    return heard("demo", "--folder", str(folder), *more)


def test_every_decision_of_the_rows_names_somebody_who_works_there_and_a_step_that_there_is() -> None:
    from casework.moves import BY_NAME
    from run.demo.desk import ALARMS, AT_A_CONTACT

    found = rows.load()
    staff, steps = {each.id for each in found.staff}, {*BY_NAME, ALARMS, *AT_A_CONTACT}
    for story in found.stories:
        assert {each.by for each in story.steps} <= staff, story.name
        assert {each.does for each in story.steps} <= steps, story.name


@pytest.mark.slow
def test_two_weeks_are_played_through_the_doors_and_end_with_a_report_whose_sums_hold(tmp_path: Path) -> None:
    played = demo(tmp_path / "demo", "--weeks", "2")
    told = played.out
    assert played.code == 0
    assert "sums hold" in told and "waiting in the tray" in told and "heard run --config" in told
    tables = json.loads((tmp_path / "demo/report/tables.json").read_text())
    assert tables["checks"] and all(each["holds"] for each in tables["checks"])
    assert list((tmp_path / "demo/outbox").iterdir()), "what was said to people is there to be read"


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "heard.db").write_bytes(b"somebody's")
    refused = demo(tmp_path)
    assert refused.code == 1 and "left as it is" in refused.wrong
    assert [each.name for each in tmp_path.iterdir()] == ["heard.db"]


def test_weeks_that_nobody_can_play_are_wrong_use(tmp_path: Path) -> None:
    assert demo(tmp_path, "--weeks", "0").code == 2
