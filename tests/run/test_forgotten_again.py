"""A copy from before somebody was forgotten brings them back: the record says so, and they are forgotten again."""

import asyncio
import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from casework.changes import Change
from casework.contacts import Standing
from casework.records.retention import ASKED, Hold, KeptAs
from run import keeping
from store import changes, contacts
from store.database import Connection, Database
from store.retention import words
from store.retention.words import CONTACT, Approved
from tests.run.asking import heard
from tests.store.examples import NOON, a_contact

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
    (stone,) = at(back, lambda db: words.tombstones(db, "bnes", about="BN-GGGG"))
    assert (stone.by, stone.row) == ("dan", "again")


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
