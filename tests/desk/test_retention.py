"""What may be forgotten is looked at, approved or stopped by a named person; what they may see, and nothing else."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from casework.alarms import Level
from casework.cases import Case, StageRow, State
from casework.contacts import Standing
from casework.labels import Procedure, Service
from store import cases
from store.database import Connection
from store.retention import going, words
from tests import build
from tests.build import at
from tests.desk.office import COMPLAINT, Browser, Office, a_contact, an_alarm, council

OLD = StageRow(
    "stage1", "statutory", State.CLOSED, date(2015, 3, 2), date(2015, 3, 2), responded=date(2015, 3, 12),
    closed=date(2015, 3, 12),
)  # fmt: skip


def long_closed(reference: str = "BN-7K4Q", **other: Any) -> Case:
    """A case about no child's service that was closed eleven years ago."""
    case = build.a_case(council(), build.a_contact(council(), reference=reference, id=f"contact/{reference}"))
    issue = replace(case.issues[0], service=Service.OTHER_COUNCIL_SERVICE)
    usual: dict[str, Any] = {
        "stages": (OLD,), "clocks": (), "decisions": (), "wake_at": None, "issues": (issue,),
        "received": at("2015-03-02 09:00"), "procedure": Procedure.CORPORATE, "version": 0, "contact": "",
        "messages": (),
    }  # fmt: skip
    return replace(case, **usual | other)


async def ticked(browser: Browser, *names: str) -> int:
    await browser.get("/retention")
    return (await browser.send("approve", may_go=list(names))).status


async def approved(office: Office) -> list[tuple[str, str, str]]:
    every = await office.database.look(lambda db: words.approved(db, "bnes"))
    return [(each.about, each.row, each.by) for each in every]


@pytest.mark.rule("R906")
async def test_a_manager_approves_what_is_due_and_the_record_says_who(office: Office) -> None:
    await office.keeps(long_closed(), long_closed("BN-2222", received=at("2025-03-02 09:00"), stages=(
        replace(OLD, closed=date(2025, 3, 12), responded=date(2025, 3, 12)),)))  # fmt: skip
    dan = await office.signed_in("dan")
    page = await dan.get("/retention")
    assert page.all("h1") == ["What may be forgotten: 1"] and "BN-2222" not in page.words
    assert "6 years" in page.words and "R906" in page.words
    assert await ticked(dan, "case BN-7K4Q") == 303
    assert await approved(office) == [("BN-7K4Q", "complaint", "dan")]
    assert ("dan", "approved forgetting", "BN-7K4Q") in await office.record()
    assert "Approved by Dan Marsh" in (await dan.get("/retention")).words
    await dan.get("/retention/BN-7K4Q")
    assert (await dan.send("back")).status == 303
    assert await approved(office) == []
    assert await ticked(dan, "case BN-7K4Q", "case BN-2222") == 422, "what is not due cannot be slipped in"
    assert await approved(office) == []


@pytest.mark.rule("R916")
async def test_what_a_person_puts_on_hold_after_it_was_approved_is_kept(office: Office) -> None:
    await office.keeps(long_closed())
    dan = await office.signed_in("dan")
    await ticked(dan, "case BN-7K4Q")
    await dan.get("/retention/BN-7K4Q")
    assert (await dan.send("hold", why="")).errors == {"hold-why": "Write why it must be kept."}
    assert (await dan.send("hold", why="A claim in the county court.")).status == 303
    page = await dan.get("/retention")
    assert "Time is over, and kept all the same: 1" in page.words and "legal hold" in page.words

    def forget(db: Connection) -> tuple[list[str], Case | None]:
        done = going.go(db, office.desk.council, words.approved(db, "bnes"), office.now())
        return [each.kept for each in done], cases.one(db, "bnes", "BN-7K4Q")

    kept, there = await office.database.transact(forget)
    assert "legal hold" in kept[0] and there is not None
    assert "once that is lifted it goes" in (await dan.get("/retention/BN-7K4Q")).words
    await dan.send("lift")
    kept, there = await office.database.transact(forget)
    assert (kept, there) == ([""], None)
    gone = await office.database.look(lambda db: words.tombstones(db, "bnes", limit=10))
    assert [(each.by, each.rule, each.row) for each in gone] == [("dan", "R906", "complaint")]
    page = await dan.get("/retention")
    assert "Only this is left of them" in page.words and "Nothing’s time is over." in page.words


@pytest.mark.rule("R916")
async def test_a_hold_on_everything_stops_all_of_it(office: Office) -> None:
    await office.keeps(long_closed())
    dan = await office.signed_in("dan")
    await dan.get("/retention")
    assert (await dan.send("hold", do="hold", why="The inquiry.")).status == 303
    page = await dan.get("/retention")
    assert "Everything is under a legal hold" in page.words and page.all("h1") == ["What may be forgotten: 0"]
    assert (await dan.post("/retention/hold", token=await dan.token(), do="lift")).status == 303
    assert (await dan.get("/retention")).all("h1") == ["What may be forgotten: 1"]


