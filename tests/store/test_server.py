"""What a database server says of itself."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from store import server
from store.database import Connection, Database


@pytest.mark.requires("postgres")
async def test_postgresql_tells_its_version_and_the_time_of_day_where_it_is(postgresql_url: str) -> None:
    from tests.build import KEYS

    async with Database(postgresql_url, KEYS) as database:
        found = await database.look(server.asked)
    assert found is not None and found.version >= server.TESTED
    assert abs(found.now - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251 it is asked what time it is


@pytest.mark.requires("postgres")
async def test_that_there_is_room_is_asked_again_and_again_and_nothing_of_it_stays(postgresql_url: str) -> None:
    from tests.build import KEYS

    def left(db: Connection) -> object:
        return db.execute(text("select count(*) from pg_class where relname = 'heard_room'")).scalar_one()

    async with Database(postgresql_url, KEYS) as database:
        for _ in range(2):
            await database.transact(server.demand_room)
        assert await database.look(left) == 0
