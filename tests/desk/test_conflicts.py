"""Who is complained of finds nothing of it on any page, list, table, search, report or form, whatever their roles.

Every address of the desk is asked, with everything that is really there.
"""

from dataclasses import replace
from datetime import date

import pytest

from casework.alarms import Level as AlarmLevel
from casework.bench import Appointment
from casework.changes import Change
from casework.contacts import Standing
from casework.councils import Expert, Interest, Role, Staff
from casework.letters import write
from casework.messages import Address, Channel
from desk.app import ROUTES, Page
from store import bench, changes, outbox
from store.database import Connection
from tests import build
from tests.build import at
from tests.desk import day
from tests.desk.office import Browser, Office, a_contact, an_alarm, council

NAMED, RUNG, JOINED, BESIDE, SAME_FAMILY = "BN-7K4Q", "BN-9T3D", "BN-4H7N", "BN-5M8X", "BN-2C6R"
SECRET = "quetzalcoatl"
KIT = Staff("kit", "Kit Moss", frozenset(Role), "kit@council.example")
ODILE = Expert("EX-7K4Q", "Odile Marsh", frozenset({Role.IP}), interests=(Interest(NAMED, SECRET, date(2026, 3, 4)),))
SERVES = Appointment(ODILE.id, ODILE.name, Role.IP, "stage1", date(2026, 3, 6), declared=SECRET)
NOT_KIT = Address(Channel.EMAIL, "gone@family.example")
BEHIND = "/reports/cases?period=2025-26-Q4&reader=inside&table=RB1&row=1&at=1"
"""A figure that counts it."""

GETS = [row for row in ROUTES if row.how == "GET" and not row.open]


@pytest.fixture
async def named(office: Office) -> Office:
    """An office with a case in which Kit is complained of, an alarm about Kit, and the same family's other matters."""
    office.now.at = at("2026-03-16 10:00")
    await office.hires(KIT)
    about = a_contact(f"Kit Moss shouted {SECRET}.", received=at("2026-03-02 09:00"), reference=NAMED)
    rung = a_contact(f"Kit hit me, {SECRET}", received=at("2026-03-15 09:00"), reference=RUNG)
    beside = a_contact("The school is late.", received=at("2026-03-03 09:00"), reference=BESIDE)
    more_of_it = a_contact(f"He shouted again, {SECRET}.", received=at("2026-03-04 09:00"), reference=JOINED)
    waits = a_contact("And another thing.", received=at("2026-03-16 09:00"), reference=SAME_FAMILY)
    opened = build.opened(council(), about, "2026-03-03 10:00", complained_of="kit", known_as=SECRET)
    (case,), (became,) = opened.cases, opened.contacts
    also = build.a_case(council(), beside)
    await office.keeps(
        about, rung, more_of_it, beside, waits, an_alarm(rung, AlarmLevel.STAFF, excluded=frozenset({"kit"}))
    )

    def more(db: Connection) -> None:
        made = replace(case, appointments=(SERVES,), actions=day.OWED, links=(BESIDE,), joined=(more_of_it.id,))
        joined = replace(more_of_it, standing=Standing.DECIDED, cases=(NAMED,), clocks=(), version=1)
        both = (replace(became, version=1), joined)
        whole = replace(opened, contacts=both, cases=(made, replace(also, links=(NAMED,))))
        changes.save(db, whole, at("2026-03-03 10:00"))
        bench.keep(db, "bnes", ODILE)
        for about_it, reference in ((NAMED, NAMED), (more_of_it.id, JOINED)):
            for to in (NOT_KIT, Address(Channel.LETTER, f"1 {SECRET} Street")):
                letter = write(
                    "email.hold_adult", to, council="bnes", about=about_it, reference=reference, now=office.now(),
                    facts={},
                )  # fmt: skip
                changes.save(db, Change(letters=(letter,)), office.now())
                if to is NOT_KIT:
                    outbox.failed(db, letter, office.now(), why=f"no such mailbox {SECRET}")

    await office.database.transact(more)
    assert "kit" in (await office.case(NAMED)).excluded
    return office


