"""The emergency switch: times are relaxed from one day to another, for a reason, and the usual date stays beside."""

from dataclasses import replace
from datetime import date

import pytest
from msgspec import json

from casework import clocks
from casework.clocks import Clock
from casework.councils import Council, Relaxation
from casework.dates import explaining, ordinary, relaxing
from casework.dates.deadlines import deadlines
from casework.time_passes import recounts
from run.config import load_council
from tests import build

BNES, DORSET = load_council("bnes"), load_council("dorset")

LOCKDOWN = Relaxation(
    "first_lockdown", date(2020, 3, 24), date(2020, 6, 30), "the first lockdown", "the director", date(2020, 3, 23),
    lengths={"s1_statutory": 20, "corp_s1": 20},
)  # fmt: skip
CLOSED = Relaxation(
    "spring", date(2020, 4, 20), date(2020, 5, 1), "the team was redeployed", "the director", date(2020, 4, 17),
    closed=True,
)  # fmt: skip
TODAY = date(2020, 5, 1)


def relaxed(council: Council, *rows: Relaxation) -> Council:
    """The council with these rows under `relaxations`."""
    own = {row.name: row for row in rows}
    calendar = relaxing.own_calendar(council.calendars["EW"], council.closure_days, own)
    return replace(council, relaxations=own, calendars={**council.calendars, "COUNCIL": calendar})


BATH = relaxed(BNES, LOCKDOWN)
CLOSED_TEAM = relaxed(DORSET, CLOSED)


@pytest.mark.rule("R303")
def test_a_clock_that_begins_in_the_period_has_the_relaxed_length_and_keeps_the_statutory_day_beside_it() -> None:
    clock = clocks.start(BATH, "s1_statutory", date(2020, 4, 27))
    assert clock.due == date(2020, 5, 27)
    assert ordinary.due(clock, BATH) == date(2020, 5, 12)
    answered = clocks.stop(clock, date(2020, 5, 20))
    assert not clocks.was_late(answered)
    assert ordinary.was_late(answered, BATH)
    assert not ordinary.was_late(clocks.stop(clock, date(2020, 5, 12)), BATH) and not ordinary.was_late(clock, BATH)


@pytest.mark.rule("R405", "W22")
def test_days_on_which_a_council_is_closed_each_year_move_corporate_dates_alone() -> None:
    closed = {date(2025, 12, day): "closed" for day in (29, 30, 31)}
    shut = relaxed(replace(BNES, closure_days=closed))
    assert clocks.start(shut, "corp_s1", date(2025, 12, 22)).due == date(2026, 1, 20)
    assert clocks.start(shut, "s1_statutory", date(2025, 12, 22)).due == date(2026, 1, 8)


@pytest.mark.rule("R303")
@pytest.mark.parametrize(("day", "length"), [("03-23", 10), ("03-24", 20), ("06-30", 20), ("07-01", 10)])
def test_only_clocks_that_begin_from_the_first_day_to_the_last_are_relaxed(day: str, length: int) -> None:
    clock = clocks.start(BATH, "s1_statutory", date.fromisoformat(f"2020-{day}"))
    assert clocks.limit(clock) == length
    assert (clock.relaxed is not None) is (length == 20)


@pytest.mark.rule("R303", "R408")
def test_relaxed_to_laws_own_limit_there_is_no_extension_left() -> None:
    clock = clocks.start(BATH, "s1_statutory", date(2020, 4, 27))
    with pytest.raises(ValueError, match="no extension"):
        clocks.extend(clock, BATH, "complex")
    corporate = clocks.start(BATH, "corp_s1", date(2020, 4, 27))
    longer = clocks.extend(corporate, BATH, "complex")
    assert (clocks.limit(corporate), clocks.limit(longer)) == (20, 30)


def test_a_relaxed_clock_keeps_its_terms_when_the_row_is_taken_out_again() -> None:
    clock = clocks.start(BATH, "s1_statutory", date(2020, 4, 27))
    assert clocks.recounted(clock, BNES) == clock.due
    assert ordinary.due(clock, BNES) == date(2020, 5, 12)


def test_a_clock_that_nothing_relaxes_is_as_it_was() -> None:
    clock = clocks.start(BATH, "s2_investigation", date(2020, 4, 27))
    assert clock == clocks.start(BNES, "s2_investigation", date(2020, 4, 27))
    assert ordinary.due(clock, BATH) == clock.due


@pytest.mark.rule("R231", "R303")
def test_a_hold_moves_both_dates() -> None:
    clock = clocks.start(BATH, "s1_statutory", date(2020, 4, 27))
    lifted = clocks.lift(clocks.hold(clock, date(2020, 5, 1), "in court"), BATH, date(2020, 5, 5))
    assert (lifted.due, ordinary.due(lifted, BATH)) == (date(2020, 5, 29), date(2020, 5, 14))


