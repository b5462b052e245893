"""A store of each test's own, in a file."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import migrations
from store.database import Database
from tests.build import KEYS


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables in it, to be copied."""
    path = tmp_path_factory.mktemp("blank") / "heard.db"
    migrations.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture
async def database(blank: Path, tmp_path: Path) -> AsyncIterator[Database]:
    """The store, open and empty."""
    shutil.copy(blank, tmp_path / "heard.db")
    async with Database(f"sqlite:///{tmp_path / 'heard.db'}", KEYS) as running:
        yield running
