"""A letter is looked at as it will go, and held against what goes wrong with letters, before anything is sent."""

from dataclasses import replace

import pytest

from casework.labels import Sender
from casework.messages import Address, Channel
from casework.people import Part, Person
from desk import previews
from tests.build import FAMILY, a_case, at, opened
from tests.desk.office import FINDING, Office, council
from tests.desk.test_cases import CASE
from tests.desk.test_cases import a_case as case_at_the_desk


@pytest.mark.rule("R364")
async def test_the_answer_is_shown_as_it_will_go_and_nothing_is_sent_or_lost_by_looking(office: Office) -> None:
    dan = await case_at_the_desk(office)
    await dan.send("verify", how="Rang the number we hold.")
    before = await office.queued()
    await dan.get(f"{CASE}/respond")
    typed = FINDING | {"why_1": "Sorry if you feel that she was ill."}
    page = await dan.post(f"{CASE}/respond/look", **hidden(dan), **typed)
    assert page.status == 200 and "As it will go: 2 letters" in page.words
    assert "Sorry if you feel that she was ill." in page.html.css(".look blockquote")[0].text()
    assert "“sorry if” is no apology" in page.words and "Nothing has gone to this address before" in page.words
    assert page.value("textarea#respond-why_1") == typed["why_1"]
    assert (await office.queued(), (await office.case()).state) == (before, "open")
    wrong = await dan.post(f"{CASE}/respond/look", **hidden(dan), **(typed | {"found_1": ""}))
    assert wrong.status == 422 and not wrong.html.css(".look")
    assert (await dan.post(f"{CASE}/respond", **hidden(dan), **FINDING)).where == CASE


def hidden(browser: object) -> dict[str, str]:
    page = browser.last  # type: ignore[attr-defined]
    return {str(each.attributes["name"]): str(each.attributes["value"]) for each in page.html.css("main [type=hidden]")}


@pytest.mark.rule("R522")
def test_a_letter_to_the_wrong_parent_or_with_another_childs_name_is_said() -> None:
    case = a_case(council())
    letter = next(each for each in opened(council()).letters if each.to == FAMILY)
    other = Person(Address(Channel.EMAIL, "lee@family.example"), Sender.PARENT, "Lee Marsh", part=Part.OTHER_PARENT)
    beside = replace(case, people=(replace(case.complainant, known_as="Cancelled Again"),))
    case = replace(case, people=(*case.people, other))

    def said(to: Address) -> str:
        (found,) = previews.of([replace(letter, to=to, written=at("2026-03-03 10:00"))], case, [beside])
        return " ".join(found.checks)

    assert "somebody of the family who was not to be told" in said(other.address)
    assert "not on the case" in said(Address(Channel.EMAIL, "nobody@family.example"))
    assert "It names Cancelled Again, who is somebody else." in said(FAMILY)
    assert "family who was not" not in said(FAMILY)
