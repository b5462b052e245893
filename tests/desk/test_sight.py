"""Whoever is complained of sees nothing of it, anywhere; a manager their own; who is rung, what rang."""

from dataclasses import replace

import pytest

from casework.alarms import Level
from casework.cases import Case
from casework.changes import Change
from casework.chase import chase
from casework.councils import Role, Staff
from casework.labels import Procedure
from casework.letters import write
from casework.messages import Address, Channel
from desk import sight
from desk.access import Visit
from store import changes, outbox, people
from tests import build
from tests.desk.office import COMPLAINT, Office, a_contact, an_alarm, council

REFERENCE = "BN-7K4Q"
EVERYWHERE = ("/tray", "/cases", "/safety", f"/contacts/{REFERENCE}", f"/cases/{REFERENCE}")


async def a_case_about(office: Office, *staff: str) -> None:
    """A case in which these people are complained of."""
    await office.keeps(a_contact("They shouted at me."))
    dan = await office.signed_in("dan")
    await dan.get(f"/contacts/{REFERENCE}")
    assert (await dan.send("open", **(COMPLAINT | {"complained_of": list(staff)}))).status == 303


@pytest.mark.rule("R602", "R708")
async def test_an_officer_complained_of_finds_the_case_nowhere_and_can_do_nothing_to_it(office: Office) -> None:
    await a_case_about(office, "mina", "tom")
    letter = write(
        "email.hold_adult", Address(Channel.EMAIL, "gone@family.example"), council="bnes", about=REFERENCE,
        reference=REFERENCE, now=office.now(), facts={},
    )  # fmt: skip
    await office.database.transact(lambda db: changes.save(db, Change(letters=(letter,)), office.now()))
    await office.database.transact(lambda db: outbox.failed(db, letter, office.now(), why="no such mailbox"))
    before = await office.case()
    mina, dan = await office.signed_in("mina"), await office.signed_in("dan")
    for path in EVERYWHERE:
        assert REFERENCE not in (await mina.get(path)).words.replace(path, "")
        assert "They shouted" not in (await mina.get(path)).words
    assert "no such mailbox" in (await dan.get("/tray")).words
    token = await mina.token()
    for move in ("reassign", "verify", "withdraw", "respond"):
        page = await mina.post(
            f"/cases/{REFERENCE}/{move}", token=token, stand=await office.stand(before, "mina"), how="x", why="x"
        )
        assert (page.status, page.all("h1")) == (404, ["Nothing here that you can open"])
    assert (await mina.post(f"/contacts/{REFERENCE}/open", token=token, **COMPLAINT)).status == 404
    assert await office.case() == before
    assert not [did for who, did, about in await office.record() if who == "mina" and about == REFERENCE]


@pytest.mark.rule("R708")
async def test_an_alarm_about_a_worker_hides_the_message_from_them_their_line_and_their_team(office: Office) -> None:
    contact = a_contact("Dan hit me")
    rung = an_alarm(contact, Level.STAFF, excluded=frozenset({"dan", "hana", "rosa"}))
    await office.keeps(contact, rung)
    for out in ("dan", "hana", "rosa"):
        browser = await office.signed_in(out)
        for path in EVERYWHERE:
            page = await browser.get(path)
            assert REFERENCE not in page.words.replace(path, "")
        name = rung.name.partition("/")[2]
        token = await browser.token()
        assert (await browser.post(f"/alarms/{name}", token=token, do="have", seen="")).status == 404
    assert (await office.alarm(rung.name)).acknowledged is None
    mina = await office.signed_in("mina")
    assert "Dan hit me" in (await mina.get(f"/contacts/{REFERENCE}")).words


@pytest.mark.rule("R708", "R717")
async def test_they_stay_out_after_the_alarm_is_closed_unless_it_was_false(office: Office) -> None:
    contact = a_contact("Dan hit me")
    rung = an_alarm(contact, Level.STAFF, excluded=frozenset({"dan"}))
    await office.keeps(contact, rung)
    dan = await office.signed_in("dan")
    closed = replace(rung, acknowledged=office.now(), acknowledged_by="mina", closed=office.now(), outcome="LADO: told")
    await office.keeps(closed)
    assert (await dan.get(f"/contacts/{REFERENCE}")).status == 404


@pytest.mark.rule("R717")
async def test_a_false_alarm_keeps_nobody_out(office: Office) -> None:
    contact = a_contact("Dan is my little brother. He hit the ball.")
    rung = an_alarm(contact, Level.STAFF, excluded=frozenset({"dan"}))
    await office.keeps(contact, rung)
    await office.keeps(replace(rung, closed=office.now(), outcome="false alarm: a child of the same name"))
    dan = await office.signed_in("dan")
    assert (await dan.get(f"/contacts/{REFERENCE}")).status == 200


