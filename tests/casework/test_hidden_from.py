"""R708: whoever an alarm leaves out hears nothing of what rang, by no letter, until it was a false alarm."""

from dataclasses import replace

import pytest

from casework import alarms
from casework.alarms import Alarm, Level
from casework.arrive import arrive
from casework.cases import Case
from casework.chase import chase
from casework.contacts import Contact
from casework.councils import Council
from casework.letters import Letter, Posted
from casework.staff_answers import asks
from casework.time_passes import duties
from casework.time_passes.digests import digest
from casework.time_passes.undelivered import undelivered
from tests import build
from tests.build import at
from tests.casework.chat import table

COUNCIL = build.profile("bnes")
RANG = at("2026-03-04 09:00")
LATER = ("2026-03-09 08:30", "2026-03-16 09:30", "2026-04-01 08:30", "2026-04-07 08:30")
"""A Monday; the day on which the reply is due; the first of a month, and of a week, long after."""


def about(one: Case | Contact, *staff: str, outcome: str = "") -> Alarm:
    named = one.contact if isinstance(one, Case) else one.id
    rung = Alarm(
        "alarm/1", "bnes", named, one.reference, Level.STAFF, ("harm_by_staff",), RANG, excluded=frozenset(staff)
    )
    return alarms.closed(rung, outcome, at("2026-03-04 12:00")) if outcome else rung


def told(one: Case | Contact, council: Council = COUNCIL) -> set[str]:
    """Whoever works here and is written to of it, or owes something about it, on any of these days."""
    found: set[str] = set()
    running, waiting = ((one,), ()) if isinstance(one, Case) else ((), (one,))
    for moment in map(at, LATER):
        found |= {each.staff for each in chase(one, council, moment).letters}
        found |= {each.staff for each in duties.duties(one, council, moment)}
        for reader in council.staff:
            letters = digest(reader, running, waiting, council, moment)
            found |= {each.staff for each in letters if one.reference in repr(dict(each.facts))}
            found |= {each.staff for each in letters if each.facts.get("unread_count", "0") != "0"}
    came_back = build.opened(council).letters[0]
    late = undelivered(came_back, one, council, at("2026-03-09 09:00"))
    return (found | {each.staff for each in (late.letters if late else ())}) - {""}


@pytest.mark.rule("R602", "R708")
def test_nobody_whom_an_alarm_leaves_out_hears_of_the_message_or_of_its_case_by_any_letter() -> None:
    waits, case = build.a_contact(COUNCIL), build.a_case(COUNCIL)
    for one in (waits, case):
        usual = told(one)
        assert len(usual) > 1
        for somebody in usual:
            rang = replace(one, alarms=(about(one, somebody),))
            assert somebody not in told(rang), (one.reference, somebody)
            assert told(rang), "somebody else does"
            if isinstance(rang, Case):
                assert somebody in asks.kept_out(rang, COUNCIL)


@pytest.mark.rule("R717")
def test_after_a_false_alarm_they_are_asked_as_before() -> None:
    for one in (build.a_contact(COUNCIL), build.a_case(COUNCIL)):
        everybody = tuple(each.id for each in COUNCIL.staff)
        nothing_in_it = about(one, *everybody, outcome=f"{alarms.FALSE_ALARM}: it was a film")
        assert told(replace(one, alarms=(nothing_in_it,))) == told(one)
        something = about(one, *everybody, outcome="LADO: told")
        assert not told(replace(one, alarms=(something,)))


@pytest.mark.rule("R708")
def test_whoever_is_accused_in_a_reply_is_not_told_that_somebody_has_replied() -> None:
    case = build.a_case(COUNCIL)

    def to_staff(text: str) -> set[str]:
        message = build.a_message(text, name="message/2", sender=case.complainant.address, received=RANG)
        change = arrive(message, case, COUNCIL, "BN-2222", RANG, signs=table())
        tasks = [each for each in change.letters if each.staff and not _rings(each)]
        return {each.staff for each in tasks}

    assert {"priya", "mina"} <= to_staff("I have another question about the visits.")
    assert "priya" not in to_staff("my social worker Priya hit me")
    assert to_staff("my social worker Priya hit me"), "somebody reads it"


@pytest.mark.rule("R708")
def test_what_waits_to_be_sent_to_whoever_is_accused_is_taken_back_and_what_waits_for_others_leaves() -> None:
    opened = build.opened(COUNCIL)
    case = build.after(opened.cases[0], opened)
    case = replace(case, said=tuple(replace(each, posted=Posted.QUEUED) for each in case.said))
    waits = {each.staff: each.name for each in opened.letters if each.staff}
    assert "priya" in waits
    for text, taken_back in (("my social worker Priya hit me", True), ("my social worker hit me", False)):
        message = build.a_message(text, name="message/2", sender=case.complainant.address, received=RANG)
        change = arrive(message, case, COUNCIL, "BN-2222", RANG, signs=table())
        assert change.alarms
        assert (waits["priya"] in change.withdrawn) is taken_back


def _rings(letter: Letter) -> bool:
    return letter.words.endswith("_alert")
