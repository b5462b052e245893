"""A letter of ours that came back is a task for an officer, once, and nothing else is."""

from dataclasses import replace
from pathlib import Path

from casework import names
from casework.changes import Change
from casework.letters import Posted, write
from casework.messages import Automatic, Fate
from intake.returned import reported
from store import changes, contacts, outbox, people
from store.database import Database
from store.migrations import migrate
from tests import build
from tests.build import KEYS
from tests.intake.doorway import KEY


async def test_a_bounce_marks_the_letter_and_asks_an_officer_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    council, contact = build.profile("bnes"), build.a_contact(build.profile("bnes"))
    moment = build.at("2026-03-02 10:00")
    letter = write(
        "email.receipt_auto",
        build.FAMILY,
        council="bnes",
        about=contact.id,
        reference=contact.reference,
        now=moment,
        facts={},
    )
    bounce = replace(
        build.a_message("user unknown"),
        automatic=Automatic.BOUNCE,
        fate=Fate.FAILED,
        bounce_of=names.message_id(letter.name, "council.example", KEY).strip("<>"),
    )
    async with Database(url, KEYS) as database:
        await database.transact(lambda db: [people.add(db, "bnes", each) for each in build.STAFF])
        await database.transact(lambda db: changes.save(db, Change(contacts=(contact,), letters=(letter,)), moment))
        await database.transact(lambda db: reported(db, bounce, (letter,), council, moment, key=KEY))
        before = await database.look(lambda db: contacts.one(db, "bnes", contact.id))
        assert before is not None
        assert [said.words for said in before.said] == ["email.receipt_auto"], "it has not left: nothing can come back"
        await database.transact(lambda db: outbox.sent(db, letter, moment, words_sent="hello", far_id="1"))
        for _ in range(2):
            await database.transact(lambda db: reported(db, bounce, (letter,), council, moment, key=KEY))
        after = await database.look(lambda db: contacts.one(db, "bnes", contact.id))
        assert after is not None
        told = [(said.words, said.posted, said.staff) for said in after.said]
        assert told == [
            ("email.receipt_auto", Posted.FAILED, ""),
            ("staff.undelivered", Posted.QUEUED, "mina"),
        ]
