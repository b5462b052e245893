"""A call, a letter or a visit typed in: kept before it is understood, a reference at once, the same rights as any other
channel; and what no machine can send is posted by a person.
"""

import json

import pytest

from casework.cases import Advocacy
from casework.letters import Posted
from casework.messages import Address, Channel, Message
from store import by_hand, inbox
from tests.conftest import Moment
from tests.desk.office import COMPLAINT, Browser, Office, Page, opened

CALL = {"channel": "telephone", "said": "She was meant to see him on Friday and nobody came.", "who": "Sam Hill"}


async def typed(browser: Browser, **more: str) -> Page:
    page = await browser.get("/type-in")
    there = {name: page.value(f"[name={name}]") for name in ("channel", "had_on-day", "had_on-month", "had_on-year")}
    return await browser.send("type", **there | more)


def reference(page: Page) -> str:
    assert page.where.startswith("/type-in/BN-"), page.words
    return page.where.removeprefix("/type-in/")


@pytest.mark.rule("R123", "R124", "R360")
async def test_a_call_is_a_contact_with_a_reference_at_once_and_becomes_a_case_from_the_day_it_was_said(
    office: Office,
) -> None:
    mina = await office.signed_in("mina")
    had = {"had_on-day": "26", "had_on-month": "2", "had_on-year": "2026"}
    ref = reference(await typed(mina, **CALL, **had, phone="01225 000 111", agreed="yes"))
    kept = await mina.get(f"/type-in/{ref}")
    assert f"Your number is {ref}" in kept.words and "in touch by Monday 2 March" in kept.words
    contact = await office.contact(ref)
    assert contact.messages[0].sender == Address(Channel.TELEPHONE, "01225 000 111")
    assert (contact.clocks[0].name, contact.clocks[0].day_0.isoformat()) == ("s1_statutory", "2026-02-26")
    page = await mina.get(f"/contacts/{ref}")
    assert "Typed in by Mina Shaw, read back and agreed. From Sam Hill. Reached at: 01225 000 111." in page.words
    assert (await mina.send("open", **COMPLAINT)).where == f"/cases/{ref}"
    assert (await office.case(ref)).stages[0].day_0.isoformat() == "2026-02-26"
    assert ("mina", "typed in", ref) in await office.record()


@pytest.mark.rule("R406")
async def test_what_was_typed_is_kept_as_post_word_for_word_and_sent_twice_it_is_one(office: Office) -> None:
    mina = await office.signed_in("mina")
    first = await typed(mina, once="the same form", **CALL)
    assert reference(await typed(mina, once="the same form", **CALL)) == reference(first)
    contact = await office.contact(reference(first))
    raw = await office.database.look(lambda db: inbox.raw(db, "bnes", contact.messages[0].post))
    kept = json.loads(raw)
    assert (kept["said"], kept["by"], kept["channel"]) == (CALL["said"], "mina", "telephone")
    assert await office.database.look(lambda db: inbox.unread_count(db, "bnes")) == 0


@pytest.mark.rule("R502")
async def test_an_advocate_is_offered_aloud_and_the_answer_stands_in_the_case(office: Office) -> None:
    mina = await office.signed_in("mina")
    assert "An advocate is on your side" in (await mina.get("/type-in")).words
    ref = reference(await typed(mina, **CALL, advocacy="accepted"))
    assert "I will ask" in (await mina.get(f"/type-in/{ref}")).words
    await mina.get(f"/contacts/{ref}")
    await mina.send("open", **COMPLAINT | {"sender": "young_person"})
    case = await office.case(ref)
    assert case.advocacy is Advocacy.ACCEPTED
    assert "When an advocate was offered" in (await mina.get(f"/cases/{ref}")).words


@pytest.mark.rule("R702")
async def test_words_of_harm_in_a_call_ring_at_once_and_whoever_typed_is_told_to_stay_with_them(office: Office) -> None:
    priya = await office.signed_in("priya")
    ref = reference(await typed(priya, channel="in_person", said="He has a knife and I am scared to go home."))
    kept = await priya.get(f"/type-in/{ref}")
    assert "An alarm rang" in kept.words and "stay with them" in kept.words
    assert (await office.contact(ref)).alarms


