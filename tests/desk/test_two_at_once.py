"""Two people press at the same moment: one thing happens, both are told the truth, nothing typed is lost."""

import asyncio
from datetime import date
from pathlib import Path

import pytest

from casework.councils import Role, Staff
from casework.letters import Posted
from casework.messages import Channel
from store import people, quarantine
from tests.desk.office import COMPLAINT, Browser, Office, Page, a_contact
from tests.desk.test_matters import asked
from tests.desk.test_reports import PUBLIC, brought, look, publish
from tests.desk.test_retention import long_closed
from tests.desk.test_service import kept
from tests.desk.test_type_in import reference, typed

CASE = "/cases/BN-7K4Q"
DAY = {"day": "9", "month": "3", "year": "2026"}


async def both(office: Office) -> list[Browser]:
    return [await office.signed_in(staff) for staff in ("mina", "dan")]


async def at_once(browsers: list[Browser], path: str, **typed: str) -> list[Page]:
    tokens = [await each.token() for each in browsers]
    every = (each.post(path, token=token, **typed) for each, token in zip(browsers, tokens, strict=True))
    return sorted(await asyncio.gather(*every), key=lambda page: page.status)


@pytest.mark.rule("R003")
async def test_two_who_move_a_case_on_move_it_once_and_the_second_sees_both_versions(office: Office) -> None:
    await office.keeps(a_contact())
    first, second = await both(office)
    await first.get("/contacts/BN-7K4Q")
    await first.send("open", **COMPLAINT)
    for each in (first, second):
        await each.get(f"{CASE}/verify")
    how = ("I rang the number we hold.", "She came to the desk with her passport.")
    sent = await asyncio.gather(
        *(each.send("verify", how=said) for each, said in zip((first, second), how, strict=True))
    )
    assert sorted(page.status for page in sent) == [303, 422], [page.words for page in sent]
    slower = max(sent, key=lambda page: page.status)
    theirs, mine = how[1 - sent.index(slower)], how[sent.index(slower)]
    assert "changed this at" in slower.words and mine in slower.answer.text
    assert theirs in slower.words, "both versions stand on one page"
    decided = [each for each in (await office.case()).decisions if each.move == "verify"]
    assert [each.facts["how"] for each in decided] == [theirs]


@pytest.mark.rule("R113", "R120")
async def test_two_who_say_what_a_mail_is_say_it_once(office: Office) -> None:
    _, _, form = await asked(office)
    pages = await at_once(await both(office), form, **{"is": "new"})
    assert [page.status for page in pages] == [303, 422] and "said already what that mail is" in pages[1].words
    assert [did for _, did, _ in await office.record()].count("another_matter") == 1


@pytest.mark.rule("R123")
async def test_a_letter_that_two_have_posted_counts_once(office: Office) -> None:
    first, second = await both(office)
    ref = reference(await typed(first, channel="letter", said="I was moved again.", reach="1 High Street\nBath"))
    await first.get(f"/contacts/{ref}")
    await first.send("open", **COMPLAINT)
    page = await first.get("/by-hand")
    (action,) = [str(each.attributes["action"]) for each in page.html.css("main form")]
    pages = await at_once([first, second], action)
    assert [page.status for page in pages] == [303, 404] and "done it already" in pages[1].words
    said = [each.posted for each in (await office.case(ref)).said if each.to.channel is Channel.LETTER]
    assert said == [Posted.SENT]
    assert [did for _, did, _ in await office.record()].count("posted a letter") == 1


async def test_post_that_two_see_to_is_seen_to_once(office: Office) -> None:
    await kept(office)
    pages = await at_once(await both(office), "/service/posts/0001", do="seen")
    assert [page.status for page in pages] == [303, 404] and "seen to it already" in pages[1].words
    left = await office.database.look(lambda db: quarantine.listed(db, "bnes"))
    assert [each.name for each in left] == ["post/0002"]


async def test_days_away_that_two_write_down_are_both_kept(office: Office) -> None:
    browsers = await both(office)
    tokens = [await each.token() for each in browsers]
    spans = [("9", "10"), ("20", "24")]
    forms = [
        {"token": token, "who": "priya", "deputy": "", **{f"first-{part}": value for part, value in DAY.items()},
         **{f"last-{part}": value for part, value in DAY.items()}, "first-day": first, "last-day": last}
        for token, (first, last) in zip(tokens, spans, strict=True)
    ]  # fmt: skip
    pages = await asyncio.gather(*(each.post("/away", **form) for each, form in zip(browsers, forms, strict=True)))
    assert [page.status for page in pages] == [303, 303], [page.words for page in pages]
    priya = await office.database.look(lambda db: people.member(db, "bnes", "priya"))
    assert priya is not None and sorted(priya.away) == [
        (date(2026, 3, 9), date(2026, 3, 10)), (date(2026, 3, 20), date(2026, 3, 24)),
    ]  # fmt: skip


@pytest.mark.rule("R916")
async def test_two_who_say_how_long_a_case_is_kept_are_told_of_each_other_and_both_versions_stand_there(
    office: Office,
) -> None:
    await office.keeps(long_closed())
    await office.hires(Staff("ken", "Ken Roe", frozenset({Role.CM})))
    browsers = [await office.signed_in(staff) for staff in ("dan", "ken")]
    days = ("1", "2")
    for each in browsers:
        await each.get("/retention/BN-7K4Q")
    born = {"born-month": "5", "born-year": "2000"}
    sent = await asyncio.gather(
        *(each.send("said", **born, **{"born-day": day}) for each, day in zip(browsers, days, strict=True))
    )
    assert sorted(page.status for page in sent) == [303, 422]
    slower = max(sent, key=lambda page: page.status)
    mine, theirs = days[sent.index(slower)], days[1 - sent.index(slower)]
    assert slower.value("[name=born-day]") == mine and "It says now: born" in slower.words
    assert f"{theirs} May 2000" in slower.words and "said how long to keep this at" in slower.words
    again = await browsers[sent.index(slower)].send("said", **born, **{"born-day": mine})
    assert again.status == 303, "who has read both may say it again"


@pytest.mark.rule("R807")
async def test_two_who_publish_the_same_report_publish_it_once_and_the_second_is_told_by_whom(
    office: Office, tmp_path: Path
) -> None:
    await brought(office, tmp_path / "in")
    await office.hires(Staff("ken", "Ken Roe", frozenset({Role.CM})))
    browsers = [await office.signed_in(staff) for staff in ("dan", "ken")]
    for each in browsers:
        await look(each, **PUBLIC)
    sent = await asyncio.gather(*(each.send("/reports/publish") for each in browsers))
    assert sorted(page.status for page in sent) == [303, 422]
    slower = sent.index(max(sent, key=lambda page: page.status))
    assert ("Ken Roe", "Dan Marsh")[slower] in sent[slower].words and "Yours was not kept" in sent[slower].words
    assert [did for _, did, _ in await office.record()].count("published a report") == 1
    assert (await publish(browsers[slower], **PUBLIC)).where == "/reports/published/2", "a correction may follow"