@pytest.mark.rule("R526")
async def test_a_manager_sees_their_own_cases_a_team_manager_those_of_their_people_and_others_none(
    office: Office,
) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get(f"/contacts/{REFERENCE}")
    await mina.send("open", **COMPLAINT)
    for staff, sees in (
        ("priya", True),
        ("tom", True),
        ("hana", False),
        ("dee", False),
        ("pat", False),
        ("femi", False),
    ):
        browser = await office.signed_in(staff)
        assert ((await browser.get(f"/cases/{REFERENCE}")).status == 200) is sees, staff
        assert (REFERENCE in (await browser.get("/cases")).words) is sees, staff
    priya = await office.signed_in("priya")
    page = await priya.get(f"/cases/{REFERENCE}")
    assert page.all("ul.tasks a") == ["Propose something to learn from it"]
    assert "Send what you find to the complaints team" in page.words
    assert (await priya.get(f"/contacts/{REFERENCE}")).status == 403
    await mina.get(f"/cases/{REFERENCE}")
    assert (await mina.send("reassign", handler="tom")).status == 303
    hana = await office.signed_in("hana")
    assert (await hana.get(f"/cases/{REFERENCE}")).status != 200, "a head of service reads figures, and no case (R526)"


@pytest.mark.rule("R526", "R626", "R628")
async def test_a_chase_leads_those_above_to_an_outline_and_no_word_of_the_family(office: Office) -> None:
    await office.keeps(a_contact("They shouted at me, says Sam."))
    mina = await office.signed_in("mina")
    await mina.get(f"/contacts/{REFERENCE}")
    await mina.send("open", **COMPLAINT)
    office.now.at = build.at("2026-03-23 08:31")
    case = await office.case()
    late = chase(case, office.desk.council, office.now())
    assert {each.staff for each in late.letters} >= {"dee", "hana", "dan"}
    await office.database.transact(lambda db: changes.save(db, late, office.now()))
    await office.hires(Staff("gus", "Gus Orr", frozenset({Role.HOS}), "gus@council.example"))
    for staff in ("dee", "hana"):
        page = await (await office.signed_in(staff)).get(f"/cases/{REFERENCE}")
        assert (page.status, "Late, 5 working days" in page.words, "Monday 16 March" in page.words) == (200, True, True)
        assert not [said for said in ("shouted", "Sam", "cancelled", "sam@") if said in page.words]
        assert not page.html.css("main form") and (staff, "opened", REFERENCE) in await office.record()
    for staff in ("gus", "femi", "pat"):
        assert (await (await office.signed_in(staff)).get(f"/cases/{REFERENCE}")).status == 404, staff


@pytest.mark.rule("R602", "R526")
async def test_those_above_who_are_complained_of_since_see_no_outline(office: Office) -> None:
    await a_case_about(office, "hana")
    letter = write(
        "staff.chase_due_today", Address(Channel.EMAIL, "hana@council.example"), council="bnes", about=REFERENCE,
        reference=REFERENCE, now=office.now(), facts={}, staff="hana",
    )  # fmt: skip
    await office.database.transact(lambda db: changes.save(db, Change(letters=(letter,)), office.now()))
    assert (await (await office.signed_in("hana")).get(f"/cases/{REFERENCE}")).status == 404


@pytest.mark.rule("R706", "R526")
async def test_who_is_rung_reads_the_message_while_the_alarm_is_open_and_decides_nothing_about_it(
    office: Office,
) -> None:
    contact = a_contact("hes got a knife")
    rung = an_alarm(contact)
    await office.keeps(contact, rung)
    for staff in ("femi", "rosa", "dee"):
        browser = await office.signed_in(staff)
        assert (await browser.get("/")).where == "/safety"
        assert REFERENCE in (await browser.get("/safety")).words
        assert (await browser.get(f"/cases/{REFERENCE}")).where == f"/contacts/{REFERENCE}"
        page = await browser.read(f"/contacts/{REFERENCE}")
        assert "hes got a knife" in page.words
        assert not page.html.css("form#open, form#aside")
        assert build.FAMILY.value not in page.words
    lena = await office.signed_in("lena")
    assert (await lena.get(f"/contacts/{REFERENCE}")).status == 404  # the LADO hears of allegations only
    await office.keeps(replace(rung, closed=office.now(), outcome="police: they went"))
    for staff in ("femi", "rosa", "dee"):
        assert (await (await office.signed_in(staff)).get(f"/contacts/{REFERENCE}")).status == 404


@pytest.mark.rule("R708")
async def test_the_lado_hears_of_an_allegation(office: Office) -> None:
    contact = a_contact("my social worker hit me")
    await office.keeps(contact, an_alarm(contact, Level.STAFF))
    lena = await office.signed_in("lena")
    assert "hit me" in (await lena.read(f"/contacts/{REFERENCE}")).words


async def test_somebody_on_the_rota_by_name_is_let_in_without_the_role(office: Office) -> None:
    contact = a_contact("hes got a knife")
    await office.keeps(contact, an_alarm(contact))
    rosa = next(each for each in office.desk.council.staff if each.id == "rosa")
    await office.database.transact(lambda db: people.change(db, "bnes", replace(rosa, roles=frozenset())))
    browser = await office.signed_in("rosa")
    assert (await browser.get("/safety")).status == 200
    assert "knife" in (await browser.read(f"/contacts/{REFERENCE}")).words


