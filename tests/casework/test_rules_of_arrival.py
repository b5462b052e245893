"""Sections 0 and 1: what the program never does by itself, and what becomes of whatever reaches anybody here."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from casework.arrive import arrive
from casework.cases import Case, Closure, State, clock
from casework.choices import CHOICES
from casework.contacts import Contact, Suggestion
from casework.decide import decide
from casework.labels import CategoryB, Flag, Kind, Procedure, Sender, Service
from casework.letters import Letter
from casework.messages import Address, Channel
from casework.moves import BY_NAME, MOVES
from casework.moves.rows import TIMER
from casework.opening import open_case, set_aside
from casework.refusals import RuleBroken
from casework.time_passes.lapse import lapse
from outbox.render import render
from tests.build import a_case, a_contact, a_decision, a_message, after, at, moved, opened, profile
from tests.casework.chat import a_chat, a_mailbox, council, play, table, words

# ---------------------------------------------------------------- what the program never does


@pytest.mark.rule("R002")
def test_no_step_that_time_may_take_refuses_finds_answers_or_grants_time() -> None:
    by_time = [row for row in MOVES if TIMER in row.by]
    assert by_time
    for row in by_time:
        assert row.closes not in (Closure.OUTSIDE_SCOPE, Closure.NOT_PURSUED, Closure.RESOLVED), row.name
        assert not row.answers and not row.extends and not row.assigns, row.name
        assert not any(need.startswith(("outcome", "found")) for need in row.needs), row.name


def left_alone(name: str, days: int) -> tuple[Case, list[Letter]]:
    """A case that nobody ever looks at, for so many days."""
    profile_of = profile(name)
    case, said = a_case(profile_of, sender="parent"), list[Letter]()
    for day in range(days):
        now = at("2026-03-03 18:00") + timedelta(days=day)
        while decision := lapse(case, profile_of, now):
            change = decide(case, decision, profile_of)
            said += change.letters
            case = after(case, change)
    return case, said


@pytest.mark.rule("R002")
@pytest.mark.parametrize("name", ["bnes", "dorset"])
def test_a_complaint_that_nobody_looks_at_for_a_year_is_late_and_never_refused_or_closed(name: str) -> None:
    case, said = left_alone(name, 365)
    assert case.stages[0].state is State.OVERDUE and not case.settled
    assert not any(clock.extended for clock in case.clocks)
    told = {letter.words for letter in said if not letter.staff}
    assert told <= {"email.auto_stage2"}, "moving it on in their favour is all that time does (R366)"
    assert all(issue.outcome is None for issue in case.issues)


@pytest.mark.rule("R002", "R524")
def test_what_goes_by_itself_to_whoever_writes_holds_no_fact_of_the_case() -> None:
    box = a_mailbox()
    box.say("Tom Reed told us that Kayleigh was moved to Exeter on Friday.")
    box.say("And nobody rang.", thread=("1@family.example",))
    said = [render(each, choices=CHOICES).text for each in box.letters.values() if not each.staff]
    assert said and not any(fact in text for text in said for fact in ("Kayleigh", "Exeter", "Tom Reed", "Friday"))


@pytest.mark.rule("R001")
@pytest.mark.parametrize("procedure", list(Procedure))
def test_whatever_is_suggested_the_same_clock_runs_until_a_person_has_decided(procedure: Procedure) -> None:
    box = a_mailbox()
    box.suggest = lambda _: Suggestion(
        kind=Kind.NOT_FOR_US, procedure=procedure, category_b=CategoryB.DELAY, category_d=None,
        sender=Sender.UNKNOWN, service=Service.UNKNOWN, flags=frozenset({Flag.WANTS_INFORMAL}), scores={}, second={},
        unsure=(), because=(),
    )  # fmt: skip
    box.say("My daughter has had four social workers this year.")
    before, letters = box.everything()[0], set(box.letters)
    box.consider()
    (contact,) = box.everything()
    assert contact.suggestion and contact.clocks == before.clocks and contact.standing is before.standing
    assert set(box.letters) == letters


def chosen(contact: Contact, **facts: str) -> tuple[str, Case | None]:
    """The case that a person's choice opens, or the sentence that refuses it."""
    try:
        change = open_case(contact, a_decision("open", "2026-03-03 10:00", **facts), council(), contact.reference)
    except RuleBroken as broken:
        return broken.text, None
    return "", change.cases[0]