def addresses(row: Page, office: Office) -> list[str]:
    """A page's addresses, with what is really there in the place of each part."""
    found = [row.path]
    contact = a_contact(f"Kit Moss shouted {SECRET}.", received=at("2026-03-02 09:00"))
    parts = {
        "{reference}": [NAMED, RUNG, JOINED, BESIDE, SAME_FAMILY],
        "{message}": [contact.messages[0].name.partition("/")[2]],
        "{number}": ["1"], "{move}": ["respond", "verify"], "{expert}": [ODILE.id], "{report}": ["1"],
        "{face:path}": ["report.html"], "{staff}": ["kit"], "{do}": ["hold"],
    }  # fmt: skip
    for part, values in parts.items():
        found = [each.replace(part, value) for each in found for value in values] if part in row.path else found
    return found


async def everything(office: Office, browser: Browser) -> dict[str, str]:
    """What each page says, and each table that is saved from it, without the address that was asked for."""
    said = {}
    for row in GETS:
        for path in addresses(row, office):
            for more in ("", "?csv=yes"):
                page = await browser.read(path + more)
                assert page.status < 500, path
                said[path + more] = page.answer.text.replace(path, "")
    for words in (NAMED, RUNG, JOINED, SECRET, "shouted", "sam@family.example"):
        await browser.get("/search")
        found = await browser.send("search", words=words)
        said[f"search {words}"] = found.where + found.words.replace(f"“{words}”", "")
    for path in (BEHIND, BEHIND.replace("/cases?", "/look?"), BEHIND.replace("/cases?", "/table.csv?")):
        said[path] = (await browser.get(path)).answer.text
    return said


@pytest.mark.rule("R526", "R602", "R708")
async def test_no_page_table_search_or_report_tells_somebody_of_what_names_them_whatever_their_roles(
    named: Office,
) -> None:
    kit = await named.signed_in("kit")
    told = {
        path: [word for word in (NAMED, RUNG, JOINED, SECRET) if word in said]
        for path, said in (await everything(named, kit)).items()
    }
    assert {path: words for path, words in told.items() if words} == {}
    dan = await named.signed_in("dan")
    everywhere = await everything(named, dan)
    there = {path for path, said in everywhere.items() if any(each in said for each in (NAMED, RUNG, JOINED))}
    assert there >= {
        "/tray", "/cases", "/cases?csv=yes", f"/cases/{NAMED}", f"/cases/{BESIDE}", f"/contacts/{SAME_FAMILY}",
        f"/contacts/{RUNG}", f"/contacts/{JOINED}", f"/retention/{JOINED}", f"/register/{ODILE.id}", "/safety",
        "/by-hand", "/learning", "/learning/table.csv", f"/retention/{NAMED}", BEHIND, f"search {SECRET}",
        "search sam@family.example",
    }, "or the test would prove nothing"  # fmt: skip


@pytest.mark.rule("R602")
async def test_no_form_of_theirs_does_anything_to_it_and_says_no_more_than_of_what_is_not_there(named: Office) -> None:
    kit = await named.signed_in("kit")
    token, before = await kit.token(), await named.case(NAMED)
    for row in ROUTES:
        if row.how != "POST" or "{reference}" not in row.path or row.open or row.path.endswith("/reason"):
            continue
        for path in addresses(row, named):
            if any(each in path for each in (NAMED, RUNG, JOINED)):
                nowhere = path.replace(NAMED, "BN-0000").replace(RUNG, "BN-0000").replace(JOINED, "BN-0000")
                typed = {"token": token, "do": "have", "why": "x", "stand": await named.stand(before, "kit")}
                sent, missing = await kit.post(path, **typed), await kit.post(nowhere, **typed)
                assert sent.status == missing.status, path
                assert sent.answer.text.replace(path, "") == missing.answer.text.replace(nowhere, ""), path
    await kit.get("/one-person")
    asked = {"who": "other@family.example", "why": "they asked for it"}
    said = [(await kit.send("person", **asked, request=each)).errors for each in (NAMED, "BN-0000")]
    assert said[0] == said[1] and said[0], "nor is it there as the request under which somebody's data is wanted"
    assert await named.case(NAMED) == before
    assert not [did for who, did, about in await named.record() if who == "kit" and about in (NAMED, RUNG, JOINED)]
