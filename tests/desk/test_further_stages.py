"""A statutory complaint through Stage 2 and the panel, at the desk's own forms; and what waits for the manager."""

from dataclasses import replace

import pytest

from casework.cases import State
from casework.councils import Role
from store import bench
from store.database import Connection
from tests.build import a_case, a_decision, at, moved
from tests.casework.life import BENCH
from tests.desk.office import FINDING, Browser, Office, Page, council

HERE = "/cases/BN-7K4Q"


def on(name: str, day: str) -> dict[str, str]:
    """A date as its three boxes are filled in."""
    year, month, number = day.split("-")
    return {f"{name}-day": number, f"{name}-month": month, f"{name}-year": year}


async def register(office: Office) -> None:
    def work(db: Connection) -> None:
        for each in BENCH:
            bench.keep(db, "bnes", each)

    await office.database.transact(work)


async def open_case(office: Office) -> None:
    case = moved(a_case(council()), a_decision("verify", "2026-03-04 10:00", how="rang"), council())
    await office.keeps(case)
    await register(office)


async def step(office: Office, who: str, when: str, form: str, **typed: str | list[str]) -> Browser:
    """One form of the case's page, sent at that time by somebody who signed in for it; it must be taken."""
    office.now.at = at(when)
    browser = await office.signed_in(who)
    await browser.get(HERE)
    answer = await browser.send(form, **typed)
    assert answer.status == 303, (form, answer.errors)
    await browser.get(HERE)
    return browser


async def shown_to(office: Office, who: str) -> Page:
    """The case as somebody sees it now."""
    return await (await office.signed_in(who)).get(HERE)


@pytest.mark.rule("R323", "R325", "R329", "R334", "R337")
async def test_a_complaint_goes_through_the_panel_at_the_desk(office: Office) -> None:
    await open_case(office)
    await step(office, "dan", "2026-03-13 15:00", "respond", **FINDING)
    await step(office, "dan", "2026-04-01 10:00", "ask_stage_2")
    for person, role in (("ruth", Role.IO), ("omar", Role.IP)):
        await step(office, "dan", "2026-04-02 10:00", "appoint", expert=person, role=role, interest="no")
    await step(office, "dan", "2026-04-02 11:00", "introduce")
    await step(office, "dan", "2026-04-10 10:00", "send_statement", point_1="She cancelled.", wanted_plain="one worker")
    assert "the list of points is with them" in (await shown_to(office, "dan")).words
    await step(office, "dan", "2026-04-21 10:00", "statement_agreed", **on("agreed_on", "2026-04-20"))
    shown = await shown_to(office, "dan")
    assert "The Stage 2 report and decision: Wednesday 27 May" in shown.words
    await step(office, "dan", "2026-05-11 10:00", "reports_in", **on("reports_on", "2026-05-11"))
    await step(office, "dan", "2026-05-12 10:00", "appoint", expert="hana", role=Role.AO, interest="no")
    await step(office, "dan", "2026-05-21 10:00", "adjudicate", **FINDING)
    await step(office, "dan", "2026-06-09 10:00", "ask_panel", **on("asked_on", "2026-06-08"))
    for person, role in (("ada", Role.CHAIR), ("bo", Role.PANEL), ("cy", Role.PANEL)):
        await step(office, "dan", "2026-06-10 10:00", "appoint_panel", expert=person, role=role, interest="no")
    await step(office, "dan", "2026-06-11 10:00", "set_panel_date", **on("panel_date", "2026-07-10"))
    await step(office, "dan", "2026-06-25 10:00", "papers_sent", **on("papers_on", "2026-06-25"))
    await step(office, "dan", "2026-07-13 10:00", "panel_held", **on("held_on", "2026-07-10"))
    await step(
        office, "dan", "2026-07-20 10:00", "findings_in", recommendations="An apology.", **on("report_on", "2026-07-17")
    )
    await step(office, "dan", "2026-08-05 10:00", "respond_panel", ip_view="Agrees.", **FINDING)
    case = await office.case()
    assert [(each.stage, each.state) for each in case.stages] == [
        ("stage1", State.CLOSED), ("stage2", State.CLOSED), ("stage3", State.CLOSED),
    ]  # fmt: skip
    assert "email.close_stage3" in await office.queued()


async def test_what_may_be_done_stands_under_headings_and_a_step_refused_keeps_what_was_typed(office: Office) -> None:
    await open_case(office)
    office.now.at = at("2026-03-05 10:00")
    dan = await office.signed_in("dan")
    shown = await dan.get(HERE)
    headings = shown.all("h3.group")
    assert headings[0] == "This stage" and "What only a person decides" in headings
    refused = await dan.send("ask_late", why="in hospital", **on("event_date", "2026-01-05"))
    assert refused.status == 422 and "in time" in refused.words
    assert refused.value("#ask_late-why") == "in hospital"


@pytest.mark.rule("R272", "R275")
async def test_a_question_that_waits_says_for_whom_until_when_and_what_happens_otherwise(office: Office) -> None:
    await open_case(office)
    await step(office, "mina", "2026-03-05 10:00", "ask_skip", why="they do not trust the team")
    shown = await shown_to(office, "mina")
    assert "Deciding whether it goes straight to Stage 2" in shown.words
    assert "Waits for the complaints manager since Thursday 5 March, until Thursday 12 March." in shown.words
    assert "If nobody decides, it stays at Stage 1 (R275)" in shown.words
    assert not shown.html.css("#to-decline_skip"), "an officer asks, the manager decides"
    await step(
        office,
        "dan",
        "2026-03-06 10:00",
        "decline_skip",
        reason_plain="the team has begun",
        what_we_will_do="answer you",
    )
    assert "letter.refused" in await office.queued()


@pytest.mark.rule("R231")
async def test_points_are_held_one_by_one_at_the_desk(office: Office) -> None:
    case = moved(a_case(council()), a_decision("verify", "2026-03-04 10:00", how="rang"), council())
    first = case.issues[0]
    await office.keeps(replace(case, issues=(first, replace(first, number=2, text="the report lied"))))
    told: dict[str, str | list[str]] = {
        "held_points": ["2"], "proceedings": "a court", "why": "a hearing", "legal_view": "agreed",
        "parts_no": "the report", "parts_ok": "how you were spoken to",
    }  # fmt: skip
    await step(office, "dan", "2026-03-09 10:00", "hold", **told)
    dan = await office.signed_in("dan")
    assert "(it waits)" in (await dan.get(f"{HERE}/lift_hold")).words
    await step(office, "dan", "2026-04-01 10:00", "lift_hold", held_points=["2"], parts_ok="the report")
    assert {each.due.isoformat() for each in (await office.case()).clocks if each.name == "s1_statutory"} == {
        "2026-03-16", "2026-04-10",
    }  # fmt: skip