@pytest.mark.rule("R001", "R270")
@pytest.mark.parametrize("procedure", list(Procedure))
@pytest.mark.parametrize("kind", list(Kind))
def test_a_person_may_choose_any_kind_and_procedure_or_set_it_aside(kind: Kind, procedure: Procedure) -> None:
    """What was suggested binds nobody; what has no course is refused in words that say what to do instead."""
    contact = a_contact(council())
    facts = {"kind": kind, "procedure": procedure, "sender": "parent", "handler": "priya", "summary_plain": "x"}
    facts |= dict.fromkeys(("team_praised", "staff_praised", "asked_by", "power", "purpose", "what_we_will_do"), "x")
    broken, case = chosen(contact, **facts)
    assert (case is None) is bool(broken)
    assert not broken or "set it aside" in broken or broken.startswith("Say which it is")
    assert not case or (case.procedure, case.kind) == (procedure, kind)
    assert set_aside(contact, a_decision("set_aside", "2026-03-03 10:00", why="x")).contacts


@pytest.mark.rule("R003")
def test_every_step_is_on_record_with_who_when_why_and_the_rule_and_nothing_is_taken_out() -> None:
    case = a_case(council())
    steps = [
        ("verify", {"how": "a call"}), ("reassign", {"handler": "tom"}),
        ("withdraw", {"why": "they rang us", "advocate_word": "yes"}),
    ]  # fmt: skip
    for number, (move, facts) in enumerate(steps, 1):
        before = case.decisions
        chose = replace(a_decision(move, f"2026-03-0{number + 3} 10:00"), facts=facts, why="as they said")
        case = moved(case, chose, council())
        assert case.decisions[:-1] == before
        last = case.decisions[-1]
        assert (last.move, last.by, last.why, last.rule) == (move, "dan", "as they said", BY_NAME[move].rule)
        assert last.at.utcoffset() == timedelta(0)


# ---------------------------------------------------------------- what comes in


@pytest.mark.rule("R120", "X31")
def test_x31_thanks_for_one_worker_and_a_complaint_of_another_are_both_opened_and_both_counted() -> None:
    contact = a_contact(council(), a_message("Kelly was wonderful. But Sam never rings me back."))
    thanks = {"kind": "compliment", "procedure": "none", "team_praised": "duty", "staff_praised": "Kelly"}
    first = opened(council(), contact)
    (left,) = first.contacts
    second = open_case(
        left, a_decision("open", "2026-03-03 10:05", "mina", "CO", summary_plain="thanks", sender="parent", **thanks),
        council(), "BN-2222",
    )  # fmt: skip
    assert [each.cases[0].kind for each in (first, second)] == [Kind.COMPLAINT, Kind.COMPLIMENT]
    assert second.cases[0].links == (first.cases[0].reference,)
    assert second.contacts[0].cases == (first.cases[0].reference, "BN-2222")
    assert {first.cases[0].received, second.cases[0].received} == {contact.received}


@pytest.mark.rule("R120", "R201")
def test_of_several_kinds_in_one_message_the_safety_part_comes_first() -> None:
    box = a_mailbox()
    box.say("Thank you to Kelly. Please send my file. My stepdad hit me again last night, im so scared.")
    assert next(iter(box.letters.values())).words.startswith("email.danger")
    assert box.alarms


@pytest.mark.rule("R121")
def test_what_the_sender_calls_it_decides_nothing_but_whether_it_is_informal() -> None:
    chat = a_chat()
    play(chat, ["its not a complaint but nobody has rung me back for 3 weeks", "skip", "skip", "skip", "complaint"])
    assert chat.end()["kind"] is Kind.COMPLAINT
    chat = a_chat()
    play(chat, ["nobody has rung me back for 3 weeks", "skip", "skip", "skip", "just sort it out"])
    assert chat.end()["kind"] is Kind.REPRESENTATION


