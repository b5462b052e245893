"""What leads to no case and names somebody who is forgotten goes with them; what names nobody, or another, stays."""

import csv
import io
import zipfile
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from casework.changes import Change
from casework.contacts import Contact, Standing
from casework.messages import Address, Channel
from casework.records.retention import ASKED
from store import changes, published, returned
from store.database import Connection
from store.ledger import keeping
from store.published import Report
from store.retention import going, words
from store.retention.words import CONTACT, Approved
from store.tables import metadata
from tests import build
from tests.store.examples import NOON, a_contact, a_message

COUNCIL = build.profile("bnes")
KIT = Address(Channel.EMAIL, "kit.moss@family.example")
LATER = NOON + timedelta(days=40)


def wrote(db: Connection, called: str = "Kit Moss", who: Address = KIT) -> Contact:
    """Kit wrote; it was set aside."""
    message = replace(a_message(), sender=who, sender_name=called)
    contact = a_contact(message, sender=who, standing=Standing.SET_ASIDE)
    changes.save(db, Change(contacts=(contact,)), NOON)
    return contact


def survey(db: Connection, *said: str) -> None:
    for number, each in enumerate(said):
        answers = {"listened": ("yes",), "words": (each,)}
        returned.thoughts(db, "bnes", answers, procedure="statutory", once=str(number), now=NOON)


def told(db: Connection, *complaints: str, read_by: str = "dan") -> None:
    for number, each in enumerate(complaints):
        cells = ("2025-26", "quality_of_service", each, "We said sorry.", "mina", read_by, "2026-03-02")
        keeping.put(db, "bnes", "examples", {f"example/{number}": cells}, NOON)


def forget(db: Connection, contact: Contact) -> None:
    said = Approved(CONTACT, contact.id, ASKED, "dan", LATER)
    words.approve(db, "bnes", [said])
    (done,) = going.go(db, COUNCIL, [said], LATER)
    assert not done.kept


def everything(db: Connection) -> str:
    return " ".join(repr(row) for table in metadata.sorted_tables for row in db.execute(select(table)))


@pytest.mark.rule("R905", "R923")
def test_the_surveys_words_and_an_example_that_name_them_go_and_what_names_nobody_stays(engine: Engine) -> None:
    with engine.begin() as db:
        contact = wrote(db)
        survey(
            db, "Ask kit  MOSS, she knows.", "Write to kit.moss@family.example please", "Kit rang me, thanks.", "No."
        )
        told(db, "Kit\nMoss had no visit.", "A boy had no visit.", "Kit Mossley had none.")
        forget(db, contact)
        quarters = tuple(returned.quarters(NOON, 1))
        left = [answers for _, answers in returned.returned(db, "bnes", quarters)]
        assert len(left) == 4 and all(each["listened"] == ["yes"] for each in left), "what was ticked counts"
        assert sorted(word for each in left for word in each.get("words", ())) == ["Kit rang me, thanks.", "No."]
        kept = [each.complaint for each in keeping.read_beyond(db, "bnes").examples]
        assert kept == ["A boy had no visit.", "Kit Mossley had none."]
        assert "kit moss" not in everything(db).casefold().replace("kit mossley", "")


@pytest.mark.rule("R905", "R923")
@pytest.mark.parametrize("said", ["Zoë O’Neill-Núñez", "Zoe\u0308 O'Neill\u2011Nu\u0301n\u0303ez", "zoe oneill nunez"])
def test_a_name_goes_however_its_accents_are_written(engine: Engine, said: str) -> None:
    with engine.begin() as db:
        contact = wrote(db, called="Zoë O'Neill-Núñez")
        survey(db, f"Ask {said}.")
        told(db, f"{said} had no visit.", "Zoe had none.")
        forget(db, contact)
        assert said not in everything(db)
        assert [each.complaint for each in keeping.read_beyond(db, "bnes").examples] == ["Zoe had none."]


@pytest.mark.rule("R905")
@pytest.mark.parametrize("said", ["07700900461", "+44 7700 900 461", "(07700) 900461"])
def test_a_telephone_number_goes_however_it_is_written(engine: Engine, said: str) -> None:
    with engine.begin() as db:
        contact = wrote(db, who=Address(Channel.TELEPHONE, "07700 900461"))
        survey(db, f"Ring {said}!", "Ring 07700 9004612.")
        forget(db, contact)
        assert said not in everything(db) and "07700 9004612" in everything(db)


@pytest.mark.rule("R807", "R923")
def test_what_a_published_report_was_made_of_says_them_no_more_and_its_page_stays(engine: Engine) -> None:
    with engine.begin() as db:
        contact = wrote(db)
        told(db, "Kit Moss had no visit.", "A boy had no visit.", read_by="")
        report = Report(0, NOON, "dan", "bnes", date(2025, 4, 1), date(2026, 3, 31), public=True, ours=True, says={})
        faces = {"report.html": b"<p>two examples</p>", **keeping.packed(db, "bnes")}
        number = published.keep(db, "bnes", report, faces)
        told(db, "Kit Moss had no visit.")  # read by somebody since
        forget(db, contact)
        assert published.file(db, "bnes", number, "report.html") == faces["report.html"]
        packed = published.file(db, "bnes", number, "ledger.zip")
        assert packed is not None
        with zipfile.ZipFile(io.BytesIO(packed)) as lines:
            rows = list(csv.DictReader(io.StringIO(lines.read("examples.csv").decode())))
        assert [row["complaint"] for row in rows] == ["", "A boy had no visit."]


def test_of_somebody_who_has_another_matter_here_it_stays_until_the_last_goes(engine: Engine) -> None:
    with engine.begin() as db:
        first, last = wrote(db), wrote(db)
        survey(db, "Ask Kit Moss.")
        for contact, stays in ((first, True), (last, False)):
            forget(db, contact)
            assert ("Ask Kit Moss." in everything(db)) is stays
