"""Whoever acts for a young person, and what they may be told, as officers record it and read it at the desk."""

import pytest

from casework.cases import Case
from tests import build
from tests.desk.office import Browser, Office, Page, a_contact, council

CASE = "/cases/BN-7K4Q"
PAT = {"person_name": "Pat Low", "part": "worker", "how_known": "Sam told us", "reached_at": "pat@council.example"}
LETTERS = {
    "who": "pat@council.example",
    "scope": "letters",
    "given_how": "signed",
    "evidence": "the form is in the file",
}


def sams() -> Case:
    return build.opened(council(), a_contact(), sender="young_person", known_as="Sam").cases[0]


async def sends(browser: Browser, form: str, **typed: str) -> Page:
    await browser.get(CASE)
    return await browser.send(form, **typed)


def told(page: Page) -> list[str]:
    """Who is on the case, and whether they get the letters."""
    found = ((row.css_first("th"), row.css_first("[data-label='Gets the letters']")) for row in page.html.css("tr"))
    return [f"{who.text(strip=True)}: {gets.text(strip=True)}" for who, gets in found if who and gets]


@pytest.mark.rule("R520", "R521", "R525")
async def test_a_worker_is_shown_as_not_told_with_the_reason_until_both_halves_are_there(office: Office) -> None:
    await office.keeps(sams())
    dan = await office.signed_in("dan")
    await sends(dan, "add_person", **PAT)
    page = await dan.get(CASE)
    assert told(page)[0] == "Sam: Yes"
    assert "no authority to receive letters" in told(page)[1]
    await sends(dan, "give_authority", **LETTERS)
    assert "know and agree" in told(await dan.get(CASE))[1]
    await sends(dan, "worker_confirms", who="pat@council.example", how_known="Pat rang back")
    page = await dan.get(CASE)
    assert told(page)[1] == "Pat Low: Yes" and "the form is in the file (Dan Marsh)" in page.words
    await sends(dan, "withdraw_authority", who="pat@council.example", why="Sam rang")
    page = await dan.get(CASE)
    assert "left out" in told(page)[1] and "Taken back" in page.words


@pytest.mark.rule("R506", "R507")
async def test_a_personal_adviser_cannot_be_recorded_as_the_advocate_and_the_page_says_why(office: Office) -> None:
    await office.keeps(sams())
    dan = await office.signed_in("dan")
    typed = {"advocate_name": "Pat Low", "relation": "personal_adviser", "how_known": "Sam asked for Pat"}
    page = await sends(dan, "name_advocate", **typed)
    assert page.status == 422 and "cannot be their advocate" in page.words and "Sam asked for Pat" in page.words


@pytest.mark.rule("R503", "R505", "R508")
async def test_when_an_advocate_was_offered_and_who_was_asked_stands_on_the_page(office: Office) -> None:
    await office.keeps(sams())
    dan = await office.signed_in("dan")
    await sends(dan, "record_advocacy", advocacy="accepted")
    await sends(dan, "refer", agreed="yes")
    page = await dan.get(CASE)
    assert "Shout Out! at Off the Record asked to find somebody" in page.words and "nobody found yet" in page.words
    await sends(dan, "advocate_allocated", advocate_name="Morgan Vale", reached_at="morgan@advocates.example")
    page = await dan.get(CASE)
    assert told(page)[1] == "Morgan Vale: Yes"


@pytest.mark.rule("R526")
async def test_only_the_complaints_team_reads_who_else_is_on_the_case(office: Office) -> None:
    await office.keeps(sams())
    priya = await office.signed_in("priya")
    assert told(await priya.get(CASE)) == []


@pytest.mark.rule("R509")
async def test_what_an_advocate_sends_is_opened_as_the_young_persons(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get("/contacts/BN-7K4Q")
    done = await mina.send(
        "open", kind="complaint", procedure="statutory", sender="advocate", service="duty", handler="priya",
        known_as="K", summary_plain="nobody came",
    )  # fmt: skip
    assert done.status == 303
    page = await mina.get(CASE)
    assert "Only somebody else has written" in told(page)[0] and told(page)[1].endswith(": Yes")
