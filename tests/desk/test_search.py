"""Search: found by what people try, by those who may see it, and leaving no trace in an address."""

from dataclasses import replace

import pytest

from casework.messages import Address, Channel
from casework.people import Person
from store import finding, indexing
from store.database import Connection
from tests.build import a_case, at
from tests.desk.office import Browser, Office, Page, a_contact


async def looked(browser: Browser, words: str, which: str = "all") -> Page:
    await browser.get("/search")
    return await browser.send("search", words=words, which=which)


def rows(page: Page) -> list[str]:
    return page.all("table.cards th[scope=row]")


async def filled(office: Office) -> None:
    case = a_case(office.desk.council)
    vale = Person(Address(Channel.EMAIL, "kit.vale@family.example"), case.complainant.sender, "Zoë O’Vale")
    issue = replace(case.issues[0], text="The placement in Keynsham broke down.")
    await office.keeps(replace(case, people=(vale,), issues=(issue,)))
    await office.keeps(
        a_contact(received=at("2026-03-02 09:10"), reference="BN-2C6R", message={"sender_name": "Kit Vale"})
    )


async def test_a_case_is_found_by_what_people_would_try(office: Office) -> None:
    await filled(office)
    mina = await office.signed_in("mina")
    for words in ("BN-7K4Q", "bn7k4q"):
        assert (await looked(mina, words)).where == "/cases/BN-7K4Q"
    for words in ("ovale", "zoe", "Zoë O'Vale", "kit.vale@family.example", "keynsham placement", "ova"):
        page = await looked(mina, words)
        assert rows(page) == ["BN-7K4Q"], words
        assert page.answer.url.path == "/search" and not page.answer.url.query


@pytest.mark.rule("R602", "R526")
async def test_nobody_finds_what_names_them_or_is_not_theirs_not_even_in_the_count(office: Office) -> None:
    await filled(office)
    case = await office.case()
    await office.keeps(replace(case, excluded=frozenset({"mina"})))
    for staff in ("mina", "rosa"):
        page = await looked(await office.signed_in(staff), "ovale")
        assert "0 found" in page.words and "BN-7K4Q" not in page.answer.text
        assert (await looked(await office.signed_in(staff), "BN-7K4Q")).status == 200
    assert rows(await looked(await office.signed_in("dan"), "ovale")) == ["BN-7K4Q"]


async def test_a_message_is_found_until_it_is_a_case_and_too_little_finds_nothing(office: Office) -> None:
    await filled(office)
    dan = await office.signed_in("dan")
    assert rows(await looked(dan, "Vale")) == ["BN-2C6R"]
    assert rows(await looked(dan, "Vale", "open")) == []
    short = await looked(dan, "va")
    assert short.status == 422 and "Type at least 3 letters." in short.words
    assert "Nothing that you may see matches" in (await looked(dan, "Hallow")).words


async def test_a_name_that_is_changed_finds_no_more_and_the_index_holds_no_names(office: Office) -> None:
    await filled(office)
    case = await office.case()
    await office.keeps(replace(case, people=(replace(case.complainant, known_as="Bo Hill"),)))

    def look(db: Connection) -> tuple[list[finding.Found], list[finding.Found]]:
        return finding.search(db, "bnes", "ovale", limit=9), finding.search(db, "bnes", "hill", limit=9)

    gone, there = await office.database.look(look)
    assert (gone, [each.reference for each in there]) == ([], ["BN-7K4Q"])
    assert "hill" not in indexing.digest("bnes", "hill")
