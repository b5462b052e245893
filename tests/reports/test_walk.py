"""Cases of every kind, worked on as the desk would, come out of the year's report as somebody counts them by hand."""

from dataclasses import astuple, fields, replace
from datetime import date
from functools import cache

import pytest

from casework.cases import Case
from casework.labels import Procedure
from casework.messages import Address, Channel
from casework.records import beyond, entries
from casework.records.beyond import Beyond, EqualityAsked, Feedback
from casework.records.ledger import EqualityForm, Ledger
from reports import book, tables
from reports.figures import Shown
from reports.periods import Period
from store.ledger.columns import FILES, written
from tests import build
from tests.casework import kinds
from tests.casework.kinds import FINDING, Told, answered, begun, chosen, passed, played
from tests.reports.by_hand_b import HandB
from tests.reports.by_hand_d import HandD
from tests.reports.ledgers import Record

BNES = build.profile("bnes")
YEAR, NEXT = Period(date(2025, 4, 1), date(2026, 3, 31)), Period(date(2026, 4, 1), date(2027, 3, 31))
VERIFY = ("verify", "2026-03-04 10:00", {"how": "rang"})
CHAT = Address(Channel.TELEGRAM, "5550002")
OUT = {
    "ask_plain": "move the fence", "reason_plain": "it is the school’s", "route_plain": "the school",
    "route_how": "ring the office", "what_we_will_do": "send this on",
}  # fmt: skip
MORE_TIME = {"reason": "complex", "reason_plain": "many people", "done_so_far": "read it", "what_we_will_do": "ask"}
LIMIT = {
    "reason_plain": "forty calls a day", "restriction_plain": "we answer once a week", "until_date": "2026-09-20",
    "agreed_by": "hana", "review_by": "2026-06-20",
}  # fmt: skip


def part() -> Told:
    told = begun(BNES, category_b="delay_in_decision_or_provision", service="sen")
    return played(told, BNES, [VERIFY, ("respond", "2026-03-26 10:00", FINDING | {"outcome_1": "partially_upheld"})])


def late() -> Told:
    """Answered on the eleventh working day, a day after it was due, with no more time taken."""
    told = begun(BNES, procedure="statutory", category_b="quality_of_service", sender="grandparent")
    told = passed(played(told, BNES, [VERIFY]), BNES, "2026-03-17")
    return chosen(told, BNES, "respond", "2026-03-17 15:00", **FINDING | {"outcome_1": "not_upheld"})


def longer() -> Told:
    told = played(
        begun(BNES, procedure="statutory", in_care="yes"), BNES, [VERIFY, ("extend", "2026-03-12 10:00", MORE_TIME)]
    )
    return chosen(told, BNES, "respond", "2026-03-25 15:00", **FINDING)


def ombudsman() -> Told:
    """X40: an apology in time, £300 a day late, a review that is refused."""
    told = answered(begun(BNES, procedure="statutory", sender="parent"), BNES)
    asked = {"owner": "hana", "remedy_due": "2026-05-13"}
    money = {"remedy": "payment", "asks": "the delay", "amount": "300", "authorised_by": "Dee Lowe",
             "authorised_on": "2026-04-20"}  # fmt: skip
    told = chosen(told, BNES, "ombudsman_contact", "2026-03-20 10:00", sent_date="2026-03-19")
    for move, when, facts in (
        ("lg_draft", "2026-03-23 10:00", {"sent_date": "2026-03-20", "lgsco_draft_due": "2026-04-10"}),
        ("lg_upheld", "2026-04-13 10:00", {"sent_date": "2026-04-13"}),
        ("add_remedy", "2026-04-20 10:00", asked | {"remedy": "apology", "asks": "say sorry"}),
        ("add_remedy", "2026-04-20 10:00", asked | money),
        ("add_remedy", "2026-04-20 10:00", asked | {"remedy": "review", "asks": "look again"}),
        ("remedy_done", "2026-05-12 10:00", {"asked_remedy": "2", "evidence": "letter", "done_on": "2026-05-12"}),
        ("remedy_done", "2026-05-15 10:00", {"asked_remedy": "3", "evidence": "paid", "done_on": "2026-05-14"}),
        ("remedy_refused", "2026-05-18 10:00", {"asked_remedy": "4", "why": "done before"}),
    ):
        told = chosen(told, BNES, move, when, at="" if move.startswith("remedy") else "ombudsman", **facts)
    return told


