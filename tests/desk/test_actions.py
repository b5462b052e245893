"""S22, what a link in an email to staff opens: it acts only when pressed, once, for one person, while it matters."""

from dataclasses import replace
from functools import partial

import pytest

from casework.cases import clock
from casework.changes import Change
from casework.choices import Act
from casework.councils import Role, with_staff
from casework.messages import Channel
from casework.staff_answers import links
from casework.staff_answers.settling import DELAY
from casework.time_passes import climbing
from store import changes, people
from store.database import Connection
from tests import build
from tests.desk.chats import THREE_LEFT, Telephones, a_case, letter_to, opened
from tests.desk.office import KEY, Office, a_contact, an_alarm, council

SPENT = "This link has been used, or it is too old"


async def test_each_button_of_a_chase_opens_a_page_that_names_what_it_does_and_does_nothing(
    office: Office, phones: Telephones
) -> None:
    before = await office.case()
    for act, button in (
        (Act.DONE, "Mark BN-7K4Q as a draft, ready for checking"), (Act.EXTEND, "Ask for more time for BN-7K4Q"),
        (Act.REASSIGN, "Offer BN-7K4Q to them"), (Act.SNOOZE, "Mark BN-7K4Q as put off until the next working day"),
    ):  # fmt: skip
        browser, path = await opened(phones, "priya", act)
        assert browser.last is not None
        assert (browser.last.status, button in browser.last.all("button")) == (200, True), act
        assert {"Stage 1", "Monday 16 March"} <= set(browser.last.all("dd"))
        await browser.client.head(path)
    assert (await office.case()).version == before.version


@pytest.mark.rule("R608")
async def test_the_page_says_reference_stage_and_date_and_nothing_of_the_family_or_the_matter(
    phones: Telephones,
) -> None:
    for act in (Act.DONE, Act.EXTEND, Act.REASSIGN, Act.SNOOZE):
        browser, _ = await opened(phones, "priya", act)
        assert browser.last is not None
        text = browser.last.answer.text
        assert not [word for word in ("sam@", "Sam", "cancelled", "social worker", "parent") if word in text], act
        assert browser.last.one("title").text().startswith("BN-7K4Q")


async def test_asked_for_more_time_without_a_reason_the_page_asks_again(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.EXTEND)
    page = await browser.send(path, answer="more_time_asked")
    assert (page.status, page.errors) == (422, {"act-reason": "Choose a reason."})
    page = await browser.send(path, reason="my cat", answer="more_time_asked")
    assert page.errors == {"act-reason": "Choose from the list."}
    page = await browser.send(path, reason="complex", answer="more_time_asked")
    assert (page.status, "waiting for more time" in page.words) == (200, True)
    case = await office.case()
    assert case.decisions[-1].facts["reason"] == "complex"
    assert case.decisions[-1].facts["where"] == "link"
    assert await phones.last("tom") == "staff.already"
    assert ("priya", "more_time_asked by a link", "BN-7K4Q") in await office.record()


@pytest.mark.rule("R274")
async def test_the_manager_may_say_better_what_the_family_is_told(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.EXTEND)
    await browser.send(path, reason="complex", answer="more_time_asked")
    browser, path = await opened(phones, "dan", Act.YES, "staff.more_time_asked")
    assert browser.last is not None
    assert browser.last.all("dd") == ["Stage 1", "Monday 16 March", "Priya", "Complex", "Monday 30 March"]
    page = await browser.send(
        path, answer="more_time_agreed", reason_plain="two people are away", done_so_far="read your file",
        what_we_will_do="call you",
    )  # fmt: skip
    assert page.status == 200
    case = await office.case()
    running = clock(case, "s1_statutory")
    assert running is not None and running.extended
    extended = next(each for each in case.decisions if each.move == "extend")
    assert (extended.by, extended.facts["reason_plain"]) == ("dan", "two people are away")
    assert "email.hold_adult" in {each.words for each in case.said if not each.staff}


