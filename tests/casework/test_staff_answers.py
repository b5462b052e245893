"""What staff answer to a chase, where they get it: each button, who hears of it, and what it never does."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import State, clock
from casework.choices import Act
from casework.councils import Role, with_staff
from casework.staff_answers import records
from tests import build
from tests.casework.pressing import Room, to

pytestmark = pytest.mark.rule("R604")

THREE_LEFT, TWO_LEFT, ONE_LEFT, DUE, LATE = (
    "2026-03-11 09:00", "2026-03-12 09:00", "2026-03-13 09:00", "2026-03-16 09:30", "2026-03-17 09:00"
)  # fmt: skip


@pytest.fixture
def room() -> Room:
    """A case of which the managers were told three working days before the date."""
    room = Room()
    assert to(room.chase(THREE_LEFT)) == dict.fromkeys(("priya", "tom", "dan"), "staff.chase_3_days")
    return room


@pytest.mark.rule("R623", "R274")
def test_more_time_is_asked_of_the_complaints_manager_and_everybody_elses_buttons_go(room: Room) -> None:
    room.press("priya", Act.EXTEND, THREE_LEFT)
    asked = room.stood("priya").letter
    assert (asked.words, asked.facts["extend_max"]) == ("staff.extend_ask", "Monday 30 March")
    assert asked.facts["reasons"].split("\n") == ["Complex", "Advocate asked for", "Not enough staff"]
    told = room.press("priya", Act.SEVERAL, "2026-03-11 09:05", place=1)
    by_words = {words: [each.staff for each in told if each.words == words] for words in {each.words for each in told}}
    assert (by_words["staff.noted"], by_words["staff.already"]) == (["priya"], ["tom", "dan"])
    assert by_words["staff.more_time_asked"] == ["dan", "dan"], "by email and in the chat"
    assert clock(room.case, "s1_statutory").due == date(2026, 3, 16)  # type: ignore[union-attr]
    already = room.stood("tom").letter.facts
    assert (already["acted_by"], already["acted_at"], already["action_done"]) == (
        "Priya",
        "9.05am",
        "waiting for more time",
    )


@pytest.mark.rule("R274")
def test_the_date_moves_when_the_complaints_manager_agrees_and_the_letter_is_written_with_it(room: Room) -> None:
    asked_for_more_time(room)
    told = room.press("dan", Act.YES, "2026-03-11 10:00", words="staff.more_time_asked")
    running = clock(room.case, "s1_statutory")
    assert running is not None and (running.due, running.extended) == (date(2026, 3, 30), True)
    outside = [each for each in told if not each.staff]
    assert [each.words for each in outside] == ["email.hold_adult"]
    assert outside[0].facts["reason_plain"] == "you asked for an advocate, and they need time to help you"
    agreed = [each for each in told if each.words == "staff.more_time_agreed"]
    assert {(each.staff, each.facts["due_date"]) for each in agreed} == {("priya", "Monday 30 March")}
    extension = next(each for each in room.case.decisions if each.move == "extend")
    assert (extension.by, extension.role, extension.facts["reason"]) == ("dan", Role.CM, "advocate_requested")


def test_if_the_complaints_manager_says_no_the_date_stands_and_nobody_outside_hears_of_it(room: Room) -> None:
    asked_for_more_time(room)
    told = room.press("dan", Act.NO, "2026-03-11 10:00", words="staff.more_time_asked")
    assert clock(room.case, "s1_statutory").due == date(2026, 3, 16)  # type: ignore[union-attr]
    assert {each.words for each in told} == {"staff.more_time_refused", "staff.already"}
    room.press("dan", Act.YES, "2026-03-11 10:01", words="staff.more_time_asked")
    assert room.shows("dan") == "staff.already", "asked and answered once"
    assert not clock(room.case, "s1_statutory").extended  # type: ignore[union-attr]


@pytest.mark.rule("R274")
def test_only_the_complaints_manager_or_their_stand_in_can_agree(room: Room) -> None:
    asked_for_more_time(room)
    question = room.stood("dan", "staff.more_time_asked")
    room.push("tom", Act.YES, "2026-03-11 10:00", question)
    assert not clock(room.case, "s1_statutory").extended  # type: ignore[union-attr]


@pytest.mark.rule("R274", "R363")
def test_after_the_due_date_no_more_time_can_be_asked_for(room: Room) -> None:
    room.chase(DUE)
    room.press("priya", Act.EXTEND, "2026-03-16 17:00")
    assert room.shows("priya") == "staff.extend_ask"
    room.press("priya", Act.SEVERAL, "2026-03-17 00:01", place=0)
    assert room.shows("priya") == "staff.extend_denied"
    assert room.answers() == []


@pytest.mark.rule("R408")
def test_at_the_limit_no_more_time_can_be_asked_for(room: Room) -> None:
    asked_for_more_time(room)
    room.press("dan", Act.YES, "2026-03-11 10:00", words="staff.more_time_asked")
    room.chase("2026-03-25 09:00")
    room.press("priya", Act.EXTEND, "2026-03-25 09:30")
    assert room.shows("priya") == "staff.extend_denied"
    assert room.stood("priya").letter.facts["extend_max"] == "Monday 30 March"


@pytest.mark.rule("R609")
def test_done_never_closes_a_case_it_asks_what_is_done(room: Room) -> None:
    room.press("priya", Act.DONE, THREE_LEFT)
    assert room.shows("priya") == "staff.done_ask"
    room.press("priya", Act.YES, THREE_LEFT)
    assert (room.shows("priya"), room.shows("tom")) == ("staff.not_sent", "staff.chase_3_days")
    assert room.case.state is State.OPEN
    room.press("priya", Act.DRAFT, "2026-03-11 09:10")
    assert room.answers() == ["answer_said_to_be_sent", "draft_ready"]
    assert (room.shows("priya"), room.shows("tom")) == ("staff.noted", "staff.already")
    assert room.case.state is State.OPEN
    assert to(room.chase(TWO_LEFT)) == {"priya": "staff.chase_2_days", "tom": "staff.chase_2_days"}, (
        "asked until it has gone"
    )


@pytest.mark.rule("R624")
def test_a_draft_that_is_ready_is_the_officers_to_check(room: Room) -> None:
    room.press("priya", Act.DONE, THREE_LEFT)
    told = room.press("priya", Act.DRAFT, THREE_LEFT)
    task = next(each for each in told if each.words == "staff.step_due")
    assert (task.staff, task.facts["step_plain"], task.facts["next_date"]) == (
        "mina", "checking the draft reply", "Thursday 12 March",
    )  # fmt: skip


def test_back_shows_the_chase_again_with_all_its_buttons(room: Room) -> None:
    first = room.stood("priya")
    for act in (Act.DONE, Act.BACK, Act.REASSIGN, Act.BACK):
        room.press("priya", act, THREE_LEFT)
    again = room.stood("priya")
    assert (again.letter.words, again.letter.facts, again.far_id) == (
        first.letter.words,
        first.letter.facts,
        first.far_id,
    )
    assert room.answers() == []


def test_what_is_put_off_is_asked_again_when_the_office_opens_twice_at_most(room: Room) -> None:
    room.chase(TWO_LEFT)
    room.press("priya", Act.SNOOZE, TWO_LEFT)
    assert (room.shows("priya"), room.shows("tom")) == ("staff.snoozed", "staff.already")
    assert room.stood("priya").letter.facts["snooze_until"] == "8.30am on Friday"
    assert room.case.wake_at == build.at("2026-03-13 08:30")
    assert room.chase("2026-03-13 08:29") == []
    assert to(room.chase("2026-03-13 08:30")) == {"priya": "staff.chase_2_days", "tom": "staff.chase_2_days"}
    assert room.chase(ONE_LEFT) == [], "once"
    room.press("tom", Act.SNOOZE, ONE_LEFT)
    assert room.shows("tom") == "staff.snoozed"
    assert to(room.chase(DUE)) == dict.fromkeys(("priya", "tom", "hana"), "staff.chase_due_today")


def test_a_chase_put_off_until_the_day_of_the_next_is_not_said_twice(room: Room) -> None:
    room.press("priya", Act.SNOOZE, THREE_LEFT)
    assert to(room.chase(TWO_LEFT)) == {"priya": "staff.chase_2_days", "tom": "staff.chase_2_days"}
    room.press("priya", Act.SNOOZE, TWO_LEFT)
    room.chase(ONE_LEFT)
    room.press("priya", Act.SNOOZE, ONE_LEFT)
    assert room.shows("priya") == "staff.snooze_denied", "twice at most"
    assert room.answers() == ["snoozed", "snoozed"]


def test_nothing_is_put_off_from_the_due_date_on(room: Room) -> None:
    room.chase(TWO_LEFT)
    room.push("priya", Act.SNOOZE, DUE, room.stood("priya", "staff.chase_2_days"))
    assert room.shows("priya") == "staff.snooze_denied"
    assert room.answers() == []


def test_no_safety_alert_and_nothing_late_offers_to_wait() -> None:
    from casework.choices import CHOICES

    waits = {words for words, buttons in CHOICES.items() if any(code == Act.SNOOZE for _, code in buttons)}
    assert waits == {"staff.chase_3_days", "staff.chase_2_days"}


def test_an_answer_can_be_taken_back_for_ten_minutes_and_everybody_is_asked_again(room: Room) -> None:
    before = {who: room.stood(who) for who in ("priya", "tom", "dan")}
    asked_for_more_time(room, "2026-03-11 09:05")
    told = room.press("priya", Act.UNDO, "2026-03-11 09:14")
    for who, chased in before.items():
        again = room.stood(who, "staff.chase_3_days")
        assert (again.letter.facts, again.far_id) == (chased.letter.facts, chased.far_id), who
        assert again.letter in told
    assert "staff.undo" in {each.words for each in told if each.staff == "priya"}
    room.push("dan", Act.YES, "2026-03-11 09:20", room.stood("dan", "staff.more_time_asked"))
    assert not clock(room.case, "s1_statutory").extended, "what was taken back was never asked"  # type: ignore[union-attr]
    room.push("priya", Act.EXTEND, "2026-03-11 09:21", room.stood("priya", "staff.chase_3_days"))
    assert room.shows("priya") == "staff.extend_ask"


def test_after_ten_minutes_or_once_somebody_acted_on_it_nothing_is_taken_back(room: Room) -> None:
    asked_for_more_time(room, "2026-03-11 09:05")
    room.press("priya", Act.UNDO, "2026-03-11 09:16")
    assert (room.shows("priya"), room.answers()) == ("staff.already", ["more_time_asked"])
    other = Room()
    other.chase(THREE_LEFT)
    asked_for_more_time(other, "2026-03-11 09:05")
    other.press("dan", Act.YES, "2026-03-11 09:06", words="staff.more_time_asked")
    other.push("priya", Act.UNDO, "2026-03-11 09:07", other.stood("priya", "staff.noted"))
    assert clock(other.case, "s1_statutory").extended  # type: ignore[union-attr]


def test_who_comes_second_is_told_who_was_first_and_changes_nothing(room: Room) -> None:
    stale = room.stood("tom")
    room.press("priya", Act.SNOOZE, "2026-03-11 09:05")
    told = room.push("tom", Act.DONE, "2026-03-11 09:06", stale)
    assert [each.words for each in told] == ["staff.already"]
    assert told[0].facts["acted_by"] == "Priya"
    assert room.answers() == ["snoozed"]


@pytest.mark.rule("R609")
def test_once_the_answer_has_gone_every_button_says_that_it_is_over(room: Room) -> None:
    room.decide("withdraw", "2026-03-11 10:00", why="they said so")
    room.press("priya", Act.DONE, "2026-03-11 10:05")
    assert room.shows("priya") == "staff.moved_on"


def test_every_answer_is_on_the_case_with_who_when_and_from_where(room: Room) -> None:
    room.press("priya", Act.SNOOZE, "2026-03-11 09:05")
    noted = room.case.decisions[-1]
    assert (noted.by, noted.role, noted.at, noted.facts["where"]) == (
        "priya", Role.RM, build.at("2026-03-11 09:05"), "chat",
    )  # fmt: skip
    assert noted.rule and set(records.RECORDS) == set(records.Answer)


def test_a_director_who_wants_a_call_gets_one(room: Room) -> None:
    council = room.council
    dee = tuple(replace(each, chat="906") if each.id == "dee" else each for each in council.staff)
    room.council = with_staff(council, dee)
    room.chase("2026-03-30 09:00")
    told = room.press("hana", Act.CALL_ME, "2026-03-30 09:05")
    tasks = [each for each in told if each.words == "staff.step_due"]
    assert {(each.staff, each.facts["step_plain"]) for each in tasks} == {("dan", "a call to Hana")}


def asked_for_more_time(room: Room, when: str = "2026-03-11 09:05") -> None:
    """Priya asks for more time: an advocate was asked for."""
    room.press("priya", Act.EXTEND, when)
    room.press("priya", Act.SEVERAL, when, place=1)
