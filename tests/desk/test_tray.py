"""The tray: what needs somebody today, riskiest first, what may hurt to read hidden until it is opened; and one
contact, with what is suggested beside each question.
"""

from dataclasses import replace

import pytest

from casework.contacts import Reason
from casework.labels import Flag, Kind
from casework.messages import Sort
from tests.build import a_message, at
from tests.desk import day
from tests.desk.office import Office, Page, a_contact, a_suggestion, an_alarm


def rows(page: Page) -> list[str]:
    return page.all("table.cards th[scope=row]")


@pytest.mark.rule("R001")
async def test_an_alarm_comes_first_then_what_may_be_harm_then_whoever_has_waited_longest(office: Office) -> None:
    def one(reference: str, when: str, **more: object) -> object:
        return a_contact(reference, received=at(when), reference=reference, **more)

    harm = a_suggestion(flags=frozenset({Flag.SAFEGUARDING}))
    alarmed = a_contact("knife", received=at("2026-03-02 09:20"), reference="BN-RRRR")
    await office.keeps(a_contact("new", received=at("2026-03-02 09:10"), reference="BN-CCCC"))
    await office.keeps(a_contact("old", received=at("2026-02-27 09:00"), reference="BN-BBBB"))
    await office.keeps(a_contact("harm", received=at("2026-03-02 09:15"), reference="BN-HHHH", suggestion=harm))
    await office.keeps(alarmed, an_alarm(alarmed))
    page = await (await office.signed_in("mina")).get("/tray")
    assert rows(page) == ["BN-RRRR", "BN-HHHH", "BN-BBBB", "BN-CCCC"]


async def test_first_words_are_cut_and_never_shown_where_there_may_be_danger(office: Office) -> None:
    alarmed = a_contact("he has a knife", received=at("2026-03-02 09:20"), reference="BN-RRRR")
    harm = a_suggestion(flags=frozenset({Flag.IMMEDIATE_RISK}))
    await office.keeps(alarmed, an_alarm(alarmed))
    await office.keeps(
        a_contact("she wants to die", received=at("2026-03-02 09:21"), reference="BN-HHHH", suggestion=harm)
    )
    await office.keeps(a_contact("word " * 40, received=at("2026-03-02 09:22"), reference="BN-CCCC"))
    page = await (await office.signed_in("mina")).get("/tray")
    assert page.all("td.first") == ["Hidden until opened", "Hidden until opened", "word " * 12 + "…"]
    assert "knife" not in page.answer.text and "to die" not in page.answer.text


async def test_today_says_what_is_late_what_is_due_and_how_long_somebody_has_waited(office: Office) -> None:
    await day.filled(office)
    page = await (await office.signed_in("mina")).get("/tray")
    assert page.all("ul.facts li") == [
        "1alarm open", f"1late{day.LATE}", f"1due today{day.DUE}", "4waiting herelongest: 2 days",
    ]  # fmt: skip
    assert "Post that no program could read: 1" in page.words
    assert "<b>what is this</b>" in page.words
    assert "550 no such mailbox" in page.words


async def test_an_empty_tray_says_that_nothing_needs_anybody(office: Office) -> None:
    page = await (await office.signed_in("mina")).get("/tray")
    assert "No messages waiting. Nothing needs you today." in page.words
    assert "No case is open that you may see." in (await (await office.signed_in("priya")).get("/cases")).words


async def test_without_a_suggestion_everything_else_works(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    assert "No suggestion" in (await mina.get("/tray")).words
    page = await mina.get("/contacts/BN-7K4Q")
    assert "No suggestion yet. Everything works without one." in page.words
    assert {page.value(f"select#open-{name}") for name in ("kind", "procedure", "sender", "service")} == {""}


@pytest.mark.rule("R001", "R003")
async def test_what_is_suggested_stands_beside_its_question_with_their_words_and_a_guess_is_not_chosen(
    office: Office,
) -> None:
    await office.keeps(a_contact(suggestion=a_suggestion()))
    page = await (await office.signed_in("mina")).get("/contacts/BN-7K4Q")
    assert page.value("select#open-kind") == Kind.COMPLAINT
    assert page.value("select#open-sender") == ""
    said = {
        name: " ".join(page.one(f"p[id='open-{name}-suggested']").text().split()) for name in ("procedure", "sender")
    }
    assert said == {
        "procedure": "Suggested: statutory. Because of social worker. R201.",
        "sender": "Suggested: parent, but unsure; perhaps grandparent. Please choose.",
    }
    assert page.all("p.suggested q") == ["cancelled again", "social worker", "cancelled again"]
    assert not page.html.css("[id='open-category_d-suggested']")


async def test_a_flag_shows_the_words_behind_it_once_the_message_is_open(office: Office) -> None:
    flagged = a_suggestion(
        flags=frozenset({Flag.IMMEDIATE_RISK, Flag.CHILD_IN_CARE}), because=(Reason("immediate_risk", ("a knife",)),)
    )
    await office.keeps(a_contact("he has a knife", suggestion=flagged))
    page = await (await office.signed_in("mina")).get("/contacts/BN-7K4Q")
    assert page.all(".govuk-summary-list .govuk-tag") == ["danger now", "child in care"]
    assert "danger now because of a knife" in page.words


@pytest.mark.rule("R602")
async def test_nobody_named_in_full_is_offered_the_case_and_a_part_of_a_name_is_said(office: Office) -> None:
    await office.keeps(a_contact("Priya Holt never rang. Tom, my son, cried. Dear Mina, please help."))
    mina = await office.signed_in("mina")
    page = await mina.get("/contacts/BN-7K4Q")
    offered = page.all("select#open-handler option")
    assert offered[:2] == ["Choose one", "Tom Reed (a name like this is in the message)"]  # managers first
    assert "Pat Bell" in offered and not any(each.startswith("Priya") for each in offered)
    first = page.html.css("input[name=complained_of]")[:3]
    assert [each.attributes["value"] for each in first] == ["priya", "mina", "tom"]
    assert "Priya Holt, named in the message" in page.words
    assert "Your own name, or one like it, is in this message." in page.words
    refused = await mina.send("open", handler="priya")
    assert refused.errors["open-handler"] == "Choose from the list."


async def test_older_mail_that_we_signed_names_nobody(office: Office) -> None:
    await office.keeps(a_contact("Still nothing.", message={"quoted": "Regards, Priya Holt"}))
    page = await (await office.signed_in("mina")).get("/contacts/BN-7K4Q")
    assert "Priya Holt" in page.all("select#open-handler option")
    assert "Your own name" not in page.words


async def test_what_they_did_in_a_chat_is_told_apart(office: Office) -> None:
    chat = a_contact("hello")
    later = [
        a_message("Yes please", name="m/2", sort=Sort.PRESS, received=at("2026-03-02 09:02")),
        a_message("helo", name="m/3", sort=Sort.EDIT, received=at("2026-03-02 09:03")),
        a_message("", name="m/4", media="voice", received=at("2026-03-02 09:04")),
        a_message("", name="m/5", sort=Sort.BLOCKED, received=at("2026-03-02 09:05")),
    ]
    await office.keeps(replace(chat, messages=(*chat.messages, *later)))
    page = await (await office.signed_in("mina")).get("/contacts/BN-7K4Q")
    assert [each.partition("by email")[0] for each in page.all(".theirs h3")] == [
        "They wrote", "They pressed a button", "They changed what they wrote", "They sent a voice note",
        "They blocked the chat",
    ]  # fmt: skip
