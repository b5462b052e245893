"""What `heard deadlines` answers, and what it refuses to: the contract's object, every day accounted for."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework import clocks
from casework.councils import Council, Unit
from casework.dates.deadlines import WrongUse, deadlines
from casework.days import CalendarEnds
from run.config import load_council

BNES, DORSET, CODE = load_council("bnes"), load_council("dorset"), load_council("code")
FORWARDS = [
    name for name, terms in BNES.clocks.items() if terms.unit not in (Unit.STATED, Unit.HOURS, Unit.WORKING_DAYS_BEFORE)
]

some_day = st.dates(date(2019, 6, 1), date(2028, 3, 31))


@pytest.mark.rule("R422")
@given(some_day, st.integers(0, 60), st.booleans())
def test_a_pause_by_its_dates_and_a_pause_by_its_length_end_the_same(day: date, paused: int, extended: bool) -> None:
    clock = clocks.start(BNES, "sar", day)
    asked = day + timedelta(days=2)
    held = clocks.lift(clocks.hold(clock, asked, "R422"), BNES, asked + timedelta(days=paused))
    due = clocks.extend(held, BNES, "complex_request").due if extended else held.due
    told = deadlines(BNES, "sar", day.isoformat(), extended=extended, paused_days=paused)
    assert told["due"] == due.isoformat()


@given(some_day, st.sampled_from(FORWARDS))
def test_an_answer_accounts_for_every_day(day: date, name: str) -> None:
    told = deadlines(BNES, name, day.isoformat())
    counted, skipped = told["counted"], told["skipped"]
    assert isinstance(counted, list)
    assert isinstance(skipped, list)
    every = sorted([*counted, *(each["day"] for each in skipped)])
    first = date.fromisoformat(every[0])
    assert every == [(first + timedelta(days=n)).isoformat() for n in range(len(every))]
    assert counted[-1] == told["due"]
    assert first - day <= timedelta(days=1)


def test_an_answer_is_the_contracts_object() -> None:
    assert deadlines(BNES, "s3_findings", "2026-05-07") == {
        "clock": "s3_findings",
        "day_0": "2026-05-07",
        "due": "2026-05-14",
        "rule": "R311",
        "source": "reg 20, or as soon as practicable",
        "counted": ["2026-05-08", "2026-05-11", "2026-05-12", "2026-05-13", "2026-05-14"],
        "skipped": [{"day": "2026-05-09", "why": "Saturday"}, {"day": "2026-05-10", "why": "Sunday"}],
    }


def test_papers_are_counted_backwards_from_the_panel() -> None:
    told = deadlines(BNES, "s3_papers", "2026-05-12")
    assert told["counted"] == sorted(told["counted"], reverse=True)  # type: ignore[call-overload]
    assert {"day": "2026-05-04", "why": "Early May bank holiday"} in told["skipped"]  # type: ignore[operator]


@pytest.mark.parametrize(
    ("council", "clock", "start", "asked", "names"),
    [
        (BNES, "breach", "2026-03-28", {}, "R343"),
        (BNES, "s1_statutory", "2026-03-28T10:00", {}, "R406"),
        (BNES, "s1_statutory", "28/03/2026", {}, "R302"),
        (BNES, "s1_statutory", "2026-02-30", {}, "R302"),
        (BNES, "s1_statutory", "20260330", {}, "R302"),
        (BNES, "s1_statutory", "", {}, "R302"),
        (BNES, "s1_statutory", "2026-03-30", {"paused_days": 3}, "R409"),
        (BNES, "sar", "2026-03-30", {"paused_days": -1}, "R340"),
        (BNES, "s2_longstop", "2026-03-30", {"extended": True}, "R307"),
        (BNES, "asc_plan", "2026-03-30", {"extended": True}, "R318"),
        (BNES, "corp_review", "2026-03-30", {"extended": True}, "R315"),
        (BNES, "foi", "2026-03-30", {"paused_days": 3}, "R342"),
        (BNES, "lgsco_enquiry", "2026-03-30", {}, "R346"),
        (CODE, "lgsco_remedy", "2026-03-30", {}, "R346"),
        (BNES, "s4_statutory", "2026-03-30", {}, "R301"),
    ],
)
def test_a_question_that_makes_no_sense_is_wrong_use_and_names_the_rule(
    council: Council, clock: str, start: str, asked: dict[str, int], names: str
) -> None:
    with pytest.raises(WrongUse, match=names):
        deadlines(council, clock, start, **asked)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("clock", "start", "paused"),
    [
        ("s1_statutory", "2040-01-01", 0),
        ("s1_statutory", "2018-12-20", 0),
        ("s2_longstop", "2028-11-01", 0),
        ("s3_papers", "2019-01-02", 0),
        ("sar", "2028-12-15", 0),
        ("sar", "2026-01-05", 99999999),
        ("asc_longstop", "9999-12-01", 0),
        ("dp_complaint", "9999-12-20", 0),
        ("breach", "9999-12-31T23:00Z", 0),
        ("s1_statutory", "0001-01-01T00:00+14:00", 0),
    ],
)
def test_a_date_nobody_can_know_is_refused_and_not_guessed(clock: str, start: str, paused: int) -> None:
    with pytest.raises(CalendarEnds):
        deadlines(BNES, clock, start, paused_days=paused)


@pytest.mark.parametrize(
    ("council", "clock", "due"),
    [
        (BNES, "corp_s1", "2026-02-24"),
        (DORSET, "corp_s1", "2026-03-03"),
        (CODE, "corp_s1", "2026-02-17"),
        (CODE, "asc_plan", "2026-03-03"),
    ],
)
def test_each_council_has_its_own_length_where_it_may(council: Council, clock: str, due: str) -> None:
    assert deadlines(council, clock, "2026-02-03")["due"] == due
