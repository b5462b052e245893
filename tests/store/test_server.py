"""What a database server says of itself."""

from datetime import UTC, datetime, timedelta

import pytest

from store import server
from store.database import Database


@pytest.mark.requires("postgres")
async def test_postgresql_tells_its_version_and_the_time_of_day_where_it_is(postgresql_url: str) -> None:
    from tests.build import KEYS

    async with Database(postgresql_url, KEYS) as database:
        found = await database.look(server.asked)
    assert found is not None and found.version >= server.TESTED
    assert abs(found.now - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251 it is asked what time it is
