"""Whose a link in staff mail is: bent, borrowed, made up, of somebody who left, it does nothing. And My settings."""

from dataclasses import replace

import pytest

from casework.choices import Act
from casework.staff_answers import links
from desk.doorstep import TRIES
from store import people
from tests.desk.chats import Telephones, letter_to, opened
from tests.desk.office import KEY, Office

SPENT = "This link has been used, or it is too old"


async def test_a_link_bent_to_another_letter_button_or_person_proves_nothing(
    office: Office, phones: Telephones
) -> None:
    mine, theirs = [await letter_to(phones, who, "staff.chase_3_days") for who in ("priya", "dan")]
    name, act, proof = links.link(mine, Act.SNOOZE, KEY).split(".")
    other = links.link(theirs, Act.SNOOZE, KEY).split(".")
    forged = links.link(replace(mine, staff="dan"), Act.SNOOZE, KEY)
    for bent in (
        f"{other[0]}.{act}.{proof}", f"{name}.dn.{proof}", f"{name}.{act}.{other[2]}", f"{name}.{act}", forged,
        links.link(mine, Act.SNOOZE, b"another key"), "x" * 3000, f"{name}.{act}.{proof}0", "made-up",
    ):  # fmt: skip
        office.desk.doorstep.tries.clear()
        page = await office.stranger().post(f"/act/{bent}", answer="snoozed")
        assert (page.status, SPENT in page.words, "BN-7K4Q" in page.words) == (410, True, False), bent
    assert not [each for each in (await office.case()).decisions if each.facts.get("press")]


async def test_who_is_signed_in_as_somebody_else_cannot_use_it_and_who_has_left_neither(
    office: Office, phones: Telephones
) -> None:
    letter = await letter_to(phones, "priya", "staff.chase_3_days")
    path = f"/act/{links.link(letter, Act.SNOOZE, KEY)}"
    tom = await office.signed_in("tom")
    for page in (await tom.get(path), await tom.post(path, answer="snoozed"), await tom.post(f"{path}/undo")):
        assert (page.status, page.all("h1")) == (403, ["This link is not yours"])
    await office.database.transact(lambda db: people.remove(db, "bnes", "priya", office.now()))
    assert (await office.stranger().post(path, answer="snoozed")).status == 410
    assert not [each for each in (await office.case()).decisions if each.facts.get("press")]


@pytest.mark.rule("R602")
async def test_whoever_is_complained_of_since_has_no_link_any_more(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "tom", Act.SNOOZE)
    await office.keeps(replace(await office.case(), excluded=frozenset({"tom"})))
    assert (await browser.post(path, answer="snoozed")).status == 410


async def test_links_that_are_made_up_are_soon_told_to_wait(office: Office, phones: Telephones) -> None:
    stranger = office.stranger()
    told = [(await stranger.get(f"/act/{'0' * 32}.sn.{number:032x}")).status for number in range(TRIES + 1)]
    assert told == [410] * TRIES + [429]


async def test_whoever_tries_bad_links_shuts_out_nobody_who_takes_an_alarm_from_the_same_office(
    office: Office, phones: Telephones
) -> None:
    stranger = office.stranger()
    for number in range(2 * TRIES):
        await stranger.get(f"/act/{'0' * 32}.sn.{number:032x}")
    browser, path = await opened(phones, "priya", Act.SNOOZE)
    assert (await browser.post(path, answer="snoozed")).status == 200
    assert [each for each in (await office.case()).decisions if each.facts.get("press")]


async def test_a_form_from_another_site_does_nothing(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.SNOOZE)
    answer = await browser.client.post(path, data={"answer": "snoozed"}, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 400
    assert not [each for each in (await office.case()).decisions if each.facts.get("press")]


async def test_an_answer_that_the_page_did_not_offer_is_no_answer(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.SNOOZE)
    for answer in ("more_time_agreed", "taken_back", "", "offer_taken"):
        page = await browser.post(path, answer=answer)
        assert page.status == 200 and page.all("button"), answer
    assert not [each for each in (await office.case()).decisions if each.facts.get("press")]


async def test_my_settings_shows_a_code_once_and_unlinks(office: Office) -> None:
    mina = await office.signed_in("mina")
    assert "By email, always." in (await mina.get("/settings")).words
    page = await mina.send("code")
    code = page.words.partition("send this code: ")[2][:9]
    assert len(code) == 9 and "They never show a name" in page.words
    phones = Telephones(office)
    await phones.says("77", code)
    assert await phones.last("77") == "staff.link_ok"
    assert "in your Telegram chat" in (await mina.get("/settings")).words
    assert (await mina.send("unlink")).where == "/settings"
    await phones.leave()
    assert await phones.last("77") == "staff.unlinked"
    assert not (await office.database.look(lambda db: people.member(db, "bnes", "mina"))).chat  # type: ignore[union-attr]
