"""A stage answered jointly for a statutory point and a corporate one: neither loses what comes next to the other."""

import pytest

from casework.cases import State, stage
from casework.councils import Role
from casework.moves import allowed
from casework.time_passes.lapse import lapse
from tests import build
from tests.casework.kinds import FINDING, Told, begun, chosen, played

LED = [("corporate", "sen", "statutory"), ("statutory", "duty", "corporate")]
FURTHER = {"ask_stage_2": "stage2", "ask_next": "review"}
TWO = FINDING | {key.replace("_1", "_2"): value for key, value in FINDING.items() if key.endswith("_1")}


def joint(council: str, led: tuple[str, str, str]) -> Told:
    procedure, service, other = led
    told = begun(build.profile(council), procedure=procedure, service=service)
    more = {"summary_plain": "the report", "to_procedure": other}
    return chosen(told, build.profile(council), "add_issue", "2026-03-04 10:00", **more)


@pytest.mark.rule("R211", "R004", "X16")
@pytest.mark.parametrize("council", ["bnes", "dorset"])
@pytest.mark.parametrize("led", LED, ids=lambda led: led[0])
@pytest.mark.parametrize("first", FURTHER)
def test_each_point_goes_to_its_own_next_stage_once_whichever_is_asked_for_first(
    council: str, led: tuple[str, str, str], first: str
) -> None:
    here = build.profile(council)
    verify = ("verify", "2026-03-05 10:00", {"how": "rang"})
    told = played(joint(council, led), here, [verify, ("respond", "2026-03-09 10:00", TWO)])
    told = chosen(told, here, first, "2026-03-20 10:00", at="stage1")
    answered = stage(told.case, "stage1")
    assert answered is not None and answered.state is State.RESPONDED, "the other point's window runs"
    (then,) = FURTHER.keys() - {first}
    asked = {row.name for row, at in allowed(told.case, here, {Role.CM}) if at is answered} & FURTHER.keys()
    assert asked == {then}
    told = chosen(told, here, then, "2026-03-23 10:00", at="stage1")
    assert sorted(each.stage for each in told.case.stages) == ["review", "stage1", "stage2"]
    assert told.case.stages[0].state is State.CLOSED


@pytest.mark.rule("R366", "R211")
@pytest.mark.parametrize("led", LED, ids=lambda led: led[0])
def test_stage_two_begins_by_itself_once_whatever_leads(led: tuple[str, str, str]) -> None:
    here = build.profile("dorset")
    case = joint("dorset", led).case
    for day in ("2026-03-31", "2026-04-01", "2026-04-30"):
        now = build.at(f"{day} 10:00")
        for _ in range(5):
            if decision := lapse(case, here, now):
                case = build.moved(case, decision, here)
        assert lapse(case, here, now) is None, "time comes to rest"
    assert [each.stage for each in case.stages] == ["stage1", "stage2"]
