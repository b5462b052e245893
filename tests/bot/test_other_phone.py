"""From another phone: a number and its secret word show how it is going; every wrong pair is told the same."""

from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from bot import other_phone
from casework.changes import Change
from casework.choices import CHOICES
from casework.councils import Council
from casework.messages import Address, Channel
from form.tries import Tries
from outbox.render import render
from run.inside import counted
from store import changes, outbox
from store.database import Connection, Database
from store.migrations import migrate
from tests.build import KEYS, a_contact, a_message, at, profile


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as store:
        yield store


NOW = at("2026-03-03 15:00")
OWNER = Address(Channel.FORM, "form/the right pair")
HERE = Address(Channel.TELEGRAM, "5550007")


def whose(reference: str, word: str) -> Address:
    return (
        OWNER if (reference, word.casefold()) == ("BN-7K4Q", "otter lamp 47") else Address(Channel.FORM, "form/nobody")
    )


async def answered(database: Database, council: Council, *typed: str) -> list[str]:
    inside = partial(other_phone.inside, whose=whose, tried=counted(Tries()))
    asked = [
        replace(a_message(said), channel=Channel.TELEGRAM, sender=HERE, name=f"m/{number}")
        for number, said in enumerate(typed)
    ]

    def work(db: Connection) -> list[bool]:
        if not db.execute(text("select 1 from contacts")).first():
            begun = a_contact(council, replace(a_message("they lost my photos"), channel=Channel.FORM, sender=OWNER))
            changes.save(db, Change(contacts=(replace(begun, channel=Channel.FORM),)), NOW)
        return [inside(db, each, council, NOW) for each in asked]

    taken = await database.transact(work)
    letters = await database.look(lambda db: list(outbox.in_chat(db, council.name, HERE)))
    assert sum(taken) == len(letters)
    return [render(each, choices=CHOICES).text for each in letters[::-1]]


async def test_the_right_pair_shows_stage_and_dates_and_nothing_of_what_was_said(database: Database) -> None:
    (told,) = await answered(database, profile("bnes"), "bn 7k4q Otter lamp 47")
    assert told.startswith("Here's how BN-7K4Q is going.") and "photos" not in told


async def test_every_wrong_pair_and_one_try_too_many_are_told_the_same(database: Database) -> None:
    wrong = ["BN-7K4Q otter lamp 48", "BN-2222Z otter lamp 47", *["BN-7K4Q moss oven 11"] * 3, "BN-7K4Q otter lamp 47"]
    told = await answered(database, profile("bnes"), *wrong)
    assert len(told) == len(wrong) and len(set(told)) == 1 and "don't match" in told[0]


async def test_what_is_no_pair_goes_the_way_of_any_message(database: Database) -> None:
    for typed in ("BN-7K4QXZ otter lamp 47", "my social worker cancelled 12 times", "BN-7K4Q", "LK-7K4Q otter lamp 47"):
        assert await answered(database, profile("bnes"), typed) == []
