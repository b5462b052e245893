"""Somebody writes by every way there is, is worked on at the desk, and is forgotten: of them nothing is left, in any
table, nor among the bytes of any file; what is counted of them stays.
"""

import asyncio
import json
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import select

from casework.cases import Case, State
from casework.changes import Change
from casework.contacts import Contact, Standing
from casework.days import LONDON
from casework.records.retention import ASKED
from run import forget
from run.config import Settings
from store import audit, cases, changes, contacts
from store.database import Connection
from store.retention import words
from store.retention.words import CASE, CONTACT, LETTERS, POSTS, Approved
from store.tables import metadata
from tests.conftest import Moment
from tests.desk.office import COMPLAINT, Browser
from tests.run import marked, whole
from tests.run.marked import CHAT, FAMILY, MARK, TEXT
from tests.wire.botapi import BotApi

pytestmark = pytest.mark.slow

SPAM, TELEPHONE = f"{MARK}.spam@family.example", "01632 960 777"


@dataclass
class Town(marked.Town):
    """The service at work with no mail server, so that its letters are files, and Telegram beside it."""

    settings: Settings


async def plants(town: Town) -> None:
    """One person by every door, and their name in whatever staff can type."""
    town.api.call_me(CHAT, first_name=MARK, last_name=MARK, username=f"{MARK}_name")
    for sender in (FAMILY, SPAM):
        await town.by_door(sender)
    await town.api.text(CHAT, TEXT)
    await town.api.edit(CHAT, max(number for _, number in town.api.messages), f"{TEXT} And her, {MARK}.")
    await town.api.document(CHAT, TEXT.encode(), name=f"{MARK}.txt", mime="text/plain", caption=MARK)
    await town.by_form()
    async with AsyncExitStack() as stack:
        mina = await town.browser(stack)
        page = await mina.get("/type-in")
        there = {name: page.value(f"[name={name}]") for name in ("had_on-day", "had_on-month", "had_on-year")}
        call = {"channel": "telephone", "said": f"{MARK} rang.", "who": MARK, "phone": TELEPHONE, "reach": MARK}
        assert (await mina.send("type", **there | call)).status == 303
        await whole.until(lambda: town.service.health.counts.get("messages", 0) >= 6, "everything filed")
        await _decided(town, mina)


async def _decided(town: Town, mina: Browser) -> None:
    waiting = await town.service.database.look(lambda db: contacts.tray(db, "bnes"))
    reference = next(each.reference for each in waiting if each.sender.value == FAMILY)
    await mina.get(f"/contacts/{reference}")
    words_of_ours = COMPLAINT | {"summary_plain": f"he {MARK} hit you", "known_as": MARK.title()}
    assert (await mina.send(f"/contacts/{reference}/open", **words_of_ours)).status == 303
    await mina.get(f"/cases/{reference}")
    page = await mina.send("verify", how=f"rang {MARK}")
    assert page.status == 303, page.words


def everybody(db: Connection) -> tuple[list[Contact], list[Case]]:
    every = db.execute(select(metadata.tables["contacts"].c.id)).scalars().all()
    found = [each for name in every if (each := contacts.one(db, "bnes", name))]
    here = db.execute(select(metadata.tables["cases"].c.reference)).scalars().all()
    return found, [case for name in here if (case := cases.one(db, "bnes", name))]


def over(db: Connection, now: Moment) -> None:
    """Time has done its work: every case is closed, every alarm has its outcome, what is no case is set aside."""
    found, here = everybody(db)
    day = now().astimezone(LONDON).date()
    for case in here:
        rows = tuple(replace(row, state=State.CLOSED, responded=day, closed=day) for row in case.stages)
        changes.save(db, Change(cases=(replace(case, stages=rows, clocks=(), wake_at=None),)), now())
    for contact in found:
        rung = tuple(replace(each, closed=now(), outcome=f"spoke to {MARK}", wake_at=None) for each in contact.alarms)
        kept = contact if contact.cases else replace(contact, standing=Standing.SET_ASIDE, clocks=(), wake_at=None)
        changes.save(db, Change(contacts=(kept,), alarms=rung), now())


def approve(db: Connection, now: Moment) -> None:
    """A manager says yes to all of it."""
    found, here = everybody(db)
    early = [Approved(CASE, each.reference, ASKED, "dan", now(), "BN-2222") for each in here]
    early += [Approved(CONTACT, each.id, ASKED, "dan", now(), "BN-2222") for each in found if not each.cases]
    day = now().date().isoformat()
    words.approve(db, "bnes", early)
    now.go(days=40)
    words.approve(db, "bnes", [Approved(kind, day, "not_for_us", "dan", now()) for kind in (POSTS, LETTERS)])