@pytest.mark.rule("R904")
async def test_opening_a_message_or_a_case_is_on_the_record_and_a_list_is_not(office: Office) -> None:
    await office.keeps(a_contact())
    mina = await office.signed_in("mina")
    await mina.get("/tray")
    await mina.get("/cases")
    assert [each for each in await office.record() if each[1] == "opened"] == []
    await mina.get(f"/contacts/{REFERENCE}")
    await mina.send("open", **COMPLAINT)
    await mina.get(f"/cases/{REFERENCE}")
    assert [each for each in await office.record() if each[1] == "opened"] == [("mina", "opened", REFERENCE)] * 2


@pytest.mark.rule("R904")
async def test_a_safeguarding_record_is_opened_for_a_reason_that_stays_on_record(office: Office) -> None:
    contact = a_contact("hes got a knife")
    rung = an_alarm(contact)
    await office.keeps(contact, rung)
    femi = await office.signed_in("femi")
    asked = await femi.get(f"/contacts/{REFERENCE}")
    assert asked.all("h1") == [f"Why do you open {REFERENCE}?"] and "knife" not in asked.answer.text
    assert (await femi.send("reason", why="")).errors == {"reason-why": "Choose why you open it."}
    assert (await femi.send("reason", why="asked for advice")).where == f"/contacts/{REFERENCE}"
    assert "knife" in (await femi.get(f"/contacts/{REFERENCE}")).words
    assert ("femi", "gave a reason: asked for advice", REFERENCE) in await office.record()
    office.now.go(hours=9)
    femi, rosa = await office.signed_in("femi"), await office.signed_in("rosa")
    assert "Why do you open" in (await femi.get(f"/contacts/{REFERENCE}")).words
    await rosa.get("/safety")
    await rosa.send(f"/alarms/{rung.name.partition('/')[2]}", do="have")
    assert "knife" in (await rosa.get(f"/contacts/{REFERENCE}")).words, "who has the alarm is not stopped"


@pytest.mark.rule("R115", "R904")
async def test_an_allegation_is_opened_by_the_lado_alone_and_for_a_reason(office: Office) -> None:
    await office.keeps(a_contact("He grabbed her."))
    mina, lena = await office.signed_in("mina"), await office.signed_in("lena")
    await mina.get(f"/contacts/{REFERENCE}")
    done = await mina.send("open", **(COMPLAINT | {"procedure": "lado"}))
    assert done.where == f"/cases/{REFERENCE}", done.words
    shut = await mina.get(f"/cases/{REFERENCE}")
    assert (shut.status, shut.all("h1")) == (403, ["Only the LADO opens this"])
    assert (await mina.get(f"/contacts/{REFERENCE}")).status == 404
    assert REFERENCE not in (await mina.get("/cases")).words
    await mina.get("/search")
    assert "0 found" in (await mina.send("search", words="cancelled")).words
    assert "Why do you open" in (await lena.get(f"/cases/{REFERENCE}")).words
    assert "He grabbed her." in (await lena.read(f"/cases/{REFERENCE}")).words
    assert REFERENCE in (await lena.get("/cases")).words


@pytest.mark.rule("R115", "R526")
async def test_beside_a_case_its_manager_reads_of_no_other_that_is_not_theirs_and_the_team_of_each(
    office: Office,
) -> None:
    theirs = build.a_case(council())
    bare = replace(theirs, contact="", messages=(), handler="mina")
    others, alleged = replace(bare, reference="BN-2222"), replace(bare, reference="BN-3333", procedure=Procedure.LADO)
    await office.keeps(replace(theirs, links=(others.reference, alleged.reference)), others, alleged)
    said = {who: (await (await office.signed_in(who)).get(f"/cases/{REFERENCE}")).words for who in ("priya", "dan")}
    assert "BN-2222" not in said["priya"] and "BN-3333" not in said["priya"]
    assert "BN-2222" in said["dan"] and "BN-3333" in said["dan"], "the team is told with whom it lies"


@pytest.mark.rule("R247", "R526", "R706")
def test_those_above_an_accused_manager_read_it_and_who_is_rung_what_rang_until_it_is_closed() -> None:
    council = build.profile("bnes")
    others = [Staff(role.lower(), role, frozenset({role})) for role in (Role.FD, Role.RM)]
    everybody = {each.id: each for each in (*council.staff, *others)}
    plain = build.a_case(council)

    def readers(one: Case) -> set[str]:
        seen = (Visit(each, "", "", each.roles) for each in everybody.values())
        return {visit.staff.id for visit in seen if sight.case(one, visit, council)}

    assert readers(plain) == {"mina", "dan", "priya", "tom"}
    assert readers(replace(plain, excluded=frozenset({"dan"}))) == {"mina", "priya", "tom", "hana", "dee"}
    rung = an_alarm(build.a_contact(council), Level.IMMEDIATE)
    assert readers(replace(plain, alarms=(rung,))) - readers(plain) == {"fd", "hana", "dee"}
    assert readers(replace(plain, alarms=(replace(rung, closed=rung.raised),))) == readers(plain)
