"""Somebody serves on a case: appointed, lent papers, paid, and never on the panel after Stage 2."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from casework import serving
from casework.bench import Payment
from casework.cases import Case, Decision, StageRow, State
from casework.chase import chase
from casework.clocks import start
from casework.councils import Council, Expert, Role, Tie
from casework.moves import BY_NAME, allowed
from casework.questions import CHOICES
from casework.refusals import RuleBroken
from casework.time_passes import waking
from casework.time_passes.digests import digest
from casework.time_passes.duties import duties
from outbox.render import render
from tests import build
from tests.build import a_decision, at, moved

ALL = frozenset({Role.IO, Role.IP, Role.CHAIR, Role.PANEL})
ODILE = Expert("EX-7K4Q", "Odile Marsh", ALL, email="odile@bench.example")
ABEL = Expert("EX-2C6R", "Abel Orr", ALL, email="abel@bench.example")
WHEN = "2026-04-13 10:00"


@pytest.fixture
def here() -> Council:
    """A council with two people on its register."""
    return replace(build.profile("bnes"), experts=(ODILE, ABEL))


def at_stage(name: str, here: Council) -> Case:
    """A case that has come so far, with that stage's time limit running."""
    step, clock = {"stage2": ("setup", "s2_statement"), "stage3": ("convening", "s3_panel")}[name]
    row = StageRow(name, "statutory", State.OPEN, date(2026, 4, 13), date(2026, 4, 13), step=step)
    case = build.a_case(here)
    past = tuple(replace(each, state=State.CLOSED) for each in case.stages)
    return replace(case, stages=(*past, row), clocks=(start(here, clock, date(2026, 4, 13)),))


def decided(move: str, when: str, facts: Mapping[str, str]) -> Decision:
    return Decision("", move, "mina", Role.CO, at(when), rule="", facts=facts)


def appoint(case: Case, here: Council, expert: Expert | str, role: Role, when: str = WHEN, **other: str) -> Case:
    person = expert if isinstance(expert, str) else expert.id
    facts = {"expert": person, "role": role.value, "interest": "no"} | other
    row = "appoint" if case.current and case.current.stage == "stage2" else "appoint_panel"
    return moved(case, decided(row, when, facts), here)


