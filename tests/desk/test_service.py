"""How the service is, and post that waits for a person; what is set here; how often suggestions are right."""

from dataclasses import replace

import pytest

from casework.messages import Channel, Post
from store import inbox
from store.database import Connection
from store.inbox import Read
from tests.conftest import Moment
from tests.desk.office import COMPLAINT, Office, a_contact, a_suggestion, opened


def a_post(office: Office, number: str) -> Post:
    return Post(f"post/{number}", "bnes", Channel.EMAIL, "box", number, office.now(), b"From: \xff broken")


async def kept(office: Office) -> None:
    def work(db: Connection) -> None:
        for number, how in (("0001", Read.UNREADABLE), ("0002", Read.FAILED)):
            post = replace(a_post(office, number), tries=7)
            inbox.keep(db, post)
            inbox.mark(db, post, how, now=office.now(), why="Unreadable" if how is Read.UNREADABLE else "KeyError")

    await office.database.transact(work)


async def test_post_that_failed_is_tried_again_and_what_a_person_has_read_waits_no_more(office: Office) -> None:
    await kept(office)
    mina = await office.signed_in("mina")
    page = await mina.get("/service")
    assert "Post that waits for a person: 2" in page.words and "failed 8 times (KeyError)" in page.words
    assert (await mina.send("/service/posts/0002", do="again")).where == "/service"
    waiting = await office.database.look(lambda db: inbox.waiting(db, "bnes", 9, now=office.now()))
    assert [(each.name, each.tries) for each in waiting] == [("post/0002", 0)]
    await mina.get("/service")
    await mina.send("/service/posts/0001", do="seen")
    assert "Everything that came could be read." in (await mina.get("/service")).words
    assert await office.database.look(lambda db: inbox.raw(db, "bnes", "post/0001")) == b"From: \xff broken"
    assert ("mina", "saw to a post", "post/0001") in await office.record()
    gone = await mina.post("/service/posts/0001", token=await mina.token(), do="again")
    assert gone.status == 404 and "seen to it already" in gone.words


async def test_each_part_says_when_it_was_last_well_so_that_empty_is_never_taken_for_broken(
    url: str, now: Moment
) -> None:
    parts = {"mailbox": (now.at, ""), "bot": (None, "Telegram does not answer")}
    async with opened(url, now, parts=lambda: parts) as office:
        now.go(minutes=4)
        page = await (await office.signed_in("mina")).get("/service")
        assert "The mailbox is read working 9.30am, today, 4 minutes ago" in page.words
        assert "Telegram is read not working Telegram does not answer Not since the start" in page.words


async def test_what_is_set_here_is_shown_with_rule_and_source(office: Office) -> None:
    page = await (await office.signed_in("priya")).get("/profile")
    for said in ("R302. reg 14", "The Stage 1 reply", "Shout Out! at Off the Record", "Mina Shaw"):
        assert said in page.words, said
    assert not page.html.css("main form")


@pytest.mark.rule("R001")
async def test_how_often_suggestions_are_right_is_counted_by_month_and_label(office: Office) -> None:
    await office.keeps(a_contact(suggestion=a_suggestion()))
    mina = await office.signed_in("mina")
    assert "Nobody has decided" in (await mina.get("/suggestions")).words
    await mina.get("/contacts/BN-7K4Q")
    await mina.send("open", **COMPLAINT)
    page = await mina.get("/suggestions")
    assert "2026-03 Kind Complaint 1 of 1" in page.words and "2026-03 Service Duty 0 of 1" in page.words
