"""Whose a mail is, at the door: letters of ours that it answers or reports on, and what its sender wrote before."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from casework import names
from casework.changes import Change
from casework.contacts import Contact, Standing
from casework.letters import Posted, Said
from casework.messages import Address, Automatic, Channel, Fate, Message
from store import cases, changes, outbox
from store.database import Connection
from tests import build
from tests.intake.doorway import COUNCIL, KEY, Door

STRANGER = Address(Channel.EMAIL, "stranger@example.test")
DAEMON = Address(Channel.EMAIL, "mailer-daemon@mail.example")


def id_of(said: Said) -> str:
    return names.message_id(said.name, "bnes.example").strip("<>")


async def told(door: Door) -> tuple[Contact, Said]:
    """A contact whose receipt has left, in a council where people work."""
    await door.staffed()
    contact = await door.contact(await door.receive(build.a_message(subject="My support plan is late")))
    receipt = next(said for said in contact.said if not said.staff)
    await left(door, receipt)
    return contact, receipt


async def left(door: Door, *gone: Said) -> None:
    def sent(db: Connection) -> None:
        for said in gone:
            letter = outbox.by_name(db, "bnes", said.name)
            assert letter is not None
            outbox.sent(db, letter, door.now(), words_sent="hello", far_id="1")

    await door.database.transact(sent)


def a_report(fate: Fate, of: str, **other: Any) -> Message:
    kind = Automatic.BOUNCE if fate is Fate.FAILED else Automatic.RECEIPT
    return build.a_message(f"a report of {fate}", sender=DAEMON, automatic=kind, fate=fate, bounce_of=of, **other)


async def of_staff(door: Door, contact: str) -> list[str]:
    return [f"{said.words} {said.staff}" for said in (await door.contact(contact)).said if said.staff]


async def test_a_letter_from_long_ago_is_answered_into_its_own_matter_however_many_came_since(door: Door) -> None:
    contact, receipt = await told(door)
    for number in range(25):
        await door.receive(build.a_message(f"Another young person of mine, number {number}."))
    assert await door.receive(build.a_message("About the first.", thread=(id_of(receipt),))) == contact.id
    clue = names.sign(contact.reference, KEY)
    assert await door.receive(build.a_message("About the first again.", clue=clue)) == contact.id


@pytest.mark.rule("R524")
async def test_a_letter_that_went_to_another_opens_nothing_to_a_stranger(door: Door) -> None:
    contact, receipt = await told(door)
    found = await door.receive(build.a_message("What is this?", thread=(id_of(receipt),), sender=STRANGER))
    assert found != contact.id
    assert (await door.contact(found)).held == "answers_a_letter_of_ours_from_another_address"


@pytest.mark.rule("R114", "X48")
async def test_an_automatic_reply_is_filed_with_what_it_answers_and_not_answered(door: Door) -> None:
    contact, receipt = await told(door)
    away = build.a_message("I am on holiday.", thread=(id_of(receipt),), automatic=Automatic.AUTO_REPLY)
    before = (await door.contact(contact.id)).said
    assert await door.receive(away) == contact.id
    after = await door.contact(contact.id)
    assert len(after.messages) == 2
    assert after.said == before
    assert after.standing is Standing.WAITING


async def test_a_machine_that_answers_nothing_of_ours_is_filed_by_itself(door: Door) -> None:
    contact, _ = await told(door)
    news = build.a_message("News!", sender=STRANGER, automatic=Automatic.LIST)
    found = await door.contact(await door.receive(news))
    assert found.id != contact.id
    assert found.standing is Standing.SET_ASIDE


async def test_a_bounce_is_filed_with_its_letter_which_has_failed_and_an_officer_has_a_task(door: Door) -> None:
    contact, receipt = await told(door)
    as_it_left = names.message_id(receipt.name, "bnes.example", KEY).strip("<>")
    assert await door.receive(a_report(Fate.FAILED, as_it_left)) == contact.id
    after = await door.contact(contact.id)
    assert next(said.posted for said in after.said if said.name == receipt.name) is Posted.FAILED
    assert "staff.undelivered mina" in await of_staff(door, contact.id)


@pytest.mark.parametrize("fate", [Fate.DELAYED, Fate.COMPLAINED_OF])
async def test_a_letter_that_is_late_or_was_called_spam_is_a_task_once_and_has_not_failed(
    door: Door, fate: Fate
) -> None:
    contact, receipt = await told(door)
    before = await of_staff(door, contact.id)
    for number in range(2):
        again = {"name": f"message/{number}", "received": build.at(f"2026-03-02 1{number}:00")}
        assert await door.receive(a_report(fate, id_of(receipt), **again)) == contact.id
    assert sorted(await of_staff(door, contact.id)) == sorted([*before, "staff.step_due mina"])
    after = await door.contact(contact.id)
    assert next(said.posted for said in after.said if said.name == receipt.name) is Posted.SENT


@pytest.mark.parametrize("named", [True, False])
async def test_a_bounce_that_anybody_can_write_asks_an_officer_and_marks_nothing(door: Door, *, named: bool) -> None:
    contact, receipt = await told(door)
    of = id_of(receipt) if named else ""
    assert await door.receive(a_report(Fate.FAILED, of, failed=(build.FAMILY.value,))) == contact.id
    after = await door.contact(contact.id)
    assert next(said.posted for said in after.said if said.name == receipt.name) is Posted.SENT
    assert "staff.step_due mina" in await of_staff(door, contact.id)


async def test_a_report_about_a_letter_that_nobody_wrote_does_nothing(door: Door) -> None:
    contact, _ = await told(door)
    assert await door.receive(a_report(Fate.FAILED, "letter.made.up@bnes.example")) != contact.id
    assert "staff.undelivered mina" not in await of_staff(door, contact.id)


async def test_an_answer_that_only_its_subject_shows_goes_on_with_the_one_matter_of_that_name(door: Door) -> None:
    contact, _ = await told(door)
    assert await door.receive(build.a_message("Any news?", subject="RE: my support plan is  late")) == contact.id
    assert await door.receive(build.a_message("Any news at all?", subject="My support plan is late")) != contact.id


@pytest.mark.parametrize(
    "other",
    [
        {"sender": STRANGER},
        {"thread": ("somebody.elses@mail.example",)},
        {"received": build.at("2026-03-02 09:30") + timedelta(days=120)},
        {"subject": "Re: hello"},
    ],
)
async def test_a_subject_proves_nothing_where_anything_speaks_against_it(door: Door, other: dict[str, Any]) -> None:
    await door.receive(build.a_message("First.", subject="hello"))
    contact, _ = await told(door)
    found = await door.receive(
        build.a_message("Mine is late too.", **{"subject": "Re: My support plan is late", **other})
    )
    assert found != contact.id


async def test_two_matters_under_one_subject_are_never_mixed_by_it(door: Door) -> None:
    await told(door)
    await door.receive(build.a_message("My other boy's.", subject="My support plan is late"))
    found = await door.receive(build.a_message("Any news?", subject="Re: My support plan is late"))
    assert len((await door.contact(found)).messages) == 1


@pytest.mark.rule("R120")
@pytest.mark.parametrize(
    ("words", "other", "step"),
    [
        ("Any news?", {}, "reading a new message"),
        ("I want to make a new complaint.", {}, "saying if a new message is the same matter or a new one"),
        ("Nobody paid.", {"subject": "My bus fares"}, "saying if a new message is the same matter or a new one"),
    ],
)
async def test_a_new_matter_in_an_old_thread_is_for_a_person_to_say(
    door: Door, words: str, other: dict[str, Any], step: str
) -> None:
    contact, receipt = await told(door)
    case = build.a_case(COUNCIL, replace(contact, said=(), alarms=()))
    await door.database.transact(lambda db: changes.save(db, Change(cases=(case,)), door.now()))
    assert await door.receive(build.a_message(words, thread=(id_of(receipt),), **other)) == contact.id
    kept = await door.database.look(lambda db: cases.one(db, "bnes", case.reference))
    assert kept is not None
    names_of = [said.name for said in kept.said if said.words == "staff.step_due"]
    letters = [await door.database.look(lambda db, name=name: outbox.by_name(db, "bnes", name)) for name in names_of]  # type: ignore[misc]
    assert {letter.facts["step_plain"] for letter in letters if letter} == {step}


@pytest.mark.rule("X19", "R524")
async def test_the_other_parents_reply_to_all_is_their_own_matter_and_held(door: Door) -> None:
    hers = await door.receive(build.a_message("He never comes.", message_id="first@family.example"))
    father = Address(Channel.EMAIL, "father@example.test")
    reply = build.a_message("She lies.", sender=father, thread=("first@family.example",), message_id="b@example.test")
    his = await door.contact(await door.receive(reply))
    assert his.id != hers
    assert his.held == "answers_somebody_elses_mail_to_us"
    assert (await door.contact(hers)).held == ""
    again = build.a_message("And again.", thread=("first@family.example",), message_id="c@family.example")
    assert await door.receive(again) == hers


async def test_a_stranger_who_quotes_a_number_that_there_is_gets_a_matter_of_their_own_and_no_word_of_it(
    door: Door,
) -> None:
    home, _ = await told(door)
    asks = build.a_message(f"What came of {home.reference}?", sender=STRANGER, shown_reference=home.reference)
    stranger = await door.contact(await door.receive(asks))
    assert stranger.id != home.id and stranger.held
    assert len((await door.contact(home.id)).messages) == 1
    for said in stranger.said:
        letter = await door.database.look(partial(outbox.by_name, council="bnes", name=said.name))
        assert letter is not None and letter.reference == stranger.reference
        assert home.reference not in str(letter.facts) and "support plan" not in str(letter.facts)


@pytest.mark.rule("R524")
@pytest.mark.parametrize("words", ["STOP", "unsubscribe", "Please stop messaging me"])
async def test_a_mail_in_somebodys_name_keeps_no_letter_from_them(door: Door, words: str) -> None:
    contact, _ = await told(door)
    begun = build.opened(COUNCIL, contact)
    await door.database.transact(lambda db: changes.save(db, begun, door.now()))
    forged = build.a_message(words, subject="Re: My support plan is late", received=door.now.go(minutes=5))
    assert await door.receive(forged) == contact.id
    case = await door.database.look(lambda db: cases.one(db, "bnes", contact.reference))
    assert case is not None and case.messages[-1].text == words and not case.quiet
    assert all(each.posted is not Posted.WITHDRAWN for each in case.said if not each.staff)


@pytest.mark.rule("R524")
async def test_nor_does_one_that_comes_before_a_case_is_opened(door: Door) -> None:
    await told(door)
    forged = build.a_message("STOP", subject="Re: My support plan is late", received=door.now.go(minutes=5))
    case = build.opened(COUNCIL, await door.contact(await door.receive(forged))).cases[0]
    assert len(case.messages) == 2 and not case.quiet
