"""An empty store of this version for each test, on SQLite and on PostgreSQL."""

import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from store import engines, migrations
from store.database import Database
from store.tables import metadata
from tests.build import KEYS
from tests.wire.postgres import Postgres

ON_BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.requires("postgres"))]


@pytest.fixture(scope="session")
def cluster() -> Iterator[Postgres]:
    """A PostgreSQL of our own."""
    with Postgres() as running:
        yield running


@pytest.fixture(scope="session")
def shared(cluster: Postgres) -> str:
    """The address of a database with all tables in it, to be emptied for each test: that is faster than a copy."""
    url = cluster.database()
    migrations.migrate(url)
    return url


@pytest.fixture(scope="session")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with all tables in it, to be copied."""
    path = tmp_path_factory.mktemp("blank") / "heard.db"
    migrations.migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(params=ON_BOTH)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a store nobody else uses."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_url")
    else:
        yield request.getfixturevalue("postgresql_url")


@pytest.fixture
def sqlite_url(tmp_path: Path, blank: Path) -> str:
    """The address of a store in a file."""
    shutil.copy(blank, tmp_path / "heard.db")
    return f"sqlite:///{tmp_path / 'heard.db'}"


@pytest.fixture
def postgresql_url(shared: str) -> str:
    """The address of a store in PostgreSQL."""
    engine = engines.writing(engines.parse(shared))
    with engine.begin() as db:
        db.exec_driver_sql(f"truncate {', '.join(metadata.tables)} restart identity")
    engine.dispose()
    return shared


@pytest.fixture
async def database(url: str) -> AsyncIterator[Database]:
    """The store, open."""
    async with Database(url, KEYS) as running:
        yield running


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """The store, for tests that need no event loop."""
    running = engines.writing(engines.parse(url), KEYS)
    yield running
    running.dispose()
