"""Same case or new? Somebody of the complaints team says, with one of two buttons, and it is on record."""

from dataclasses import replace

import pytest

from casework import names
from casework.messages import Address, Channel, Message
from tests import build
from tests.build import at
from tests.desk.office import Browser, Office
from tests.desk.test_cases import CASE, a_case


async def asked(office: Office) -> tuple[Browser, Message, str]:
    """A case to which a mail came that says it is about something else, on dan's screen."""
    dan = await a_case(office)
    case = await office.case()
    mail = build.a_message(
        "I have another complaint: <b>the bus pass</b>.", received=at("2026-03-06 09:00"), subject="Re: you",
        name=names.name("message", "later"), another_matter=True,
    )  # fmt: skip
    await office.keeps(replace(case, messages=(*case.messages, mail)))
    office.now.at = at("2026-03-09 09:30")
    page = await (dan := await office.signed_in("dan")).get(CASE)
    assert "Same case or new?" in page.words and "another complaint: <b>the bus pass</b>." in page.words
    return dan, mail, f"{CASE}/matters/{mail.name.partition('/')[2]}"


@pytest.mark.rule("R113")
async def test_what_is_the_same_case_is_asked_about_no_more_and_is_on_record(office: Office) -> None:
    dan, _, form = await asked(office)
    assert (await dan.send(form, **{"is": "same"})).where == CASE
    page = await dan.get(CASE)
    assert "Same case or new?" not in page.words and "Same matter" in page.words
    assert ("dan", "same_matter", "BN-7K4Q") in await office.record()
    late = await dan.post(form, token=await dan.token(), **{"is": "new"})
    assert late.status == 422 and "said already" in late.words
    assert len((await office.case()).messages) == 2


@pytest.mark.rule("R120", "R360")
async def test_what_is_new_gets_a_reference_a_clock_and_a_receipt_of_its_own(office: Office) -> None:
    dan, mail, form = await asked(office)
    where = (await dan.send(form, **{"is": "new"})).where
    reference = where.rpartition("/")[2]
    assert where.startswith("/contacts/BN-") and reference != "BN-7K4Q"
    new = await office.contact(reference)
    assert new.received == mail.received and [each.words for each in new.said] == ["email.receipt_auto"]
    page = await dan.get(where)
    assert "the bus pass" in page.words and "You decide" in page.words
    case = await dan.get(CASE)
    assert reference in case.words and "the bus pass" in case.words
    assert ("dan", "another_matter", "BN-7K4Q") in await office.record()


@pytest.mark.rule("R602")
async def test_nobody_but_the_complaints_team_is_asked_or_can_say(office: Office) -> None:
    _, _, form = await asked(office)
    priya = await office.signed_in("priya")
    assert "Same case or new?" not in (await priya.get(CASE)).words
    assert (await priya.post(form, token=await priya.token(), **{"is": "new"})).status == 403
    mina = await office.signed_in("mina")
    assert (await mina.post(f"{form}0", token=await mina.token(), **{"is": "new"})).status == 404
    assert (await mina.post(form, token=await mina.token(), **{"is": "perhaps"})).status == 422


@pytest.mark.rule("R113", "R524")
async def test_a_mail_that_quotes_a_case_is_held_and_that_case_is_named_to_put_it_with(office: Office) -> None:
    dan = await a_case(office)
    other = build.a_message(
        "About BN-7K4Q.", sender=Address(Channel.EMAIL, "aunt@family.example"), shown_reference="BN-7K4Q"
    )
    held = replace(
        build.a_contact(build.profile("bnes"), other), id=names.name("contact", "aunt"), reference="BN-AUNT",
        held="quotes_a_reference",
    )  # fmt: skip
    await office.keeps(held)
    page = await dan.get("/contacts/BN-AUNT")
    assert "It names BN-7K4Q" in page.words and page.value("#join-case") == "BN-7K4Q"
    assert (await dan.send("join", case="BN-7K4Q")).where == CASE
    assert (await office.contact("BN-AUNT")).cases == ("BN-7K4Q",) and not (await office.contact("BN-AUNT")).held
