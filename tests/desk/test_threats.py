"""Threats of docs/threats.md that no other test of the desk is about."""

import re
from dataclasses import replace

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from casework.changes import Change
from casework.messages import File
from desk.app import ROUTES, app
from desk.questions import QUESTIONS
from desk.signing.cookies import SESSION
from store import cases, changes, contacts, migrations, outbox, people, sessions
from store.database import Connection
from tests.build import a_case, opened
from tests.conftest import Moment
from tests.desk.office import STAFF, Office, a_contact, an_alarm, council
from tests.desk.office import opened as opened_at
from tests.hostile import FORM
from tests.wire.postgres import Postgres

MARKUP = "<script>alert(1)</script><img src=x onerror=alert(2)><svg/onload=alert(3)>{{ 7*7 }}"


async def test_a_session_that_somebody_planted_is_never_taken_over(office: Office) -> None:
    planted = "a" * 43
    victim, thief = office.stranger(), office.stranger()
    for browser in (victim, thief):
        browser.client.cookies.set(SESSION, planted)
    assert (await victim.post(f"/sign-in/{await office.link('mina')}")).status == 303
    given = [each.value for each in victim.client.cookies.jar if each.name == SESSION and each.value != planted]
    assert len(given) == 1
    assert (await thief.get("/tray")).status == 303


OUT = (
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd", "/static/....//app.py",
    "/reports/published/1/../../../config.yaml", "/reports/published/..%2f..%2fconfig.yaml/page.html",
    "/reports/published/1/%2e%2e/%2e%2e/heard.db", "/files/BN-7K4Q/..%2f..%2fheard.db/0/content",
)  # fmt: skip


async def test_no_address_reads_a_file_that_is_no_page(office: Office) -> None:
    mina = await office.signed_in("mina")
    for path in OUT:
        request = mina.client.build_request("GET", "/")
        request.url = request.url.copy_with(raw_path=path.encode())
        answer = await mina.client.send(request)
        assert answer.status_code == 404, path
        assert "ROUTES" not in answer.text and "root:" not in answer.text and "SQLite" not in answer.text


@pytest.mark.rule("R904")
async def test_what_somebody_wrote_is_words_on_every_page_that_shows_it(office: Office) -> None:
    file = File(f"{MARKUP}.html", "text/html", 30, "0" * 64)
    contact = a_contact(MARKUP, message={"subject": MARKUP, "files": (file,)})
    case = a_case(council(), a_contact(MARKUP, reference="BN-CASE"), summary_plain=MARKUP)
    await office.keeps(contact, case, an_alarm(contact))
    mina = await office.signed_in("mina")
    shown = 0
    for path in ("/tray", "/contacts/BN-7K4Q", "/cases", "/cases/BN-CASE", "/safety", "/today", "/search"):
        page = await mina.read(path)
        assert page.status == 200, path
        assert not page.html.css("script:not([src^='/static/']), iframe, [onerror], [onload], [src='x']"), path
        shown += "alert(1)" in page.words
    assert shown == 2
    found = await mina.post("/search", token=await mina.token(), q=MARKUP)
    assert not found.html.css("script:not([src^='/static/']), [onerror], [onload]")


