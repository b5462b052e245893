"""Lists: filtered, sorted and paged by their address, and saved as what is shown."""

from dataclasses import replace

import pytest
from starlette.datastructures import QueryParams

from casework.labels import Kind
from desk import listing
from desk.listing import A_PAGE, Column, Filter
from tests.desk import day
from tests.desk.office import Office, Page, a_contact, a_suggestion

COLUMNS: tuple[Column[int], ...] = (
    Column("number", "Number", str, lambda one: one),
    Column("odd", "Odd", lambda one: str(one % 2)),
)
FILTERS: tuple[Filter[int], ...] = (Filter("odd", "Odd", (("1", "Yes"),), lambda one, value: str(one % 2) == value),)


def rows(page: Page) -> list[str]:
    return page.all("table.cards th[scope=row]")


def test_a_list_is_what_its_address_says_and_no_more() -> None:
    def asked(text: str) -> listing.Listed[int]:
        return listing.listed("/here", QueryParams(text), range(120), COLUMNS, FILTERS)

    assert list(asked("").rows) == list(range(A_PAGE))
    odd = asked("odd=1&sort=number&down=yes&page=2")
    assert (list(odd.rows), odd.pages, odd.page) == ([19 - 2 * each for each in range(10)], 2, 2)
    assert odd.sorted_by(COLUMNS[0]) == "/here?odd=1&sort=number"
    assert odd.at(1) == "/here?odd=1&sort=number&down=yes&page=1"
    made_up = asked("odd=7&sort=none&page=99&name=Sam")
    assert (made_up.chosen, made_up.sort, made_up.page) == ({}, "", 3)


def test_a_table_that_is_saved_holds_every_page_and_nothing_a_spreadsheet_would_run() -> None:
    cells: tuple[Column[str], ...] = (Column("said", "Said", lambda one: one),)
    many = listing.listed("/here", QueryParams(), ["=1+1", *map(str, range(A_PAGE))], cells)
    lines = bytes(listing.table(many, "x").body).decode("utf-8-sig").splitlines()
    assert (lines[:2], len(lines)) == (["Said", "'=1+1"], A_PAGE + 2)


async def test_cases_can_be_filtered_sorted_and_saved(office: Office) -> None:
    await day.filled(office)
    mina = await office.signed_in("mina")
    every = rows(await mina.get("/cases"))
    late = await mina.get("/cases?late=yes")
    assert rows(late) == [day.LATE] and f"1 of {len(every)} open cases" in late.words
    assert rows(await mina.get("/cases?sort=reference")) == sorted(every)
    down = await mina.get("/cases?sort=reference&down=yes")
    assert rows(down) == sorted(every, reverse=True)
    assert down.html.css("th[aria-sort]")[0].attributes["aria-sort"] == "descending"
    saved = (await mina.get("/cases?late=yes&csv=yes")).answer
    assert saved.headers["content-type"].startswith("text/csv")
    assert [line.partition(",")[0] for line in saved.text.splitlines()[1:]] == [day.LATE]
    assert ("mina", "saved the list of cases", "") in await office.record()


async def test_the_tray_shows_one_sort_of_message_and_keeps_first_words_out_of_what_is_saved(office: Office) -> None:
    thanks = a_suggestion(kind=Kind.COMPLIMENT)
    await office.keeps(a_contact("Nobody came.", reference="BN-CCCC", suggestion=a_suggestion()))
    await office.keeps(a_contact("Thank you all.", reference="BN-BBBB", suggestion=replace(thanks, unsure=())))
    mina = await office.signed_in("mina")
    assert rows(await mina.get("/tray?kind=compliment")) == ["BN-BBBB"]
    assert rows(await mina.get("/tray?unsure=yes")) == ["BN-CCCC"]
    saved = (await mina.get("/tray?csv=yes")).answer.text
    assert "BN-BBBB" in saved and "Thank you" not in saved


@pytest.mark.rule("R502", "R508", "R517")
async def test_the_ledger_of_advocates_says_of_each_young_person_what_was_offered_and_what_came_of_it(
    office: Office,
) -> None:
    await day.filled(office)
    mina = await office.signed_in("mina")
    page = await mina.get("/advocates")
    assert page.all("th[scope=row] a") == [day.DUE], "adults' cases are not in it"
    assert page.all("td[data-label='What they said']") == ["Yes, they want one"]
    assert "None of the 1 is like that" in (await mina.get("/advocates?wish=nothing")).words
    assert day.DUE in (await mina.get("/advocates?csv=yes")).answer.text


async def test_who_works_here_is_listed_with_teams_deputies_and_what_they_have_in_hand(office: Office) -> None:
    await day.filled(office)
    mina = await office.signed_in("mina")
    page = await mina.get("/teams?team=duty&sort=cases&down=yes")
    assert page.all("th[scope=row]") == ["Priya Holt", "Tom Reed"]
    assert page.all("td[data-label=Manager]") == ["Tom Reed", "Hana Moss"]
    assert page.all("td[data-label=Cases]") == ["2", "1"]
    assert "Priya Holt" in (await mina.get("/teams?csv=yes")).answer.text
    assert "Hana Moss,Head of service,None,Nobody" in (await mina.get("/teams?csv=yes")).answer.text, "no cell is empty"
