"""A machine that has gone, or stands still, in the middle of writing: the others wait for seconds, and nobody takes it
for a fault of what was being written.
"""

import time

import psycopg
import pytest
from sqlalchemy import text

from store import engines, inbox, postgresql
from store.database import Away, Connection, Database, alone
from tests.build import KEYS
from tests.store.examples import a_post

pytestmark = pytest.mark.requires("postgres")


async def test_what_a_machine_holds_that_has_gone_is_free_before_anybody_gives_up_waiting(postgresql_url: str) -> None:
    async with Database(postgresql_url, KEYS) as database:
        held = await database.transact(lambda db: db.scalar(text("show idle_in_transaction_session_timeout")))
        waited = await database.transact(lambda db: db.scalar(text("show lock_timeout")))
    assert (held, waited) == (f"{postgresql.SILENT}s", f"{postgresql.WAITS}s")
    assert postgresql.SILENT < postgresql.WAITS


async def test_who_stood_still_while_writing_begins_anew_and_nothing_of_it_is_there(postgresql_url: str) -> None:
    post = a_post()

    def stand_still(db: Connection) -> None:
        db.execute(text("set idle_in_transaction_session_timeout = '100ms'"))
        inbox.keep(db, post)
        _until_gone(postgresql_url, db.scalar(text("select pg_backend_pid()")))
        inbox.keep(db, a_post())

    async with Database(postgresql_url, KEYS) as database:
        with pytest.raises(Away):
            await database.transact(stand_still)
        assert await database.transact(lambda db: inbox.keep(db, post)), "it is new"


async def test_who_waited_in_vain_for_somebody_else_is_told_that_the_store_is_away_not_that_the_work_is_bad(
    postgresql_url: str,
) -> None:
    def alone_soon(db: Connection) -> None:
        db.execute(text("set local lock_timeout = '50ms'"))
        alone(db, "bnes", "somebody")

    engine = engines.writing(engines.parse(postgresql_url))
    async with Database(postgresql_url, KEYS) as database:
        with engine.begin() as other:
            alone(other, "bnes", "somebody")
            with pytest.raises(Away):
                await database.transact(alone_soon)
        await database.transact(alone_soon)
    engine.dispose()


def _until_gone(url: str, number: object) -> None:
    end = time.monotonic() + 20
    with psycopg.connect(url, autocommit=True) as server:
        while server.execute("select 1 from pg_stat_activity where pid = %s", [number]).fetchone():
            assert time.monotonic() < end