async def test_no_answer_leads_to_whatever_the_caller_says_our_name_is(office: Office) -> None:
    mina, elsewhere = await office.signed_in("mina"), {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    for path in ("/tray/", "/tray", "/cases//", "/static/", "/static", "/sign-in/", "/nowhere/"):
        for browser in (mina, office.stranger()):
            page = await browser.get(path, headers=elsewhere)
            assert page.status in (200, 303, 307, 404), path
            assert "evil.example" not in page.where + page.answer.text, path
    for path, there in {"/tray/": "/tray", "/sign-in/": "/sign-in", "/cases//?of=all": "/cases?of=all",
                        "//evil.example/": "/evil.example"}.items():  # fmt: skip
        answer = await mina.get(f"{office.address}{path}", headers=elsewhere)
        assert (answer.status, answer.where) == (307, there), path


async def test_what_the_proxy_shuts_is_not_reached_by_another_spelling(office: Office) -> None:
    async def numbers(_: Request) -> Response:
        return PlainTextResponse("numbers")

    made = httpx.ASGITransport(app(office.desk, [Route("/metrics", numbers)]))
    async with httpx.AsyncClient(transport=made, base_url="http://desk.example") as client:
        assert (await client.get("/metrics")).text == "numbers"
        for path in ("/metrics/", "/metrics%2f", "/metrics//", "/Metrics", "/metrics;x", "/metrics%00", "/metrics%20"):
            answer = await client.get(path)
            assert answer.status_code in (307, 404) and "numbers" not in answer.text, path


THEIRS = "quetzalcoatl"
"""A word that stands in all that is another council's."""


async def test_nobody_reads_changes_or_signs_in_with_what_is_another_councils_in_the_same_database(
    office: Office,
) -> None:
    dorset = replace(council("dorset"), name="dorset")
    waits = replace(a_contact(THEIRS, reference="DO-WAIT", message={"subject": THEIRS}), council="dorset")
    rung = replace(an_alarm(waits), council="dorset")
    begun = opened(
        dorset, replace(a_contact(f"{THEIRS} again", reference="DO-CASE"), council="dorset"), summary_plain=THEIRS
    )

    def filled(db: Connection) -> tuple[str, str]:
        for each in STAFF:
            people.add(db, "dorset", replace(each, name=f"{each.name} {THEIRS}"))
        changes.save(db, Change(contacts=(waits,), alarms=(rung,)), office.now())
        changes.save(db, begun, office.now())
        link = people.issue_link(db, "dorset", "mina", office.now())
        return link, sessions.start(db, "dorset", "mina", office.now())

    def theirs(db: Connection) -> object:
        stood = (contacts.tray(db, "dorset"), cases.one(db, "dorset", "DO-CASE"), contacts.open_alarms(db, "dorset"))
        return (*stood, people.staff(db, "dorset"), outbox.by_name(db, "dorset", begun.letters[0].name))

    link, session = await office.database.transact(filled)
    before = await office.database.look(theirs)
    elsewhere = office.stranger()
    assert (await elsewhere.post(f"/sign-in/{link}")).status == 403
    elsewhere.client.cookies.set(SESSION, session)
    assert (await elsewhere.get("/tray")).status == 303
    message, letter = waits.messages[0].name.partition("/")[2], begun.letters[0].name.partition("/")[2]
    parts = {"{alarm}": rung.name.partition("/")[2], "{message}": message, "{letter}": letter, "{staff}": "mina",
             "{number}": "1", "{move}": "extend", "{do}": "hold", "{link}": link}  # fmt: skip
    for who in ("mina", "dan"):
        browser = await office.signed_in(who)
        token = await browser.token()
        for row, reference in ((row, each) for row in ROUTES for each in ("DO-WAIT", "DO-CASE")):
            path = row.path.replace("{reference}", reference)
            for part, value in parts.items():
                path = path.replace(part, value)
            if row.path in ("/sign-out", "/away/{staff}/back") or "{" in path:
                continue
            sent = {"token": token, "q": THEIRS, "stand": "1", "why": "to see", "outcome": "false"}
            page = await (browser.get(path) if row.how == "GET" else browser.post(path, **sent))
            assert THEIRS not in page.answer.text.replace(f'value="{THEIRS}"', ""), path
            assert page.status < 500, path
    assert await office.database.look(theirs) == before


NO_KEY = "a%00b"
"""What no keyboard types, and PostgreSQL takes for no words at all."""


@pytest.mark.requires("postgres")
async def test_what_no_keyboard_types_is_no_fault_in_an_address_a_query_or_a_form_whatever_the_database(
    now: Moment,
) -> None:
    hidden = ("unsaved", "may_go", "to", "message", "do", "stage", "stand", "seen", "once", "version", "words", "who")
    with Postgres() as cluster:
        migrations.migrate(url := cluster.database())
        async with opened_at(url, now) as office:
            await office.keeps(a_contact())
            dan = await office.signed_in("dan")
            token = await dan.token()
            typed = "&".join(f"{name}={NO_KEY}" for name in (*hidden, *QUESTIONS))
            for row in (each for each in ROUTES if each.path != "/sign-out"):
                for reference in (NO_KEY, "BN-7K4Q"):
                    path = re.sub(r"\{[^}]*\}", NO_KEY, row.path.replace("{reference}", reference))
                    asked = f"{path}?{typed}&after=case {NO_KEY} x&of={NO_KEY}&table={NO_KEY}"
                    body = f"token={token}&{typed}" if row.how == "POST" else None
                    answer = await dan.client.request(row.how, asked, content=body, headers=FORM)
                    assert answer.status_code < 500, f"{row.how} {path}"
