"""`heard demo`: a made-up council's weeks, played by the doors that real ones come in by, in a store of their own."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from casework.councils import Council, Role
from casework.moves import BY_NAME
from casework.moves.rows import NEXT
from casework.opening import course_of
from run.demo import rows
from run.demo.desk import ALARMS, AT_A_CONTACT
from run.demo.rows import Story
from tests import build
from tests.run.asking import Answered, heard


def demo(folder: Path, *more: str) -> Answered:
    return heard("demo", "--folder", str(folder), *more)


def test_every_decision_of_the_rows_names_somebody_who_works_there_and_a_step_that_there_is() -> None:
    found = rows.load()
    staff, steps = {each.id for each in found.staff}, {*BY_NAME, ALARMS, *AT_A_CONTACT}
    for story in found.stories:
        assert {each.by for each in story.steps} <= staff, story.name
        assert {each.does for each in story.steps} <= steps, story.name


def _comes_by(story: Story, council: Council) -> Iterator[tuple[str, str]]:
    """Each course and stage that a story's steps open."""
    opened = [step for step in story.steps if step.does == "open"]
    for step in opened:
        decision = build.a_decision("open", "2026-03-03 10:00", step.by, Role.CO, **step.facts)
        course = course_of(decision, council)
        at = course.stages[0]
        yield course.name, at.name
        for opens in (BY_NAME[each.does].opens for each in story.steps if each.does in BY_NAME):
            if opens == NEXT:
                at = next(each for each in course.stages if each.name == at.next)
                yield course.name, at.name
            elif opens:
                yield opens, opens


@pytest.mark.parametrize("profile", ["bnes", "dorset", "code"])
def test_the_stories_bring_a_case_to_every_stage_of_every_procedure(profile: str) -> None:
    council = build.profile(profile)
    found = {each for story in rows.load().stories for each in _comes_by(story, council)}
    every = {(course.name, stage.name) for course in council.procedures.values() for stage in course.stages}
    assert every - found == set()


def stored(folder: Path) -> list[tuple[object, ...]]:
    """What came in and became of it, with every date."""
    with closing(sqlite3.connect(folder / "heard.db")) as db:
        contacts = "select reference, channel, received, standing from contacts order by 1"
        cases = "select reference, procedure, received, opened, state, settled from cases order by 1"
        return [*db.execute(contacts), *db.execute(cases)]


@pytest.mark.slow
def test_the_same_seed_and_day_give_the_same_weeks_and_another_seed_other_references(tmp_path: Path) -> None:
    day = ("--weeks", "1", "--until", "2026-03-13")
    for name, seed in (("one", "7"), ("again", "7"), ("other", "8")):
        assert demo(tmp_path / name, *day, "--seed", seed).code == 0
    one, again, other = (stored(tmp_path / name) for name in ("one", "again", "other"))
    assert one == again and len(one) > 10
    assert {row[0] for row in one} != {row[0] for row in other}
    assert sorted(map(str, (row[1:] for row in one))) == sorted(map(str, (row[1:] for row in other)))


@pytest.mark.slow
def test_two_weeks_are_played_through_the_doors_and_end_with_a_report_whose_sums_hold(tmp_path: Path) -> None:
    played = demo(tmp_path / "demo", "--weeks", "2")
    told = played.out
    assert played.code == 0
    assert "sums hold" in told and "waiting in the tray" in told and "heard run --config" in told
    assert "did not allow" not in told, "what the made-up staff do is what the rules let them do"
    assert ", 1 alarms open" in told, "each alarm is answered, but for the one that is there to be seen"
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