@pytest.mark.rule("R122")
@pytest.mark.parametrize(
    "text",
    [
        "im thinking about complaining about my foster placement",
        "how do i complain? i might want to",
        "i dont know if i want to make a complaint yet. they moved my room",
    ],
)
def test_a_child_who_only_means_to_complain_is_told_about_advocates_already(text: str) -> None:
    chat = a_chat()
    said = [render(each, choices=CHOICES).text for _, letters in play(chat, [text, "im in care"]) for each in letters]
    assert any("advocate" in each for each in said)
    (receipt,) = a_mailbox().say(text)
    assert "advocate" in render(receipt, choices=CHOICES).text


@pytest.mark.rule("R123")
@pytest.mark.parametrize("channel", list(Channel))
def test_any_form_will_do(channel: Channel) -> None:
    message = a_message("Nobody came on Friday.", channel=channel, sender=Address(channel, "12"))
    change = arrive(message, None, council(), "BN-2222", at("2026-03-03 10:00"), signs=table())
    (contact,) = change.contacts
    assert {clock.name for clock in contact.clocks} == {"s1_statutory", "triage"}


def given_to_somebody_else(on: str, **facts: str) -> Case:
    message = a_message("I gave my letter to my social worker.", received=at("2026-02-10 09:00"))
    return opened(council(), a_contact(council(), message), "2026-02-10 10:00", had_on=on, **facts).cases[0]


@pytest.mark.rule("R124", "R360")
def test_x03_it_lay_five_days_with_a_social_worker_and_the_clock_runs_from_there() -> None:
    case = given_to_somebody_else("2026-02-05")
    running = clock(case, "s1_statutory")
    assert running and (running.day_0, running.due) == (date(2026, 2, 5), date(2026, 2, 19))  # W18
    assert case.stages[0].received == date(2026, 2, 5)
    assert case.decisions[0].facts["had_on"] == "2026-02-05", "something to learn from stands on record"


@pytest.mark.rule("R124", "R111")
def test_any_officer_knows_of_a_breach_when_the_first_of_them_does() -> None:
    case = given_to_somebody_else(
        "2026-02-05", kind="correspondence", procedure="data_protection", course="breach", what_we_will_do="fetch it"
    )
    assert clock(case, "breach") and case.received == at("2026-02-05 00:00")


@pytest.mark.rule("R124", "R004")
def test_nobody_can_have_had_it_after_it_came_and_the_time_is_never_longer_for_it() -> None:
    with pytest.raises(RuleBroken) as broken:
        given_to_somebody_else("2026-02-11")
    assert broken.value.rule == "R124"
    assert given_to_somebody_else("2026-02-10").received == at("2026-02-10 09:00")


@pytest.mark.rule("R125")
@pytest.mark.parametrize("when", ["2026-12-25 03:00", "2026-03-07 23:10", "2026-03-03 12:00"])
def test_a_receipt_goes_at_any_hour_and_promises_only_the_next_step(when: str) -> None:
    box = a_mailbox(when)
    (receipt,) = box.say("Nobody has rung me back.")
    text = render(receipt, choices=CHOICES).text
    assert "999" in text and box.everything()[0].reference in text and receipt.not_before == box.now
    assert not any(each in text.lower() for each in ("upheld", "investigat", "we will fix"))


@pytest.mark.rule("R125")
def test_two_threads_of_one_sender_have_each_their_receipt_and_more_of_the_same_has_none() -> None:
    box = a_mailbox()
    assert words(box.say("Nobody has rung me back.", subject="Phone")) == ["email.receipt_auto"]
    assert words(box.say("Another thing: the taxi did not come at all.", subject="Taxi")) == ["email.receipt_auto"]
    assert words(box.say("As I said.", thread=("1@family.example",))) == []