@pytest.mark.rule("R303")
def test_more_time_for_pressure_on_the_service_is_no_statutory_time_either() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2020, 4, 27))
    pressed, complex_ = (clocks.extend(clock, BNES, reason) for reason in ("service_pressure", "complex"))
    assert pressed.due == complex_.due == date(2020, 5, 27)
    assert ordinary.due(pressed, BNES) == date(2020, 5, 12)
    assert ordinary.due(complex_, BNES) == date(2020, 5, 27)


@pytest.mark.rule("R405")
def test_while_a_team_is_closed_corporate_clocks_stand_and_statutory_ones_run() -> None:
    corporate = clocks.start(CLOSED_TEAM, "corp_s1", date(2020, 4, 15))
    assert corporate.due == date(2020, 5, 29)
    assert ordinary.due(corporate, CLOSED_TEAM) == date(2020, 5, 14)
    statutory = clocks.start(CLOSED_TEAM, "s1_statutory", date(2020, 4, 15))
    assert statutory == clocks.start(DORSET, "s1_statutory", date(2020, 4, 15))


@pytest.mark.rule("R405", "R411")
def test_a_team_that_closes_moves_no_date_already_promised_until_somebody_decides() -> None:
    case = build.a_case(DORSET)
    case = replace(case, clocks=(clocks.start(DORSET, "corp_s1", date(2020, 4, 15)),))
    (one,) = recounts.moved(case, CLOSED_TEAM)
    assert (one.clock.due, one.would_be, one.later) == (date(2020, 5, 14), date(2020, 5, 29), True)


def test_the_command_gives_the_relaxed_date_and_says_who_relaxed_it_and_why() -> None:
    told = deadlines(BATH, "s1_statutory", "2020-04-27")
    assert told["due"] == "2020-05-27"
    assert str(told["source"]).endswith(
        "; relaxed from 24 March 2020 to 30 June 2020, decided by the director: the first lockdown"
    )
    skipped = deadlines(CLOSED_TEAM, "corp_s1", "2020-04-15")["skipped"]
    assert {"day": "2020-04-20", "why": "the team was redeployed"} in skipped  # type: ignore[operator]


def test_a_relaxed_date_explains_itself_with_the_usual_one_beside_it() -> None:
    lines = explaining.sentences(clocks.start(BATH, "s1_statutory", date(2020, 4, 27)), BATH, TODAY)
    assert (
        "The limit is 20 working days, and usually 10: relaxed from 24 March 2020 to 30 June 2020, "
        "decided by the director: the first lockdown."
    ) in lines
    assert lines[-1] == "In ordinary times it would be Tuesday 12 May. Reports give both dates."


def test_a_relaxed_clock_comes_back_from_the_store_as_it_went() -> None:
    stored, clock = json.Decoder(Clock), clocks.start(BATH, "s1_statutory", date(2020, 4, 27))
    assert stored.decode(json.encode(clock)) == clock


def problems(council: Council) -> list[str]:
    return [f"{'.'.join(keys)}: {wrong}" for keys, wrong in relaxing.impossible(council)]


@pytest.mark.parametrize(
    ("clock", "length", "said"),
    [
        ("s1_statutory", 21, "law allows 20 at most (R302"),
        ("s1_statutory", 10, "expected more than the usual 10"),
        ("s2_longstop", 90, "never relaxed (R307"),
        ("s3_panel", 40, "never relaxed (R310"),
        ("foi", 40, "never relaxed (R342"),
        ("lado_backstop", 2, "never relaxed (R708"),
        ("sar", 2, "only a clock that counts working days can be relaxed (R340)"),
        ("breach", 96, "only a clock that counts working days can be relaxed (R343)"),
        ("grandfather", 96, "no clock is called that"),
    ],
)
def test_what_law_fixed_is_relaxed_to_laws_limit_or_not_at_all(clock: str, length: int, said: str) -> None:
    (problem,) = problems(relaxed(BNES, replace(LOCKDOWN, lengths={clock: length})))
    assert problem.startswith(f"relaxations.first_lockdown.lengths.{clock}: ")
    assert said in problem


def test_the_same_clock_is_not_relaxed_twice_on_one_day() -> None:
    again = replace(LOCKDOWN, name="second", first=date(2020, 6, 30), last=date(2020, 9, 1))
    assert problems(relaxed(BNES, LOCKDOWN, again)) == [
        "relaxations.second: first_lockdown relaxes corp_s1, s1_statutory in the same days"
    ]
    later = replace(again, first=date(2020, 7, 1))
    assert not problems(relaxed(BNES, LOCKDOWN, later))
