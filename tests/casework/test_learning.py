"""What a complaint leads to: learning and remedies, each with an owner and a day, chased until shown to be done."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from casework import actions, clocks
from casework.actions import Action, Compliance, Level, Remedy, Status
from casework.cases import Case, Decision, Outcome, StageRow, State
from casework.chase import chase
from casework.councils import Council, Role
from casework.decide import decide
from casework.facts import of_case
from casework.labels import Sender
from casework.messages import Address, Channel
from casework.moves import allowed
from casework.questions import CHOICES
from casework.refusals import RuleBroken
from casework.time_passes.duties import duties
from outbox.render import render
from tests import build
from tests.build import at

LESSON = {
    "lesson": "Tell families before a visit is cancelled.",
    "owner": "priya",
    "lesson_by": "2026-04-30",
    "level": "team",
}


@pytest.fixture
def here() -> Council:
    return build.profile("bnes")


def step(case: Case, move: str, when: str, here: Council, role: str = Role.CO, **facts: str) -> Case:
    """The case after somebody chose that."""
    return decide(case, decided(move, when, facts, role), here).cases[0]


def decided(move: str, when: str, facts: Mapping[str, str], role: str = Role.CO) -> Decision:
    return Decision("", move, "dan", role, at(when), rule="", facts=facts)


def refused(case: Case, move: str, here: Council, role: str = Role.CO, **facts: str) -> str:
    with pytest.raises(RuleBroken) as broken:
        step(case, move, "2026-04-13 10:00", here, role, **facts)
    return broken.value.text


def agreed(here: Council, **other: str) -> Case:
    case = step(build.a_case(here), "propose_action", "2026-04-01 10:00", here, **LESSON | other)
    return step(case, "agree_action", "2026-04-02 10:00", here, action="1")


def closed(case: Case) -> Case:
    """The case once its person is content: its stages and their clocks are over."""
    stages = tuple(replace(each, state=State.CLOSED) for each in case.stages)
    ended = tuple(clocks.stop(each, date(2026, 4, 3)) if each.name == "s1_statutory" else each for each in case.clocks)
    return replace(case, stages=stages, clocks=ended)


def with_the_ombudsman(here: Council) -> Case:
    row = StageRow("ombudsman", "statutory", State.OPEN, date(2026, 4, 1), date(2026, 4, 1), step="upheld")
    case = closed(build.a_case(here))
    return replace(case, stages=(*case.stages, row))


def asks(case: Case, here: Council, kind: Remedy, text: str, due: str, **other: str) -> Case:
    facts = {"remedy": kind.value, "asks": text, "owner": "hana", "remedy_due": due} | other
    return step(case, "add_remedy", "2026-04-13 10:00", here, **facts)


@pytest.mark.rule("R399")
def test_a_manager_proposes_and_nobody_is_chased_before_it_is_agreed(here: Council) -> None:
    case = step(build.a_case(here), "propose_action", "2026-04-01 10:00", here, Role.RM, **LESSON)
    assert case.actions == (
        Action(1, "stage1", LESSON["lesson"], "priya", date(2026, 4, 30), level=Level.TEAM, status=Status.PROPOSED),
    )
    assert not [each for each in case.clocks if each.name == "learning_action"]
    case = step(case, "agree_action", "2026-04-02 10:00", here, action="1", owner="TM", lesson_by="2026-05-15")
    (action,) = case.actions
    assert (action.status, action.agreed, action.owner, action.due) == (
        Status.AGREED, date(2026, 4, 2), "TM", date(2026, 5, 15)
    )  # fmt: skip
    (clock,) = [each for each in case.clocks if each.name == "learning_action"]
    assert (clock.day_0, clock.due, clock.stopped) == (date(2026, 4, 2), date(2026, 5, 15), None)


@pytest.mark.rule("R399")
def test_what_an_answer_promised_the_family_is_proposed_and_waits_to_be_agreed(here: Council) -> None:
    told = {
        "outcome_1": "upheld", "point_1": "x", "found_1": "x", "why_1": "x", "remedy_plain": "a new worker",
        "remedy_by": "2026-03-31", "action_text": "Call before cancelling.", "action_due": "2026-04-30",
    }  # fmt: skip
    case = replace(build.a_case(here), people=(replace(build.a_case(here).complainant, verified=True),))
    case = step(case, "respond", "2026-03-12 10:00", here, **told)
    assert case.actions == (Action(1, "stage1", "Call before cancelling.", "priya", date(2026, 4, 30)),)
    assert "learning_action" not in {each.name for each in case.clocks}
    case = step(case, "agree_action", "2026-03-13 10:00", here, action="1", level="team")
    assert (case.actions[0].level, case.actions[0].status) == (Level.TEAM, Status.AGREED)


@pytest.mark.rule("R649")
def test_its_owner_is_chased_to_the_end_also_after_the_case_has_closed(here: Council) -> None:
    case = closed(agreed(here))
    assert case.settled and not case.finished
    letters = chase(case, here, at("2026-04-30 09:00")).letters
    assert {(each.staff, each.words) for each in letters} == {("priya", "staff.learning_chase")}
    letters = chase(case, here, at("2026-05-08 09:00")).letters
    assert {(each.staff, each.words) for each in letters} == {("tom", "staff.learning_late")}
    assert {each.staff for each in chase(case, here, at("2026-06-01 09:00")).letters} == {"dee"}
    owed = {(each.staff, each.rung) for each in duties(case, here, at("2026-04-24 09:00"))}
    assert owed == {("priya", "learning_five_left")}
    over = step(case, "action_done", "2026-04-29 10:00", here, action="1", evidence="Briefing of 28 April.")
    assert over.finished and chase(over, here, at("2026-06-01 09:00")).letters == () and over.wake_at is None


@pytest.mark.rule("R399")
def test_done_needs_proof_and_dropped_needs_a_reason(here: Council) -> None:
    case = agreed(here)
    assert "Still needed: evidence" in refused(case, "action_done", here, action="1")
    assert "Still needed: why" in refused(case, "action_dropped", here, action="1")
    assert "still to come" in refused(case, "action_done", here, action="1", evidence="x", done_on="2026-04-14")
    done = step(case, "action_done", "2026-04-13 10:00", here, action="1", evidence="Minutes.", done_on="2026-04-10")
    assert (done.actions[0].status, done.actions[0].done, done.actions[0].evidence) == (
        Status.DONE, date(2026, 4, 10), "Minutes."
    )  # fmt: skip
    (clock,) = [each for each in done.clocks if each.name == "learning_action"]
    assert clock.stopped == date(2026, 4, 10)
    dropped = step(case, "action_dropped", "2026-04-13 10:00", here, action="1", why="The team was closed.")
    assert (dropped.actions[0].status, dropped.actions[0].reason) == (Status.NOT_IMPLEMENTED, "The team was closed.")
    assert not any(row.name == "action_done" for row, _ in allowed(dropped, here, {Role.CO}))
    more = step(dropped, "propose_action", "2026-04-13 10:00", here, **LESSON)
    assert "It is settled" in refused(more, "action_done", here, action="1", evidence="x")


def test_whoever_owns_it_may_show_that_it_is_done_and_nobody_else_of_the_line(here: Council) -> None:
    case = agreed(here)
    given = {"action": "1", "evidence": "Briefing."}
    other = Decision("", "action_done", "tom", Role.TM, at("2026-04-13 10:00"), rule="", facts=given)
    with pytest.raises(RuleBroken, match="Somebody else owns this"):
        decide(case, other, here)
    own = replace(other, by="priya", role=Role.RM)
    assert decide(case, own, here).cases[0].actions[0].status is Status.DONE


@pytest.mark.rule("R649")
def test_every_letter_about_learning_and_remedies_can_be_said(here: Council) -> None:
    case = closed(agreed(here))
    (chased, *_) = chase(case, here, at("2026-04-30 09:00")).letters
    assert "an action you agreed to is due on Thursday 30 April" in render(chased, choices=CHOICES).text
    remedy = asks(with_the_ombudsman(here), here, Remedy.REVIEW, "Review it.", "2026-07-13")
    for letter in chase(remedy, here, at("2026-07-13 09:00")).letters:
        assert "the remedy is due from you" in render(letter, choices=CHOICES).text


@pytest.mark.rule("R602")
def test_nobody_complained_of_owns_what_comes_of_it_and_no_day_that_is_over_is_promised(here: Council) -> None:
    case = replace(build.a_case(here), excluded=frozenset({"tom"}))
    assert "complained of" in refused(case, "propose_action", here, **LESSON | {"owner": "tom"})
    assert "Choose who owns it" in refused(case, "propose_action", here, **LESSON | {"owner": "nobody"})
    assert "That day is over" in refused(case, "propose_action", here, **LESSON | {"lesson_by": "2026-04-10"})


def test_another_day_for_an_action_is_agreed_and_the_old_one_is_not_forgotten(here: Council) -> None:
    case = step(
        agreed(here), "agree_action", "2026-04-20 10:00", here, action="1", lesson_by="2026-05-29", why="It waits."
    )  # fmt: skip
    assert (case.actions[0].due, case.actions[0].agreed) == (date(2026, 5, 29), date(2026, 4, 2))
    (clock,) = [each for each in case.clocks if each.name == "learning_action"]
    assert (clock.due, [each.due for each in clock.earlier]) == (date(2026, 5, 29), [date(2026, 4, 30)])


def test_two_actions_due_on_one_day_are_asked_of_both_owners_and_end_one_by_one(here: Council) -> None:
    case = step(agreed(here), "propose_action", "2026-04-02 10:00", here, **LESSON | {"owner": "HoS"})
    case = step(case, "agree_action", "2026-04-02 10:00", here, action="2")
    assert {each.staff for each in chase(case, here, at("2026-04-30 09:00")).letters} >= {"priya", "hana"}
    case = step(case, "action_done", "2026-04-29 10:00", here, action="1", evidence="Done.")
    running = [each for each in case.clocks if each.name == "learning_action" and each.stopped is None]
    assert len(running) == 1
    learning = [each for each in chase(case, here, at("2026-04-30 09:00")).letters if "learning" in each.words]
    assert {each.staff for each in learning} == {"hana"}


def test_what_staff_owe_afterwards_is_never_given_to_the_family_as_the_day_of_their_answer(here: Council) -> None:
    case = closed(agreed(here))
    told = of_case(case, here, at("2026-06-01 09:00"))
    assert "due_date" not in told


@pytest.mark.rule("R399")
def test_an_adult_is_told_what_changed_once_and_only_of_a_point_that_was_upheld(here: Council) -> None:
    case = step(agreed(here), "action_done", "2026-04-13 10:00", here, action="1", evidence="Minutes.")
    assert not can_tell(case, here)
    issues = tuple(replace(each, outcome=Outcome.UPHELD) for each in case.issues)
    case = replace(case, issues=issues, people=(replace(case.complainant, verified=True),))
    assert can_tell(case, here)
    change = decide(case, decided("tell_learning", "2026-04-14 10:00", {"action_text": "call before we cancel"}), here)
    (letter,) = change.letters
    assert (letter.words, letter.facts["action_text"]) == ("email.learning_done", "call before we cancel")
    assert not can_tell(build.after(case, change), here)


@pytest.mark.rule("R399")
@pytest.mark.parametrize(("channel", "words"), [(Channel.EMAIL, "email.learning_done_yp"),
                                                (Channel.TELEGRAM, "bot.learning_done")])  # fmt: skip
def test_a_young_person_is_told_in_their_own_words_and_channel_and_not_once_they_said_stop(
    here: Council, channel: Channel, words: str
) -> None:
    case = step(agreed(here), "action_done", "2026-04-13 10:00", here, action="1", evidence="Minutes.")
    issues = tuple(replace(each, outcome=Outcome.PARTIALLY_UPHELD) for each in case.issues)
    sam = replace(case.complainant, sender=Sender.YOUNG_PERSON, verified=True, address=Address(channel, "41"))
    case = replace(case, issues=issues, people=(sam,))
    change = decide(
        case, decided("tell_learning", "2026-04-14 10:00", {"action_text": "we call before we cancel"}), here
    )
    (letter,) = change.letters
    assert (letter.words, letter.to) == (words, sam.address)
    assert "we call before we cancel" in render(letter, choices=CHOICES).text
    assert not can_tell(build.after(case, change), here) and not can_tell(replace(case, quiet=True), here)


def can_tell(case: Case, here: Council) -> bool:
    return any(row.name == "tell_learning" for row, _ in allowed(case, here, {Role.CO}))


@pytest.mark.rule("R397")
def test_x40_an_ombudsmans_remedies_have_days_of_their_own_and_late_even_by_a_day_is_late(here: Council) -> None:
    """An apology and £300 in one month, a review in three."""
    case = asks(
        with_the_ombudsman(here), here, Remedy.PAYMENT, "Apology and £300 for the delay.", "2026-05-13",
        amount="£300", authorised_by="Dee Lowe", authorised_on="2026-04-13",
    )  # fmt: skip
    case = asks(case, here, Remedy.REVIEW, "Review how visits are cancelled.", "2026-07-13")
    assert [(each.number, each.due, each.remedy) for each in case.actions] == [
        (1, date(2026, 5, 13), Remedy.PAYMENT), (2, date(2026, 7, 13), Remedy.REVIEW)
    ]  # fmt: skip
    assert sorted(each.due for each in case.clocks if each.name == "lgsco_remedy") == [
        date(2026, 5, 13), date(2026, 7, 13)
    ]  # fmt: skip
    late = {"asked_remedy": "1", "evidence": "Letter and payment.", "done_on": "2026-05-14"}
    paid = step(case, "remedy_done", "2026-05-20 10:00", here, **late).actions[0]
    assert (paid.compliance, paid.paid, paid.amount) == (Compliance.COMPLIED_LATE, date(2026, 5, 14), 30_000)
    on_time = step(case, "remedy_done", "2026-05-20 10:00", here, **late | {"done_on": "2026-05-13"})
    assert [each.compliance for each in on_time.actions] == [Compliance.COMPLIED, None]
    not_done = step(case, "remedy_refused", "2026-05-20 10:00", here, Role.CM, asked_remedy="2", why="Not accepted.")
    assert [each.compliance for each in not_done.actions] == [None, Compliance.NOT_COMPLIED]


@pytest.mark.rule("R648")
def test_a_remedys_owner_and_the_manager_are_chased_before_the_day_and_the_director_after_it(here: Council) -> None:
    case = asks(with_the_ombudsman(here), here, Remedy.REVIEW, "Review it.", "2026-07-13")
    assert {each.staff for each in chase(case, here, at("2026-07-06 09:00")).letters} == {"hana", "dan"}
    assert {each.staff for each in chase(case, here, at("2026-07-13 09:00")).letters} == {"dan", "dee"}


@pytest.mark.rule("R398")
def test_a_payment_has_its_amount_who_authorised_it_and_the_day_it_was_paid(here: Council) -> None:
    case = with_the_ombudsman(here)
    payment = {"remedy": "payment", "asks": "For the delay.", "owner": "CM", "remedy_due": "2026-05-13"}
    assert "how much is to be paid" in refused(case, "add_remedy", here, **payment)
    assert "how much is to be paid" in refused(case, "add_remedy", here, **payment | {"amount": "some"})
    assert "who authorised" in refused(case, "add_remedy", here, **payment | {"amount": "300"})
    assert "Only a payment has an amount" in refused(
        case, "add_remedy", here, **payment | {"remedy": "apology", "amount": "300"}
    )
    paid = (
        Action(1, "ombudsman", "x", "CM", date(2021, 3, 1), amount=500_000, paid=date(2021, 3, 31)),
        Action(2, "ombudsman", "y", "CM", date(2021, 3, 1), amount=175_000, paid=date(2020, 4, 1)),
        Action(3, "ombudsman", "z", "CM", date(2021, 3, 1), amount=180_000, paid=date(2021, 4, 1)),
        Action(4, "ombudsman", "not yet", "CM", date(2021, 3, 1), amount=1),
    )
    assert actions.paid_between(paid, date(2020, 4, 1), date(2021, 3, 31)) == 675_000


@pytest.mark.rule("R346")
def test_only_the_ombudsman_moves_the_day_of_a_remedy_and_the_manager_notes_why(here: Council) -> None:
    case = asks(with_the_ombudsman(here), here, Remedy.REVIEW, "Review it.", "2026-07-13")
    asked = {"asked_remedy": "1", "remedy_due": "2026-08-13", "why": "Their letter of 1 July."}
    assert "complaints manager" in refused(case, "move_remedy", here, Role.CO, **asked)
    later = step(case, "move_remedy", "2026-07-02 10:00", here, Role.CM, **asked)
    assert (later.actions[0].due, later.actions[0].reason) == (date(2026, 8, 13), "Their letter of 1 July.")


def test_remedies_are_added_only_where_the_ombudsman_has_the_case(here: Council) -> None:
    assert "does not follow" in refused(
        build.a_case(here), "add_remedy", here, remedy="act", asks="x", owner="CM", remedy_due="2026-05-13"
    )