def marks_in_tables(db: Connection) -> Iterator[str]:
    """Every cell of every table that names them, read as the program reads it."""
    for table in metadata.sorted_tables:
        for row in db.execute(select(table)).mappings():
            for column, cell in row.items():
                said = cell.decode(errors="replace") if isinstance(cell, bytes) else str(cell)
                if MARK in said.lower() or str(CHAT) in said or TELEPHONE in said:
                    yield f"{table.name}.{column}"


def marks_in_files(folder: Path, *sealed: bytes) -> Iterator[str]:
    """Every file in whose bytes they are named, or in which what was sealed of them lies."""
    for path in sorted(each for each in folder.rglob("*") if each.is_file()):
        raw = path.read_bytes()
        if any(each in raw.lower() for each in (MARK.encode(), str(CHAT).encode())) or any(s in raw for s in sealed):
            yield str(path.relative_to(folder))


def as_it_lies(folder: Path) -> set[bytes]:
    """A piece of what is sealed of them in the database, row by row, as no key has opened it."""
    asked = ("raws", "raw"), ("messages", "data"), ("contacts", "data"), ("exact_words", "words"), ("letters", "data")
    with closing(sqlite3.connect(folder / "heard.db")) as db:
        rows = [row[0] for table, column in asked for row in db.execute(f"select {column} from {table}")]  # noqa: S608 ours
    return {bytes(row)[40:80] for row in rows if len(row) > 80}


@pytest.fixture
async def town(tmp_path: Path, now: Moment, bot_api: BotApi, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Everything at work in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "token").write_text(bot_api.token)
    found = whole.ports()
    more = {"bot__token_file": tmp_path / "token", "bot__api": bot_api.address}
    said = whole.settings(tmp_path, found, **more)
    async with whole.opened(said, now, ("mail", "bot", "desk", "form", "sweeps")) as service:
        yield Town(service, found, bot_api, now, said)


@pytest.mark.rule("R905", "R906", "R914")
async def test_of_whoever_is_forgotten_nothing_is_left_anywhere(
    town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await plants(town)
    database = town.service.database
    outbox = tmp_path / "var" / "outbox"
    await whole.until(lambda: FAMILY in (outbox / "index.jsonl").read_text() if outbox.exists() else False, "a letter")
    found = set(await database.look(lambda db: list(marks_in_tables(db))))
    assert found >= {
        "raws.raw", "messages.data", "contacts.data", "cases.data", "letters.data", "exact_words.words",
        "decisions.data",
    }  # fmt: skip
    sealed = as_it_lies(tmp_path)
    before = list(marks_in_files(tmp_path, *sealed))
    assert any("outbox" in each for each in before) and any("heard.db" in each for each in before)
    references = await database.look(lambda db: [each.reference for each in everybody(db)[0]])
    await database.transact(lambda db: over(db, town.now))
    await database.transact(lambda db: approve(db, town.now))
    capsys.readouterr()
    assert await asyncio.to_thread(forget.do, town.settings, town.service.council, town.now()) == 0
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert not [each for each in said if each.get("kept_because")]
    assert said[-1]["written_over"] is True and said[-1]["in_copies_until"] > town.now().date().isoformat()
    assert await database.look(lambda db: list(marks_in_tables(db))) == []
    gone = sealed - as_it_lies(tmp_path)
    assert len(gone) > len(sealed) / 2, "what is not of them, such as a digest for staff, stays"
    assert list(marks_in_files(tmp_path, *gone)) == []
    await _still_there(town, references, said)


async def _still_there(town: Town, references: list[str], said: list[dict[str, object]]) -> None:
    """What stays: the record unbroken, tombstones that say what and why, the line in the figures."""

    def look(db: Connection) -> tuple[int | None, set[str], int]:
        lines = db.execute(select(metadata.tables["ledger_lines"])).all()
        return audit.verify(db, "bnes"), {each.about for each in words.tombstones(db, "bnes", limit=10)}, len(lines)

    broken, buried, lines = await town.service.database.look(look)
    assert broken is None and lines == 1
    assert set(references) <= buried and MARK.encode() not in json.dumps(said).encode()
