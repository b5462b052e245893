"""Every address of the desk: who may ask for it, what answers carry, and what a mistake, a stranger or a fault gets."""

import logging
from typing import Any

import pytest

from casework.councils import Role, Staff
from desk.app import HEADERS, MOST, ROUTES, Page
from tests.conftest import Moment
from tests.desk.office import Office, a_contact, an_alarm, opened

EVERY_ROLE = [*Role, None]
PARTS = {
    "{link}": "made-up",
    "{reference}": "BN-0000",
    "{alarm}": "0000",
    "{move}": "extend",
    "{expert}": "EX-0000",
    "{do}": "away",
    "{message}": "0000",
    "{number}": "0",
    "{report}": "0",
    "{face:path}": "report.html",
    "{letter}": "0000",
    "{post}": "0000",
}


def address(row: Page) -> str:
    path = row.path
    for part, value in PARTS.items():
        path = path.replace(part, value)
    return path


async def asked(office: Office, row: Page, browser: Any, **typed: str) -> Any:
    return await (browser.get(address(row)) if row.how == "GET" else browser.post(address(row), **typed))


async def test_without_a_session_every_page_but_the_way_in_leads_to_the_way_in(office: Office) -> None:
    stranger = office.stranger()
    for row in ROUTES:
        page = await asked(office, row, stranger)
        if row.open and page.status == 303:
            assert page.where == "/sign-in", row.path
        elif row.open:
            assert page.status in (200, 403, 404, 410), row.path
        elif row.how == "GET":
            assert (page.status, page.where.partition("?")[0]) == (303, "/sign-in"), row.path
        else:
            assert (page.status, page.all("h1")) == (401, ["You were signed out"]), row.path


async def test_every_page_lets_in_the_roles_of_its_row_and_nobody_else(office: Office) -> None:
    for role in EVERY_ROLE:
        somebody = Staff(f"kit-{role}", "Kit Moss", frozenset({role} if role else ()))
        await office.hires(somebody)
        browser = await office.signed_in(somebody.id)
        token = await browser.token()
        for row in sorted((row for row in ROUTES if not row.open), key=lambda row: row.path == "/sign-out"):
            page = await asked(office, row, browser, token=token)
            refused = page.status == 403 and page.all("h1") == ["You can’t open this page"]
            assert refused == bool(row.roles and role not in row.roles), (role, row.path)
            if not refused:
                assert page.status in (200, 303, 404, 422), (role, row.path)


READ = (
    "/learning", "/learning/table.csv", "/thoughts",
    "/reports", "/reports/look", "/reports/table.csv", "/reports/cases",
    "/reports/published/{report}", "/reports/published/{report}/{face:path}",
)  # fmt: skip


RETAINED = ("/retention", "/retention/hold", "/retention/{reference}", "/retention/{reference}/{do}")


def test_only_the_complaints_team_decides_about_a_message_and_only_who_is_rung_takes_an_alarm() -> None:
    team, rung = {"CO", "CM"}, {"FD", "EDT", "ROTA", "LADO", "HoS", "DCS"}
    assert {row.path: set(row.roles) for row in ROUTES if row.roles} == {
        "/tray": team, "/advocates": team, "/teams": team, "/tray/count": team, "/tray/next": team,
        "/contacts/{reference}/open": team, "/contacts/{reference}/set-aside": team,
        "/contacts/{reference}/join": team, "/dates": team,
        "/contacts/{reference}": team | rung, "/safety": team | rung, "/alarms/{alarm}": team | rung,
        **dict.fromkeys(READ, team | {"HoS", "DCS"}), "/reports/publish": team, "/reports/others": team,
        "/reports/examples": team, "/reports/examples/{example}/{do}": team,
        "/register": team, "/register/new": team, "/register/{expert}": team, "/register/{expert}/{do}": team,
        "/cases/{reference}/matters/{message}": team, "/by-hand": team, "/by-hand/{letter}": team,
        "/service": team, "/service/posts/{post}": team, "/suggestions": team,
        "/one-person": {"CM", "DP"}, **{each: {"CM", "HoS", "LADO"} for each in RETAINED},
        "/contacts/{reference}/reason": team | rung, "/cases/{reference}/reason": team | rung,
    }  # fmt: skip
    assert {row.path for row in ROUTES if row.open} == {
        "/sign-in", "/sign-in/council", "/sign-in/back", "/sign-in/out", "/sign-in/code", "/sign-in/phone",
        "/sign-in/{link}", "/act/{link}", "/act/{link}/undo",
    }  # fmt: skip


POSTS = [row for row in ROUTES if row.how == "POST"]


async def test_a_form_that_is_not_of_ones_own_pages_does_nothing(office: Office) -> None:
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    for row in (row for row in POSTS if not row.open):
        whoever, another = (mina, dan) if not row.roles or Role.CO in row.roles else (dan, mina)
        for token in ("", "0" * 64, await another.token()):
            page = await asked(office, row, whoever, token=token, why="typed", do="have")
            assert (page.status, page.all("h1")) == (403, ["Sorry, that did not work"]), row.path
    assert (await mina.get("/tray")).status == 200


