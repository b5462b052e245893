"""The case page: where it stands, how each date comes about, what may be done, and all that was said."""

from dataclasses import replace
from datetime import date

import pytest

from casework.cases import Advocacy, State, clock
from casework.councils import Role
from casework.messages import Channel
from store import outbox, people
from tests.build import at
from tests.desk.office import COMPLAINT, FINDING, STAFF, Browser, Office, a_contact

CASE = "/cases/BN-7K4Q"
DELAY = {
    "reason": "complex", "reason_plain": "two people are away", "done_so_far": "read it all", "what_we_will_do": "talk",
}  # fmt: skip


async def a_case(office: Office, staff: str = "dan", **typed: str) -> Browser:
    """A case that somebody has opened, on their screen."""
    await office.keeps(a_contact(received=at("2026-03-02 09:00")))
    browser = await office.signed_in(staff)
    await browser.get("/contacts/BN-7K4Q")
    assert (await browser.send("open", **(COMPLAINT | typed))).status == 303
    await browser.get(CASE)
    return browser


async def test_the_list_is_soonest_due_first_and_says_to_whom_each_was_given(office: Office) -> None:
    await office.keeps(a_contact("old", received=at("2026-02-20 09:00"), reference="BN-BBBB"))
    dan = await a_case(office)
    await dan.get("/contacts/BN-BBBB")
    await dan.send("open", **(COMPLAINT | {"handler": "tom"}))
    page = await dan.get("/cases")
    assert page.all("tbody th") == ["BN-BBBB", "BN-7K4Q"]
    assert page.all("td[data-label='Given to']") == ["Tom Reed", "Priya Holt"]
    assert page.all("td[data-label=Clock]") == ["On time, 4 working days left", "On time, 10 working days left"]


async def test_the_sum_behind_a_date_is_shown_with_holidays_rule_and_source(office: Office) -> None:
    office.now.at = at("2026-03-27 10:00")
    await office.keeps(a_contact(received=at("2026-03-27 09:00")))
    dan = await office.signed_in("dan")
    await dan.get("/contacts/BN-7K4Q")
    await dan.send("open", **COMPLAINT)
    page = await dan.get(CASE)
    shown = " ".join(page.html.css("details.clock")[0].text(separator=" ").split())
    assert "The Stage 1 reply: Tuesday 14 April" in shown
    assert "Friday 27 March is day 0 and does not count. The limit is 10 working days." in shown
    assert "6 days at weekends, Friday 3 April (Good Friday), Monday 6 April (Easter Monday)" in shown
    assert "R302. Source: reg 14" in shown


@pytest.mark.rule("R363")
async def test_the_manager_takes_more_time_and_an_officer_is_not_offered_it(office: Office) -> None:
    dan = await a_case(office)
    assert (await dan.send("extend", **DELAY)).where == CASE
    running = clock(await office.case(), "s1_statutory")
    assert running is not None and running.due == date(2026, 3, 30)
    assert "email.hold_adult" in await office.queued()
    page = await dan.get(CASE)
    assert "It was extended once, to 20 working days in all: complex." in page.words
    mina = await office.signed_in("mina")
    assert not (await mina.get(CASE)).html.css("#to-extend")
    refused = await mina.post(f"{CASE}/extend", token=await mina.token(), stand="9", **DELAY)
    assert refused.status == 422


async def test_what_the_rules_refuse_is_said_with_its_rule_and_keeps_every_field(office: Office) -> None:
    dan = await a_case(office)
    page = await dan.send("respond", **FINDING)
    assert page.status == 422
    assert page.errors["respond"].startswith("Nobody has recorded how we know who is writing.")
    assert "(R364)" in page.words
    for name, typed in FINDING.items():
        tag = "select" if name in ("outcome_1", "sent_by") else "input" if name.rpartition("-")[1] else "textarea"
        assert page.value(f"{tag}[id='respond-{name}']") == typed
    assert (await office.case()).state is State.OPEN


@pytest.mark.rule("R364", "R524", "R412")
async def test_an_answer_goes_once_we_know_who_is_writing(office: Office) -> None:
    dan = await a_case(office)
    assert "letters say nothing of the case" in (await dan.get(CASE)).words
    await dan.send("verify", how="Rang the number we hold.")
    page = await dan.get(CASE)
    assert "Yes: Rang the number we hold. (Dan Marsh, 9.30am, today)" in page.words
    assert (await dan.get(f"{CASE}/respond")).value("textarea#respond-point_1") == COMPLAINT["summary_plain"]
    assert (await dan.send("respond", **FINDING)).where == CASE
    case = await office.case()
    assert case.state is State.RESPONDED
    assert case.decisions[-1].facts["remedy_by"] == "2026-03-31"
    assert "letter.response_adult" in await office.queued()
    assert "Stage 1 Answered" in (await dan.get(CASE)).words


@pytest.mark.parametrize(
    "typed", [{"remedy_by-day": "31", "remedy_by-month": "2"}, {"remedy_by-year": ""}, {"remedy_by-day": "soon"}]
)
async def test_a_date_that_is_none_is_said_and_its_boxes_keep_what_was_typed(
    office: Office, typed: dict[str, str]
) -> None:
    dan = await a_case(office)
    page = await dan.send("respond", **(FINDING | typed))
    assert page.errors == {"respond-remedy_by-day": "Give the date as a day, a month and a year, like 4 12 2026."}
    for box, value in (FINDING | typed).items():
        if box.startswith("remedy_by-"):
            assert page.value(f"input[id='respond-{box}']") == value


