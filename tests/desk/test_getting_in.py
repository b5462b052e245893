"""Getting in: a link does nothing until its button is pressed, works once, and leads nowhere but here."""

from desk.access import local
from desk.doorstep import CALLERS, TRIES, Doorstep
from desk.signing.cookies import SESSION
from store import people
from tests.conftest import Moment
from tests.desk.office import Office, a_contact, opened

NO = "That link does not work"


async def test_a_link_opened_by_a_mail_scanner_still_works_for_the_person(office: Office) -> None:
    link, scanner = await office.link("mina"), office.stranger()
    for _ in range(3):
        page = await scanner.get(f"/sign-in/{link}")
        assert (page.status, page.all("button")) == (200, ["Sign in"])
        await scanner.client.head(f"/sign-in/{link}")
    assert SESSION not in scanner.client.cookies
    person = office.stranger()
    await person.get(f"/sign-in/{link}")
    assert (await person.send(f"/sign-in/{link}")).where == "/"
    assert (await person.get("/tray")).status == 200


async def test_a_used_an_old_a_foreign_and_a_made_up_link_are_refused_in_the_same_words(office: Office) -> None:
    used, old = await office.link("mina"), await office.link("mina")
    elsewhere = await office.database.transact(
        lambda db: (people.add(db, "dorset", office.desk.council.staff[0]),
                    people.issue_link(db, "dorset", "mina", office.now()))[1]
    )  # fmt: skip
    await office.stranger().post(f"/sign-in/{used}")
    office.now.go(minutes=16)
    told = set()
    for link in (used, old, elsewhere, "made-up", "x" * 3000):
        page = await office.stranger().post(f"/sign-in/{link}")
        assert (page.status, page.answer.headers.get("set-cookie")) == (403, None)
        assert NO in page.words
        told.add(page.answer.text)
    assert len(told) == 1


async def test_who_is_not_signed_in_comes_back_to_where_they_were_going(office: Office) -> None:
    await office.keeps(a_contact())
    browser = office.stranger()
    sent = await browser.get("/contacts/BN-7K4Q")
    assert (sent.status, sent.where) == (303, "/sign-in?next=/contacts/BN-7K4Q")
    await browser.get(sent.where)
    entered = await browser.post(f"/sign-in/{await office.link('mina')}")
    assert entered.where == "/contacts/BN-7K4Q"
    assert (await browser.post(f"/sign-in/{await office.link('mina')}")).where == "/"  # remembered once


ELSEWHERE = [
    "//evil.example", "https://evil.example", "/\\evil.example", "\\\\evil.example", "javascript:alert(1)",
    "/%2f%2fevil", "/a//evil.example", "/cases\r\nSet-Cookie: a=b", "/cases?x=1", "evil", "", "/.evil", "/@evil",
    "/sign-out", "/static/desk.css", "/" + "a" * 300,
]  # fmt: skip


async def test_no_link_to_the_desk_leads_to_somebody_elses_page(office: Office) -> None:
    browser = office.stranger()
    for path in ELSEWHERE:
        assert local(path) == ""
        assert "set-cookie" not in (await browser.get("/sign-in", params={"next": path})).answer.headers, path


async def test_an_address_put_into_the_cookie_by_hand_leads_nowhere_either(office: Office) -> None:
    browser = office.stranger()
    browser.client.cookies.set("back_to", "//evil.example")
    assert (await browser.post(f"/sign-in/{await office.link('mina')}")).where == "/"


async def test_the_cookie_is_kept_from_scripts_from_other_sites_and_where_there_is_tls_from_the_open_wire(
    office: Office,
) -> None:
    plain = await office.stranger().post(f"/sign-in/{await office.link('mina')}")
    assert {"httponly", "samesite=lax"} <= _attributes(plain.answer.headers["set-cookie"])
    assert "secure" not in _attributes(plain.answer.headers["set-cookie"])
    proxied = office.stranger()
    proxied.client.headers["x-forwarded-proto"] = "https"
    over_tls = await proxied.post(f"/sign-in/{await office.link('mina')}")
    assert "secure" in _attributes(over_tls.answer.headers["set-cookie"])


def _attributes(cookie: str) -> set[str]:
    return {part.strip().casefold() for part in cookie.split(";")}


async def test_somebody_who_signs_out_or_leaves_is_out_at_once_in_every_browser(office: Office) -> None:
    mina = await office.signed_in("mina")
    copied = office.stranger()
    copied.client.cookies.set(SESSION, mina.client.cookies[SESSION])
    assert (await copied.get("/tray")).status == 200
    await mina.get("/tray")
    assert (await mina.send("/sign-out")).where == "/sign-in"
    assert (await copied.get("/tray")).status == 303
    dan = await office.signed_in("dan")
    await office.database.transact(lambda db: people.remove(db, "bnes", "dan", office.now()))
    assert (await dan.get("/tray")).status == 303


async def test_too_many_links_that_do_not_work_must_wait_and_nobody_in_the_same_office_is_shut_out_by_it(
    office: Office,
) -> None:
    stranger, link = office.stranger(), await office.link("mina")
    for _ in range(TRIES):
        assert (await stranger.post("/sign-in/made-up")).status == 403
    refused = await stranger.post("/sign-in/made-up")
    assert refused.status == 429
    assert "still good works all the same" in refused.words
    assert (await office.stranger().post(f"/sign-in/{link}")).status == 303
    office.now.go(minutes=11)
    assert (await stranger.post("/sign-in/made-up")).status == 403


def test_the_doorstep_forgets_whoever_has_been_quiet_longest(now: Moment) -> None:
    step = Doorstep()
    for caller in range(CALLERS + 5):
        step.failed(str(caller), now())
    assert len(step.tries) == CALLERS
    assert "0" not in step.tries


async def test_signing_in_is_on_the_record_and_trying_is_not(office: Office) -> None:
    await office.stranger().post("/sign-in/made-up")
    await office.signed_in("mina")
    assert await office.record() == [("mina", "signed in", "")]


async def test_two_offices_do_not_share_a_doorstep(office: Office, url: str, now: Moment) -> None:
    for _ in range(TRIES):
        office.desk.doorstep.failed("127.0.0.1", now())
    async with opened(url, now) as other:
        assert (await other.stranger().post("/sign-in/made-up")).status == 403
