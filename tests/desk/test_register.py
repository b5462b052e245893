"""The register of investigators, independent persons and panel members, as the complaints team keeps it."""

from datetime import date
from typing import Any

import pytest

from casework.councils import Expert, Per, Role, Tie
from casework.labels import Service
from store import bench
from tests.build import opened
from tests.desk.office import Browser, Office, a_contact, council

ODILE: dict[str, str | list[str]] = {
    "name": "Odile Marsh", "roles": ["IP", "PANEL"], "tie": "none", "worked_in": ["duty"],
    "experience": ["child_in_care", "sen"], "languages": "Polish, BSL", "email": "odile@bench.example",
    "phone": "01225 000001", "fee": "£1,250.50", "fee_per": "case", "notes": "Checked until May.",
}  # fmt: skip


async def everybody(office: Office) -> tuple[Expert, ...]:
    return await office.database.look(lambda db: bench.listed(db, "bnes"))


async def puts(office: Office, browser: Browser, **other: Any) -> str:
    """Somebody is put on the register; the address of their page."""
    await browser.get("/register/new")
    page = await browser.send("new", **ODILE | other)
    assert page.status == 303, page.errors
    return page.where


async def test_somebody_is_put_on_the_register_with_all_that_decides_whether_they_may_serve(office: Office) -> None:
    mina = await office.signed_in("mina")
    page = await mina.get(await puts(office, mina))
    (kept,) = await everybody(office)
    assert (kept.name, set(kept.roles), kept.tie) == ("Odile Marsh", {Role.IP, Role.PANEL}, Tie.NONE)
    assert (set(kept.worked_in), set(kept.experience)) == ({Service.DUTY}, {Service.CHILD_IN_CARE, Service.SEN})
    assert (kept.languages, kept.fee, kept.fee_per) == (("Polish", "BSL"), 125_050, Per.CASE)
    for words in ("Independent person, member of the panel", "English, Polish, BSL", "£1,250.50 for one case", "Free"):
        assert words in page.words
    assert [each[1:] for each in await office.record() if each[0] == "mina"][-2:] == [
        ("put on the register", kept.id), ("opened", kept.id)
    ]  # fmt: skip


async def test_no_address_or_title_of_the_register_says_who_it_is_about(office: Office) -> None:
    mina = await office.signed_in("mina")
    where = await puts(office, mina)
    page = await mina.get(where)
    assert "marsh" not in (where + page.one("title").text()).lower()
    assert where.startswith("/register/EX-")


async def test_a_form_with_mistakes_comes_back_whole_and_says_what_is_wrong(office: Office) -> None:
    mina = await office.signed_in("mina")
    await mina.get("/register/new")
    page = await mina.send("new", **ODILE | {"name": "", "roles": [], "email": "odile", "fee": "a lot"})
    assert (page.status, page.errors) == (
        422,
        {
            "new-name": "Write their name.", "new-roles-1": "Tick at least one.",
            "new-email": "Write one email address, like name@example.org.",
            "new-fee": "Write an amount in pounds, like 300 or 4,334.60.",
        },
    )  # fmt: skip
    assert (page.value("#new-fee"), page.value("#new-phone")) == ("a lot", "01225 000001")
    assert await everybody(office) == ()


async def test_the_list_shows_who_can_do_what_and_who_is_free_on_a_day(office: Office) -> None:
    mina = await office.signed_in("mina")
    where = await puts(office, mina)
    await puts(office, mina, name="Abel Orr", roles=["IO"], **dates("until", "27 2 2026"))
    await puts(office, mina, name="Zoe Hart", roles=["IO", "CHAIR"])
    await mina.get(where)
    await mina.send("away", **dates("first", "1 5 2026") | dates("last", "20 5 2026"))
    page = await mina.get("/register")
    assert page.all("tbody th a") == ["Odile Marsh", "Zoe Hart", "Abel Orr"]
    assert "No longer on the register: 1" in page.words
    assert (await mina.get("/register?role=IO")).all("tbody th a") == ["Zoe Hart", "Abel Orr"]
    on_day = await mina.get("/register?on-day=12&on-month=5&on-year=2026")
    assert on_day.all("tbody th a") == ["Zoe Hart"]
    nobody = await mina.get("/register?role=PANEL&on-day=12&on-month=5&on-year=2026")
    assert "Nobody like that is on the register" in nobody.words
    assert "sought-on-day" in (await mina.get("/register?on-day=40&on-month=5&on-year=2026")).errors


