"""Threats of docs/threats.md that no other test of the desk is about."""

import pytest

from casework.messages import File
from desk.signing.cookies import SESSION
from tests.build import a_case
from tests.desk.office import Office, a_contact, an_alarm, council

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
            assert page.status in (200, 303, 404), path
            assert "evil.example" not in page.where + page.answer.text, path
    assert (await mina.get("/tray/")).all("h1") == (await mina.get("/tray")).all("h1")