async def test_no_more_time_by_link_leaves_the_date_and_tells_who_asked(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.EXTEND)
    await browser.send(path, reason="complex", answer="more_time_asked")
    browser, path = await opened(phones, "dan", Act.NO, "staff.more_time_asked")
    assert (await browser.send(path, answer="more_time_refused")).status == 200
    assert (await letter_to(phones, "priya", "staff.more_time_refused")).facts["due_date"] == "Monday 16 March"
    browser, path = await opened(phones, "dan", Act.YES, "staff.more_time_asked")
    assert browser.last is not None and browser.last.status == 410


async def test_a_link_works_once_and_then_says_so(office: Office, phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.SNOOZE)
    page = await browser.send(path, answer="snoozed")
    assert (page.status, "8.30am on Thursday" in page.words) == (200, True)
    for again in (await browser.get(path), await browser.post(path, answer="snoozed")):
        assert (again.status, SPENT in again.words, "BN-7K4Q has not been changed just now" in again.words) == (
            410,
            True,
            True,
        )
    assert [each.move for each in (await office.case()).decisions if each.facts.get("press")] == ["snoozed"]


async def test_two_presses_at_the_same_moment_are_one_answer(office: Office, phones: Telephones) -> None:
    import asyncio

    letter = await letter_to(phones, "priya", "staff.chase_3_days")
    path = f"/act/{links.link(letter, Act.SNOOZE, KEY)}"
    pages = await asyncio.gather(*(office.stranger().post(path, answer="snoozed") for _ in range(8)))
    assert sorted(page.status for page in pages) == [200] + [410] * 7
    assert [each.move for each in (await office.case()).decisions if each.facts.get("press")] == ["snoozed"]


async def test_once_somebody_answered_everybodys_links_are_spent(phones: Telephones) -> None:
    browser, path = await opened(phones, "priya", Act.SNOOZE)
    await browser.send(path, answer="snoozed")
    for who in ("tom", "dan"):
        browser, _ = await opened(phones, who, Act.DONE)
        assert browser.last is not None and (browser.last.status, SPENT in browser.last.words) == (410, True), who


@pytest.mark.parametrize(("later", "status"), [({"days": 6, "hours": 23}, 410), ({"days": 7}, 410)])
async def test_a_link_dies_when_the_case_moves_on_and_after_seven_days(
    office: Office, phones: Telephones, later: dict[str, float], status: int
) -> None:
    browser, path = await opened(phones, "dan", Act.DONE)
    if later["days"] == 6:
        await phones.office.keeps(replace(await office.case(), clocks=()))
    office.now.go(**later)
    page = await browser.get(path)
    assert (page.status, SPENT in page.words) == (status, True)


async def test_what_was_typed_behind_a_link_that_died_meanwhile_can_be_copied_and_a_strangers_words_are_not_shown(
    office: Office,
) -> None:
    phones = Telephones(office)
    await a_case(office)
    await phones.chased("2026-03-17 09:00")
    browser, path = await opened(phones, "dan", Act.REASON, "staff.chase_overdue_1")
    await office.keeps(replace(await office.case(), clocks=()))
    typed = {"answer": "reason_given", "reason_plain": "The worker left."}
    spent = await browser.post(path, **typed)
    assert (spent.status, "The worker left." in spent.words) == (410, True)
    assert "The worker left." not in (await office.stranger().post("/act/made-up", **typed)).answer.text


async def test_within_seven_days_a_link_of_something_that_still_matters_works(office: Office) -> None:
    phones = Telephones(office)
    await a_case(office)
    await phones.chased("2026-03-17 09:00")
    office.now.go(days=6, hours=22)
    browser, path = await opened(phones, "dan", Act.REASON, "staff.chase_overdue_1")
    page = await browser.send(
        path, answer="reason_given", reason_plain="The worker left.", **{"new_due_date-day": "20",
        "new_due_date-month": "3", "new_due_date-year": "2026"},
    )  # fmt: skip
    assert page.errors == {"act-new_due_date-day": "Give a date after today."}
    page = await browser.send(
        path, answer="reason_given", reason_plain="The worker left.", **{"new_due_date-day": "31",
        "new_due_date-month": "3", "new_due_date-year": "2026"},
    )  # fmt: skip
    assert page.status == 200
    given = (await office.case()).decisions[-1]
    assert (given.facts["reason_plain"], given.facts["new_due_date"]) == ("The worker left.", "2026-03-31")
    task = await letter_to(phones, "mina", "staff.step_due")
    assert task.facts["step_plain"] == "the letter that says sorry for the delay"


