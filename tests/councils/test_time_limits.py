"""The rulebook's section 3.1, row by row, written out again: how long, from which day, how long at most and why."""

import pytest

from casework.councils import ClockRule, Council, DayZero, Stage2Start, Unit
from run.config import load_council, names

ALL = {name: load_council(name) for name in names()}
each_council = pytest.mark.parametrize("council", ALL.values(), ids=ALL.keys())

WD, BEFORE, STATED = Unit.WORKING_DAYS, Unit.WORKING_DAYS_BEFORE, Unit.STATED
DAY_0 = DayZero
STAGE_1 = ("complex", "advocate_requested")
STAGE_2 = (
    "several_agencies", "concurrent_investigation", "particularly_complex", "key_witness_unavailable",
    "complainants_own_delay",
)  # fmt: skip

EVERYWHERE = [
    ("R301", "ack_statutory", 2, WD, DAY_0.RECEIPT, None, ()),
    ("R304", "s2_request_window", 20, WD, DAY_0.RESPONSE_RECEIVED, None, ()),
    ("R305", "s2_statement", 10, WD, DAY_0.STAGE2_REQUEST, None, ()),
    ("R306", "s2_investigation", 25, WD, DAY_0.STAGE2_START, 65, STAGE_2),
    ("R307", "s2_longstop", 65, WD, DAY_0.STAGE2_REQUEST, None, ()),
    ("R308", "s3_request_window", 20, WD, DAY_0.ADJUDICATION_RECEIVED, None, ()),
    ("R309", "s3_ack", 2, WD, DAY_0.PANEL_REQUEST, None, ()),
    ("R309", "s3_chair", 10, WD, DAY_0.PANEL_REQUEST, None, ()),
    ("R309", "s3_papers", 10, BEFORE, DAY_0.PANEL_DATE, None, ()),
    ("R310", "s3_panel", 30, WD, DAY_0.PANEL_REQUEST, None, ()),
    ("R311", "s3_findings", 5, WD, DAY_0.PANEL_DATE, None, ()),
    ("R312", "s3_response", 15, WD, DAY_0.REPORT_RECEIVED, None, ()),
    ("R314", "corp_ack", 5, WD, DAY_0.RECEIPT, None, ()),
    ("R316", "corp_request_window", 20, WD, DAY_0.RESPONSE_RECEIVED, None, ()),
    ("R317", "asc_ack", 3, WD, DAY_0.RECEIPT, None, ()),
    ("R318", "asc_plan", 20, WD, DAY_0.RECEIPT, None, ()),
    ("R319", "asc_longstop", 6, Unit.MONTHS_COMMENCING, DAY_0.RECEIPT, None, ()),
    ("R340", "sar", 1, Unit.MONTHS, DAY_0.RECEIPT, 3, ("complex_request", "many_requests")),
    ("R341", "dp_complaint", 30, Unit.DAYS_BEGINNING, DAY_0.RECEIPT, None, ()),
    ("R342", "foi", 20, WD, DAY_0.RECEIPT, None, ()),
    ("R343", "breach", 72, Unit.HOURS, DAY_0.AWARE, None, ()),
    ("R344", "mp", 10, WD, DAY_0.RECEIPT, None, ()),
    ("R345", "representation", 10, WD, DAY_0.RECEIPT, None, ()),
    ("R346", "lgsco_enquiry", 0, STATED, DAY_0.LETTER, None, ()),
    ("R346", "lgsco_draft", 0, STATED, DAY_0.LETTER, None, ()),
    ("R346", "lgsco_remedy", 0, STATED, DAY_0.LETTER, None, ()),
]

OWN = [
    ("bnes", "R302", "s1_statutory", 10, DAY_0.RECEIPT, 20, (*STAGE_1, "service_pressure")),
    ("dorset", "R302", "s1_statutory", 10, DAY_0.RECEIPT, 20, STAGE_1),
    ("code", "R302", "s1_statutory", 10, DAY_0.RECEIPT, 20, STAGE_1),
    ("bnes", "R313", "corp_s1", 15, DAY_0.RECEIPT, 30, ("complex", "other_good_reason")),
    ("dorset", "R313", "corp_s1", 20, DAY_0.RECEIPT, 30, ("complex", "other_good_reason")),
    ("code", "R313", "corp_s1", 10, DAY_0.ACKNOWLEDGEMENT, 20, ("complex", "other_good_reason")),
    ("bnes", "R315", "corp_review", 20, DAY_0.REVIEW_REQUEST, None, ()),
    ("dorset", "R315", "corp_review", 20, DAY_0.REVIEW_REQUEST, None, ()),
    ("code", "R315", "corp_review", 20, DAY_0.ACKNOWLEDGEMENT, 40, ("complex", "other_good_reason")),
]


def told(terms: ClockRule) -> tuple[object, ...]:
    return terms.rule, terms.name, terms.length, terms.unit, terms.day_0, terms.extend_to, terms.reasons


@each_council
@pytest.mark.parametrize("row", EVERYWHERE, ids=[f"{row[0]} {row[1]}" for row in EVERYWHERE])
def test_a_time_limit_is_the_rulebooks_at_every_council(council: Council, row: tuple[object, ...]) -> None:
    assert told(council.clocks[str(row[1])]) == row


@pytest.mark.parametrize(("name", "rule", "clock", "length", "day_0", "at_most", "reasons"), OWN)
def test_a_time_limit_is_the_councils_own_where_the_rulebook_lets_it_differ(
    name: str, rule: str, clock: str, length: int, day_0: DayZero, at_most: int | None, reasons: tuple[str, ...]
) -> None:
    assert told(ALL[name].clocks[clock]) == (rule, clock, length, WD, day_0, at_most, reasons)


@each_council
def test_no_row_of_the_rulebooks_table_is_missing_or_written_twice(council: Council) -> None:
    written = {str(row[1]) for row in EVERYWHERE} | {row[2] for row in OWN}
    assert written == {name for name, terms in council.clocks.items() if "R301" <= terms.rule <= "R346"}


@pytest.mark.rule("R404", "R405")
@each_council
def test_freedom_of_information_and_corporate_complaints_have_calendars_of_their_own(council: Council) -> None:
    calendars = {name: terms.calendar for name, terms in council.clocks.items() if terms.calendar != "EW"}
    corporate = dict.fromkeys(("corp_s1", "corp_ack", "corp_review", "corp_request_window"), "COUNCIL")
    assert calendars == {**corporate, "foi": "UK_ANY"}


@pytest.mark.rule("R231", "R422", "R318", "R319")
@each_council
def test_what_may_be_held_may_pause_or_may_be_agreed_is_as_the_rulebook_says(council: Council) -> None:
    terms = council.clocks.values()
    assert {each.name for each in terms if each.may_hold} == {
        "s1_statutory", "s2_statement", "s2_investigation", "s3_panel"
    }  # fmt: skip
    assert {each.name for each in terms if each.pauses} == {"sar"}
    assert {each.name for each in terms if each.by_agreement} == {
        "s2_request_window", "s3_request_window", "corp_request_window", "asc_plan", "asc_longstop"
    }  # fmt: skip


@pytest.mark.rule("R306", "R410")
@each_council
def test_each_council_has_chosen_when_stage_2_begins_and_the_longstop_begins_with_the_request(
    council: Council,
) -> None:
    assert council.choices.stage2_clock_start is Stage2Start.STATEMENT_AGREED
    assert council.clocks["s2_longstop"].day_0 is DayZero.STAGE2_REQUEST
