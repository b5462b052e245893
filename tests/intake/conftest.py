"""The door in over a store of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store.database import Database
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment
from tests.intake.doorway import Door


@pytest.fixture
async def door(tmp_path: Path, now: Moment) -> AsyncIterator[Door]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    async with Database(url, KEYS) as database:
        yield Door(database, now)
