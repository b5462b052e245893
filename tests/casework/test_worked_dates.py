"""The rulebook's worked dates (section 4.2), row by row: the command's answer, and for the few that are no single
date the functions of clocks and days.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from casework import clocks, days, rungs
from casework.councils import Council, ReceiptPolicy, at
from casework.dates.deadlines import deadlines
from casework.days import LONDON
from run.__main__ import main
from run.config import load_council
from tests.house import rules

BNES, DORSET, CODE = load_council("bnes"), load_council("dorset"), load_council("code")
EW = BNES.calendars["EW"]
STRICT = replace(BNES, choices=replace(BNES.choices, receipt_policy=ReceiptPolicy.DEEMED_NEXT_WD))


def answer(council: Council, clock: str, start: str, *, extended: bool = False, paused_days: int = 0) -> str:
    return str(deadlines(council, clock, start, extended=extended, paused_days=paused_days)["due"])


DATES: list[tuple[str, Council, str, str, dict[str, Any], str]] = [
    ("W01", BNES, "s1_statutory", "2025-06-02", {}, "2025-06-16"),
    ("W02", BNES, "s1_statutory", "2025-06-02", {"extended": True}, "2025-06-30"),
    ("W03", BNES, "s1_statutory", "2025-06-13T23:50+01:00", {}, "2025-06-27"),
    ("W04", BNES, "s1_statutory", "2025-06-14", {}, "2025-06-27"),
    ("W04 deemed", STRICT, "s1_statutory", "2025-06-14", {}, "2025-06-30"),
    ("W05", BNES, "s1_statutory", "2025-07-08T23:30Z", {}, "2025-07-23"),
    ("W06", BNES, "s1_statutory", "2025-04-17", {}, "2025-05-06"),
    ("W07", BNES, "s1_statutory", "2025-04-18", {}, "2025-05-06"),
    ("W07 deemed", STRICT, "s1_statutory", "2025-04-18", {}, "2025-05-07"),
    ("W08", BNES, "s1_statutory", "2025-12-19", {}, "2026-01-07"),
    ("W09", BNES, "s1_statutory", "2025-12-25", {}, "2026-01-12"),
    ("W09 deemed", STRICT, "s1_statutory", "2025-12-25", {}, "2026-01-13"),
    ("W10", BNES, "s1_statutory", "2025-12-22", {}, "2026-01-08"),
    ("W11", BNES, "s1_statutory", "2026-12-18", {}, "2027-01-06"),
    ("W12", BNES, "s1_statutory", "2021-12-20", {}, "2022-01-06"),
    ("W13", BNES, "s1_statutory", "2022-05-23", {}, "2022-06-08"),
    ("W14", BNES, "s1_statutory", "2022-09-08", {}, "2022-09-23"),
    ("W15", BNES, "s1_statutory", "2020-04-27", {}, "2020-05-12"),
    ("W16 first", DORSET, "s1_statutory", "2026-03-09", {}, "2026-03-23"),
    ("W16", DORSET, "s1_statutory", "2026-03-09", {"extended": True}, "2026-04-08"),
    ("W18", BNES, "s1_statutory", "2026-02-05", {}, "2026-02-19"),
    ("W19", BNES, "corp_s1", "2026-02-03", {}, "2026-02-24"),
    ("W20", DORSET, "corp_s1", "2026-02-03", {}, "2026-03-03"),
    ("W21", BNES, "corp_s1", "2025-12-12", {}, "2026-01-07"),
    ("W22", BNES, "corp_s1", "2025-12-22", {}, "2026-01-15"),
    ("W23", BNES, "s2_investigation", "2025-10-14", {}, "2025-11-18"),
    ("W24", BNES, "s2_investigation", "2025-10-14", {"extended": True}, "2026-01-16"),
    ("W25", BNES, "s2_longstop", "2025-10-01", {}, "2026-01-05"),
    ("W25 from request", BNES, "s2_investigation", "2025-10-01", {}, "2025-11-05"),
    ("W26", BNES, "s2_investigation", "2026-01-12", {}, "2026-02-16"),
    ("W27", BNES, "s2_investigation", "2026-01-12", {"extended": True}, "2026-04-15"),
    ("W28", BNES, "s2_request_window", "2025-11-07", {}, "2025-12-05"),
    ("W29", BNES, "s2_request_window", "2025-11-11", {}, "2025-12-09"),
    ("W30", BNES, "s2_request_window", "2026-04-08", {}, "2026-05-07"),
    ("W30 by email", BNES, "s2_request_window", "2026-04-02", {}, "2026-05-05"),
    ("W31", BNES, "s2_request_window", "2025-12-11", {}, "2026-01-13"),
    ("W32", BNES, "s3_request_window", "2026-03-03", {}, "2026-03-31"),
    ("W33", BNES, "s3_panel", "2026-03-30", {}, "2026-05-14"),
    ("W34", BNES, "s3_papers", "2026-05-12", {}, "2026-04-27"),
    ("W35", BNES, "s3_findings", "2026-05-12", {}, "2026-05-19"),
    ("W36", BNES, "s3_response", "2026-05-18", {}, "2026-06-09"),
    ("W37", BNES, "asc_ack", "2026-04-02", {}, "2026-04-09"),
    ("W38", BNES, "asc_longstop", "2025-09-15", {}, "2026-03-14"),
    ("W39", BNES, "asc_longstop", "2025-08-31", {}, "2026-02-28"),
    ("W40", CODE, "corp_ack", "2026-01-05", {}, "2026-01-12"),
    ("W41", CODE, "corp_s1", "2026-01-08", {}, "2026-01-22"),
    ("W41 extended", CODE, "corp_s1", "2026-01-08", {"extended": True}, "2026-02-05"),
    ("W42", CODE, "corp_review", "2026-02-04", {}, "2026-03-04"),
    ("W42 extended", CODE, "corp_review", "2026-02-04", {"extended": True}, "2026-04-01"),
    ("W43", BNES, "sar", "2025-09-03", {}, "2025-10-03"),
    ("W44", BNES, "sar", "2026-01-31", {}, "2026-03-02"),
    ("W45", BNES, "sar", "2028-01-31", {}, "2028-02-29"),
    ("W46", BNES, "sar", "2025-11-25", {}, "2025-12-29"),
    ("W47", BNES, "sar", "2026-03-03", {}, "2026-04-07"),
    ("W48", BNES, "sar", "2026-03-31", {}, "2026-04-30"),
    ("W49", BNES, "sar", "2026-01-31", {"extended": True}, "2026-04-30"),
    ("W50", BNES, "sar", "2025-11-30", {"extended": True}, "2026-03-02"),
    ("W51", BNES, "sar", "2026-03-10", {"paused_days": 8}, "2026-04-20"),
    ("W52", BNES, "sar", "2026-03-18", {}, "2026-04-20"),
    ("W53", BNES, "sar", "2026-06-30T23:10Z", {}, "2026-08-03"),
    ("W54", BNES, "dp_complaint", "2026-06-22", {}, "2026-07-21"),
    ("W55", BNES, "foi", "2025-12-15", {}, "2026-01-16"),
    ("W56", BNES, "foi", "2026-03-02", {}, "2026-03-31"),
    ("W58", BNES, "s1_statutory", "2026-01-23", {}, "2026-02-06"),
    ("W58 council chose", BNES, "s1_statutory", "2026-01-12", {}, "2026-01-26"),
    ("W60", BNES, "lado_backstop", "2026-05-01T18:30+01:00", {}, "2026-05-05"),
    ("W64", BNES, "breach", "2026-03-28T10:00Z", {}, "2026-03-31T11:00:00+01:00"),
]


@pytest.mark.parametrize(
    ("council", "clock", "start", "asked", "due"), [row[1:] for row in DATES], ids=[row[0] for row in DATES]
)
def test_the_rulebooks_date_comes_out(
    council: Council, clock: str, start: str, asked: dict[str, Any], due: str
) -> None:
    assert deadlines(council, clock, start, **asked)["due"] == due


def test_the_command_prints_the_same(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    asked = [row for row in DATES if row[1] is not STRICT]
    for _, council, clock, start, options, _ in asked:
        more = ["--extended"] if "extended" in options else []
        more += ["--paused-days", str(options["paused_days"])] if "paused_days" in options else []
        assert main(["deadlines", "--council", council.name, "--clock", clock, "--start", start, *more]) == 0
    printed = [json.loads(line)["due"] for line in capfdbinary.readouterr().out.splitlines()]
    assert printed == [row[-1] for row in asked]


def test_no_worked_date_of_the_rulebook_is_left_out() -> None:
    worked = {number for number in rules.written() if number.startswith("W")}
    assert worked == {f"W{number:02}" for number in range(1, 66)}
    assert not worked - rules.tested()


@pytest.mark.rule("W16", "R408")
def test_w16_an_extension_counts_from_day_0_and_not_from_the_decision() -> None:
    clock = clocks.start(DORSET, "s1_statutory", date(2026, 3, 9))
    assert clock.due == date(2026, 3, 23)
    assert clocks.extend(clock, DORSET, "complex").due == date(2026, 4, 8)


@pytest.mark.rule("W17", "R366")
def test_w17_automatic_stage_2_comes_on_the_working_day_after_day_20() -> None:
    clock = clocks.extend(clocks.start(DORSET, "s1_statutory", date(2026, 3, 9)), DORSET, "complex")
    assert days.add(clock.due, 1, EW) == date(2026, 4, 9)


@pytest.mark.rule("W22", "R405")
def test_w22_only_a_corporate_clock_may_skip_the_councils_own_closure_days() -> None:
    shut = {date(2025, 12, day): "council closed" for day in (29, 30, 31)}
    own = replace(EW, name="COUNCIL", holidays={**EW.holidays, **shut})
    council = replace(BNES, calendars={**BNES.calendars, "COUNCIL": own})
    assert answer(council, "corp_s1", "2025-12-22") == "2026-01-20"
    assert answer(council, "s1_statutory", "2025-12-22") == "2026-01-08"


@pytest.mark.rule("W29", "W30", "R412")
def test_w29_and_w30_a_letter_by_first_class_post_is_there_two_working_days_later() -> None:
    assert days.add(date(2025, 11, 7), BNES.choices.post_deemed, EW) == date(2025, 11, 11)
    assert days.add(date(2026, 4, 2), BNES.choices.post_deemed, EW) == date(2026, 4, 8)


@pytest.mark.rule("W31", "R412")
def test_w31_a_request_the_day_after_the_window_is_late() -> None:
    window = clocks.start(BNES, "s2_request_window", date(2025, 12, 11))
    assert not clocks.is_overdue(window, datetime(2026, 1, 12, 9, tzinfo=UTC))
    assert clocks.is_overdue(window, datetime(2026, 1, 14, 9, tzinfo=UTC))


@pytest.mark.rule("W55", "W56", "R404")
def test_w55_and_w56_the_england_and_wales_calendar_would_give_another_day() -> None:
    assert days.add(date(2025, 12, 15), 20, EW) == date(2026, 1, 15)
    assert days.add(date(2026, 3, 2), 20, EW) == date(2026, 3, 30)


@pytest.mark.rule("W57", "R409")
def test_w57_a_hold_keeps_the_days_already_used() -> None:
    clock = clocks.start(BNES, "s1_statutory", date(2026, 3, 2))
    assert clock.due == date(2026, 3, 16)
    assert clocks.elapsed(clock, BNES, date(2026, 3, 9)) == 5
    held = clocks.hold(clock, date(2026, 3, 9), "R231")
    assert clocks.lift(held, BNES, date(2026, 4, 1)).due == date(2026, 4, 10)


@pytest.mark.rule("W59", "R416")
def test_w59_one_year_ends_on_the_same_date_and_29_february_on_the_28th() -> None:
    assert days.months_after(date(2024, 5, 14), 12) == date(2025, 5, 14)
    assert days.months_after(date(2024, 2, 29), 12) == date(2025, 2, 28)


@pytest.mark.rule("W61", "W62", "R413")
def test_w61_and_w62_elapsed_working_days() -> None:
    panel = clocks.start(BNES, "s3_panel", date(2026, 3, 2))
    assert clocks.elapsed(panel, BNES, date(2026, 4, 1)) == 22
    stage2 = clocks.extend(clocks.start(BNES, "s2_investigation", date(2025, 10, 14)), BNES, "several_agencies")
    assert clocks.elapsed(stage2, BNES, date(2026, 1, 23)) == 70
    assert clocks.was_late(clocks.stop(stage2, date(2026, 1, 23)))


@pytest.mark.rule("W63", "R427")
@pytest.mark.parametrize(
    ("step", "day"),
    [("T-5", "2026-03-30"), ("T-3", "2026-04-01"), ("T-2", "2026-04-02"), ("T-1", "2026-04-07")],
)
def test_w63_chases_skip_easter(step: str, day: str) -> None:
    clock = clocks.extend(clocks.start(BNES, "s1_statutory", date(2026, 3, 9)), BNES, "complex")
    rung = replace(next(iter(BNES.ladder.values())), at=step)
    assert rungs.falls_on(clock, rung, BNES) == date.fromisoformat(day)
    assert at(step).from_due


@pytest.mark.rule("W64", "R426")
def test_w64_seventy_two_hours_are_absolute_across_the_clock_change() -> None:
    began = datetime.combine(date(2026, 3, 28), time(10), LONDON)
    clock = clocks.start(BNES, "breach", began)
    assert clocks.runs_out(clock).astimezone(LONDON) == datetime.combine(date(2026, 3, 31), time(11), LONDON)
    assert not clocks.is_overdue(clock, began + timedelta(hours=70))


@pytest.mark.rule("W65", "R428")
def test_w65_a_few_minutes_past_midnight_belong_to_the_new_year() -> None:
    moment = datetime(2026, 3, 31, 23, 5, tzinfo=UTC)
    assert days.today(moment) == date(2026, 4, 1)
    assert days.report_year(days.today(moment)) == "2026-27"
    assert days.report_year(date(2026, 3, 31)) == "2025-26"
