"""Something happens between the look at a message and the decision: it is told, and what was typed is kept."""

import asyncio
from dataclasses import replace

import pytest

from casework.arrive.weighing import weigh
from casework.labels import Flag
from store import changes
from tests.build import at
from tests.desk.office import COMPLAINT, Office, a_contact, a_suggestion

HERE = "/contacts/BN-7K4Q"


async def test_more_words_that_came_in_meanwhile_are_shown_and_what_was_typed_is_kept(office: Office) -> None:
    contact = a_contact()
    await office.keeps(contact)
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    more = a_contact("And now he is ill.", received=at("2026-03-02 09:40")).messages
    stored = await office.contact()
    office.now.go(minutes=20)
    await office.keeps(replace(stored, messages=(*stored.messages, *more)))
    page = await mina.send("open", **COMPLAINT)
    assert page.status == 422
    assert page.errors["open"].startswith("More came in from them at 9.40am, today.")
    assert "And now he is ill." in page.words
    assert page.value("#open-summary_plain") == COMPLAINT["summary_plain"]
    assert (await mina.send("open", **COMPLAINT)).status == 303


async def thought(office: Office, *flags: Flag) -> None:
    """The classifier has had its look, twenty minutes after the page was opened."""
    office.now.go(minutes=20)
    contact = await office.contact()
    opinion = a_suggestion(flags=frozenset(flags), scores=dict.fromkeys(flags, 0.99))
    change = weigh(contact, opinion, office.desk.council, office.now())
    await office.desk.transact(lambda db: changes.save(db, change, office.now()))


@pytest.mark.rule("R001")
async def test_what_the_classifier_thought_meanwhile_stops_nobody_who_decides(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    await thought(office)
    assert (await mina.send("open", **COMPLAINT)).status == 303


@pytest.mark.rule("R701")
async def test_an_alarm_that_rang_meanwhile_is_shown_before_anything_is_decided(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(HERE)
    await thought(office, Flag.SAFEGUARDING)
    page = await mina.send("aside", kind="compliment", why="Passed on to Priya.")
    assert page.status == 422
    assert page.errors["aside"].startswith("An alarm rang at 9.50am, today.")
    assert (await mina.send("aside", kind="compliment", why="Passed on to Priya.")).status == 303


async def test_whoever_is_slower_is_told_who_was_quicker_and_loses_nothing(office: Office) -> None:
    await office.keeps(a_contact())
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    await mina.get(HERE)
    await dan.get(HERE)
    office.now.go(minutes=42)
    assert (await dan.send("open", **COMPLAINT)).status == 303
    page = await mina.send("aside", kind="enquiry", why="I rang them and they are content.")
    assert page.status == 422
    assert "Dan Marsh changed this at 10.12am, today. What you typed is kept" in page.words
    assert "I rang them and they are content." in page.answer.text
    again = await mina.send("open", **COMPLAINT)
    assert again.status == 303
    assert [each for each in await office.record() if each[1] == "open"] == [
        ("dan", "open", "BN-7K4Q"), ("mina", "open", again.where.rpartition("/")[2]),
    ]  # fmt: skip


async def test_two_who_decide_at_the_same_moment_open_one_case_and_both_are_told_the_truth(office: Office) -> None:
    await office.keeps(a_contact())
    both = [await office.signed_in(staff) for staff in ("mina", "dan")]
    for browser in both:
        await browser.get(HERE)
    pages = await asyncio.gather(*(browser.send("open", **COMPLAINT) for browser in both))
    assert sorted(page.status for page in pages) == [303, 422]
    assert "changed this at" in max(pages, key=lambda page: page.status).words
    assert (await office.contact()).cases == ("BN-7K4Q",)
