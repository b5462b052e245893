"""One person's data for a request: theirs and all of it, others marked, allegations left out and said, each look on
record with its reason.
"""

import email
import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from email import policy
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote

import pytest

from casework.alarms import Level
from casework.cases import Case, Decision
from casework.changes import Change
from casework.contacts import Reason
from casework.labels import Kind, Sender
from casework.messages import Address, Channel, Post
from casework.people import Part, Person
from casework.records.retention import Hold, KeptAs
from intake.parsing import message
from store import changes, inbox, outbox
from store.database import Connection
from store.retention import words
from store.retention.words import CASE
from tests import build
from tests.build import FAMILY, at
from tests.desk.office import Browser, Office, Page, a_contact, a_suggestion, an_alarm, council
from tests.desk.test_enclosed import a_mail
from tests.store.examples import a_letter

ASKS = {"who": "Sam@family.example", "why": "they asked for it", "request": "BN-9999"}


def a_case(reference: str, **other: Any) -> Case:
    """A case of no message."""
    case = build.a_case(council(), a_contact(reference=reference, id=f"contact/{reference}"))
    return replace(case, **{"contact": "", "messages": ()} | other)


async def held(office: Office) -> None:
    """Sam's complaint with a letter and files, a case in which Sam is only a father, an allegation; and the request."""
    passed_on = email.message_from_bytes(a_mail(), policy=policy.default)
    assert isinstance(passed_on, EmailMessage)
    passed_on.add_attachment(EmailMessage())
    raw = passed_on.as_bytes()
    understood = replace(
        message(raw, post="post/files", received=at("2026-03-02 09:00")), sender=FAMILY, sender_name="Sam Hill",
        text="My worker Mrs Jones never came.",
    )  # fmt: skip
    post = Post("post/files", "bnes", Channel.EMAIL, "mailbox", "1", understood.received, raw)
    await office.database.transact(lambda db: inbox.keep(db, post))
    contact = replace(a_contact(), messages=(understood,), sender=FAMILY)
    told = Decision("BN-7K4Q", "verify", "dan", "CM", at("2026-03-04 09:00"), "R524", facts={"how": "rang Sam Hill"})
    told = replace(told, facts={**told.facts, "complained_of": "priya|tom"})
    case = replace(build.a_case(council(), contact), decisions=(told,))
    other = Person(Address(Channel.EMAIL, "mo@family.example"), Sender.PARENT, "Mo Reed")
    father = a_case("BN-2222", people=(other, Person(FAMILY, Sender.PARENT, part=Part.OTHER_PARENT)))
    father = replace(father, decisions=(replace(told, facts={"how": "rang Kit"}),))
    alleging = a_contact("Dan hit me.", reference="BN-3333", id="contact/3333")
    request = a_case("BN-9999", kind=Kind.INFORMATION_REQUEST, people=(other,))
    await office.keeps(contact, case, father, alleging, an_alarm(alleging, Level.STAFF), request)

    def sent(db: Connection) -> None:
        letter = a_letter(to=FAMILY, about="BN-7K4Q")
        alert = a_letter(words="staff.safeguarding_alert", staff="rosa", about="BN-7K4Q")
        changes.save(db, Change(cases=(), letters=(letter, alert)), office.now())
        outbox.sent(db, letter, office.now(), words_sent="Dear Sam, Priya Holt will write. Call 999.", far_id="")
        outbox.sent(db, alert, office.now(), words_sent="URGENT: somebody may be at risk.", far_id="")

    await office.database.transact(sent)


async def shown(browser: Browser, **more: str) -> Page:
    await browser.get("/one-person")
    return await browser.send("person", **ASKS | {"do": "look"} | more)


@pytest.mark.rule("R905")
async def test_whoever_wrote_for_years_is_handed_all_of_it(office: Office) -> None:
    await held(office)
    many = [
        a_contact(f"My day {day}.", reference=f"BN-{day}", id=f"contact/{day}", message={"name": f"message/{day}"})
        for day in range(2000, 2205)
    ]
    await office.keeps(*(replace(each, sender=FAMILY) for each in many))
    page = await shown(await office.signed_in("dan"))
    assert [day for day in range(2000, 2205) if f"BN-{day}" not in page.words] == []


