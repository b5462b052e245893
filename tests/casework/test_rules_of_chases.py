"""Section 6.2 lived through at both councils and under both procedures: who is asked what on which morning, by hand,
when nobody ever answers.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework import clocks, wording
from casework.cases import Case
from casework.chase import chase
from casework.councils import Council, Role
from casework.decide import decide
from casework.letters import Letter
from casework.questions import CHOICES
from casework.staff_answers import links
from casework.time_passes import duties
from casework.time_passes.lapse import lapse
from outbox.render import render
from tests.build import a_case, a_contact, after, at, opened, profile
from tests.casework.life import investigated

LATE = ("dee", "hana", "dan")
RUNGS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("staff.chase_3_days", ("priya", "tom", "dan"), "R623"),
    ("staff.chase_2_days", ("priya", "tom"), "R624"),
    ("staff.chase_due_today", ("priya", "tom", "hana"), "R625"),
    ("staff.chase_overdue_1", ("priya", "tom", "hana", "dan"), "R626"),
    ("staff.chase_overdue_1", ("hana", "dan"), "R627"),
    ("staff.chase_overdue_5", LATE, "R628"),
    ("staff.chase_overdue_10", LATE, "R628"),
    ("staff.chase_overdue_10", LATE, "R628"),
)
"""T-3, T-2, T0, T+1, T+3, T+5, T+10, T+15: whom each is said to."""

DAYS = {
    ("bnes", "statutory"): ("03-11", "03-12", "03-16", "03-17", "03-19", "03-23", "03-30", "04-08"),
    ("bnes", "corporate"): ("03-18", "03-19", "03-23", "03-24", "03-26", "03-30", "04-08", "04-15"),
    ("dorset", "statutory"): ("03-11", "03-12", "03-16", "03-17", "03-19", "03-23", "03-30", "04-08"),
    ("dorset", "corporate"): ("03-25", "03-26", "03-30", "03-31", "04-02", "04-08", "04-15", "04-22"),
}
"""The days of those steps, of a complaint received on Monday 2 March 2026; Easter is from 3 to 6 April."""


def mornings(case: Case, council: Council, last: str) -> list[tuple[str, Letter]]:
    """What is asked of staff on each day, and the day."""
    said: list[tuple[str, Letter]] = []
    day = date(2026, 3, 3)
    while day <= date.fromisoformat(last):
        now = at(f"{day} 10:00")
        while decision := lapse(case, council, now):
            case = after(case, decide(case, decision, council))
        change = chase(case, council, now)
        said += [(f"{day:%m-%d}", each) for each in change.letters if each.staff]
        case = after(case, change)
        day += timedelta(days=1)
    return said


@pytest.mark.rule("R623", "R624", "R625", "R626", "R627", "R628")
@pytest.mark.parametrize(("name", "procedure"), DAYS)
def test_stage_one_that_nobody_answers_is_chased_on_these_days_and_no_other(name: str, procedure: str) -> None:
    council = profile(name)
    case = a_case(council, procedure=procedure, sender="parent")
    said = mornings(case, council, "2026-04-22")
    chased = sorted({(day, each.words, each.staff) for day, each in said if each.words.startswith("staff.chase")})
    wanted = [
        (day, words, who)
        for day, (words, readers, _) in zip(DAYS[name, procedure], RUNGS, strict=True)
        for who in readers
    ]
    repeats = [each for each in chased if each[1] == "staff.chase_overdue_10" and each[0] not in DAYS[name, procedure]]
    assert sorted(set(chased) - set(repeats)) == sorted(wanted)
    assert {each[2] for each in repeats} <= set(LATE), "every five working days more, to the same three"
    asking = [each for _, each in said if each.words.startswith("staff.chase")]
    due = date.fromisoformat(f"2026-{DAYS[name, procedure][2]}")
    assert {each.facts["due_date"] for each in asking} == {wording.day(due, due)}
    assert {each.words for each in asking if each.facts["escalated_to"] == "the director"} == {
        "staff.chase_overdue_5", "staff.chase_overdue_10",
    }  # fmt: skip


@pytest.mark.rule("R270", "R601")
def test_while_nobody_has_decided_the_complaints_team_and_those_above_are_asked_and_no_manager_of_a_service() -> None:
    here = profile("bnes")
    contact, asked = a_contact(here), []
    for day in ("03-11", "03-12", "03-16", "03-17", "03-19", "03-23"):
        change = chase(contact, here, at(f"2026-{day} 10:00"))
        of_reply = {(each.words, each.staff) for each in change.letters if "s1_statutory" in each.ask}
        asked.append((day, sorted(of_reply)))
        assert not [links.links(each, b"key") for each in change.letters if links.links(each, b"key")], (
            "nothing to press"
        )
    due, late = "staff.step_due", "staff.step_late"
    assert asked == [
        ("03-11", [(due, "dan"), (due, "mina")]),
        ("03-12", [(due, "mina")]),
        ("03-16", [(due, "hana"), (due, "mina")]),
        ("03-17", [(late, "dan"), (late, "hana"), (late, "mina")]),
        ("03-19", [(late, "dan"), (late, "hana")]),
        ("03-23", [(late, "dan"), (late, "dee"), (late, "hana")]),
    ]


@pytest.mark.rule("R627", "R628")
def test_each_late_chase_says_how_late_it_is_that_day() -> None:
    here = profile("bnes")
    said = mornings(a_case(here, sender="parent"), here, "2026-04-15")
    late = {
        day: render(each, choices=CHOICES).subject for day, each in said if each.words.startswith("staff.chase_overdue")
    }
    assert late == {
        "03-17": "1 working day late: BN-7K4Q", "03-19": "3 working days late: BN-7K4Q",
        "03-23": "5 working days late: BN-7K4Q", "03-30": "10 working days late: BN-7K4Q",
        "04-08": "15 working days late: BN-7K4Q", "04-15": "20 working days late: BN-7K4Q",
    }  # fmt: skip


@pytest.mark.rule("R629", "R630")
@pytest.mark.parametrize(("name", "told"), [("dorset", ["03-23", "03-26", "03-31"]), ("bnes", [])])
def test_only_where_stage_two_begins_by_itself_are_the_heads_told_that_it_is_near(name: str, told: list[str]) -> None:
    council = profile(name)
    said = mornings(a_case(council, sender="parent"), council, "2026-04-01")
    near = {(day, each.staff) for day, each in said if "Stage 2" in each.facts.get("step_plain", "")}
    assert sorted({day for day, _ in near}) == told
    if told:
        assert {who for day, who in near if day != "03-31"} == {"hana", "dan"}
        assert {who for day, who in near if day == "03-31"} == {"dan", "dee"}


@pytest.mark.rule("R621", "R622")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
@pytest.mark.parametrize("procedure", ["statutory", "corporate"])
def test_first_contact_and_five_days_left_are_lines_of_the_morning_and_no_letters(name: str, procedure: str) -> None:
    council = profile(name)
    case = a_case(council, procedure=procedure, sender="parent")
    five_left = {"bnes corporate": "2026-03-16", "dorset corporate": "2026-03-23"}.get(
        f"{name} {procedure}", "2026-03-09"
    )

    def owed(day: str) -> set[str]:
        return {each.step for each in duties.of("priya", (case,), council, at(f"{day} 08:30"))}

    assert "first contact with the person" not in owed("2026-03-03")
    assert "first contact with the person" in owed("2026-03-04")
    assert "the reply" in owed(five_left)
    day_before = at(f"{five_left} 08:30") - timedelta(days=3)
    assert "the reply" not in {each.step for each in duties.of("priya", (case,), council, day_before)}


@pytest.mark.rule("R620", "R364")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_whoever_is_given_a_case_is_written_to_at_once_with_their_team_manager(name: str) -> None:
    given = [each for each in opened(profile(name)).letters if each.staff]
    assert [(each.words, each.staff) for each in given] == [
        ("staff.assigned", "priya"), ("staff.assigned_copy", "tom"),
    ]  # fmt: skip
    assert all(each.facts["due_date"] == "Monday 16 March" for each in given)


@pytest.mark.rule("R603", "R389")
def test_in_the_night_before_something_is_asked_once_more_no_older_step_is_asked() -> None:
    council = profile("bnes")
    running = clocks.start(council, "handover", date(2026, 3, 2))
    case = replace(a_case(council, sender="parent"), clocks=(running,))
    first_seen = chase(case, council, at("2026-03-04 16:10"))
    asked = {each.ask for each in first_seen.letters if each.staff}
    assert asked == {f"chase/handover/{running.due}/shown_late/0"}, "a day late: the step of that day and no other"
    case = after(case, first_seen)
    assert not chase(case, council, at("2026-03-05 02:10")).letters
    again = {each.ask for each in chase(case, council, at("2026-03-05 09:00")).letters if each.staff}
    assert again == {f"chase/handover/{running.due}/shown_late/1"}


@pytest.mark.rule("R613")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_at_stage_two_a_note_on_progress_is_the_managers_every_ten_working_days(name: str) -> None:
    life = investigated(name)  # agreed on Monday 20 April 2026

    def owed(day: str) -> bool:
        found = duties.of("dan", (life.case,), life.council, at(f"{day} 08:30"))
        return any(each.step == "the progress note" for each in found)

    assert [owed(day) for day in ("2026-04-30", "2026-05-05", "2026-05-19")] == [False, True, True]
    rung = life.council.ladder["s2_progress"]
    assert (rung.every, rung.to) == (10, (Role.CM,))
