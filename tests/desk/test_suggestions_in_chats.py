"""A new message, shown in the chats of those who asked for it: what it may be is confirmed by one of them, once."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from casework.changes import Change
from casework.chase import chase
from casework.choices import CHOICES
from casework.contacts import Contact
from casework.councils import with_staff
from casework.labels import Flag, Kind, Procedure
from casework.messages import Channel
from outbox.render import render
from store import changes, contacts, people
from store.database import Connection
from tests.build import at
from tests.desk.chats import Telephones
from tests.desk.office import Office, a_contact, a_suggestion, an_alarm, council

SURE = {"unsure": (), "scores": {"kind": 0.97, "procedure": 0.93}}
MORNING = "2026-03-02 10:30"


@pytest.fixture
async def phones(office: Office) -> Telephones:
    """Mina and Dan have linked their chats and asked to be shown new messages."""
    phones = Telephones(office)
    await phones.linked("mina", "dan", "priya")
    for who in ("mina", "dan"):
        await phones.says(who, "new messages")
    return phones


async def shown(phones: Telephones, when: str = MORNING, **of: Any) -> Contact:
    """A new message, looked at by the classifier, as the sweep finds it then."""
    contact = replace(a_contact(), suggestion=a_suggestion(**SURE | of), considered=1)
    await phones.office.database.transact(lambda db: changes.save(db, Change(contacts=(contact,)), phones.office.now()))
    await swept(phones, contact.id, when)
    return contact


async def swept(phones: Telephones, contact: str, when: str) -> None:
    phones.office.now.at = at(when)
    await phones.office.database.transact(lambda db: _sweep(db, contact, phones.office.now()))
    await phones.leave()


def _sweep(db: Connection, contact: str, now: datetime) -> None:
    found, here = contacts.one(db, "bnes", contact), with_staff(council(), people.staff(db, "bnes"))
    assert found is not None
    changes.save(db, chase(found, here, now), now)


async def kept(phones: Telephones, contact: Contact) -> Contact:
    """The contact as it stands now."""
    found = await phones.office.database.look(lambda db: contacts.one(db, "bnes", contact.id))
    assert found is not None
    return found


@pytest.mark.rule("R001", "R608")
async def test_it_names_no_family_and_nothing_of_what_they_wrote(phones: Telephones) -> None:
    await shown(phones)
    letter = (await phones.said_to("mina"))[-1]
    text = render(letter, choices=CHOICES).text
    assert letter.words == "staff.classify_confirm"
    assert "I think this is a complaint, under the statutory procedure. I'm sure." in text
    assert "cancelled" not in text and "social worker" not in text


@pytest.mark.rule("R001", "R003")
async def test_one_of_them_confirms_it_once_and_the_buttons_go_everywhere(phones: Telephones) -> None:
    contact = await shown(phones)
    await phones.press("mina", "Yes")
    said = (await kept(phones, contact)).confirmed
    assert said and (said.kind, said.procedure, said.by) == (Kind.COMPLAINT, Procedure.STATUTORY, "mina")
    assert [await phones.last(who) for who in ("mina", "dan")] == ["staff.suggestion_confirmed", "staff.already"]
    await phones.press("dan", "Yes")
    assert (await kept(phones, contact)).confirmed == said
    assert await phones.last("dan") == "staff.already"
    confirmed = [each for each in await phones.office.record() if each[1].startswith("confirm_suggestion")]
    assert confirmed == [("mina", "confirm_suggestion in a chat", contact.reference)]
    assert not (await kept(phones, contact)).cases, "nothing is opened, and nothing leaves, until somebody does that"


async def test_the_desks_form_begins_with_what_was_confirmed_and_says_by_whom(phones: Telephones) -> None:
    contact = await shown(phones)
    await phones.press("mina", "Yes")
    dan = await phones.office.signed_in("dan")
    page = await dan.get(f"/contacts/{contact.reference}")
    assert page.value("#open-kind") == "complaint" and page.value("#open-procedure") == "statutory"
    assert "confirmed in a chat: complaint" in page.one("#confirmed").text()


@pytest.mark.parametrize(
    "of",
    [
        {"unsure": ("kind",)}, {"unsure": ("procedure",)}, {"flags": frozenset({Flag.SAFEGUARDING})},
        {"kind": Kind.CONCERN_ABOUT_CHILD}, {"kind": Kind.NOT_FOR_US},
    ],
    ids=str,
)  # fmt: skip
async def test_what_is_unsure_or_of_harm_is_only_said_to_want_reading(phones: Telephones, of: dict[str, Any]) -> None:
    await shown(phones, **of)
    assert [await phones.last(who) for who in ("mina", "dan")] == ["staff.classify_unsure"] * 2


@pytest.mark.rule("R606")
async def test_nobody_is_shown_anything_outside_working_hours_or_while_they_are_still_typing(
    phones: Telephones,
) -> None:
    contact = await shown(phones, "2026-03-02 09:05")
    assert await phones.last("mina") == "staff.suggestions_on", "they may still be typing"
    found = await kept(phones, contact)
    assert found.wake_at == at("2026-03-02 09:10")


@pytest.mark.rule("R708")
async def test_who_is_complained_of_is_shown_nothing(phones: Telephones) -> None:
    contact = replace(a_contact(), suggestion=a_suggestion(**SURE), considered=1)
    rung = an_alarm(contact, excluded=frozenset({"mina"}))
    change = Change(contacts=(contact,), alarms=(rung,))
    await phones.office.database.transact(lambda db: changes.save(db, change, phones.office.now()))
    await swept(phones, contact.id, MORNING)
    assert [await phones.last(who) for who in ("mina", "dan")] == ["staff.suggestions_on", "staff.classify_unsure"]


async def test_a_suggestion_that_has_changed_since_is_not_what_was_confirmed(phones: Telephones) -> None:
    contact = await shown(phones)
    other = replace(await kept(phones, contact), suggestion=a_suggestion(**SURE | {"kind": Kind.REPRESENTATION}))
    await phones.office.database.transact(lambda db: changes.save(db, Change(contacts=(other,)), phones.office.now()))
    await phones.press("mina", "Yes")
    assert (await kept(phones, contact)).confirmed is None
    assert await phones.last("mina") == "staff.moved_on"
    await swept(phones, contact.id, "2026-03-02 11:00")
    assert await phones.last("dan") == "staff.classify_confirm", "and what it is thought to be now is asked afresh"


async def test_change_it_leads_to_the_desk_and_changes_nothing(phones: Telephones) -> None:
    contact = await shown(phones)
    await phones.press("mina", "Change it")
    assert await phones.last("mina") == "staff.on_desk"
    assert (await kept(phones, contact)).confirmed is None


async def test_only_who_opens_cases_can_have_them_shown_and_anybody_may_stop(phones: Telephones) -> None:
    await phones.says("priya", "staff")
    assert await phones.last("priya") == "staff.menu"
    await phones.press("priya", "New messages")
    assert await phones.last("priya") == "staff.suggestions_not"
    await phones.press("mina", "New messages")
    assert await phones.last("mina") == "staff.suggestions_off"
    contact = await shown(phones)
    assert await phones.last("mina") == "staff.suggestions_off"
    by_email = [each for each in await phones.letters(contact.id) if each.to.channel is Channel.EMAIL]
    assert {each.staff for each in by_email} == {"dan"}
