"""The tables go from one version of the program to the next; a store of another version is refused with what to do."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from casework.cases import Closure, State
from casework.contacts import Contact
from casework.messages import Channel
from store import cases, contacts, engines, finding, indexing, migrations, renewing, rows, tables, values
from store.database import Database
from store.migrations import Held, Version, WrongVersion
from store.tables import metadata
from tests import build
from tests.build import KEYS
from tests.store.examples import a_contact
from tests.wire.postgres import Postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.requires("postgres"))])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that has nothing in it yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'heard.db'}"
    cluster: Postgres = request.getfixturevalue("cluster")
    return cluster.database()


def test_the_migrations_make_the_tables_that_the_program_uses(engine: Engine) -> None:
    plain = sa.create_engine(engine.url, poolclass=sa.NullPool)  # the catalogue says some numbers in words only
    with plain.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    folder = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert folder.get_current_head() == migrations.HEAD
    assert folder.get_bases() == ["0001"]


async def test_an_empty_database_is_refused_with_the_command_that_fills_it(empty: str) -> None:
    assert migrations.at_version(empty) is Version.EMPTY
    with pytest.raises(WrongVersion, match="`heard migrate`"):
        await Database(empty, KEYS).start()
    migrations.migrate(empty)
    assert migrations.at_version(empty) is Version.CURRENT
    async with Database(empty, KEYS):
        pass


def test_asking_for_the_version_makes_no_file(tmp_path: Path) -> None:
    migrations.at_version(f"sqlite:///{tmp_path / 'var' / 'heard.db'}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("found", "version", "says"),
    [("0000", Version.OLDER, "`heard migrate`"), ("9999", Version.NEWER, "`heard restore FILE`")],
)
async def test_another_version_is_refused_with_the_command_to_run(
    empty: str, found: str, version: Version, says: str
) -> None:
    migrations.migrate(empty)
    engine = engines.writing(engines.parse(empty))
    with engine.begin() as db:
        db.exec_driver_sql(f"update alembic_version set version_num = '{found}'")  # noqa: S608 our own words
    engine.dispose()
    assert migrations.at_version(empty) is version
    with pytest.raises(WrongVersion, match=says):
        await Database(empty, KEYS).start()


def test_no_migration_takes_away_what_a_version_that_still_runs_may_use() -> None:
    takes_away = ("drop_table", "drop_column", "alter_column", "rename_table", "batch_alter", "delete from")
    for path in (Path(migrations.__file__).parent / "versions").glob("v*.py"):
        upgrade = path.read_text(encoding="utf-8").partition("def downgrade")[0]
        assert not [word for word in takes_away if word in upgrade], path.name


def test_migrating_twice_and_two_at_once_is_migrating_once(empty: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(migrations.migrate, [empty] * 3))
    migrations.migrate(empty)
    assert migrations.at_version(empty) is Version.CURRENT


@pytest.mark.requires("postgres")
def test_who_has_a_table_in_hand_makes_a_migration_wait_and_nobody_else_and_is_named_if_it_is_for_too_long(
    cluster: Postgres,
) -> None:
    url = cluster.database()
    _up_to(url, "0017")
    with ThreadPoolExecutor() as threads, psycopg.connect(url) as copying, psycopg.connect(url) as served:
        copying.execute("select name from posts")
        migrating = threads.submit(migrations.migrate, url, patience=0.3)
        while not migrating.done():
            served.execute("set lock_timeout = '2s'; select name from posts")
            served.rollback()
        with pytest.raises(Held, match=r"Nothing was changed. Run `heard migrate` again"):
            migrating.result()
        assert migrations.at_version(url) is Version.OLDER
        copying.rollback()
        migrations.migrate(url)
    assert migrations.at_version(url) is Version.CURRENT


FIRST = {
    "stage": "stage1", "received": "2026-03-02", "day_0": "2026-03-02", "responded": "2026-03-13",
    "closed": "2026-03-13", "closure": "resolved",
}  # fmt: skip
OLD = {
    "reference": "BN-7K4Q", "council": "bnes", "contact": "contact/1", "kind": "complaint", "procedure": "corporate",
    "state": "c1_responded", "received": "2026-03-02T09:30:00Z", "opened": "2026-03-03T10:00:00Z",
    "people": [{"address": {"channel": "email", "value": "sam@family.example"}, "sender": "parent",
                "known_as": "", "verified": True}],
    "issues": [{"number": 1, "text": "late", "procedure": "corporate", "service": "sen", "outcome": "upheld"}],
    "handler": "priya", "officer": "mina",
    "stages": [FIRST],
    "clocks": [],
    "decisions": [{"case": "BN-7K4Q", "move": "open_corporate", "by": "mina", "role": "CO",
                   "at": "2026-03-03T10:00:00Z", "rule": "R380", "why": "", "facts": {}}],
    "excluded": [], "advocacy": None, "quiet": False, "version": 1,
}  # fmt: skip
ASKED = {"state": "s2_requested", "procedure": "statutory", "reference": "BN-3H2P", "stages": [
    FIRST, {"stage": "stage2", "received": "2026-03-20", "day_0": "2026-03-20", "responded": None,
                       "closed": None, "closure": None},
]}  # fmt: skip


async def test_cases_kept_by_the_first_version_are_read_in_their_new_shape(empty: str) -> None:
    _up_to(empty, "0005")
    engine = engines.writing(engines.parse(empty))
    with engine.begin() as db:
        for old in (OLD, OLD | ASKED):
            db.execute(tables.cases.insert(), {
                "council": "bnes", "reference": old["reference"], "contact": "contact/1",
                "procedure": old["procedure"], "state": old["state"], "settled": 0, "handler": "priya",
                "received": datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "opened": datetime(2026, 3, 3, 10, tzinfo=UTC),
                "wake_at": None, "version": 1, "data": json.dumps(old).encode(),
            })  # fmt: skip
    engine.dispose()
    migrations.migrate(empty)
    renewing.renew(empty, KEYS)
    async with Database(empty, KEYS) as database:
        answered = await database.look(lambda db: cases.one(db, "bnes", "BN-7K4Q"))
        asked = await database.look(lambda db: cases.one(db, "bnes", "BN-3H2P"))
    assert answered is not None and asked is not None
    (row,) = answered.stages
    assert (row.course, row.state, row.closure, answered.state) == (
        "corporate", State.RESPONDED, Closure.RESOLVED, State.RESPONDED,
    )  # fmt: skip
    assert answered.decisions[0].move == "open"
    assert [(each.stage, each.state, each.step) for each in asked.stages] == [
        ("stage1", State.CLOSED, ""), ("stage2", State.OPEN, "setup"),
    ]  # fmt: skip


async def test_mail_kept_by_an_earlier_version_is_found_by_its_id(empty: str) -> None:
    _up_to(empty, "0006")
    mail = build.a_message(message_id="first@family.example")
    chat = build.a_message("And here.", message_id="17", channel=Channel.TELEGRAM)
    row = {"council": "bnes", "about": "contact/1", "post": "post/1", "received": mail.received}
    before = sa.table("messages", *map(sa.column, ("council", "name", "about", "post", "data")),
                      sa.column("received", tables.Moment))  # fmt: skip
    engine = engines.writing(engines.parse(empty))
    with engine.begin() as db:
        for each in (mail, chat):
            db.execute(before.insert(), row | {"name": each.name, "data": values.encode(each)})
    engine.dispose()
    migrations.migrate(empty)
    renewing.renew(empty, KEYS)
    async with Database(empty, KEYS) as database:
        asked = [mail.message_id, chat.message_id]
        assert await database.look(lambda db: contacts.mails(db, "bnes", asked)) == {mail.message_id: mail}


async def test_what_was_found_before_its_index_was_put_in_order_is_found_after_it(empty: str) -> None:
    _up_to(empty, "0018")
    mail = build.a_message("Nobody came.", subject="Visits", message_id="first@family.example")
    contact = a_contact(mail)
    lies = KEYS.blind(indexing.digest("bnes", "visits"))
    engine = engines.writing(engines.parse(empty), KEYS)
    with engine.begin() as db:
        db.execute(
            tables.contacts.insert(), {name: said for name, said in rows.contact(contact).items() if name != "dated"}
        )
        old = {"council": "bnes", "word": lies, "kind": indexing.CONTACT, "reference": contact.reference}
        db.execute(tables.finds.insert(), [old, old | {"reference": "BN-GONE"}])
    engine.dispose()
    migrations.migrate(empty)
    async with Database(empty, KEYS) as database:
        found = await database.look(lambda db: finding.search(db, "bnes", "visits", limit=5))
        left = await database.look(lambda db: db.execute(tables.finds.select()).all())
    assert ([each.reference for each in found], left) == ([contact.reference], [])
    await _late(empty, contact)


async def _late(url: str, contact: Contact) -> None:
    """An old program that still runs goes on writing where it knows; `heard migrate` once more, and it is found."""
    late = {"council": "bnes", "kind": indexing.CONTACT, "reference": contact.reference}
    engine = engines.writing(engines.parse(url), KEYS)
    with engine.begin() as db:
        lies = [KEYS.blind(indexing.digest("bnes", word)) for word in ("visits", "taxi")]
        db.execute(tables.finds.insert(), [late | {"word": word} for word in lies])
    engine.dispose()
    migrations.migrate(url)
    async with Database(url, KEYS) as database:
        found = await database.look(lambda db: finding.search(db, "bnes", "taxi", limit=5))
        left = await database.look(lambda db: db.execute(tables.finds.select()).all())
    assert ([each.reference for each in found], left) == ([contact.reference], [])


def _up_to(url: str, revision: str) -> None:
    """A database as an earlier version of the program left it."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    engine = engines.writing(engines.parse(url))
    with engine.begin() as db:
        config.attributes["connection"] = db
        command.upgrade(config, revision)
    engine.dispose()
