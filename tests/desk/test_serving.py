"""Somebody is appointed at the desk, lent papers and paid; learning is proposed, agreed and shown to be done."""

from dataclasses import replace
from datetime import date
from functools import partial

import pytest

from casework.cases import StageRow, State
from casework.clocks import start
from casework.councils import Expert, Role, Tie
from casework.labels import Service
from store import bench
from tests.build import opened
from tests.desk.office import Browser, Office, Page, a_contact, council

ROLES = frozenset({Role.IO, Role.IP, Role.CHAIR, Role.PANEL})
ODILE = Expert("EX-7K4Q", "Odile Marsh", ROLES)
ZOE = Expert("EX-8W5V", "Zoe Hart", ROLES, experience=frozenset({Service.DUTY}))
TIED = Expert("EX-3H2P", "Kit Gray", frozenset({Role.IP}), Tie.MARRIED)
CASE = "/cases/BN-7K4Q"
IP = {"role": "IP", "expert": ODILE.id, "interest": "no"}


@pytest.fixture
async def stage_2(office: Office) -> Office:
    """An office with a register of three, and a case that has come to Stage 2."""
    contact, here = a_contact(), council()
    case = opened(here, contact).cases[0]
    row = StageRow("stage2", "statutory", State.OPEN, date(2026, 3, 2), date(2026, 3, 2), step="setup")
    past = tuple(replace(each, state=State.CLOSED) for each in case.stages)
    case = replace(case, stages=(*past, row), clocks=(start(here, "s2_statement", date(2026, 3, 2)),))
    await office.keeps(contact)
    await office.keeps(case)
    for somebody in (ODILE, ZOE, TIED):
        await office.database.transact(partial(bench.keep, council="bnes", expert=somebody))
    return office


def experts(page: Page) -> list[str]:
    return [each.text(strip=True) for each in page.one("#appoint-expert").css("option")][1:]


async def sends(browser: Browser, form: str, **typed: str) -> Page:
    await browser.get(CASE)
    return await browser.send(form, **typed)


async def test_whom_to_ask_stands_first_and_who_may_not_serve_last_with_the_reason(stage_2: Office) -> None:
    mina = await stage_2.signed_in("mina")
    listed = experts(await mina.get(f"{CASE}/appoint"))
    assert listed[0] == "Zoe Hart: investigating officer or independent person"
    assert listed[1] == "Odile Marsh: investigating officer or independent person"
    assert listed[-1].startswith("Kit Gray: not now. An independent person must be independent of the council.")


async def test_somebody_is_appointed_with_papers_and_a_fee_and_the_register_knows(stage_2: Office) -> None:
    mina = await stage_2.signed_in("mina")
    lent = {"papers": "Stage 1 file", "papers_due-day": "3", "papers_due-month": "3", "papers_due-year": "2026"}
    page = await sends(mina, "appoint", **IP, **lent, fee="£4,334.60", declared="Nothing to declare.")
    assert page.status == 303
    shown = (await mina.get(CASE)).words
    for words in (
        "Who serves",
        "Odile Marsh",
        "Stage 1 file, back by Tuesday 3 March",
        "£4,334.60",
        "Nothing to declare.",
    ):
        assert words in shown
    assert "1 role" in (await mina.get("/register")).words
    entry = (await mina.get(f"/register/{ODILE.id}")).words
    assert "BN-7K4Q Independent person" in entry and "Stage 1 file" in entry
    await sends(mina, "pay_fee", appointment="1", amount="1,000")
    await sends(mina, "return_document", papers_back="1.1")
    await sends(mina, "unappoint", appointment="1", why="She is ill.")
    after = await mina.get(CASE)
    assert "£1,000" in after.words and "Monday 2 March: She is ill." in after.words
    assert not after.html.css("#to-return_document, #to-unappoint")
    assert "Nowhere" in (await mina.get("/register")).words


@pytest.mark.rule("R334")
async def test_what_the_rules_refuse_is_said_and_nothing_is_lost(stage_2: Office) -> None:
    mina = await stage_2.signed_in("mina")
    page = await sends(mina, "appoint", **IP | {"expert": TIED.id}, declared="My wife is a councillor.")
    assert page.status == 422
    assert "must be independent of the council" in page.errors["appoint"]
    assert page.value("#appoint-declared") == "My wife is a councillor."
    assert (await stage_2.case()).appointments == ()
    page = await sends(mina, "appoint", **IP | {"interest": "yes"})
    assert "Note it in the register" in page.errors["appoint"]


async def test_the_line_complained_about_sees_who_serves_and_neither_fees_nor_papers(stage_2: Office) -> None:
    mina, priya = await stage_2.signed_in("mina"), await stage_2.signed_in("priya")
    await sends(mina, "appoint", **IP, fee="4,334.60", declared="She taught my cousin.")
    page = await priya.get(CASE)
    assert "Odile Marsh" in page.words
    assert "4,334.60" not in page.words and "cousin" not in page.words
    assert not page.html.css(f"a[href='/register/{ODILE.id}']")


@pytest.mark.rule("R399")
async def test_a_manager_proposes_the_team_agrees_and_it_is_shown_to_be_done(stage_2: Office) -> None:
    priya, mina = await stage_2.signed_in("priya"), await stage_2.signed_in("mina")
    by = {"lesson_by-day": "30", "lesson_by-month": "4", "lesson_by-year": "2026"}
    page = await sends(
        priya, "propose_action", lesson="Ring before a visit is cancelled.", owner="tom", level="team", **by
    )
    assert page.status == 303, page.errors
    assert "Ring before a visit is cancelled." in (await mina.get(CASE)).words
    await sends(mina, "agree_action", action="1")
    assert {each.name for each in (await stage_2.case()).clocks} >= {"learning_action"}
    missing = await sends(mina, "action_done", action="1")
    assert missing.errors == {"action_done-evidence": "Write what shows that it is done."}
    await sends(mina, "action_done", action="1", evidence="Briefing of 2 March.")
    assert "Briefing of 2 March." in (await mina.get(CASE)).words
