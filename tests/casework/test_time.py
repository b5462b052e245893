"""The life of a case when nobody does anything: what moves by itself, who is asked, when, and only once."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Advocacy, Case, State, at_stage, clock, stage
from casework.chase import chase
from casework.councils import Council, Role, Staff, with_staff
from casework.decide import decide
from casework.letters import Letter
from casework.time_passes.lapse import lapse
from tests import build
from tests.build import a_case, a_contact, a_decision, a_message, after, at, moved


def lived(case: Case, council: Council, *moments: str) -> tuple[Case, list[list[Letter]]]:
    """The case after a sweep at each moment, and what each sweep said."""
    said = []
    for moment in moments:
        letters: list[Letter] = []
        while decision := lapse(case, council, at(moment)):
            change = decide(case, decision, council)
            letters += change.letters
            case = after(case, change)
        change = chase(case, council, at(moment))
        case = after(case, change)
        said.append([*letters, *change.letters])
    return case, said


def told(letters: list[Letter]) -> list[tuple[str, str]]:
    return [(letter.words, letter.staff) for letter in letters]


@pytest.mark.rule("R620", "R623", "R624", "R625", "R626", "R627", "R628")
def test_the_life_of_one_unanswered_case() -> None:
    council = build.profile("bnes")
    expected: tuple[
        tuple[str, list[tuple[str, str]], str], ...
    ] = (  # received Monday 2 March 2026, due Monday 16 March
        ("2026-03-10 09:00", [], "four working days left"),
        ("2026-03-11 08:29", [], "three left, but the office is shut"),
        ("2026-03-11 08:31", [("staff.chase_3_days", who) for who in ("priya", "tom", "dan")], "three left"),
        ("2026-03-11 15:00", [], "already said"),
        ("2026-03-12 09:00", [("staff.chase_2_days", who) for who in ("priya", "tom")], "two left"),
        ("2026-03-14 12:00", [], "Saturday"),
        ("2026-03-16 08:45", [], "the day itself, before nine"),
        ("2026-03-16 09:00", [("staff.chase_due_today", who) for who in ("priya", "tom", "hana")], "the day itself"),
        ("2026-03-17 08:30", [("staff.chase_overdue_1", who) for who in ("priya", "tom", "hana", "dan")], "a day late"),
        ("2026-03-19 08:30", [("staff.chase_overdue_1", who) for who in ("hana", "dan")], "three days late"),
        ("2026-03-23 08:30", [("staff.chase_overdue_5", who) for who in ("dee", "hana", "dan")], "five days late"),
        ("2026-03-30 08:30", [("staff.chase_overdue_10", who) for who in ("dee", "hana", "dan")], "ten days late"),
        (
            "2026-04-08 08:30",
            [("staff.chase_overdue_10", who) for who in ("dee", "hana", "dan")],
            "every five, past Easter",
        ),
        ("2026-04-08 16:00", [], "already said"),
    )
    case, said = lived(a_case(council), council, *(moment for moment, _, _ in expected))
    for (moment, wanted, why), letters in zip(expected, said, strict=True):
        assert [each for each in told(letters) if each[0] != "staff.step_due" or "two" in why] == wanted, (
            f"{moment}: {why}"
        )
    assert case.state is State.OVERDUE


@pytest.mark.rule("R603")
def test_three_days_of_downtime_send_one_chase() -> None:
    council = build.profile("bnes")
    _, (letters,) = lived(a_case(council), council, "2026-03-13 10:00")
    assert told(letters) == [("staff.chase_2_days", "priya"), ("staff.chase_2_days", "tom")]


@pytest.mark.rule("R603")
def test_an_extended_clock_is_chased_again_for_its_new_date() -> None:
    council = build.profile("bnes")
    case, _ = lived(a_case(council), council, "2026-03-11 09:00")
    facts = {"reason": "complex", "reason_plain": "a", "done_so_far": "b", "what_we_will_do": "c"}
    case = after(case, decide(case, a_decision("extend", "2026-03-13 15:00", **facts), council))
    _, said = lived(case, council, "2026-03-16 09:30", "2026-03-25 09:00")
    assert told(said[0]) == []
    assert [words for words, _ in told(said[1])] == ["staff.chase_3_days"] * 3


@pytest.mark.rule("R606")
def test_a_chase_waits_for_office_hours() -> None:
    council = build.profile("bnes")
    _, (letters,) = lived(a_case(council), council, "2026-03-13 22:00")
    assert {letter.not_before for letter in letters} == {at("2026-03-16 08:30")}


@pytest.mark.rule("R601")
def test_a_deputy_is_asked_when_the_manager_is_away_and_the_manager_is_copied() -> None:
    away = ((date(2026, 3, 9), date(2026, 3, 13)),)
    staff = tuple(replace(each, away=away, deputy="sam") if each.id == "priya" else each for each in build.STAFF)
    council = with_staff(
        build.profile("bnes"), (*staff, Staff("sam", "Sam Vale", frozenset({Role.RM}), "sam@council.example"))
    )
    _, (letters,) = lived(a_case(council), council, "2026-03-11 09:00")
    assert [who for _, who in told(letters)] == ["sam", "priya", "tom", "dan"]


@pytest.mark.rule("R601")
def test_with_no_deputy_it_goes_to_the_next_rung() -> None:
    away = ((date(2026, 3, 9), date(2026, 3, 13)),)
    staff = tuple(replace(each, away=away) if each.id in ("priya", "tom") else each for each in build.STAFF)
    council = with_staff(build.profile("bnes"), staff)
    _, (letters,) = lived(a_case(council), council, "2026-03-11 09:00")
    assert {who for _, who in told(letters)} == {"priya", "tom", "hana", "dan"}


@pytest.mark.rule("R602")
def test_somebody_complained_of_is_never_chased() -> None:
    council = build.profile("bnes")
    _, said = lived(a_case(council, complained_of="tom"), council, "2026-03-11 09:00", "2026-03-17 09:00")
    assert "tom" not in {who for letters in said for _, who in told(letters)}


@pytest.mark.rule("R366")
def test_dorset_moves_an_unanswered_complaint_to_stage_two_by_itself() -> None:
    council = build.profile("dorset")
    case = a_case(council)
    before, _ = lived(case, council, "2026-03-17 09:00", "2026-03-30 23:59", "2026-03-31 08:29")
    assert before.state is State.OVERDUE
    fired, (letters,) = lived(before, council, "2026-03-31 08:30")
    assert stage(fired, "stage2")
    assert letters[0].words == "email.auto_stage2"
    running, longstop = clock(fired, "s1_statutory"), clock(fired, "s2_longstop")
    assert running is not None
    assert running.stopped is None, "the Stage 1 reply is still due"
    assert longstop is not None
    assert longstop.day_0 == date(2026, 3, 31)
    assert [each.stage for each in fired.stages] == ["stage1", "stage2"]
    assert fired.stages[0].closure == "escalated"


@pytest.mark.rule("R366")
def test_the_manager_holds_automatic_stage_two_for_one_day_only() -> None:
    council = build.profile("dorset")
    held = moved(a_case(council), a_decision("hold_automatic_stage_2", "2026-03-30 17:00", why="signing"), council)
    waiting, _ = lived(held, council, "2026-03-31 12:00")
    assert waiting.state is State.OVERDUE
    fired, _ = lived(held, council, "2026-04-01 08:30")
    assert stage(fired, "stage2")


@pytest.mark.rule("R365")
def test_bnes_does_not_move_to_stage_two_by_itself() -> None:
    council = build.profile("bnes")
    late, _ = lived(a_case(council), council, "2026-03-31 09:00")
    assert late.state is State.OVERDUE


@pytest.mark.rule("R369")
def test_a_window_that_lapses_closes_the_case_for_now_and_asks_nobody_again() -> None:
    council = build.profile("bnes")
    case = a_case(council)
    case = at_stage(case, replace(case.stages[0], state=State.RESPONDED))
    from casework import clocks

    window = clocks.start(council, "s2_request_window", date(2026, 3, 13))
    case = replace(case, clocks=(window,))
    last_day, _ = lived(case, council, "2026-04-14 18:00")
    assert last_day.state is State.RESPONDED
    lapsed, _ = lived(case, council, "2026-04-15 08:30")
    assert lapsed.state is State.PROVISIONALLY_CLOSED
    assert lapsed.wake_at is None


@pytest.mark.rule("R512", "R510")
def test_a_young_person_is_asked_about_an_advocate_once_more_and_not_after_an_answer() -> None:
    council = build.profile("bnes")
    case = a_case(council, sender="young_person")
    case, said = lived(case, council, "2026-03-05 09:00", "2026-03-05 12:00", "2026-03-06 12:00")
    assert ("email.advocacy_reminder_1_yp", "") in told(said[0])
    assert not [each for letters in said[1:] for each in told(letters) if "advocacy" in each[0]]
    answered = replace(a_case(council, sender="young_person"), advocacy=Advocacy.DECLINED)
    _, (quiet,) = lived(answered, council, "2026-03-05 09:00")
    assert not quiet


@pytest.mark.rule("R514")
def test_a_provider_that_has_not_called_is_chased_with_the_officer() -> None:
    council = build.profile("bnes")
    case = moved(
        a_case(council, sender="young_person"),
        a_decision("record_advocacy", "2026-03-03 11:00", advocacy="accepted"),
        council,
    )
    _, (letters,) = lived(case, council, "2026-03-06 09:00")
    assert [(letter.words, letter.staff) for letter in letters] == [("staff.advocacy_chase", "mina")]
    asked = moved(case, a_decision("refer", "2026-03-04 11:00", agreed="yes"), council)
    _, (letters,) = lived(asked, council, "2026-03-06 09:00")
    assert [(letter.words, letter.staff) for letter in letters] == [
        ("email.advocacy_chase", ""),
        ("staff.advocacy_chase", "mina"),
    ]


@pytest.mark.rule("R640")
def test_a_contact_nobody_has_decided_is_chased() -> None:
    council = build.profile("bnes")
    change = chase(a_contact(council), council, at("2026-03-03 08:31"))
    assert [(letter.words, letter.staff) for letter in change.letters] == [
        ("staff.step_due", "mina"),
        ("staff.step_due", "dan"),
    ]


def test_the_next_look_is_the_next_thing_that_could_happen() -> None:
    council = build.profile("bnes")
    case = a_case(council)
    assert case.wake_at == at("2026-03-11 08:30")
    change = chase(case, council, at("2026-03-11 08:30"))
    assert [each.wake_at for each in change.woken] == [at("2026-03-12 08:30")]


@pytest.mark.rule("W16", "W17", "R366")
def test_automatic_stage_two_fires_on_the_first_working_day_after_day_twenty_past_easter() -> None:
    council = build.profile("dorset")
    contact = a_contact(council, a_message(received=at("2026-03-09 10:00")))
    case = build.opened(council, contact, when="2026-03-10 10:00").cases[0]
    facts = {"reason": "complex", "reason_plain": "a", "done_so_far": "b", "what_we_will_do": "c"}
    case = moved(case, a_decision("extend", "2026-03-19 15:00", **facts), council)
    running = clock(case, "s1_statutory")
    assert running is not None
    assert running.due == date(2026, 4, 8), "a total from day 0, never ten more from the decision"
    waiting, _ = lived(case, council, "2026-04-08 23:59", "2026-04-09 08:29")
    assert not stage(waiting, "stage2")
    fired, _ = lived(case, council, "2026-04-09 08:30")
    assert stage(fired, "stage2")


@pytest.mark.rule("R629", "R630")
def test_in_dorset_the_heads_are_told_that_stage_two_is_coming_and_that_it_came() -> None:
    council = build.profile("dorset")
    _, said = lived(a_case(council), council, "2026-03-23 09:00", "2026-03-26 09:00", "2026-03-31 09:00")
    coming = [
        sorted({who for words, who in told(letters) if words.startswith("staff.auto_stage2")}) for letters in said
    ]
    assert coming[0] == ["dan", "hana"]
    assert coming[1] == ["dan", "hana"]
    assert coming[2] == ["dan", "dee"]


@pytest.mark.rule("R603")
def test_what_was_due_already_when_somebody_decided_late_is_looked_at_at_once() -> None:
    council = build.profile("bnes")
    when = "2026-03-17 10:00"  # the answer was due the day before
    case = build.opened(council, a_contact(council), when=when).cases[0]
    assert case.wake_at == at(when)
    assert chase(case, council, at("2026-03-17 10:01")).letters