async def test_a_form_sent_by_another_site_does_nothing(office: Office) -> None:
    mina = await office.signed_in("mina")
    token = await mina.token()
    mina.client.headers["sec-fetch-site"] = "cross-site"
    for row in POSTS:
        assert (await asked(office, row, mina, token=token)).status == 400, row.path


async def test_a_form_far_too_long_or_of_another_kind_is_refused_before_it_is_read(office: Office) -> None:
    mina = await office.signed_in("mina")
    token = await mina.token()
    long = await mina.post("/contacts/BN-0000/open", token=token, why="x" * MOST)
    files = await mina.client.post("/contacts/BN-0000/open", files={"token": b"x"})
    streamed = await mina.client.post(
        "/contacts/BN-0000/open", content=_endless(), headers={"content-type": "application/x-www-form-urlencoded"}
    )
    assert [long.status, files.status_code, streamed.status_code] == [400, 400, 400]
    assert "Shorten what you wrote" in long.words


async def test_a_form_of_thousands_of_answers_is_refused_and_is_no_fault_of_ours(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    mina, stranger = await office.signed_in("mina"), office.stranger()
    for browser, path in ((mina, "/search"), (mina, "/contacts/BN-0000/open"), (stranger, "/search"),
                          (stranger, "/sign-in/code")):  # fmt: skip
        many = {f"name-{number}": "a" for number in range(5_000)}
        page = await browser.post(path, **many)
        assert page.status == 400 and "Shorten what you wrote" in page.words, path
    assert not [each for each in caplog.records if each.levelname == "ERROR"], "nobody is rung for it"


OF_OURS = ["/static/desk.js"]
"""What helps whoever is signed in where there are scripts, and is not missed where there are none."""


async def _endless() -> Any:
    for _ in range(10):
        yield b"a=b&"


async def test_every_answer_keeps_what_is_on_it_to_this_tab(office: Office) -> None:
    mina, stranger = await office.signed_in("mina"), office.stranger()
    static = ("/static/desk.css", "/static/none.css")
    for path in (*static, "/tray", "/sign-in", "/cases/BN-0000", "/nowhere", "/sign-out", "/"):
        for browser in (mina, stranger):
            answer = (await browser.get(path)).answer
            kept = {"Cache-Control": "no-cache"} if path in static else {}
            assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS | kept, path
    policy = HEADERS["Content-Security-Policy"]
    assert "script-src 'self';" in policy and "unsafe" not in policy and "default-src 'none'" in policy


async def test_no_page_holds_a_script_a_style_attribute_or_anything_from_elsewhere(office: Office) -> None:
    contact = a_contact()
    await office.keeps(contact, an_alarm(contact))
    mina = await office.signed_in("mina")
    for path in ("/tray", "/contacts/BN-7K4Q", "/cases", "/safety", "/nowhere"):
        page = await mina.get(path)
        assert not page.html.css("style, [style], iframe, img, [onclick], [onload]")
        assert [each.attributes["src"] for each in page.html.css("script")] == (
            [] if path == "/nowhere" else OF_OURS
        ), "none within it"
        assert all(str(each.attributes["href"]).startswith(("/", "#")) for each in page.html.css("[href]"))


async def test_what_is_not_there_and_what_may_not_be_seen_look_the_same(office: Office) -> None:
    contact = a_contact("Mina did it.")
    await office.keeps(contact, an_alarm(contact, excluded=frozenset({"mina"})))
    mina = await office.signed_in("mina")
    for place in ("/contacts/{}", "/cases/{}"):
        there, nowhere = await mina.get(place.format("BN-7K4Q")), await mina.get(place.format("BN-0000"))
        assert (there.status, there.answer.text) == (nowhere.status, nowhere.answer.text) == (404, nowhere.answer.text)
    for place in ("/contacts/{}/open", "/contacts/{}/set-aside", "/cases/{}/extend"):
        token = await mina.token()
        there, nowhere = [await mina.post(place.format(each), token=token) for each in ("BN-7K4Q", "BN-0000")]
        assert (there.status, there.answer.text) == (nowhere.status, nowhere.answer.text) == (404, nowhere.answer.text)


async def test_a_fault_gets_a_plain_sorry_and_is_logged_by_its_kind_only(
    url: str, now: Moment, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with opened(url, now) as office:
        mina = await office.signed_in("mina")
        await office.database.stop()
        page = await mina.get("/contacts/BN-7K4Q")
        assert (page.status, page.all("h1")) == (500, ["Sorry, that did not work"])
        await office.database.start()
        assert (await mina.get("/tray")).status == 200
    ours = [record for record in caplog.records if record.name.startswith("desk")]
    assert [(record.getMessage(), vars(record)["kind"], record.exc_info) for record in ours] == [
        ("a page failed", "RuntimeError", None)
    ]
    assert not [record for record in caplog.records if record.name.startswith("uvicorn") and record.exc_info]


async def test_what_is_wrong_with_the_service_is_said_on_every_page_to_staff_and_to_nobody_else(
    url: str, now: Moment
) -> None:
    async with opened(url, now, troubles=lambda: {"mailbox": "the mail server does not answer"}) as office:
        mina = await office.signed_in("mina")
        for path in ("/tray", "/cases", "/safety"):
            assert "the mail server does not answer" in (await mina.get(path)).words
        assert "mail server" not in (await office.stranger().get("/sign-in")).words
