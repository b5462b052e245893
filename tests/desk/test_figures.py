"""What names whoever looks is in no figure that they see: every count, list and check is that of an office in which it
never came (R602). What is published counts it, and gives them no line of it.
"""

import csv
import io
import re
import zipfile
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from casework.changes import Change
from store import changes, migrations, published
from store.database import Connection
from store.retention import words
from tests import build
from tests.build import at
from tests.conftest import Moment
from tests.desk import day
from tests.desk import office as place
from tests.desk.office import Browser, Office, a_contact, an_alarm, council
from tests.desk.test_conflicts import KIT
from tests.desk.test_retention import OLD, long_closed

NAMED, RUNG, OVER, FORGOTTEN, BESIDE = "BN-7K4Q", "BN-9T3D", "BN-2222", "BN-3333", "BN-5M8X"
QUARTER = "period=2025-26-Q4&reader=inside"
PAGES = (
    "/tray", "/tray/count", "/tray?csv=yes", "/today", "/cases", "/retention", "/learning", "/learning/table.csv",
    f"/reports/look?{QUARTER}", f"/reports/table.csv?{QUARTER}&table=RB1",
    f"/reports/cases?{QUARTER}&table=RB1&row=1&at=1", "/reports/look?period=2025-26-Q4&reader=everybody",
)  # fmt: skip


def filled(db: Connection, office: Office, *, named: bool) -> None:
    """Two hundred messages that wait, fifty records whose time is over, a case; and, perhaps, what names Kit."""
    now = office.now()
    about = a_contact("Kit Moss shouted.", reference=NAMED, id="contact/named", message={"name": "message/named"})
    rung = a_contact("Kit hit me.", reference=RUNG, id="contact/rung", message={"name": "message/rung"})
    beside = a_contact("The school is late.", reference=BESIDE, id="contact/beside", message={"name": "message/beside"})
    if named:
        (case,) = build.opened(council(), about, complained_of="kit").cases
        ended = replace(case.stages[0], responded=date(2026, 3, 12), closed=date(2026, 3, 12))  # and no closure
        hidden = long_closed(OVER, excluded=frozenset({KIT.id}))
        kept = Change(
            contacts=(rung,),
            cases=(replace(case, stages=(ended,), actions=day.OWED), hidden),
            alarms=(an_alarm(rung, excluded=frozenset({KIT.id})),),
        )
        changes.save(db, kept, now)
        gone = words.Approved(words.CASE, FORGOTTEN, "complaint", "hana", now)
        words.bury(db, "bnes", gone, about=FORGOTTEN, rule="R906", due="2025-03-02", rows=1, now=now)
    waits = [
        a_contact(reference=f"BN-{each}", id=f"contact/{each}", message={"name": f"message/{each}"})
        for each in range(1000, 1201)
    ]
    later = replace(OLD, closed=date(2016, 3, 12))
    over = [long_closed(f"BN-{each}", stages=(later,)) for each in range(2000, 2051)]
    also = build.opened(council(), beside).cases
    changes.save(db, Change(contacts=tuple(waits), cases=(*also, *over)), now)


async def opened(stack: AsyncExitStack, folder: Path, now: Moment, *, named: bool) -> Office:
    migrations.migrate(url := f"{place.url_of(folder)}{named}")
    office = await stack.enter_async_context(place.opened(url, now))
    await office.hires(KIT)
    await office.database.transact(lambda db: filled(db, office, named=named))
    return office


@pytest.fixture
async def offices(tmp_path: Path, now: Moment) -> AsyncIterator[tuple[Office, Office]]:
    """One in which Kit is complained of, and one in which nobody ever was."""
    now.at = at("2026-04-10 10:00")
    async with AsyncExitStack() as stack:
        named = await opened(stack, tmp_path, now, named=True)
        yield named, await opened(stack, tmp_path, now, named=False)


async def seen(browser: Browser) -> dict[str, str]:
    return {path: re.sub(r'value="[0-9a-f]{64}"', "", (await browser.get(path)).answer.text) for path in PAGES}


@pytest.mark.rule("R602")
async def test_every_figure_page_and_check_is_that_of_an_office_where_it_never_came(
    offices: tuple[Office, Office],
) -> None:
    named, never = offices
    assert await seen(await named.signed_in("kit")) == await seen(await never.signed_in("kit"))
    told = await seen(await named.signed_in("dan"))
    assert NAMED in told[f"/reports/look?{QUARTER}"], "a check that fails says of which case"
    assert told != await seen(await never.signed_in("dan")), "or the test would prove nothing"


async def published_by(office: Office, who: str, closes: Callable[[Connection], None]) -> Browser:
    await office.database.transact(closes)
    browser = await office.signed_in(who)
    await browser.get(f"/reports/look?{QUARTER}")
    assert (await browser.send("/reports/publish")).status == 303
    return browser


def rows(raw: bytes) -> dict[str, list[list[str]]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as whole:
        return {name: list(csv.reader(io.StringIO(whole.read(name).decode()))) for name in whole.namelist()}


@pytest.mark.rule("R602", "R807")
async def test_what_is_published_counts_it_and_its_lines_are_given_to_whoever_may_see_it(
    offices: tuple[Office, Office],
) -> None:
    named, _ = offices
    case = await named.case(NAMED)
    running = replace(case, stages=(replace(case.stages[0], responded=None, closed=None),))
    dan = await published_by(named, "dan", lambda db: changes.save(db, Change(cases=(running,)), named.now()))
    kit, lines = await named.signed_in("kit"), "/reports/published/1/ledger.zip"
    whole, theirs = (await dan.get(lines)).answer.content, (await kit.get(lines)).answer.content
    kept = await named.database.look(lambda db: published.file(db, "bnes", 1, "ledger.zip"))
    assert whole == kept
    assert any(NAMED in row for row in rows(whole)["learning.csv"]) and any(
        OVER in row for row in rows(whole)["stages.csv"]
    )
    assert rows(theirs) == {
        name: [row for row in every if not {NAMED, OVER} & set(row)] for name, every in rows(whole).items()
    }
    for browser in (dan, kit):
        assert (await browser.get("/reports/published/1/lines.json")).status == 404
    look = await dan.get("/reports/published/1/report.html")
    assert look.answer.content == (await kit.get("/reports/published/1/report.html")).answer.content


@pytest.mark.rule("R602", "R816")
async def test_whoever_is_told_that_it_cannot_be_published_reads_no_reference_of_it(
    offices: tuple[Office, Office],
) -> None:
    kit = await offices[0].signed_in("kit")
    await kit.get(f"/reports/look?{QUARTER}")
    refused = await kit.send("/reports/publish")
    assert refused.status == 422 and "does not add up" in refused.words and NAMED not in refused.words


@pytest.mark.rule("R602")
async def test_what_has_gone_is_shown_to_whoever_approved_it(offices: tuple[Office, Office]) -> None:
    told = {who: (await (await offices[0].signed_in(who)).get("/retention")).words for who in ("hana", "dan", "lena")}
    assert [who for who, said in told.items() if FORGOTTEN in said] == ["hana"]