async def test_days_away_are_noted_and_taken_back(office: Office) -> None:
    mina = await office.signed_in("mina")
    where = await puts(office, mina)
    await mina.get(where)
    wrong = await mina.send("away", **dates("first", "20 3 2026") | dates("last", "1 3 2026"))
    assert (wrong.status, wrong.errors) == (422, {"away-last-day": "The last day is before the first."})
    await mina.send("away", **dates("first", "1 3 2026") | dates("last", "20 3 2026"))
    page = await mina.get(where)
    assert "Away until Friday 20 March" in page.words
    (kept,) = await everybody(office)
    assert kept.away == ((date(2026, 3, 1), date(2026, 3, 20)),)
    await mina.send(f"{where}/back", which="2026-03-01/2026-03-20")
    again = await mina.post(f"{where}/back", token=await mina.token(), version="3", which="2026-03-01/2026-03-20")
    assert (again.status, again.errors) == (422, {"back": "Choose days that are on the list."})
    (kept,) = await everybody(office)
    assert kept.away == ()


async def test_an_entry_is_changed_and_of_two_at_once_the_second_is_told(office: Office) -> None:
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    where = await puts(office, mina)
    await mina.get(where)
    shown = await dan.get(where)
    assert (shown.value("#change-fee"), shown.value("#change-languages")) == ("1,250.50", "Polish, BSL")
    assert (await mina.send("change", **ODILE | {"phone": "01225 000002"})).status == 303
    late = await dan.send("change", **ODILE | {"phone": "01225 000003"})
    assert late.status == 422 and "Somebody changed this entry since you opened it" in late.words
    assert late.value("#change-phone") == "01225 000003"
    (kept,) = await everybody(office)
    assert (kept.phone, kept.version) == ("01225 000002", 2)


async def test_an_interest_is_noted_for_a_case_that_there_is(office: Office) -> None:
    mina = await office.signed_in("mina")
    contact = a_contact()
    await office.keeps(contact)
    await office.keeps(*opened(council(), contact).cases)
    where = await puts(office, mina)
    await mina.get(where)
    page = await mina.send("interest", case="BN-0000", said="He taught the boy.")
    assert page.errors == {"interest-case": "There is no such case. Check the reference."}
    await mina.send("interest", case="bn-7k4q", said="He taught the boy.")
    assert "BN-7K4Q, Monday 2 March: He taught the boy." in (await mina.get(where)).words


async def test_nobody_but_the_complaints_team_sees_who_is_on_the_register(office: Office) -> None:
    mina = await office.signed_in("mina")
    where = await puts(office, mina)
    for other in ("priya", "tom", "hana", "dee", "rosa", "femi", "lena"):
        browser = await office.signed_in(other)
        for path in ("/register", "/register/new", where):
            page = await browser.get(path)
            assert (page.status, "Odile" in page.words) == (403, False), (other, path)
        assert not (await browser.get("/cases")).html.css("nav a[href='/register']")


async def test_what_is_not_on_the_register_is_not_there(office: Office) -> None:
    mina = await office.signed_in("mina")
    assert (await mina.get("/register/EX-0000")).status == 404
    for do in ("change", "away", "interest", "sack"):
        assert (await mina.post(f"/register/EX-0000/{do}", token=await mina.token())).status == 404
    where = await puts(office, mina)
    assert (await mina.post(f"{where}/sack", token=await mina.token())).status == 404


@pytest.mark.parametrize("markup", ["<b>Odile</b>", "Odile & Sons"])
async def test_a_name_is_shown_as_it_was_typed(office: Office, markup: str) -> None:
    mina = await office.signed_in("mina")
    page = await mina.get(await puts(office, mina, name=markup))
    assert page.one("h1").text(strip=True).startswith(markup)


def dates(name: str, day: str) -> dict[str, str]:
    return {f"{name}-{box}": each for box, each in zip(("day", "month", "year"), day.split(), strict=True)}
