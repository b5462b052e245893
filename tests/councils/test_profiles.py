"""The profiles, tested as data; and what a profile may not say."""

import re
import shutil
from collections.abc import Callable
from datetime import date, time
from pathlib import Path

import pytest

from casework import days
from casework.councils import (
    AutoS2At,
    CategorySet,
    Council,
    Form,
    Outside,
    Role,
    S1Breach,
    S1Reason,
    Unit,
    advocacy_provider,
    at,
    escalation_from,
    ladder,
)
from casework.days import Hours
from casework.labels import Procedure
from run.config import COUNCILS, Misconfigured, load_council, names

ALL = {name: load_council(name) for name in names()}
each_council = pytest.mark.parametrize("council", ALL.values(), ids=ALL.keys())

RULE = re.compile(r"R\d{3}")
RULEBOOKS = {
    "ack_statutory", "s1_statutory", "s2_request_window", "s2_statement", "s2_investigation", "s2_longstop",
    "s3_request_window", "s3_ack", "s3_chair", "s3_papers", "s3_panel", "s3_findings", "s3_response", "corp_s1",
    "corp_ack", "corp_review", "corp_request_window", "asc_ack", "asc_plan", "asc_longstop", "sar", "dp_complaint",
    "foi", "breach", "mp", "representation", "lgsco_enquiry", "lgsco_draft", "lgsco_remedy",
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the profiles that a test may spoil."""
    for name in ("england", *names()):
        shutil.copy(COUNCILS / f"{name}.yaml", tmp_path)
    return tmp_path


def spoil(folder: Path, name: str, change: Callable[[str], str]) -> str:
    """What is said when that council's profile is loaded after the change."""
    path = folder / f"{name}.yaml"
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(Misconfigured) as refused:
        load_council("bnes", folder)
    return str(refused.value)


def test_three_councils_have_a_profile() -> None:
    assert set(ALL) >= {"bnes", "code", "dorset"}


@each_council
def test_every_clock_has_a_rule_and_a_source(council: Council) -> None:
    for terms in council.clocks.values():
        assert RULE.fullmatch(terms.rule), terms.name
        assert all((terms.source, terms.step)), terms.name


@each_council
def test_every_clock_of_the_rulebook_is_there(council: Council) -> None:
    assert set(council.clocks) >= RULEBOOKS


@each_council
def test_every_rung_has_somebody_a_rule_and_words(council: Council) -> None:
    for rung in council.ladder.values():
        assert RULE.fullmatch(rung.rule), rung.name
        assert all((rung.to, rung.words)), rung.name
        assert at(rung.at).from_due or at(rung.at).days > 0


@each_council
def test_every_step_about_an_advocate_and_every_alarm_has_its_rule(council: Council) -> None:
    rules = {"R505", *(f"R{number}" for number in range(510, 518))}
    assert {step.rule for step in council.advocacy.values()} == rules
    assert [climb.minutes for climb in council.safety.climb] == [0, 10, 20, 30, 40]
    assert all(each.to and RULE.fullmatch(each.rule) for each in council.safety.climb)
    assert all(RULE.fullmatch(kept.rule) and kept.source for kept in council.retention.values())


@each_council
def test_no_statutory_clock_skips_a_councils_own_closure_days(council: Council) -> None:
    for terms in council.clocks.values():
        assert terms.calendar != "COUNCIL" or terms.name.startswith("corp_")
    assert council.calendars["COUNCIL"].holidays == council.calendars["EW"].holidays


@each_council
def test_stages_lead_to_clocks_and_each_complaint_ends_with_the_ombudsman(council: Council) -> None:
    for name in (Procedure.STATUTORY, Procedure.CORPORATE, Procedure.ADULT_SOCIAL_CARE):
        assert council.procedures[name].stages[-1].next_step == "the Ombudsman"
    stages = [stage for course in council.procedures.values() for stage in course.stages]
    named = {name for stage in stages for name in (stage.clock, stage.acknowledge, stage.window, *stage.also)}
    assert named - {""} <= set(council.clocks)


@each_council
def test_every_role_has_a_title_and_the_ladder_of_people_ends_with_the_director(council: Council) -> None:
    assert set(council.roles) == set(Role)
    assert council.escalation == (Role.RM, Role.TM, Role.HOS, Role.CM, Role.DCS)
    assert escalation_from(council, Role.HOS) == (Role.CM, Role.DCS)
    assert escalation_from(council, Role.DCS) == ()


@each_council
def test_the_numbers_shipped_ring_nowhere_and_say_that_nobody_checked_them(council: Council) -> None:
    lines = council.safety_lines
    numbers = (
        lines.front_door.phone,
        lines.night_team.phone,
        council.team.phone,
        *(each.phone for each in council.advocacy_providers),
    )
    assert all(number.startswith("01632 960 ") for number in numbers)
    assert lines.checked is None


@each_council
def test_the_national_helplines_are_as_written(council: Council) -> None:
    lines = council.helplines
    assert (lines.emergency, lines.childline, lines.samaritans) == ("999", "0800 1111", "116 123")
    assert (lines.runaway, lines.ombudsman) == ("116 000", "0300 061 0614")


@each_council
def test_hours_are_those_of_the_rulebook(council: Council) -> None:
    assert council.hours.staff == Hours(time(8, 30), time(17, 30))
    assert council.hours.public == Hours(time(9), time(19))
    assert council.hours.digest == time(8, 30)


@pytest.mark.rule("R313")
def test_the_councils_differ_where_they_should() -> None:
    bnes, dorset, code = ALL["bnes"], ALL["dorset"], ALL["code"]
    assert [each.clocks["corp_s1"].length for each in (bnes, dorset, code)] == [15, 20, 10]
    assert [each.clocks["corp_s1"].extend_to for each in (bnes, dorset, code)] == [30, 30, 20]
    assert [each.choices.category_set for each in (bnes, dorset)] == [CategorySet.B, CategorySet.D]
    assert [each.procedures[Procedure.CORPORATE].stages[0].entitled for each in (bnes, dorset, code)] == [
        False,
        False,
        True,
    ]


@pytest.mark.rule("R366")
def test_only_dorsets_stage_2_begins_by_itself() -> None:
    assert [each.choices.s1_breach_action for each in ALL.values()].count(S1Breach.AUTOMATIC_STAGE2) == 1
    assert ALL["dorset"].choices.auto_s2_at is AutoS2At.DAY_20
    warned = {rung.name for rung in ladder(ALL["dorset"], "s1_statutory")} - {
        rung.name for rung in ladder(ALL["bnes"], "s1_statutory")
    }
    assert warned == {"s1_auto_stage2_five", "s1_auto_stage2_two", "s1_auto_stage2"}


@pytest.mark.rule("R303")
def test_pressure_on_the_service_is_a_reason_only_where_the_profile_says_so() -> None:
    assert S1Reason.SERVICE_PRESSURE in ALL["bnes"].clocks["s1_statutory"].reasons
    assert ALL["dorset"].clocks["s1_statutory"].reasons == (S1Reason.COMPLEX, S1Reason.ADVOCATE_REQUESTED)


def test_dorsets_advocates_change_on_the_first_of_august() -> None:
    day = date(2021, 7, 31)
    before, after = advocacy_provider(ALL["dorset"], day), advocacy_provider(ALL["dorset"], day + days.DAY)
    assert [each and each.name for each in (before, after)] == [
        "Action for Children",
        "National Youth Advocacy Service",
    ]


@pytest.mark.rule("R620")
@each_council
def test_the_stage_1_ladder_is_the_rulebooks(council: Council) -> None:
    rungs = {rung.rule: rung for rung in ladder(council, "corp_s1") if rung.rule != "R612"}
    asked = {rule: (rung.at, *rung.to) for rule, rung in rungs.items() if rule != "R628"}
    assert asked == {
        "R621": ("+2", Role.RM),
        "R622": ("T-5", Role.RM),
        "R623": ("T-3", Role.RM, Role.TM, Role.CM),
        "R624": ("T-2", Role.RM, Role.TM),
        "R625": ("T0 09:00", Role.RM, Role.TM, Role.HOS),
        "R626": ("T+1", Role.RM, Role.TM, Role.HOS, Role.CM),
        "R627": ("T+3", Role.HOS, Role.CM),
    }
    assert {rule for rule, rung in rungs.items() if rung.form is Form.DIGEST} == {"R621", "R622"}


@each_council
def test_reminders_go_outside_only_to_people_who_may_have_them(council: Council) -> None:
    outside = {to for step in council.advocacy.values() for to in step.to if isinstance(to, Outside)}
    assert outside == {Outside.YOUNG_PERSON, Outside.ADVOCATE, Outside.PROVIDER}


@each_council
def test_only_the_ombudsman_and_agreed_actions_have_a_stated_date(council: Council) -> None:
    stated = {name for name, terms in council.clocks.items() if terms.unit is Unit.STATED}
    assert stated == {"lgsco_enquiry", "lgsco_draft", "lgsco_remedy", "learning_action", "restriction_review"}


FIXED = [name for name, terms in ALL["bnes"].clocks.items() if terms.fixed]


@pytest.mark.parametrize("clock", FIXED)
def test_what_law_fixed_no_council_can_change(folder: Path, clock: str) -> None:
    row = f"  {clock}: {{length: 99, unit: working_days, day_0: receipt, step: x, rule: R999, source: us}}"
    said = spoil(folder, "bnes", lambda text: text.replace("\nclocks:", f"\nclocks:\n{row}"))
    assert f"clocks.{clock}: fixed in england.yaml ({ALL['bnes'].clocks[clock].rule}" in said
    assert re.search(r"bnes\.yaml, line \d+, ", said)


@pytest.mark.parametrize("section", ["calendars", "safety", "helplines", "escalation", "staff", "name"])
def test_what_is_the_same_everywhere_no_council_can_change(folder: Path, section: str) -> None:
    assert f"{section}: not a council's to say" in spoil(folder, "bnes", lambda text: f"{text}\n{section}: {{}}\n")


def test_a_council_may_lengthen_a_time_of_its_own(folder: Path) -> None:
    path = folder / "bnes.yaml"
    row = "  mp: {length: 5, unit: working_days, day_0: receipt, step: the reply, rule: R344, source: our own}"
    path.write_text(path.read_text(encoding="utf-8").replace("\nclocks:", f"\nclocks:\n{row}"), encoding="utf-8")
    assert load_council("bnes", folder).clocks["mp"].length == 5


MISTAKES = [
    ("\nchoices:", "\nnight_shift: yes\nchoices:", "night_shift: nobody declared this key"),
    ("  night_team:", "  nigth_team:", "safety_lines.nigth_team: nobody declared this key; expected night_team"),
    ("  night_team:", "  nigth_team:", "safety_lines.night_team: this key must be there"),
    ("length: 15", "length: fifteen", "clocks.corp_s1.length: expected a whole number"),
    ("length: 15", "length: 0", "clocks.corp_s1: expected a length of at least 1"),
    ("extend_to: 30", "extend_to: 10", "clocks.corp_s1: expected extend_to longer than length"),
    ("rule: R313, ", "", "clocks.corp_s1.rule: this key must be there"),
    ("    {length: 15", "    {name: other, length: 15", "clocks.corp_s1.name: the row's key is its name"),
    ("calendar: COUNCIL", "calendar: MOON", "clocks.corp_s1.calendar: expected one of EW"),
    ("offer_stage2", "shrug", "choices.s1_breach_action: expected 'offer_stage2' or"),
    ("service_pressure", "busy", "choices.s1_extension_reasons.2: expected 'complex'"),
    ("stage2_clock_start: ", "# ", "choices.stage2_clock_start: this key must be there"),
    ("opens: 08:30", "opens: half past", "safety_lines.front_door_hours.opens: expected"),
    ("  corporate:  ", "  statutory:  ", "procedures.statutory: fixed in england.yaml"),
    ("clock: corp_review", "clock: corp_reveiw", "procedures.corporate.stages.1.clock: no clock is called corp_reveiw"),
    ("\nclocks:", "\nladder: everyone\nclocks:", "ladder: expected keys and values"),
    ("\nclocks:", "\nladder: {s9: x}\nclocks:", "ladder.s9: expected keys and values"),
]
RUNG = "\nladder: {{s9: {{clocks: [{clock}], at: {at}, to: [{to}], form: single, words: x, rule: R1}}}}\n"


@pytest.mark.parametrize(("there", "instead", "said"), MISTAKES)
def test_a_mistake_in_a_profile_is_named_by_file_line_and_key(
    folder: Path, there: str, instead: str, said: str
) -> None:
    refused = spoil(folder, "bnes", lambda text: text.replace(there, instead))
    assert said in refused
    assert re.search(r"bnes\.yaml, line \d+", refused)


@pytest.mark.parametrize(
    ("clock", "when", "to", "said"),
    [
        ("mp", "T2", "RM", "ladder.s9: expected T-2, T0, T+1 or +3"),
        ("nothing", "T-2", "RM", "ladder.s9.clocks: no clock is called nothing"),
        ("mp", "T-2", "BOSS", "ladder.s9.to.0: expected 'CO'"),
    ],
)
def test_a_rung_that_leads_nowhere_is_refused(folder: Path, clock: str, when: str, to: str, said: str) -> None:
    assert said in spoil(folder, "bnes", lambda text: text + RUNG.format(clock=clock, at=when, to=to))


def test_a_mistake_in_englands_file_is_named_there(folder: Path) -> None:
    said = spoil(folder, "england", lambda text: text.replace("repeat_minutes: 10", "repeat_minutes: often"))
    assert re.search(r"england\.yaml, line \d+, safety\.repeat_minutes: expected a whole number", said)


def test_a_council_nobody_has_written_is_refused_by_name() -> None:
    with pytest.raises(Misconfigured, match="no council is called atlantis; there are: bnes, code, dorset"):
        load_council("atlantis")
    with pytest.raises(Misconfigured, match="no council is called england"):
        load_council("england")
