"""A copy from before somebody was forgotten brings them back: the record says so, and they are forgotten again."""

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from casework.cases import State
from casework.changes import Change
from casework.contacts import Standing
from casework.records.retention import ASKED, Hold, KeptAs
from run import keeping
from store import changes, contacts
from store.database import Connection, Database
from store.retention import let_go, words
from store.retention.words import CASE, CONTACT, Approved
from tests.run.asking import heard
from tests.store.examples import NOON, a_case, a_contact, a_message, at_stage_1

pytestmark = pytest.mark.slow  # each step is a process

T = TypeVar("T")
GONE, HELD, NEVER = (a_contact(reference=f"BN-{name}") for name in ("GGGG", "HHHH", "NNNN"))


def store(folder: Path) -> dict[str, str]:
    folder.mkdir(exist_ok=True)
    return {"HEARD_STORE__URL": f"sqlite:///{folder / 'heard.db'}", "HEARD_STORE__KEY_FILE": str(folder / "key")}


def at(here: dict[str, str], work: Callable[[Connection], T]) -> T:
    async def done() -> T:
        database = Database(here["HEARD_STORE__URL"], keeping.keys(Path(here["HEARD_STORE__KEY_FILE"])))
        await database.start()
        try:
            return await database.transact(work)
        finally:
            await database.stop()

    return asyncio.run(done())


def there(db: Connection) -> list[str]:
    every = (each.reference for each in (GONE, HELD, NEVER) if contacts.one(db, "bnes", each.id))
    return sorted(every)


def asked_for(db: Connection) -> None:
    """Two of them asked, and a person agreed."""
    for each in (GONE, HELD):
        found = contacts.one(db, "bnes", each.id)
        assert found is not None
        aside = replace(found, standing=Standing.SET_ASIDE, clocks=())
        changes.save(db, Change(contacts=(aside,)), NOON)
        words.approve(db, "bnes", [Approved(CONTACT, each.id, ASKED, "dan", NOON)])


@pytest.mark.rule("R906", "R916")
def test_who_comes_back_with_a_copy_is_forgotten_again_by_the_record(tmp_path: Path) -> None:
    here, back, copy, record = store(tmp_path / "a"), store(tmp_path / "b"), tmp_path / "copy", tmp_path / "record"
    called = ("--name", "Dan Marsh", "--email", "dan@council.example", "--roles", "CM")
    assert heard("staff", "add", "dan", *called, environment=here).code == 0
    at(here, lambda db: changes.save(db, Change(contacts=(GONE, HELD, NEVER)), NOON))
    assert heard("backup", str(copy), environment=here).code == 0
    at(here, asked_for)
    assert heard("forget", environment=here).code == 0 and at(here, there) == ["BN-NNNN"]
    assert heard("audit", "export", str(record), environment=here).code == 0

    shutil.copy(tmp_path / "a" / "key", tmp_path / "b" / "key")
    assert heard("restore", str(copy), environment=back).code == 0
    assert at(back, there) == ["BN-GGGG", "BN-HHHH", "BN-NNNN"]
    held = KeptAs(hold=Hold("dan", NOON.date(), "a claim"))
    at(back, lambda db: words.say(db, "bnes", CONTACT, HELD.id, held))
    done = heard("forget", "--again", str(record), environment=back)
    assert done.code == 0 and done.objects[-1]["forgotten"] == 1 and at(back, there) == ["BN-HHHH", "BN-NNNN"]
    assert [each["kept_because"] for each in done.objects[:-1] if each["kept_because"]] == [
        "a legal hold since 2 March 2026 (R916)"
    ]
    stones = at(back, lambda db: words.tombstones(db, "bnes", limit=10))
    (stone,) = [each for each in stones if each.about == "BN-GGGG"]
    assert (stone.by, stone.row) == ("dan", "again")


def copied(tmp_path: Path, before: Change, after: Change, gone: tuple[str, str]) -> dict[str, str]:
    """A copy was made between two changes, then one record forgotten: the store that was made of the copy, and of which
    the record has said what was forgotten since.
    """
    here, back, copy, record = store(tmp_path / "a"), store(tmp_path / "b"), tmp_path / "copy", tmp_path / "record"
    called = ("--name", "Dan Marsh", "--email", "dan@council.example", "--roles", "CM")
    assert heard("staff", "add", "dan", *called, environment=here).code == 0
    at(here, lambda db: changes.save(db, before, NOON))
    assert heard("backup", str(copy), environment=here).code == 0
    at(here, lambda db: changes.save(db, after, NOON))
    at(here, lambda db: words.approve(db, "bnes", [Approved(*gone, ASKED, "dan", NOON)]))
    assert heard("forget", environment=here).objects[-1]["forgotten"] == 1
    assert heard("audit", "export", str(record), environment=here).code == 0
    assert heard("audit", "verify", str(record), environment=here).code == 0
    shutil.copy(tmp_path / "a" / "key", tmp_path / "b" / "key")
    assert heard("restore", str(copy), environment=back).code == 0
    assert heard("forget", "--again", str(record), environment=back).code == 0
    return back


@pytest.mark.rule("R906")
def test_what_was_joined_to_a_case_after_the_copy_was_made_goes_again_by_itself(tmp_path: Path) -> None:
    joined = replace(GONE, cases=("CA-LATER",), version=1)
    closed = replace(at_stage_1(State.CLOSED), responded=NOON.date(), closed=NOON.date())
    case = a_case(reference="CA-LATER", contact="", joined=(GONE.id,), stages=(closed,))
    after = Change(contacts=(joined,), cases=(case,))
    back = copied(tmp_path, Change(contacts=(GONE, NEVER)), after, (CASE, case.reference))
    assert at(back, there) == ["BN-NNNN"]


@pytest.mark.rule("R906")
def test_mail_that_came_and_was_forgotten_after_the_copy_was_made_is_not_taken_in_again(tmp_path: Path) -> None:
    mail, other = a_message(message_id="<1@family.example>"), a_message(message_id="<2@family.example>")
    came = a_contact(mail, standing=Standing.SET_ASIDE)
    back = copied(tmp_path, Change(contacts=(NEVER,)), Change(contacts=(came,)), (CONTACT, came.id))
    assert at(back, lambda db: let_go.again(db, "bnes", [mail, other])) == {mail.name}


@pytest.mark.rule("R906")
def test_a_record_that_was_touched_up_or_is_of_another_store_forgets_nobody(tmp_path: Path) -> None:
    here, other, record = store(tmp_path / "a"), store(tmp_path / "b"), tmp_path / "record"
    for each in (here, other):
        called = ("--name", "Dan Marsh", "--email", "dan@council.example", "--roles", "CM")
        assert heard("staff", "add", "dan", *called, environment=each).code == 0
    at(here, lambda db: changes.save(db, Change(contacts=(GONE,)), NOON))
    heard("audit", "export", str(record), environment=here)
    assert "another store" in heard("forget", "--again", str(record), environment=other).wrong
    entry = json.loads(record.read_text().splitlines()[-1])
    record.write_text(json.dumps(entry | {"did": "forgot, as dan approved", "about": "BN-GGGG"}) + "\n")
    touched = heard("forget", "--again", str(record), environment=here)
    assert touched.code == 1 and "broken at entry 1" in touched.wrong and at(here, there) == ["BN-GGGG"]
    record.write_text("hello\n")
    assert "is no record" in heard("forget", "--again", str(record), environment=here).wrong
