"""What a database server says of itself, and the last time that something was done."""

from datetime import UTC, datetime, timedelta

import pytest

from store import audit, server
from store.database import Connection, Database

NIGHT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


async def test_the_last_copy_is_found_among_all_that_was_done(database: Database) -> None:
    def done(db: Connection) -> None:
        for day in range(3):
            audit.record(db, council="bnes", who="x", did="store copied", about="", at=NIGHT + timedelta(days=day))
            audit.record(db, council="bnes", who="x", did="opened", about="BN-7K4Q", at=NIGHT + timedelta(days=9))
        audit.record(db, council="dorset", who="x", did="store copied", about="", at=NIGHT + timedelta(days=8))

    await database.transact(done)
    found = await database.look(lambda db: audit.last(db, "bnes", "store copied"))
    assert found is not None and found.at == NIGHT + timedelta(days=2)
    assert await database.look(lambda db: audit.last(db, "bnes", "store brought back")) is None


@pytest.mark.requires("postgres")
async def test_postgresql_tells_its_version_and_the_time_of_day_where_it_is(postgresql_url: str) -> None:
    from tests.build import KEYS

    async with Database(postgresql_url, KEYS) as database:
        found = await database.look(server.asked)
    assert found is not None and found.version >= server.TESTED
    assert abs(found.now - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251 it is asked what time it is
