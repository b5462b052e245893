"""Who may serve on a case, and who may not: whoever judges it is nobody's colleague, spouse or friend."""

from dataclasses import replace
from datetime import date

import pytest

from casework import serving
from casework.bench import Appointment, Lent, Payment, documents_out, paid_between
from casework.cases import Case
from casework.councils import Council, Expert, Interest, Role, Staff, Tie
from casework.labels import Service
from casework.serving import likely, may_serve
from tests import build

DAY = date(2026, 4, 13)
ALL = frozenset({Role.IO, Role.IP, Role.CHAIR, Role.PANEL})
ODILE = Expert("EX-7K4Q", "Odile Marsh", ALL)
ABEL = Expert("EX-2C6R", "Abel Orr", ALL)
ZOE = Expert("EX-8W5V", "Zoe Hart", ALL)
NEIL = Expert("EX-3H2P", "Neil Pike", ALL)


@pytest.fixture
def here() -> Council:
    """A council with a register of four."""
    return replace(build.profile("bnes"), experts=(ODILE, ABEL, ZOE, NEIL))


def a_case(*appointments: Appointment, **other: object) -> Case:
    return replace(build.a_case(build.profile("bnes")), appointments=appointments, **other)  # type: ignore[arg-type]


def serves(expert: Expert, role: Role, **other: object) -> Appointment:
    given = {"stage": serving.STAGE_OF[role], "appointed": date(2026, 3, 30)} | other
    return Appointment(expert.id, expert.name, role, **given)  # type: ignore[arg-type]


def why_not(expert: Expert, role: Role, council: Council, case: Case | None = None) -> str:
    return may_serve(expert, role, case or a_case(), council, DAY) or ""


@pytest.mark.parametrize("role", sorted(ALL))
def test_somebody_independent_and_free_may_serve(here: Council, role: Role) -> None:
    assert may_serve(ODILE, role, a_case(), here, DAY) is None


@pytest.mark.rule("R334")
@pytest.mark.parametrize("role", [Role.IP, Role.CHAIR, Role.PANEL])
@pytest.mark.parametrize("tie", [Tie.MEMBER, Tie.OFFICER, Tie.MARRIED])
def test_no_councillor_officer_or_spouse_of_one_is_an_independent_person_or_sits_on_a_panel(
    here: Council, role: Role, tie: Tie
) -> None:
    assert "must be independent of the council" in why_not(replace(ODILE, tie=tie), role, here)


@pytest.mark.rule("R323")
def test_the_investigating_officer_may_work_for_the_council_but_not_in_the_line_complained_about(here: Council) -> None:
    assert why_not(replace(ODILE, tie=Tie.OFFICER), Role.IO, here) == ""
    was_there = replace(ODILE, worked_in=frozenset({Service.DUTY, Service.SEN}))
    assert "have worked in the service complained about" in why_not(was_there, Role.IO, here)
    assert why_not(was_there, Role.IP, here) == ""
    investigators = [
        replace(each, roles=each.roles | {Role.IO}, teams=frozenset[str]()) for each in build.STAFF if each.id != "mina"
    ]
    inside = replace(here, staff=(*investigators, Staff("sal", "Sal Bright", frozenset({Role.IO}))))
    said = {each.id: why_not(serving.of_staff(each), Role.IO, inside) for each in inside.staff}
    assert {name for name, why in said.items() if "in the line of the manager" in why} == {"priya", "tom", "hana"}
    assert said["sal"] == ""


@pytest.mark.rule("R602")
def test_nobody_complained_of_serves_in_any_role(here: Council) -> None:
    case = a_case(excluded=frozenset({ODILE.id, "hana"}))
    hana = serving.known("hana", here)
    assert hana is not None
    assert (
        why_not(ODILE, Role.IP, here, case)
        == why_not(hana, Role.AO, here, case)
        == ("They are complained of in this case.")
    )


@pytest.mark.rule("R329")
def test_only_a_senior_manager_adjudicates(here: Council) -> None:
    found = {each.id: why_not(serving.of_staff(each), Role.AO, here) for each in here.staff}
    assert {name for name, why in found.items() if not why} == {"hana", "dee"}
    assert "Only a senior manager" in found["tom"] and "Only a senior manager" in why_not(ODILE, Role.AO, here)


@pytest.mark.rule("X44")
@pytest.mark.parametrize("seat", [Role.CHAIR, Role.PANEL])
@pytest.mark.parametrize("ended", [None, date(2026, 4, 1)])
def test_stage_twos_independent_person_and_investigator_never_sit_on_the_panel(
    here: Council, seat: Role, ended: date | None
) -> None:
    """R334, reg 19(3): not even if they stopped before the end."""
    case = a_case(serves(ODILE, Role.IP, ended=ended), serves(ABEL, Role.IO, ended=ended))
    assert why_not(ODILE, seat, here, case) == (
        "They were the independent person at Stage 2, so they cannot sit on the panel."
    )
    assert "the investigating officer at Stage 2" in why_not(ABEL, seat, here, case)
    assert why_not(ZOE, seat, here, case) == ""


