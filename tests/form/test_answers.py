"""The four questions: each can be left open, each answer is the person's own, and the advocates are asked at once."""

import pytest

from casework import questions
from casework.said.introductions import Who
from tests.form.porch import Porch, Seen, Visitor

CANCELLED = "My social worker cancelled again."


async def begun(porch: Porch) -> tuple[Visitor, Seen]:
    visitor = porch.visitor()
    return visitor, await visitor.tells(CANCELLED)


@pytest.mark.rule("R121", "R502")
async def test_what_was_ticked_is_known_and_the_advocates_are_asked(porch: Porch) -> None:
    visitor, page = await begun(porch)
    typed = {"who": "yp", "called": "Sam", "reach": "07700 900123, after 4"}
    second = await visitor.post("/answers", page.hidden("/answers") | typed)
    assert "Do you want an advocate?" in second.words and "What would you like us to do?" in second.words
    done = await visitor.post("/answers", second.hidden("/answers") | {"advocate": "ye", "kind": "so"})
    assert "That's it. Thank you." in done.words and "we ask you if it's fixed" in done.words
    assert "We'll ask Shout Out! at Off the Record to get in touch" in done.words
    contact = await porch.contact(page.number)
    known = questions.answers(contact)
    assert (known.who, known.name, known.advocate, known.kind) == (Who.YOUNG, "Sam", "yes", "sort")
    steps = [each.words for each in contact.said if each.staff]
    assert "staff.step_due" in steps
    assert "A safe way to reach me: 07700 900123, after 4" in contact.messages[1].text


async def test_skipping_all_of_them_gives_dates_and_the_offer_all_the_same(porch: Porch) -> None:
    visitor, page = await begun(porch)
    second = await visitor.post("/answers", page.hidden("/answers"))
    done = await visitor.post("/answers", second.hidden("/answers"))
    assert "You don't have to choose." in done.words and "Wednesday 4 March" in done.words
    assert len((await porch.contact(page.number)).messages) == 1
    seen = await visitor.comes_back(page.number, page.word)
    assert "You can have an advocate." in seen.words
    asked = await visitor.post("/answers", seen.hidden("/answers") | {"advocate": "ye"})
    assert asked.status == 200
    assert questions.answers(await porch.contact(page.number)).advocate == "yes"
    again = await visitor.comes_back(page.number, page.word)
    assert "Get me an advocate" not in again.words


async def test_somebody_who_stays_anonymous_has_no_name(porch: Porch) -> None:
    visitor, page = await begun(porch)
    await visitor.post("/answers", page.hidden("/answers") | {"name": "an"})
    known = questions.answers(await porch.contact(page.number))
    assert known.anonymous and not known.name


async def test_a_parent_is_asked_about_the_childs_advocate_and_an_advocate_about_none(porch: Porch) -> None:
    for who, says in (("pa", "The child can have an advocate."), ("ad", "")):
        visitor, page = await begun(porch)
        second = await visitor.post("/answers", page.hidden("/answers") | {"who": who})
        assert (says in second.words) and ("an advocate?" not in second.words)


async def test_a_story_that_begins_like_a_command_is_a_story(porch: Porch) -> None:
    page = await porch.visitor().tells("stop")
    contact = await porch.contact(page.number)
    assert not questions.answers(contact).quiet and contact.clocks


@pytest.mark.parametrize("typed", [{"who": "zz"}, {"kind": "hi"}, {"advocate": "ye\n; kind=co"}, {"step": "9"}])
async def test_what_no_page_of_ours_offers_is_not_an_answer(porch: Porch, typed: dict[str, str]) -> None:
    visitor, page = await begun(porch)
    seen = await visitor.post("/answers", page.hidden("/answers") | typed)
    assert seen.status == 200 and len((await porch.contact(page.number)).messages) == 1
