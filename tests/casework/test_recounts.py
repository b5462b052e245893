"""X58: a bank holiday is proclaimed. What moved is listed; nothing moves by itself, and nobody is misled."""

from dataclasses import replace
from datetime import date

import pytest

from casework import clocks
from casework.cases import Case, Decision, clock
from casework.clocks import Because, Earlier
from casework.councils import Council
from casework.letters import Posted, Said
from casework.messages import Address, Channel
from casework.time_passes import recounts
from tests import build
from tests.build import a_case, at

FUNERAL = date(2026, 3, 11)
TODAY = date(2026, 3, 6)
BNES = build.profile("bnes")


def resting(council: Council, *days: date) -> Council:
    """The council, with more bank holidays than its file knew when the clocks began."""
    calendars = {
        name: replace(each, holidays={**each.holidays, **dict.fromkeys(days, "State funeral, proclaimed")})
        for name, each in council.calendars.items()
    }
    return replace(council, calendars=calendars)


def working(council: Council, day: date) -> Council:
    """The council, with one bank holiday fewer."""
    calendars = {
        name: replace(each, holidays={known: why for known, why in each.holidays.items() if known != day})
        for name, each in council.calendars.items()
    }
    return replace(council, calendars=calendars)


def told(case: Case) -> Case:
    """The case, once its acknowledgement has gone to whose complaint it is."""
    ack = Said(
        "1", "email.ack_complaint_statutory_adult", case.complainant.address, at("2026-03-02 11:00"), Posted.SENT
    )
    return replace(case, said=(ack,))


def untold(case: Case) -> Case:
    return replace(case, said=())


def due(case: Case, name: str = "s1_statutory") -> date:
    found = clock(case, name)
    assert found is not None
    return found.due


@pytest.mark.rule("X58", "R403", "R411")
def test_x58_a_proclaimed_holiday_lists_what_it_would_move_and_moves_nothing() -> None:
    case = told(a_case(BNES))
    assert not recounts.moved(case, BNES)
    (one,) = recounts.moved(case, resting(BNES, FUNERAL))
    assert (one.clock.due, one.would_be, one.later, one.told) == (date(2026, 3, 16), date(2026, 3, 17), True, True)
    assert due(case) == date(2026, 3, 16)


@pytest.mark.rule("R411")
def test_a_later_day_is_a_persons_choice_and_whoever_was_told_is_told_again() -> None:
    (one,) = recounts.moved(told(a_case(BNES)), resting(BNES, FUNERAL))
    assert recounts.sentence(one, TODAY) == (
        "The Stage 1 reply: Monday 16 March. Under today’s calendar it would be Tuesday 17 March. "
        "They were told Monday 16 March, so it stands unless you move it, and then they are told."
    )


@pytest.mark.rule("R411")
def test_an_earlier_day_is_something_to_aim_for_and_the_promise_stands() -> None:
    began = clocks.start(resting(BNES, FUNERAL), "s1_statutory", date(2026, 3, 2))
    case = replace(told(a_case(BNES)), clocks=(began,))
    (one,) = recounts.moved(case, working(resting(BNES, FUNERAL), FUNERAL))
    assert (one.would_be, one.later) == (date(2026, 3, 16), False)
    assert "Aim for the earlier day" in recounts.sentence(one, TODAY)
    assert due(case) == date(2026, 3, 17)


@pytest.mark.rule("R411")
def test_a_date_nobody_outside_was_told_is_said_to_be_so() -> None:
    (one,) = recounts.moved(untold(a_case(BNES)), resting(BNES, FUNERAL))
    assert not one.told
    assert "Nobody outside was told" in recounts.sentence(one, TODAY)


@pytest.mark.rule("R411")
def test_a_letter_that_never_left_told_nobody_and_one_on_its_way_tells() -> None:
    case = told(a_case(BNES))
    for posted, heard in ((Posted.QUEUED, True), (Posted.FAILED, False), (Posted.WITHDRAWN, False)):
        said = replace(case.said[0], posted=posted)
        (one,) = recounts.moved(replace(case, said=(said,)), resting(BNES, FUNERAL))
        assert one.told is heard


@pytest.mark.rule("R411")
def test_somebody_who_is_told_by_telephone_counts_as_told() -> None:
    case = untold(a_case(BNES))
    caller = replace(case.complainant, address=Address(Channel.TELEPHONE, "01632 960 123"))
    (one,) = recounts.moved(replace(case, people=(caller,)), resting(BNES, FUNERAL))
    assert one.told


@pytest.mark.rule("R411")
def test_a_limit_on_ourselves_was_promised_to_nobody() -> None:
    review = clocks.start(BNES, "hold_review", date(2026, 3, 2))
    (one,) = recounts.moved(replace(told(a_case(BNES)), clocks=(review,)), resting(BNES, FUNERAL))
    assert not one.told


@pytest.mark.rule("R411")
def test_what_was_chosen_moves_and_keeps_the_date_it_had_and_the_rest_stands() -> None:
    council = resting(BNES, FUNERAL)
    other = clocks.start(BNES, "corp_s1", date(2026, 3, 2))
    case = told(a_case(BNES))
    case = replace(case, clocks=(*case.clocks, other))
    after = recounts.applied(case, council, frozenset({"s1_statutory/2026-03-16"}))
    assert (due(after), due(after, "corp_s1")) == (date(2026, 3, 17), other.due)
    moved = clock(after, "s1_statutory")
    assert moved is not None
    assert moved.earlier == (Earlier(date(2026, 3, 16), Because.RECOUNTED),)
    assert [each.name for each in recounts.moved(after, council)] == [f"corp_s1/{other.due}"]


@pytest.mark.rule("R411")
def test_a_clock_that_stopped_or_stands_still_is_left_alone() -> None:
    running = clocks.start(BNES, "s1_statutory", date(2026, 3, 2))
    for still in (clocks.stop(running, date(2026, 3, 5)), clocks.hold(running, date(2026, 3, 5), "in court")):
        case = replace(a_case(BNES), clocks=(still,))
        assert not recounts.moved(case, resting(BNES, FUNERAL))
        assert recounts.applied(case, resting(BNES, FUNERAL), frozenset({"s1_statutory/2026-03-16"})) == case


@pytest.mark.rule("R318", "R411")
def test_a_date_that_was_agreed_does_not_move_with_the_calendar() -> None:
    plan = clocks.agree(clocks.start(BNES, "asc_plan", date(2026, 3, 2)), date(2026, 3, 25), "they asked")
    assert not recounts.moved(replace(a_case(BNES), clocks=(plan,)), resting(BNES, FUNERAL))


@pytest.mark.rule("R411")
def test_a_decision_about_a_date_that_has_changed_since_is_refused_in_words() -> None:
    case, council = told(a_case(BNES)), resting(BNES, FUNERAL)

    def decided(names: str) -> Decision:
        return Decision(case.reference, "recount", "dan", "CM", at("2026-03-06 10:00"), "R411", facts={"clocks": names})

    assert recounts.nothing_moved(case, decided("s1_statutory/2026-03-16"), council) is None
    assert "Choose which" in str(recounts.nothing_moved(case, decided(""), council))
    assert "has changed since" in str(recounts.nothing_moved(case, decided("s1_statutory/2026-03-12"), council))
    assert due(recounts.recorded(case, decided("s1_statutory/2026-03-16"), council)) == date(2026, 3, 17)
