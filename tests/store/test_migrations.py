"""The tables go from one version of the program to the next; a store of another version is refused with what to do."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from store import engines, migrations
from store.database import Database
from store.migrations import Version, WrongVersion
from store.tables import metadata
from tests.wire.postgres import Postgres


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.requires("postgres"))])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that has nothing in it yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'var' / 'heard.db'}"
    cluster: Postgres = request.getfixturevalue("cluster")
    return cluster.database()


def test_the_migrations_make_the_tables_that_the_program_uses(engine: Engine) -> None:
    with engine.connect() as db:
        assert compare_metadata(MigrationContext.configure(db), metadata) == []


def test_the_newest_migration_is_the_one_the_program_asks_for() -> None:
    folder = ScriptDirectory(str(Path(migrations.__file__).parent))
    assert folder.get_current_head() == migrations.HEAD
    assert folder.get_bases() == ["0001"]


async def test_an_empty_database_is_refused_with_the_command_that_fills_it(empty: str) -> None:
    assert migrations.at_version(empty) is Version.EMPTY
    with pytest.raises(WrongVersion, match="`heard migrate`"):
        await Database(empty).start()
    migrations.migrate(empty)
    assert migrations.at_version(empty) is Version.CURRENT
    async with Database(empty):
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
        await Database(empty).start()


def test_migrating_twice_and_two_at_once_is_migrating_once(empty: str) -> None:
    with ThreadPoolExecutor(3) as threads:
        list(threads.map(migrations.migrate, [empty] * 3))
    migrations.migrate(empty)
    assert migrations.at_version(empty) is Version.CURRENT
