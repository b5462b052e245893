"""Somebody who complains for another and has shown no authority (R351): asked, and asked again; refused by nobody."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.cases import Case, Closure, State, clock
from casework.chase import chase
from casework.choices import CHOICES
from casework.councils import AuthorityClock, Council
from casework.decide import decide
from casework.letters import Letter
from casework.on_behalf import sharing
from casework.refusals import RuleBroken
from casework.time_passes import duties
from casework.time_passes.lapse import lapse
from outbox.render import render
from tests.build import a_contact, a_decision, a_message, after, at, opened, profile
from tests.casework.sams import MORGAN

FRIEND = {"sender": "friend_or_neighbour", "on_behalf_of": "parent", "known_as": "Alex"}
GIVEN = {"who": MORGAN.value, "scope": "complain|letters", "given_how": "signed", "evidence": "the form is in the file"}


def by_a_friend(council: Council, **facts: str) -> Case:
    contact = a_contact(council, a_message(sender=MORGAN, sender_name="Morgan Vale"))
    change = opened(council, contact, **(FRIEND | facts))
    return after(change.cases[0], change)


def lives(case: Case, council: Council, last: str) -> tuple[Case, list[tuple[str, Letter]]]:
    """Nobody does anything from 4 March until then; what goes to the friend, and on which day."""
    said: list[tuple[str, Letter]] = []
    day = date(2026, 3, 4)
    while day <= date.fromisoformat(last):
        now = at(f"{day} 10:00")
        while decision := lapse(case, council, now):
            case = after(case, decide(case, decision, council))
        change = chase(case, council, now)
        said += [(f"{day:%m-%d}", each) for each in change.letters if each.to == MORGAN]
        case = after(case, change)
        day += timedelta(days=1)
    return case, said


@pytest.mark.rule("R351", "R409")
def test_who_has_shown_no_authority_is_asked_twice_more_and_the_complaints_time_runs_meanwhile() -> None:
    council = profile("bnes")
    case, said = lives(by_a_friend(council), council, "2026-03-31")
    assert [(day, each.words) for day, each in said] == [
        ("03-12", "email.consent_chaser"), ("03-23", "email.consent_chaser"),
    ]  # fmt: skip
    text = render(said[0][1], choices=CHOICES).text
    assert "Dear Morgan Vale" in text and "Tuesday 31 March" in text and "Alex" not in text
    assert case.state is State.OVERDUE, "a complaint that waits for authority is late like any other"
    running = clock(case, "s1_statutory")
    assert running and running.due == date(2026, 3, 16) and not running.holds


@pytest.mark.rule("R351", "R002")
def test_only_a_person_closes_it_and_only_after_twenty_working_days() -> None:
    council = profile("bnes")
    case, _ = lives(by_a_friend(council), council, "2026-04-10")
    assert not case.settled, "time closes nothing"
    assert any(
        "shown that they may act" in each.step for each in duties.of("mina", (case,), council, at("2026-04-01 09:00"))
    )
    with pytest.raises(RuleBroken, match="until 31 March 2026"):
        decide(case, a_decision("close_no_authority", "2026-03-31 15:00", "mina", "CO"), council)
    change = decide(case, a_decision("close_no_authority", "2026-04-01 10:00", "mina", "CO"), council)
    (closed,) = change.cases
    assert closed.settled and closed.stages[0].closure is Closure.NOT_PURSUED
    assert [(each.words, each.to) for each in change.letters if not each.staff] == [
        ("email.close_no_authority", MORGAN)
    ]
    assert "Ombudsman" in render(change.letters[0], choices=CHOICES).text
    again = decide(closed, a_decision("reopen", "2026-04-20 10:00", summary_plain="the form came"), council).cases[0]
    assert again.state is State.OPEN


@pytest.mark.rule("R351", "R520")
def test_once_it_has_come_nobody_is_asked_any_more() -> None:
    council = profile("bnes")
    case = by_a_friend(council)
    case = after(case, decide(case, a_decision("give_authority", "2026-03-05 10:00", **GIVEN), council))
    waited = clock(case, "authority")
    assert waited and waited.stopped == date(2026, 3, 5)
    assert len(sharing.readers(case, date(2026, 3, 5))) == 2
    _, said = lives(case, council, "2026-03-31")
    assert "email.consent_chaser" not in {each.words for _, each in said}


@pytest.mark.rule("R351", "R258")
@pytest.mark.parametrize("sender", ["young_person", "parent", "advocate"])
def test_nobody_who_complains_themselves_and_no_advocate_waits_for_it(sender: str) -> None:
    change = opened(profile("bnes"), sender=sender)
    assert clock(change.cases[0], "authority") is None


@pytest.mark.rule("R351")
@pytest.mark.parametrize(
    ("procedure", "name", "due"),
    [
        ("corporate", "corp_s1", date(2026, 3, 31)),  # 15 from 10 March
        ("adult_social_care", "asc_plan", date(2026, 4, 9)),  # 20 from 10 March
        ("statutory", "s1_statutory", date(2026, 3, 16)),  # never
    ],
)
def test_where_the_profile_says_so_the_time_begins_with_the_authority_but_never_of_a_statutory_complaint(
    procedure: str, name: str, due: date
) -> None:
    base = profile("bnes")
    council = replace(base, choices=replace(base.choices, authority_clock=AuthorityClock.ON_AUTHORITY))
    case = by_a_friend(council, procedure=procedure)
    case = decide(case, a_decision("give_authority", "2026-03-10 10:00", **GIVEN), council).cases[0]
    running, longstop = clock(case, name), clock(case, "asc_longstop")
    assert running and running.due == due
    assert longstop is None or longstop.day_0 == date(2026, 3, 2), "what law fixes counts from receipt"
    case = decide(
        by_a_friend(base, procedure=procedure), a_decision("give_authority", "2026-03-10 10:00", **GIVEN), base
    ).cases[0]
    usual = clock(case, name)
    assert usual and usual.day_0 == date(2026, 3, 2)