@pytest.mark.rule("R124")
async def test_anybody_here_can_pass_on_what_they_were_told_and_reads_no_more_than_they_typed(office: Office) -> None:
    priya, tom = await office.signed_in("priya"), await office.signed_in("tom")
    ref = reference(await typed(priya, **CALL))
    kept = await priya.get(f"/type-in/{ref}")
    assert kept.status == 200 and CALL["said"] not in kept.words and "Decide what it is" not in kept.words
    assert (await tom.get(f"/type-in/{ref}")).status == 404
    assert (await priya.get(f"/contacts/{ref}")).status == 403


@pytest.mark.rule("R602")
async def test_whoever_typed_a_call_learns_by_it_nothing_of_what_others_typed_later_though_it_is_about_them(
    office: Office,
) -> None:
    priya, mina = await office.signed_in("priya"), await office.signed_in("mina")
    ref = reference(await typed(priya, **CALL))
    await mina.get(f"/contacts/{ref}")
    assert (
        await mina.send("open", **COMPLAINT | {"handler": "tom", "complained_of": "priya"})
    ).where == f"/cases/{ref}"
    office.now.go(minutes=5)
    harm = {"said": "She said that Priya has a knife and she is scared to go home.", "case": ref}
    assert reference(await typed(mina, **CALL | harm, advocacy="accepted")) == ref
    assert (
        "priya" in (await office.case(ref)).excluded
        and "advocate is recorded" in (await mina.get(f"/type-in/{ref}")).words
    )
    now_hers = await priya.get(f"/type-in/{ref}")
    assert now_hers.status == 200 and "Your number is" in now_hers.words
    assert "advocate is recorded" not in now_hers.words and "alarm" not in now_hers.words


async def test_only_words_a_way_and_a_day_that_has_come_are_needed_and_what_was_typed_stays(office: Office) -> None:
    mina = await office.signed_in("mina")
    late = {"had_on-day": "9", "had_on-month": "3", "had_on-year": "2026"}
    page = await typed(mina, **late, who="Sam Hill", channel="letter", said=" ")
    assert page.status == 422 and page.value("input#type-who") == "Sam Hill"
    assert set(page.errors) == {"type-said", "type-had_on-day"}


@pytest.mark.rule("R123")
async def test_a_letter_to_somebody_without_email_waits_to_be_posted_and_then_counts_as_sent(office: Office) -> None:
    mina = await office.signed_in("mina")
    ref = reference(
        await typed(mina, channel="letter", said="My grandson was moved again.", reach="1 High Street\nBath")
    )
    assert "came on paper" in (await mina.get(f"/type-in/{ref}")).words
    await mina.get(f"/contacts/{ref}")
    await mina.send("open", **COMPLAINT)
    tray = await mina.get("/tray")
    assert "1 to post or say" in tray.words
    page = await mina.get("/by-hand")
    assert "Post it to: 1 High Street Bath" in page.words and ref in page.words
    (action,) = [str(each.attributes["action"]) for each in page.html.css("main form")]
    assert (await mina.send(action)).where == "/by-hand"
    letters = [each for each in (await office.case(ref)).said if each.to.channel is Channel.LETTER]
    assert [each.posted for each in letters] == [Posted.SENT]
    assert not await office.database.look(lambda db: by_hand.waiting(db, "bnes", office.now()))
    assert (await mina.post(action, token=await mina.token())).status == 404


async def test_what_cannot_be_filed_now_stays_kept_for_whoever_reads_the_inbox(url: str, now: Moment) -> None:
    async def broken(message: Message) -> str | None:
        raise OSError(message.name)

    async with opened(url, now, receive=broken) as office:
        mina = await office.signed_in("mina")
        assert (await typed(mina, **CALL)).where == "/type-in/later"
        assert "What you typed is safe" in (await mina.get("/type-in/later")).words
        assert await office.database.look(lambda db: inbox.unread_count(db, "bnes")) == 1