@pytest.mark.rule("R905", "R904", "R526", "R115")
async def test_all_of_one_persons_is_put_together_and_others_are_marked(office: Office) -> None:
    await held(office)
    dan = await office.signed_in("dan")
    page = await shown(dan)
    assert page.status == 200 and "Letter sent" in page.words and "2 left out" in page.words
    assert "Letter about an alarm" in page.words
    assert "it holds an allegation" in page.words.lower()
    answer = (await dan.client.post("/one-person", data={**ASKS, "do": "take", "token": await dan.token()})).content
    with zipfile.ZipFile(io.BytesIO(answer)) as folder:
        names = folder.namelist()
        said = "\n".join(
            folder.read(name).decode() for name in names if name.endswith((".txt", ".html")) and " - " not in name
        )
        assert [name for name in names if "notes.txt" in name] and "covering list.html" in names
        assert [name for name in names if name.endswith(".eml")], "a mail that was passed on can be opened"
        led = re.findall(r'href="([^"]*)"', folder.read("covering list.html").decode())
        assert sorted(map(unquote, led)) == sorted({*names} - {"covering list.html"}), (
            "each paper can be opened from it"
        )
    assert "[[SOMEBODY ELSE? Mrs Jones]]" in said and "[[SOMEBODY ELSE? Priya Holt]]" in said
    assert "complained of: [[SOMEBODY ELSE? Priya Holt]], [[SOMEBODY ELSE? Tom Reed]]" in said
    assert "URGENT" not in said, "what an alarm said to staff is for the safeguarding lead to hand out"
    assert "Sam Hill" in said and "SOMEBODY ELSE? Sam" not in said
    assert "Kit" not in said, "in a case of somebody else's they get what they wrote, and no more"
    assert "Dan hit me" not in said and "the LADO says what may be handed out" in said
    assert ("dan", "took all of one person’s, because they asked for it: BN-9999", "BN-7K4Q") in await office.record()


@pytest.mark.rule("R905")
async def test_mistakes_are_said_and_nobody_else_may_ask(office: Office) -> None:
    await held(office)
    pat, mina = await office.signed_in("pat"), await office.signed_in("mina")
    assert (await mina.get("/one-person")).status == 403
    assert "One person’s data" in (await pat.get("/cases")).all("nav a")
    page = await shown(pat, who="", why="", request="")
    assert set(page.errors) == {"person-who", "person-why", "person-request"}
    assert "There is no case of that reference" in (await shown(pat, request="BN-0000")).words
    assert "Nothing is held" in (await shown(pat, who="nobody@family.example")).words
    assert (await shown(pat)).status == 200


@pytest.mark.rule("R602", "R708")
async def test_what_names_whoever_prepares_it_is_not_there_for_them(office: Office) -> None:
    await held(office)
    named = replace(a_contact("Pat did it.", reference="BN-4444", id="contact/4444"))
    await office.keeps(named, an_alarm(named, Level.STAFF, excluded=frozenset({"pat"})))
    assert "3 left out" in (await shown(await office.signed_in("dan"))).words
    assert "2 left out" in (await shown(await office.signed_in("pat"))).words


@pytest.mark.rule("R526", "R905")
async def test_what_staff_wrote_and_decided_where_somebody_may_be_in_danger_is_left_out_and_listed(
    office: Office,
) -> None:
    await held(office)
    answered = build.a_message("Her sister says he hits them.", by_staff="priya", sender=build.FAMILY)
    mine = a_contact(reference="BN-5555", id="contact/5555")
    rung = a_case("BN-5555", contact=mine.id, messages=(answered,))
    handed = Decision("BN-6666", "hand_over", "dan", "CM", at("2026-03-04 09:00"), "R389", why="Her sister said so.")
    concern = a_case("BN-6666", kind=Kind.CONCERN_ABOUT_CHILD, decisions=(handed,))
    await office.keeps(mine, rung, an_alarm(mine), concern)
    dan = await office.signed_in("dan")
    page = await shown(dan)
    assert page.words.count("It may tell what was done to keep somebody safe") == 2
    answer = (await dan.client.post("/one-person", data={**ASKS, "do": "take", "token": await dan.token()})).content
    with zipfile.ZipFile(io.BytesIO(answer)) as folder:
        assert not [name for name in folder.namelist() if b"sister" in folder.read(name)]


@pytest.mark.rule("R905", "R001", "R916")
async def test_what_the_program_guessed_and_what_was_noted_of_keeping_it_is_theirs_too(office: Office) -> None:
    await held(office)
    guessed = replace(a_suggestion(), because=(Reason("kind", ("cancelled", "Kit Moss")),))
    thanks = replace(a_contact(reference="BN-5555", id="contact/5555"), sender=FAMILY, suggestion=guessed)
    await office.keeps(thanks, replace(await office.contact(), cases=("BN-7K4Q",), decided_with=guessed))

    def said(db: Connection) -> None:
        hold = Hold("dan", at("2026-03-02 09:00").date(), "Her aunt has gone to court.")
        words.say(db, "bnes", CASE, "BN-7K4Q", KeptAs(born=date(2012, 5, 1), hold=hold))

    await office.database.transact(said)
    dan = await office.signed_in("dan")
    assert "whoever put it on says" in (await shown(dan)).words
    answer = (await dan.client.post("/one-person", data={**ASKS, "do": "take", "token": await dan.token()})).content
    with zipfile.ZipFile(io.BytesIO(answer)) as folder:
        papers = {name: folder.read(name).decode() for name in folder.namelist() if name.endswith(".txt")}
    told = [words for name, words in papers.items() if "program guessed" in name]
    assert len(told) == 2 and all("kind: complaint" in each and "who wrote: parent" in each for each in told)
    assert all("cancelled, [[SOMEBODY ELSE? Kit Moss]]" in each for each in told)
    assert [name for name, words in papers.items() if "Born: 1 May 2012" in words and name.startswith("BN-7K4Q")]
    assert not [words for words in papers.values() if "court" in words]