def limited() -> Told:
    warning = {"reason_plain": "calls", "what_we_will_do": "one call a day", "decide_by": "2026-03-12"}
    told = played(begun(BNES, sender="other_family"), BNES, [VERIFY, ("warn_restriction", "2026-03-05 10:00", warning)])
    return chosen(told, BNES, "restrict", "2026-03-20 10:00", **LIMIT)


def young() -> Told:
    told = begun(BNES, CHAT, procedure="statutory", sender="young_person", service="child_in_care")
    return chosen(told, BNES, "record_advocacy", "2026-03-04 10:00", advocacy="accepted")


@cache
def walked() -> tuple[Case, ...]:
    """A dozen and more, each with a reference of its own."""
    lesson = {"lesson": "Ring first.", "owner": "priya", "lesson_by": "2026-04-30", "level": "team"}
    every = [
        part(), late(), longer(), ombudsman(), limited(), young(),
        chosen(begun(BNES, sender="unknown"), BNES, "withdraw", "2026-03-09 10:00", why="moved"),
        chosen(played(begun(BNES), BNES, [VERIFY]), BNES, "out_of_scope", "2026-03-06 10:00", **OUT),
        begun(BNES, kind="representation", procedure="statutory"),
        begun(BNES, kind="compliment", procedure="none"),
        begun(BNES, kind="information_request", procedure="data_protection", course="records"),
        begun(BNES, kind="information_request", procedure="none", course="foi"),
        begun(BNES, procedure="councillor_conduct", course="conduct"),
        played(answered(begun(BNES, procedure="statutory"), BNES), BNES, [
            ("ask_stage_2", "2026-03-20 10:00", {}),
            ("propose_action", "2026-03-23 10:00", lesson), ("agree_action", "2026-03-24 10:00", {"action": "2"}),
        ]),
        chosen(played(begun(BNES, procedure="statutory"), BNES, [VERIFY]), BNES, "reclassify", "2026-03-05 10:00",
               issue="1", to_procedure="corporate", why="about transport"),
    ]  # fmt: skip
    return tuple(replace(told.case, reference=f"BN-{number:04}") for number, told in enumerate(every, start=1))


def lines() -> tuple[Ledger, Beyond]:
    found, besides = [entries.of(each, BNES) for each in walked()], [beyond.of(each, BNES) for each in walked()]
    ledger = Ledger(
        **{each.name: tuple(line for one in found for line in getattr(one, each.name)) for each in fields(Ledger)}
    )
    more = Beyond(
        **{each.name: tuple(line for one in besides for line in getattr(one, each.name)) for each in fields(Beyond)}
    )
    return ledger, more


def shown(name: str, period: Period = YEAR) -> dict[str, list[Shown]]:
    ledger, more = lines()
    table = tables.TABLES[name](book.opened(ledger, BNES, period, more))
    return {row.label: [cell.shown() for cell in row.cells] for row in table.rows}


@pytest.mark.rule("R810", "R811", "R812", "R813", "R814", "R815", "R816")
def test_a_walk_through_the_desk_is_in_table_1_as_counted_by_hand() -> None:
    assert shown("RB1") == {
        "Representation": [0, 1, 0, 0, 0, 1],
        "Stage 1 statutory": [0, 5, 4, 0, 0, 1],
        "Stage 1 corporate": [0, 5, 1, 1, 1, 2],
        "Stage 2 statutory": [0, 1, 0, 0, 0, 1],
        "Stage 2 corporate": [0, 0, 0, 0, 0, 0],
        "Stage 3": [0, 0, 0, 0, 0, 0],
        "Referral to Ombudsman": [0, 1, 0, 0, 0, 1],
        "Total": [0, 13, 5, 1, 1, 6],
    }
    assert shown("RB1", NEXT)["Referral to Ombudsman"] == [1, 0, 1, 0, 0, 0]


@pytest.mark.rule("R397", "R396", "R398", "X40")
def test_the_ombudsmans_remedies_are_counted_late_even_by_a_day_and_paid_to_the_penny() -> None:
    found = shown("RB11", NEXT)
    assert (found["Upheld"], found["Compliance with recommendations"]) == ([1], ["67%"])
    assert found["Complied with late"] == [1] and shown("RD3", NEXT)["LGSCO payments"][-1] == "£300.00"


