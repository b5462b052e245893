"""A case handed to another manager: who is listed, that it stays until taken, and who says that it is not theirs."""

from dataclasses import replace
from datetime import date

import pytest

from casework.choices import Act
from casework.councils import Role, Staff, with_staff
from casework.messages import Channel
from casework.staff_answers import asks
from tests import build
from tests.casework import pressing
from tests.casework.pressing import Room

THREE_LEFT = "2026-03-11 09:00"


def with_more_managers() -> Room:
    """Six more managers, whose team is another one; the managers of the case have been chased."""
    more = tuple(
        Staff(f"{first.lower()}", f"{first} Fox", frozenset({Role.RM}), f"{first.lower()}@council.example",
              manager="bea" if first == "Ann" else "")
        for first in ("Ann", "Bea", "Cay", "Dov", "Eli", "Fay")
    )  # fmt: skip
    more = tuple(replace(each, chat="911") if each.id == "ann" else each for each in more)
    pressing.CHATS["ann"] = "911"
    room = Room()
    room.council = with_staff(room.council, (*room.council.staff, *more))
    room.chase(THREE_LEFT)
    return room


@pytest.mark.rule("R620")
def test_a_case_stays_with_its_manager_until_the_other_takes_it() -> None:
    room = with_more_managers()
    room.press("priya", Act.REASSIGN, THREE_LEFT)
    listed = room.stood("priya").letter.facts
    assert listed["people"].split("\n") == ["Tom Reed", "Ann Fox", "Bea Fox", "Cay Fox", "Dov Fox", "Eli Fox"]
    told = room.press("priya", Act.SEVERAL, THREE_LEFT, place=1)
    assert (room.case.handler, room.shows("priya"), room.shows("tom")) == ("priya", "staff.noted", "staff.already")
    assert [(each.staff, each.words) for each in told if each.to.channel is Channel.EMAIL] == [("ann", "staff.offered")]
    told = room.press("ann", Act.ACCEPT, "2026-03-11 12:00")
    assert room.case.handler == "ann"
    assert [each.staff for each in told if each.words.startswith("staff.assigned")] == [
        "ann", "ann", "tom", "tom",
    ], "each by email and in a chat"  # fmt: skip
    assert room.shows("ann") == "staff.already"


def test_more_lists_the_next_six_and_then_the_first_again() -> None:
    room = with_more_managers()
    for expected in ("Tom Reed", "Fay Fox", "Tom Reed"):
        room.press("priya", Act.REASSIGN if room.shows("priya") == "staff.chase_3_days" else Act.MORE, THREE_LEFT)
        assert room.stood("priya").letter.facts["people"].split("\n")[0] == expected


def test_whoever_is_offered_a_case_can_say_that_it_is_not_theirs() -> None:
    room = with_more_managers()
    room.press("priya", Act.REASSIGN, THREE_LEFT)
    room.press("priya", Act.SEVERAL, THREE_LEFT, place=1)
    told = room.press("ann", Act.NOT_MINE, "2026-03-11 12:00")
    assert {each.staff for each in told if each.words == "staff.not_taken"} == {"priya"}
    assert room.case.handler == "priya"
    room.push("ann", Act.ACCEPT, "2026-03-11 13:00", room.stood("ann", "staff.offered"))
    assert room.case.handler == "priya", "said once"


@pytest.mark.rule("R602")
def test_nobody_complained_of_and_nobody_over_them_is_listed_or_can_answer() -> None:
    room = with_more_managers()
    room.case = replace(room.case, excluded=frozenset({"ann"}))
    people = {each.id for each in asks.likely(room.case, room.council, date(2026, 3, 11))}
    assert "ann" not in people and "bea" not in people, "Bea is Ann's manager"
    room.press("priya", Act.REASSIGN, THREE_LEFT)
    listed = room.stood("priya").letter.facts["codes"].split("\n")
    assert {"ann", "bea", "priya"}.isdisjoint(listed)


def test_who_is_away_is_not_listed() -> None:
    room = with_more_managers()
    day = date(2026, 3, 11)
    away = tuple(replace(each, away=((day, day),)) if each.id == "ann" else each for each in room.council.staff)
    assert "ann" not in {each.id for each in asks.likely(room.case, with_staff(room.council, away), day)}


@pytest.mark.rule("R620", "R602")
def test_a_manager_who_was_involved_says_so_and_the_complaints_team_finds_another() -> None:
    room = Room()
    room.take(build.opened(room.council, when="2026-03-03 10:00"))
    told = room.press("priya", Act.NOT_MINE, "2026-03-03 10:30", words="staff.assigned")
    task = next(each for each in told if each.words == "staff.step_due")
    assert (task.staff, task.facts["step_plain"]) == ("mina", "choosing another manager")
    assert room.case.handler == "priya", "a person decides"