async def test_a_step_that_somebody_quicker_took_away_does_not_take_what_was_typed_with_it(office: Office) -> None:
    dan = await a_case(office)
    mina = await office.signed_in("mina")
    await mina.get(f"{CASE}/respond")
    office.now.go(minutes=5)
    await dan.send("withdraw", why="They rang: it is put right.")
    page = await mina.send("respond", **FINDING)
    assert page.status == 422
    assert page.errors["kept"].startswith("Dan Marsh changed this at 9.35am, today.")
    for typed in ("She cancelled.", "We agree.", "a new worker"):
        assert typed in page.words
    assert "No clock" in page.words


@pytest.mark.rule("R602")
async def test_the_case_is_not_offered_to_whom_it_is_about(office: Office) -> None:
    dan = await a_case(office, complained_of="tom")
    page = await dan.get(f"{CASE}/reassign")
    assert page.all("select#reassign-handler option") == ["Choose one"]
    assert (await dan.send("reassign", handler="tom")).errors == {"reassign-handler": "Choose from the list."}
    assert "Tom Reed: they see nothing of this" in (await dan.get(CASE)).words


@pytest.mark.rule("R511")
async def test_what_they_said_about_an_advocate_is_recorded_and_shown(office: Office) -> None:
    dan = await a_case(office)
    assert "Nobody has recorded what they said" in (await dan.get(CASE)).words
    await dan.send("record_advocacy", advocacy="accepted")
    assert (await office.case()).advocacy is Advocacy.ACCEPTED
    assert "Yes, they want one" in (await dan.get(CASE)).words


async def test_the_conversation_is_one_list_in_order_with_the_exact_words_we_sent(office: Office) -> None:
    dan = await a_case(office)
    office.now.go(minutes=1)
    (letter, *_) = await office.database.transact(lambda db: outbox.claim(db, "bnes", office.now(), {Channel.EMAIL: 9}))
    await office.database.transact(
        lambda db: outbox.sent(db, letter, office.now(), words_sent="Thank you for telling us, <Sam>.", far_id="1")
    )
    page = await dan.get(CASE)
    assert [each.partition("by email")[0].strip() for each in page.all(".timeline h3")] == [
        "They wrote", "We wrote: acknowledgement (complaint statutory)",
    ]  # fmt: skip
    assert "Thank you for telling us, <Sam>." in page.words
    assert "What was said to people who work here: 2" in page.words
    assert "sam@family.example" not in page.words


async def test_a_further_case_leads_back_to_the_message_it_came_from(office: Office) -> None:
    dan = await a_case(office)
    await dan.get("/contacts/BN-7K4Q")
    further = (await dan.send("open", **COMPLAINT)).where
    assert (await dan.get(further)).one("a[href='/contacts/BN-7K4Q']").text() == "as this message"


async def test_a_move_nobody_knows_and_one_for_time_alone_do_nothing(office: Office) -> None:
    dan = await a_case(office)
    token, before = await dan.token(), await office.case()
    for move, status in (("fly", 404), ("fall_overdue", 422), ("open", 422), ("window_lapses", 422)):
        page = await dan.post(f"{CASE}/{move}", token=token, stand=await office.stand(before, "dan"), summary_plain="x")
        assert page.status == status, move
    assert await office.case() == before


async def test_somebody_with_two_roles_decides_in_the_one_that_the_step_asks_for(office: Office) -> None:
    mina = next(each for each in STAFF if each.id == "mina")
    both = replace(mina, roles=frozenset({Role.CO, Role.CM}))
    await office.database.transact(lambda db: people.change(db, "bnes", both))
    browser = await a_case(office, "mina")
    await browser.send("extend", **DELAY)
    assert (await office.case()).decisions[-1].role == Role.CM


async def test_each_thing_that_may_be_done_is_one_link_to_one_page_with_one_form(office: Office) -> None:
    dan = await a_case(office)
    case = await dan.get(CASE)
    links = {str(each.attributes["id"]): str(each.attributes["href"]) for each in case.html.css("ul.tasks a")}
    assert len(links) > 20 and not case.html.css("main form:not([action*=matters])")
    for name, href in links.items():
        task = await dan.get(href)
        assert [str(each.attributes["id"]) for each in task.html.css("main form")] == [name.removeprefix("to-")], href
        assert task.all("h1") == [case.one(f"[id='{name}']").text(strip=True)]
    assert (await dan.get(f"{CASE}/appoint")).where == CASE, "what may not be done now leads back to the case"


@pytest.mark.rule("R904", "R411")
async def test_a_case_shows_who_has_looked_and_every_day_of_its_clocks(office: Office) -> None:
    dan = await a_case(office)
    await (await office.signed_in("priya")).get(CASE)
    page = await dan.get(CASE)
    assert "Who has looked: 2" in page.words and "Priya Holt: 1 time" in page.words
    assert "Tuesday 3 March 1 " in page.words and "Saturday 7 March not counted: Saturday" in page.words
    assert "Monday 16 March 10, the last day" in page.words
    assert "Who has looked" not in (await (await office.signed_in("priya")).get(CASE)).words