def refused(case: Case, here: Council, move: str, **facts: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        moved(case, decided(move, WHEN, facts), here)
    return f"{broken.value.text} {broken.value.rule}"


@pytest.mark.rule("R323")
def test_an_investigator_and_an_independent_person_are_appointed_with_what_was_agreed(here: Council) -> None:
    case = appoint(
        at_stage("stage2", here), here, ABEL, Role.IO, declared="Nothing to declare.", fee="£4,334.60",
        papers="Stage 1 file", papers_due="2026-05-29",
    )  # fmt: skip
    case = appoint(case, here, ODILE, Role.IP)
    io, ip = case.appointments
    assert (io.name, io.stage, io.appointed, io.fee_agreed) == ("Abel Orr", "stage2", date(2026, 4, 13), 433_460)
    assert (io.lent[0].what, io.lent[0].due, io.declared) == ("Stage 1 file", date(2026, 5, 29), "Nothing to declare.")
    assert (ip.person, ip.role, ip.lent, case.decisions[-1].rule) == (ODILE.id, Role.IP, (), "R323")


@pytest.mark.rule("X44")
def test_stage_twos_independent_person_proposed_for_the_panel_is_not_possible(here: Council) -> None:
    case = appoint(at_stage("stage2", here), here, ODILE, Role.IP)
    case = replace(at_stage("stage3", here), appointments=case.appointments)
    said = refused(case, here, "appoint_panel", expert=ODILE.id, role="PANEL", interest="no")
    assert said == "They were the independent person at Stage 2, so they cannot sit on the panel. R334"
    assert [each.role for each in appoint(case, here, ABEL, Role.CHAIR).appointments] == [Role.IP, Role.CHAIR]


@pytest.mark.rule("R334")
def test_nobody_is_appointed_who_may_not_serve_or_to_what_this_stage_does_not_have(here: Council) -> None:
    case, asked = at_stage("stage2", here), {"expert": ODILE.id, "role": "IP", "interest": "no"}
    tied = replace(here, experts=(replace(ODILE, tie=Tie.MARRIED),))
    assert "must be independent of the council" in refused(case, tied, "appoint", **asked)
    assert "Note it in the register" in refused(case, here, "appoint", **asked | {"interest": "yes"})
    assert "At this stage somebody is appointed as investigating officer, independent person or" in refused(
        case, here, "appoint", **asked | {"role": "CHAIR"}
    )
    assert "nobody of that name" in refused(case, here, "appoint", **asked | {"expert": "EX-0000"})
    assert "by which day" in refused(case, here, "appoint", **asked | {"papers": "file"})
    assert "is over" in refused(case, here, "appoint", **asked | {"papers": "file", "papers_due": "2026-04-12"})
    assert "in pounds" in refused(case, here, "appoint", **asked | {"fee": "a lot"})
    assert "Still needed: interest" in refused(case, here, "appoint", expert=ODILE.id, role="IP")


def test_who_stops_serving_stays_on_record_and_somebody_else_takes_their_place(here: Council) -> None:
    """X42: the investigating officer falls ill."""
    case = appoint(at_stage("stage2", here), here, ABEL, Role.IO)
    case = moved(case, a_decision("unappoint", "2026-05-01 10:00", appointment="1", why="Ill."), here)
    assert (case.appointments[0].ended, case.appointments[0].why_ended) == (date(2026, 5, 1), "Ill.")
    assert "does not serve any longer" in refused(
        appoint(case, here, ODILE, Role.IO), here, "unappoint", appointment="1", why="Ill."
    )
    assert "Choose somebody who serves" in refused(
        appoint(case, here, ODILE, Role.IO), here, "lend_document", appointment="9", papers="x", papers_due="2026-05-29"
    )


def test_papers_are_lent_and_come_back_once(here: Council) -> None:
    case = appoint(at_stage("stage2", here), here, ABEL, Role.IO, papers="file", papers_due="2026-05-29")
    lend = a_decision("lend_document", "2026-04-14 10:00", appointment="1", papers="notes", papers_due="2026-05-01")
    case = moved(case, lend, here)
    assert "still to come" in refused(case, here, "return_document", papers_back="1.2", back_on="2026-04-14")
    back = a_decision("return_document", "2026-05-05 10:00", papers_back="1.2", back_on="2026-05-04")
    case = moved(case, back, here)
    assert [each.back for each in case.appointments[0].lent] == [None, date(2026, 5, 4)]
    assert "Choose papers that are out" in refused(case, here, "return_document", papers_back="1.2")
    case = moved(case, a_decision("return_document", "2026-05-05 10:00", papers_back="1.1"), here)
    assert "return_document" not in {row.name for row, _ in allowed(case, here, {Role.CO})}


@pytest.mark.rule("RD3")
def test_a_fee_is_paid_in_parts_each_on_its_day_also_after_they_have_stopped(here: Council) -> None:
    case = appoint(at_stage("stage2", here), here, ABEL, Role.IO, fee="4,334.60")
    case = moved(case, a_decision("unappoint", "2026-05-01 10:00", appointment="1", why="Done."), here)
    for amount, day in (("3,000", "2026-05-11"), ("1,334.60", "2026-05-12")):
        case = moved(case, a_decision("pay_fee", "2026-05-12 10:00", appointment="1", amount=amount, paid_on=day), here)
    assert case.appointments[0].payments == (
        Payment(300_000, date(2026, 5, 11)),
        Payment(133_460, date(2026, 5, 12)),
    )
    assert "in pounds" in refused(case, here, "pay_fee", appointment="1", amount="some")


@pytest.mark.rule("R642")
def test_what_the_investigator_owes_is_asked_of_whoever_was_appointed_and_not_of_the_line(here: Council) -> None:
    case = appoint(at_stage("stage2", here), here, ABEL, Role.IO)
    case = replace(case, clocks=(start(here, "s2_investigation", date(2026, 4, 13)),))
    owed = {(each.staff, each.rung) for each in duties(case, here, at("2026-05-06 09:00"))}
    assert (ABEL.id, "s2_on_track") in owed
    nobody = replace(case, appointments=())
    assert {each.staff for each in duties(nobody, here, at("2026-05-06 09:00")) if each.rung == "s2_on_track"} == {
        "dan"
    }
    away = replace(here, experts=(replace(ABEL, away=((date(2026, 5, 1), date(2026, 5, 8)),)),))
    copied = {each.staff for each in duties(case, away, at("2026-05-06 09:00")) if each.rung == "s2_on_track"}
    assert copied == {"dan", ABEL.id}


@pytest.mark.rule("R605")
def test_somebody_from_outside_gets_a_morning_list_of_what_they_owe_and_of_nothing_else(here: Council) -> None:
    case = appoint(at_stage("stage2", here), here, ABEL, Role.IO)
    case = replace(case, clocks=(start(here, "s2_investigation", date(2026, 4, 13)),))
    (abel,) = serving.from_outside([case, case], here)
    (letter,) = digest(abel, [case, build.a_case(here)], [], here, at("2026-05-06 08:30"))
    assert (letter.to.value, letter.words) == ("abel@bench.example", "staff.serving_list")
    said = render(letter, choices=CHOICES).text
    assert "BN-7K4Q: saying whether it is on track" in said and "desk" not in said
    assert digest(abel, [case], [], here, at("2026-04-14 08:30")) == ()
    ended = moved(case, a_decision("unappoint", "2026-05-01 10:00", appointment="1", why="Ill."), here)
    assert serving.from_outside([ended], here) == ()


@pytest.mark.rule("R643")
def test_the_chair_who_sits_is_chased_by_email_at_the_address_of_the_register(here: Council) -> None:
    case = appoint(at_stage("stage3", here), here, ODILE, Role.CHAIR)
    case = replace(case, clocks=(start(here, "s3_findings", date(2026, 5, 12)),))
    moved_house = replace(here, experts=(replace(ODILE, email="new@bench.example"), ABEL))
    letters = chase(case, moved_house, at("2026-05-19 09:00")).letters
    assert {(each.to.value, each.words) for each in letters} == {("new@bench.example", "staff.serving_due")}
    said = render(letters[0], choices=CHOICES).text
    assert "the panel's report is due from you on Tuesday 19 May" in said and "desk" not in said
    kept = chase(case, build.profile("bnes"), at("2026-05-19 09:00")).letters
    assert {each.to.value for each in kept} == {"odile@bench.example"}
    assert waking.wakes_at(case, here, at("2026-05-12 09:00")) is not None


def test_only_the_complaints_team_appoints() -> None:
    for name in ("appoint", "appoint_panel", "unappoint", "lend_document", "return_document", "pay_fee"):
        assert BY_NAME[name].by == {Role.CO, Role.CM}
