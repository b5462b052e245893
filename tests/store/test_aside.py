"""What is tried out on a council's server is tried out in a database of its own, of which nothing stays."""

import psycopg
import pytest

from store import aside, migrations
from store.migrations import Version
from tests.wire.postgres import Postgres

pytestmark = pytest.mark.requires("postgres")


def databases(cluster: Postgres) -> set[str]:
    with psycopg.connect(cluster.url()) as db:
        return {str(name) for (name,) in db.execute("select datname from pg_database")}


def test_a_database_aside_has_all_tables_and_is_gone_afterwards_whatever_happens(cluster: Postgres) -> None:
    ours = cluster.database()
    before = databases(cluster)

    def broken() -> None:
        with aside.opened(ours) as url:
            assert migrations.at_version(url) is Version.CURRENT
            assert len(databases(cluster)) == len(before) + 1
            raise KeyError(url)

    with pytest.raises(KeyError):
        broken()
    assert databases(cluster) == before
    assert migrations.at_version(ours) is Version.EMPTY


def test_an_account_that_may_not_make_a_database_is_told_what_lets_it(cluster: Postgres) -> None:
    ours = cluster.database()
    with psycopg.connect(ours) as db:
        db.execute("create role narrow login")
    with pytest.raises(aside.MayNot, match="createdb"), aside.opened(ours.replace("postgres@", "narrow@")):
        pass
    with psycopg.connect(ours) as db:
        db.execute("drop role narrow")
