"""Every ladder of the rulebook's section 6, written out by hand again, held against the profiles, and climbed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework import clocks, days, rungs
from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.clocks import Clock
from casework.councils import Council, Form, Role, Rung, Staff, Unit, with_staff
from casework.letters import Letter
from casework.time_passes import duties
from tests import build
from tests.build import a_case

S, D, T = Form.SINGLE, Form.DIGEST, Form.TASK

LADDERS: tuple[tuple[str, str, str, str, Form], ...] = (  # rule, clock, when, who, how
    ("R640", "triage", "+1", "CO CM", S), ("R640", "triage", "+2", "HoS", S),
    ("R641", "s2_statement", "+3", "CM", D), ("R641", "s2_statement", "+5", "DCS", S),
    ("R641", "s2_statement", "+5", "IO", D), ("R641", "s2_statement", "+5", "complainant", S),
    ("R641", "s2_statement", "T0", "CM", S), ("R326", "s2_statement", "+10", "complainant", S),
    ("R642", "s2_investigation", "+15", "IO", D), ("R642", "s2_investigation", "+20", "CM", S),
    ("R642", "s2_investigation", "T-10", "IO AO", D), ("R642", "s2_investigation", "T-5", "AO CM", D),
    ("R642", "s2_investigation", "T0", "AO DCS", S), ("R642", "s2_investigation", "T+1", "CM", T),
    ("R642", "s2_investigation", "T+5", "DCS", S), ("R613", "s2_investigation", "+10", "CM", T),
    ("R642", "s2_longstop", "T-20", "CM DCS", S), ("R642", "s2_longstop", "T-10", "CM DCS", S),
    ("R642", "s2_longstop", "T0", "CM DCS", S),
    ("R643", "s3_ack", "T0", "CO", S), ("R643", "s3_chair", "+5", "CO", D), ("R643", "s3_chair", "T0", "CO CM", S),
    ("R643", "s3_papers", "T-5", "CO", D), ("R643", "s3_papers", "T0", "CO CM", S),
    ("R643", "s3_panel", "+25", "DCS", S),
    ("R643", "s3_findings", "+3", "CHAIR", D), ("R643", "s3_findings", "T0", "CHAIR", S),
    ("R643", "s3_response", "T-5", "DCS", D), ("R643", "s3_response", "T-2", "DCS", D),
    ("R643", "s3_response", "T0", "DCS", S),
    ("R644", "asc_ack", "T-1", "CO", D), ("R644", "asc_plan", "T-5", "RM", D), ("R644", "asc_plan", "T-2", "RM TM", D),
    ("R644", "asc_plan", "T0", "RM TM HoS", S), ("R644", "asc_plan", "T+1", "RM TM HoS CM", S),
    ("R644", "asc_longstop", "T-30", "CM", D), ("R644", "asc_longstop", "T-10", "CM", D),
    ("R645", "sar", "+7", "DP", D), ("R645", "sar", "+14", "DP", D), ("R645", "sar", "T-7", "DP", S),
    ("R645", "sar", "T-3", "DP", D), ("R645", "sar", "T0 09:00", "DP", S), ("R645", "sar", "T+1", "DP CM SIRO", S),
    ("R646", "mp", "T-3", "RM", D), ("R646", "mp", "T-1", "RM", D), ("R646", "mp", "T0", "HoS", S),
    ("R646", "mp", "T+1", "CO", T), ("R646", "mp", "T+3", "DCS", S),
    ("R647", "representation", "T-3", "TM", D), ("R647", "representation", "T0", "TM", S),
    ("R647", "representation", "T+1", "CO", T),
    *((("R648", clock, when, who, S) for clock in ("lgsco_enquiry", "lgsco_draft", "lgsco_remedy")
       for when, who in (("T-10", "OWNER CM"), ("T-5", "OWNER CM"), ("T-2", "OWNER CM"), ("T0", "CM DCS"),
                         ("T+1", "DCS")))),
    ("R649", "learning_action", "T-10", "OWNER", D), ("R649", "learning_action", "T-5", "OWNER", D),
    ("R649", "learning_action", "T0", "OWNER", S), ("R649", "learning_action", "T+5", "TM", S),
    ("R649", "learning_action", "T+10", "HoS", S), ("R649", "learning_action", "T+20", "DCS", S),
    ("R650", "s2_request_window", "T+1", "CO", T), ("R650", "s3_request_window", "T+1", "CO", T),
    ("R650", "corp_request_window", "T+1", "CO", T),
    ("R651", "hold_review", "T0", "CM", S), ("R652", "compliment", "T0", "CO", D),
)  # fmt: skip

OTHERS: tuple[tuple[str, str, str, str, Form], ...] = (  # beyond section 6: the rule that asks for each
    *(("R645", clock, when, who, how) for clock in ("dp_complaint", "foi", "sharing", "question", "internal_review")
      for when, who, how in (("T-2", "RM", D), ("T0", "RM", S), ("T+1", "RM CM", S))),
    ("R645", "breach", "+1", "DP", S), ("R645", "breach", "T0", "DP CM SIRO", S),
    *(("R310", clock, "T+1", "DCS CM", S) for clock in ("s3_panel", "s3_findings", "s3_response")),
    *(("R389", clock, when, who, S) for clock in ("lado_backstop", "signpost", "handover")
      for when, who in (("T0", "CO"), ("T+1", "CM"))),
    *(("R612", clock, when, who, how) for clock in ("s1_statutory", "corp_s1")
      for when, who, how in (("T+1", "CO", T), ("T+2", "CM", S))),
    ("R301", "ack_statutory", "T0", "CO", D), ("R301", "corp_ack", "T0", "CO", D),
    ("R271", "person_decision", "T-2", "CM", D), ("R271", "person_decision", "T0", "CM", S),
    ("R277", "person_decision", "T+1", "CM DCS", S), ("R280", "restriction_review", "T0", "CM", S),
    ("R248", "proposed_change", "T0", "HoS", S), ("R248", "proposed_change", "T+1", "DCS CM", S),
    ("R351", "authority", "+7", "representative", S), ("R351", "authority", "+14", "representative", S),
    ("R351", "authority", "T+1", "CO", T), ("R371", "no_contact", "T+1", "CO", T),
    ("R647", "checkin_wait", "+5", "complainant", S),
)  # fmt: skip

DAY = date(2026, 3, 2)


@pytest.mark.parametrize(("rule", "clock", "when", "who", "how"), LADDERS + OTHERS, ids=str)
@pytest.mark.parametrize("name", ["bnes", "dorset", "code"])
def test_a_rung_of_the_rulebook_stands_in_the_profile(
    name: str, rule: str, clock: str, when: str, who: str, how: Form
) -> None:
    found = [rung for rung in build.profile(name).ladder.values() if clock in rung.clocks and rung.at == when]
    assert any(_stands(rung, who, how) and rung.rule == rule for rung in found)


def _stands(rung: Rung, who: str, how: Form) -> bool:
    return {str(each) for each in rung.to} == set(who.split()) and rung.form is how


SINGLES = [each for each in LADDERS if each[4] is S and each[3] != "complainant" and "OWNER" not in each[3]]


@pytest.mark.rule("R601", "R603", "R610")
@pytest.mark.parametrize(("rule", "clock", "when", "who", "how"), SINGLES, ids=str)
def test_the_day_a_rung_is_reached_its_people_are_asked_once_and_the_accused_never(
    rule: str, clock: str, when: str, who: str, how: Form
) -> None:
    del rule, how
    council = everybody(build.profile("bnes"))
    case = with_only(clock, council)
    rung = next(
        each
        for each in council.ladder.values()
        if clock in each.clocks and each.at == when and set(map(str, each.to)) == set(who.split())
    )
    day = days.on_or_after(rungs.falls_on(case.clocks[0], rung, council), council.calendars["EW"])
    asked = letters(case, council, day)
    wanted = {staff(role, council) for role in who.split()}
    assert wanted <= {letter.staff for letter in asked}
    other = "staff.step_due" if day > case.clocks[0].due else "staff.step_late"
    assert other not in {letter.words for letter in asked}, "what is late is said to be late, and nothing else is"
    assert not letters(build.after(case, chase_on(case, council, day)), council, day), "asked once"
    accused = replace(case, excluded=frozenset(wanted))
    assert not wanted & {letter.staff for letter in letters(accused, council, day)}


@pytest.mark.rule("R606")
def test_a_line_of_the_morning_names_what_is_owed_on_its_day_and_not_before() -> None:
    council = everybody(build.profile("bnes"))
    case = with_only("sar", council)
    week = DAY + timedelta(days=7)
    for day, owed in ((week - timedelta(days=1), False), (week, True)):
        found = duties.of("dp", (case,), council, build.at(f"{day} 08:30"))
        assert any(each.step == "the search check" for each in found) is owed


def everybody(council: Council) -> Council:
    """The council with one person in every role."""
    more = {Role.IO, Role.IP, Role.AO, Role.CHAIR, Role.DP, Role.FOI, Role.SIRO}
    others = tuple(
        Staff(role.lower(), role.title(), frozenset({role}), f"{role.lower()}@council.example") for role in more
    )
    return with_staff(council, (*council.staff, *others))


def staff(role: str, council: Council) -> str:
    return next(each.id for each in council.staff if Role(role) in each.roles)


def with_only(name: str, council: Council) -> Case:
    """A case in which only this clock runs."""
    running: Clock = clocks.start(
        council, name, DAY, stated=date(2026, 4, 20) if council.clocks[name].unit is Unit.STATED else None
    )
    return replace(a_case(council), clocks=(running,))


def chase_on(case: Case, council: Council, day: date) -> Change:
    return chase(case, council, build.at(f"{day} 10:00"))


def letters(case: Case, council: Council, day: date) -> tuple[Letter, ...]:
    return tuple(each for each in chase_on(case, council, day).letters if each.staff)