@pytest.mark.rule("R334")
def test_a_panel_is_three_people_one_of_whom_chairs(here: Council) -> None:
    two = a_case(serves(ODILE, Role.PANEL), serves(ABEL, Role.PANEL))
    assert why_not(ZOE, Role.PANEL, here, two) == (
        "The panel has its two members. The third person of a panel is the chair."
    )
    three = a_case(*two.appointments, serves(ZOE, Role.CHAIR))
    assert "Zoe Hart is the chair of the panel already" in why_not(NEIL, Role.CHAIR, here, three)
    fewer = a_case(replace(two.appointments[0], ended=date(2026, 4, 10)), *two.appointments[1:])
    assert why_not(ZOE, Role.PANEL, here, fewer) == ""


def test_nobody_serves_twice_and_nobody_is_appointed_where_somebody_serves(here: Council) -> None:
    case = a_case(serves(ODILE, Role.IP))
    assert why_not(ODILE, Role.IO, here, case) == "They serve on this case already, as an independent person."
    assert why_not(ABEL, Role.IP, here, case) == (
        "Odile Marsh is the independent person already. End that appointment first."
    )


def test_who_declared_an_interest_in_a_case_is_not_asked_for_it_again(here: Council) -> None:
    knows = replace(ODILE, interests=(Interest("BN-7K4Q", "I taught him.", date(2026, 3, 3)),))
    assert why_not(knows, Role.IP, here) == "On Tuesday 3 March they declared an interest in this case."
    assert why_not(knows, Role.IP, here, a_case(reference="BN-0000")) == ""


def test_whoever_complains_or_acts_for_somebody_who_does_is_no_judge_of_it(here: Council) -> None:
    sam = replace(ODILE, email="Sam@family.example")
    assert why_not(sam, Role.IP, here) == "They are one of the people in this case."


def test_nobody_is_appointed_for_days_on_which_they_are_not_there(here: Council) -> None:
    away = replace(ODILE, away=((date(2026, 4, 10), date(2026, 4, 17)),))
    left = replace(ODILE, until=date(2026, 3, 31))
    assert why_not(away, Role.IP, here) == "They are not available on Monday 13 April."
    assert why_not(left, Role.IP, here) == "Their last day on the register is Tuesday 31 March."
    assert may_serve(away, Role.IP, a_case(), here, date(2026, 4, 20)) is None
    assert why_not(replace(ODILE, roles=frozenset({Role.IO})), Role.IP, here) == (
        "They are not on the register as an independent person."
    )


def test_who_knows_the_field_is_asked_first_and_who_will_be_away_last(here: Council) -> None:
    knows = replace(ZOE, experience=frozenset({Service.DUTY}))
    leaving = replace(ABEL, away=((date(2026, 3, 9), date(2026, 3, 20)),), experience=frozenset({Service.DUTY}))
    barred = replace(NEIL, tie=Tie.OFFICER)
    there = replace(here, experts=(leaving, ODILE, barred, knows))
    order = likely(a_case(), Role.IP, there, date(2026, 3, 4))
    assert [each.name for each in order] == ["Zoe Hart", "Odile Marsh", "Abel Orr"]
    assert [each.name for each in likely(a_case(), Role.AO, there, DAY)] == ["Dee Lowe", "Hana Moss"]


def test_papers_lent_are_listed_until_they_are_back_and_said_to_be_late_the_day_after(here: Council) -> None:
    kept = Lent("file, part 2", date(2026, 3, 30), date(2026, 4, 30))
    late = Lent("file, part 1", date(2026, 3, 30), date(2026, 4, 12))
    back = Lent("chronology", date(2026, 3, 30), date(2026, 4, 12), date(2026, 4, 10))
    case = a_case(serves(ODILE, Role.IP, lent=(kept, back)), serves(ABEL, Role.IO, lent=(late,)))
    assert [papers.what for _, papers in documents_out(case.appointments)] == ["file, part 1", "file, part 2"]
    assert [(each.name, papers.what) for each, papers in serving.papers_due(case, DAY)] == [
        ("Abel Orr", "file, part 1")
    ]
    assert serving.papers_due(case, date(2026, 4, 12)) == ()


@pytest.mark.rule("RD3")
def test_the_fees_of_a_year_add_up_by_the_day_each_part_was_paid() -> None:
    parts = (Payment(300_000, date(2021, 3, 31)), Payment(133_460, date(2020, 9, 1)), Payment(1, date(2021, 4, 1)))
    io = serves(ABEL, Role.IO, fee_agreed=450_000, payments=parts)
    assert paid_between([io], date(2020, 4, 1), date(2021, 3, 31)) == 433_460
    assert io.fee_paid == 433_461


@pytest.mark.rule("R601")
def test_whoever_serves_is_reached_as_staff_are_as_the_register_says_or_as_the_case_does(here: Council) -> None:
    inside = Appointment("hana", "Hana Moss", Role.AO, "stage2", DAY, email="old@council.example")
    assert serving.reached_at(inside, here) == next(each for each in here.staff if each.id == "hana")
    listed = replace(here, experts=(replace(ODILE, email="odile@bench.example"),))
    assert serving.reached_at(serves(ODILE, Role.IO, email="old@bench.example"), listed).email == "odile@bench.example"
    assert serving.reached_at(serves(ZOE, Role.IP, email="zoe@bench.example"), listed).email == "zoe@bench.example"