@pytest.mark.rule("R103", "R278", "R822", "R823", "R829", "R831")
def test_the_rest_of_the_walk_is_as_counted_by_hand() -> None:
    assert shown("RB14")["Stage 1 statutory: Outside agreed timescale in Q3-Q4"] == [1]
    assert shown("RB14")["Stage 1 corporate: % over 15"] == ["100%"]
    assert shown("RB16")["Young people"] == [1] and shown("RB16")["Unknown"] == [1]
    assert shown("RB15")["Telegram"] == [1] and shown("RD11")["2025-26"] == [1]
    assert shown("RB17")["Used"] == [1]
    assert shown("RB19")["SAR"][-1] == 1 and shown("RB13")["Total"] == [1]
    assert shown("RD4")["Received"] == [1] and shown("RD5")["People on a single point of contact"][:2] == [0, 1]
    assert shown("RD14")["Learnings"] == [1] and shown("RB6")["Total"][0] == 5
    table = tables.TABLES["RB12"](book.opened(lines()[0], BNES, YEAR))
    assert table.inner == ("Stage 2: Ring first. (agreed, due 30 April 2026)",)
    care = [line.child_in_care for line in lines()[0].stages if line.child_in_care]
    assert len(care) == 2, "as asked at opening, and as the service says"


def test_every_other_cell_of_the_walk_is_what_a_second_calculation_makes_it() -> None:
    ledger, _ = lines()
    files: dict[str, list[Record]] = {
        name: [
            dict(zip((column.name for column in file.columns), map(written, astuple(line)), strict=True))
            for line in getattr(ledger, name)
        ]
        for name, file in FILES.items()
    }
    for period in (YEAR, NEXT):
        for hand in (each(files, BNES, period.first, period.last) for each in (HandB, HandD)):
            for name in (each for each in tables.TABLES if hasattr(hand, each.lower())):
                table = shown(name, period)
                for label, cells in getattr(hand, name.lower())().items():
                    known = table.get(label, cells if set(cells) <= {0, "0%", "n/a"} else [])
                    assert known[: len(cells)] == cells, (name, label)


@pytest.mark.rule("R390")
def test_what_was_opened_again_stays_answered_when_it_was_and_is_closed_later() -> None:
    told = passed(answered(begun(BNES, procedure="statutory"), BNES), BNES, "2026-04-20", "2027-03-10")
    told = chosen(told, BNES, "reopen", "2027-03-20 10:00", summary_plain="a letter you had not seen")
    (line,) = entries.of(told.case, BNES).stages
    assert (line.received, line.responded, line.closed) == (date(2026, 3, 2), date(2026, 3, 9), None)
    told = chosen(told, BNES, "respond", "2027-03-29 10:00", **FINDING | {"outcome_1": "not_upheld"})
    (line,) = entries.of(told.case, BNES).stages
    assert (line.day_0, line.responded, line.closed) == (date(2026, 3, 2), date(2026, 3, 9), date(2027, 3, 29))
    assert line.outcome == "not_upheld"


@pytest.mark.rule("R919")
def test_what_people_were_asked_and_gave_back_is_counted_with_its_base() -> None:
    form = EqualityForm("2025-26", "bnes", Procedure.STATUTORY, ("female",), (), (), (), (), ())
    asked = (EqualityAsked("2025-26", Procedure.STATUTORY),) * 4
    sent = (Feedback(date(2026, 3, 2), date(2026, 3, 5)), Feedback(date(2026, 3, 2), None))
    opened = book.opened(Ledger(equality=(form,)), BNES, YEAR, Beyond(asked=asked, feedback=sent))
    rows = [{row.label: [cell.shown() for cell in row.cells] for row in tables.TABLES[name](opened).rows}
            for name in ("RB18", "RD15", "RD16")]  # fmt: skip
    assert [each["Forms returned, of those asked for"] for each in rows[:2]] == [[1, "25%"], [1, "25%"]]
    assert rows[2] == {"Sent": [2], "Returned": [1]}


def test_nothing_of_the_walk_is_left_out_by_mistake() -> None:
    silent = [each.procedure for each in walked() if entries.of(each, BNES) == Ledger()]
    assert silent == ["none"], "freedom of information has no line (RB19)"
    assert kinds.unsayable(()) == set()