@pytest.mark.rule("R906")
async def test_a_birthday_that_somebody_types_in_is_counted_from(office: Office) -> None:
    await office.keeps(long_closed(procedure=Procedure.STATUTORY, issues=build.a_case(council()).issues))
    dan = await office.signed_in("dan")
    where = (await dan.get("/retention?of=BN-7K4Q")).where
    assert where in [str(each.attributes["href"]) for each in (await dan.get("/cases/BN-7K4Q")).html.css("main a")]
    assert "nobody has said when" in (await dan.get(where)).words
    born = {"born-day": "1", "born-month": "5", "born-year": "2000"}
    assert (await dan.send("said", **born)).status == 303
    page = await dan.get("/retention/BN-7K4Q")
    assert "1 May 2025" in page.words and page.value("[name=born-year]") == "2000"
    assert (await dan.get("/retention")).all("h1") == ["What may be forgotten: 1"]


@pytest.mark.rule("R905", "R911")
async def test_somebody_who_asks_can_be_forgotten_early_once_a_manager_has_looked(office: Office) -> None:
    recent = long_closed(stages=(replace(OLD, closed=date(2026, 2, 2)),))
    await office.keeps(recent)
    dan = await office.signed_in("dan")
    await dan.get("/retention/BN-7K4Q")
    assert set((await dan.send("early", request="")).errors) == {"early-request", "early-sure-1"}
    refused = await dan.send("early", request="Kit Moss rang us", sure="yes")
    assert refused.status == 422 and "There is no case of that reference" in refused.words
    assert await approved(office) == [], "a name that somebody types there stands in no table"
    await office.keeps(long_closed("BN-9999"))
    await dan.get("/retention/BN-7K4Q")
    assert (await dan.send("early", request="bn-9999", sure="yes")).status == 303
    assert await approved(office) == [("BN-7K4Q", "asked", "dan")]
    assert "Approved because somebody asked: 1" in (await dan.get("/retention")).words


@pytest.mark.rule("R602", "R904", "R115")
async def test_nobody_is_shown_here_what_they_may_not_see(office: Office) -> None:
    about_dan = long_closed(excluded=frozenset({"dan"}))
    alleged = long_closed("BN-3333", procedure=Procedure.LADO)
    await office.keeps(about_dan, alleged)
    dan, lena, hana = [await office.signed_in(each) for each in ("dan", "lena", "hana")]
    assert "BN-" not in (await dan.get("/retention")).words
    assert (await dan.get("/retention/BN-7K4Q")).status == (await dan.get("/retention/BN-3333")).status == 404
    await dan.get("/retention")
    assert (await dan.post("/retention", token=await dan.token(), may_go="case BN-7K4Q")).status == 422
    assert "BN-3333" in (await lena.get("/retention")).words and "BN-7K4Q" not in (await lena.get("/retention")).words
    assert "BN-7K4Q" in (await hana.get("/retention")).words, "whoever stands above the manager complained of"


@pytest.mark.rule("R910", "R914")
async def test_what_nobody_has_decided_about_and_what_rang_an_alarm_is_not_due_with_what_is_not_for_us(
    office: Office,
) -> None:
    waiting = a_contact()
    aside = [
        replace(a_contact(text, reference=reference, id=f"contact/{reference}"), standing=Standing.SET_ASIDE)
        for text, reference in (("Cheap loans.", "BN-3333"), ("He hit me.", "BN-4444"))
    ]
    await office.keeps(waiting, *aside, an_alarm(aside[1], level=Level.HARM))
    office.now.go(days=400)
    page = await (await office.signed_in("dan")).get("/retention")
    assert "BN-3333" in page.words and "R914" in page.words
    assert "BN-7K4Q" not in page.words and "BN-4444" not in page.words


@pytest.mark.rule("R916")
async def test_a_hold_on_a_message_is_its_cases_when_somebody_opens_or_joins_it(office: Office) -> None:
    other = a_contact(reference="BN-6666", id="contact/BN-6666", message={"name": "message/6666"})
    await office.keeps(a_contact(), other, long_closed("BN-5555"))
    dan, mina = await office.signed_in("dan"), await office.signed_in("mina")
    for reference in ("BN-7K4Q", "BN-6666"):
        await dan.get(f"/retention/{reference}")
        assert (await dan.send("hold", why=f"The court has {reference}.")).status == 303
    await mina.get("/contacts/BN-7K4Q")
    assert (await mina.send("/contacts/BN-7K4Q/open", **COMPLAINT)).status == 303
    await mina.get("/contacts/BN-6666")
    assert (await mina.send("/contacts/BN-6666/join", case="BN-5555", why="The same.")).status == 303
    for reference, of in (("BN-7K4Q", "BN-7K4Q"), ("BN-5555", "BN-6666"), ("BN-6666", "BN-6666")):
        assert f"The court has {of}." in (await dan.get(f"/retention/{reference}")).words
    page = await dan.get("/retention")
    assert page.all("h1") == ["What may be forgotten: 0"] and "Time is over, and kept all the same: 1" in page.words
    await dan.get("/retention/BN-6666")
    assert (await dan.send("lift")).status == 303
    assert "The court has" not in (await dan.get("/retention/BN-5555")).words, "its message is kept as the case is"