async def test_what_a_link_did_can_be_taken_back_for_ten_minutes(office: Office, phones: Telephones) -> None:
    for minutes, status in ((9, 200), (11, 410)):
        browser, path = await opened(phones, "dan" if minutes == 9 else "priya", Act.DONE)
        page = await browser.send(path, answer="draft_ready")
        assert page.all("button") == ["Undo"]
        office.now.go(minutes=minutes)
        assert (await browser.send(f"{path}/undo")).status == status
    assert [each.move for each in (await office.case()).decisions if each.facts.get("press")] == [
        "draft_ready", "taken_back", "draft_ready",
    ]  # fmt: skip


@pytest.mark.rule("R620")
async def test_a_case_is_offered_and_taken_by_links(office: Office) -> None:
    await office.hires(replace(build.STAFF[2], id="ann", name="Ann Fox", email="ann@council.example"))
    phones = Telephones(office)
    await a_case(office)
    await phones.chased(THREE_LEFT)
    browser, path = await opened(phones, "priya", Act.REASSIGN)
    page = await browser.send(path, answer="offered_to_another", to="ann")
    assert page.status == 200
    assert (await office.case()).handler == "priya"
    browser, path = await opened(phones, "ann", Act.ACCEPT, "staff.offered")
    assert (await browser.send(path, answer="offer_taken")).status == 200
    assert (await office.case()).handler == "ann"


@pytest.mark.rule("R706")
async def test_an_alert_is_taken_by_a_link_once(office: Office) -> None:
    contact = a_contact("I am not safe.", reference="BN-9T3D")
    rung = an_alarm(contact)
    await office.keeps(contact, rung)
    office.now.go(minutes=10)
    staffed = with_staff(office.desk.council, office.desk.council.staff)
    change = climbing.climb(rung, staffed, office.now())
    await office.database.transact(partial(_save, change=Change(letters=change.letters), office=office))
    letter = next(each for each in change.letters if each.staff == "rosa" and each.to.channel is Channel.EMAIL)
    path, browser = f"/act/{links.link(letter, Act.HAVE_IT, KEY)}", office.stranger()
    await browser.get(path)
    assert (await office.alarm(rung.name)).acknowledged is None
    page = await browser.send(path, answer="hi")
    assert (page.status, "you have it" in page.words) == (200, True)
    assert (await office.alarm(rung.name)).acknowledged_by == "rosa"
    assert (await browser.post(path, answer="hi")).status == 410


def _save(db: Connection, *, change: Change, office: Office) -> None:
    changes.save(db, change, office.now())


async def test_the_complaints_manager_who_is_away_is_stood_in_for(office: Office) -> None:
    day = build.at(THREE_LEFT).date()
    staff = {each.id: each for each in council().staff}
    away = replace(staff["dan"], away=((day, day),), deputy="hana")
    await office.database.transact(lambda db: people.change(db, "bnes", away))
    phones = Telephones(office)
    await a_case(office)
    await phones.chased(THREE_LEFT)
    browser, path = await opened(phones, "priya", Act.EXTEND)
    await browser.send(path, reason="complex", answer="more_time_asked")
    browser, path = await opened(phones, "hana", Act.YES, "staff.more_time_asked")
    assert browser.last is not None
    drafted = {name: browser.last.value(f"textarea[name={name}]") for name in DELAY}
    assert (await browser.send(path, answer="more_time_agreed", **drafted)).status == 200
    extended = next(each for each in (await office.case()).decisions if each.move == "extend")
    assert (extended.by, extended.role) == ("hana", Role.CM)
