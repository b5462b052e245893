"""Words of harm are answered on the page at once, and somebody is told: with the store there, and without."""

import asyncio
from typing import Any

import pytest

from tests.conftest import Moment
from tests.form import porch as place
from tests.form.porch import Porch

HARM = "He hit me again. I want to die."


@pytest.mark.rule("R702", "R703")
async def test_danger_is_answered_first_and_no_question_is_asked_beside_it(porch: Porch) -> None:
    page = await porch.visitor().tells(HARM)
    assert page.status == 200 and page.one("h1").text() == "Please read this first"
    for line in ("call 999", "0800 1111", "116 123", "85258", "press 55", "01632 960 999", "Are you safe right now?"):
        assert line in page.words, line
    assert "no one watches this page all the time" in page.words
    assert page.number and page.word and not page.html.css("form[action='/answers']")
    contact = await porch.contact(page.number)
    (alarm,) = contact.alarms
    assert alarm.level.value == "immediate_risk" and [each.words for each in contact.said if each.staff]


@pytest.mark.rule("R703")
async def test_saying_that_they_are_not_safe_raises_the_alarm(porch: Porch) -> None:
    visitor = porch.visitor()
    page = await visitor.tells(HARM)
    buttons = {each.text(strip=True): str(each.attributes["value"]) for each in page.html.css("button[name=press]")}
    assert list(buttons) == ["I'm not safe", "I'm safe for now", "I'd rather not say", "That's not what I meant"]
    before = (await porch.contact(page.number)).alarms[0]
    after = await visitor.post("/press", page.hidden("/press") | {"press": buttons["I'm not safe"]})
    assert "Please call 999 now." in after.words
    (alarm,) = (await porch.contact(page.number)).alarms
    assert alarm != before


async def test_words_that_may_mean_harm_are_asked_about_once(porch: Porch) -> None:
    page = await porch.visitor().tells("i cant do this anymore")
    assert "Are you OK right now?" in page.words and page.word


async def test_harm_in_a_file_is_found(porch: Porch) -> None:
    note = [("files", ("note.txt", b"I want to die", "text/plain"))]
    page = await porch.visitor().tells("please read my note", files=note)
    assert (await porch.contact(page.number)).alarms


async def test_harm_in_what_somebody_wants_to_be_called_is_found(porch: Porch) -> None:
    visitor = porch.visitor()
    page = await visitor.tells("My social worker cancelled again.")
    typed = page.hidden("/answers") | {"reach": "don't, he will kill me", "who": "yp"}
    after = await visitor.post("/answers", typed)
    assert "call 999" in after.words and (await porch.contact(page.number)).alarms


@pytest.mark.rule("R715")
async def test_with_the_store_gone_duty_is_rung_and_the_words_are_still_in_the_box(url: str, now: Moment) -> None:
    async def gone(work: Any) -> Any:
        raise ConnectionError

    async with place.opened(url, now, transact=gone) as porch:
        page = await porch.visitor().tells(HARM)
        assert page.status == 503 and porch.rung == ["staff.siren"]
        assert "call 999" in page.words and "I've told our safety team" in page.words
        assert page.one("textarea").text().strip() == HARM and "Not sent yet." in page.words
        calm = await porch.visitor().tells("My social worker cancelled again.")
        assert calm.status == 503 and "999" in calm.words and "I've told our safety team" not in calm.words
        assert len(porch.rung) == 1


async def test_what_could_not_be_sent_is_sent_once_when_it_is_sent_again(url: str, now: Moment) -> None:
    fails = [True]

    async def sometimes(work: Any) -> Any:
        if fails and fails.pop():
            raise ConnectionError
        return await porch.database.transact(work)

    async with place.opened(url, now, transact=sometimes) as porch:
        visitor = porch.visitor()
        first = await visitor.tells("My social worker cancelled again.")
        assert first.status == 503
        second = await visitor.post("/tell", first.hidden("/tell") | {"text": first.one("textarea").text().strip()})
        assert second.status == 200 and await porch.count() == 1


@pytest.mark.rule("R715")
async def test_what_was_kept_and_not_filed_is_answered_too_and_has_its_number(url: str, now: Moment) -> None:
    async def broken(message: Any) -> None:
        raise RuntimeError

    async with place.opened(url, now, receive=broken) as porch:
        page = await porch.visitor().tells(HARM)
        assert page.status == 200 and page.number and page.word and porch.rung == ["staff.siren"]
        assert "call 999" in page.words
        seen = await porch.visitor().comes_back(page.number, page.word)
        assert seen.status == 200 and "We have it" in seen.words


async def test_a_store_that_does_not_answer_keeps_nobody_waiting_for_ever(url: str, now: Moment) -> None:
    async def never(work: Any) -> Any:
        del work
        await asyncio.Event().wait()

    async with place.opened(url, now, transact=never, patience=0.2) as porch:
        page = await porch.visitor().tells(HARM)
        assert page.status == 503 and "call 999" in page.words


async def test_looking_failing_after_it_was_kept_still_shows_the_number(url: str, now: Moment) -> None:
    async def blind(work: Any) -> Any:
        del work
        raise ConnectionError

    async with place.opened(url, now, look=blind) as porch:
        page = await porch.visitor().tells("My social worker cancelled again.")
        assert page.status == 200 and page.number and page.word
