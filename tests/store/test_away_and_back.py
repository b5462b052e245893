"""A PostgreSQL that goes and comes back: nothing is taken for bad work, and nothing is lost on finding out."""

import asyncio
from collections.abc import Callable

import pytest

from casework.messages import Post
from store import inbox, migrations
from store.database import Away, Connection, Database
from tests.build import KEYS
from tests.store.examples import a_post
from tests.wire.postgres import Postgres
from tests.wire.proxy import Proxy

pytestmark = pytest.mark.requires("postgres")


def keeping(post: Post) -> Callable[[Connection], bool]:
    return lambda db: inbox.keep(db, post)


def reading(post: Post) -> Callable[[Connection], bytes | None]:
    return lambda db: inbox.raw(db, "bnes", post.name)


def cut_off_in(wire: Proxy, post: Post) -> Callable[[Connection], None]:
    def work(db: Connection) -> None:
        inbox.keep(db, post)
        wire.reset()
        inbox.keep(db, a_post())

    return work


def spoiling(_: Connection) -> None:
    raise LookupError("a bad piece of work")


async def test_a_database_that_ended_and_came_back_while_nobody_asked_costs_no_piece_of_work() -> None:
    with Postgres() as cluster:
        url = cluster.database()
        migrations.migrate(url)
        async with Database(url, KEYS) as database:
            for again in (cluster.stop, cluster.kill, lambda: None):
                posts = [a_post() for _ in range(3)]
                kept = await asyncio.gather(*(database.transact(keeping(each)) for each in posts))
                read = await asyncio.gather(*(database.look(reading(each)) for each in posts))
                assert all(kept) and read == [each.raw for each in posts]
                again()
                if not cluster.running:
                    cluster.start()


async def test_a_database_that_is_gone_is_told_from_bad_work_and_taken_up_again_when_it_is_back(
    postgresql_url: str, cluster: Postgres
) -> None:
    with Proxy(to=cluster.port) as wire:
        url = postgresql_url.replace(str(cluster.port), str(wire.port))
        async with Database(url, KEYS) as database:
            posts = [a_post() for _ in range(3)]
            assert await database.transact(keeping(posts[0]))
            with pytest.raises(Away):
                await database.transact(cut_off_in(wire, posts[1]))
            assert await database.transact(keeping(posts[1]))
            wire.refuse()
            with pytest.raises(Away):
                await database.transact(keeping(posts[2]))
            with pytest.raises(Away):
                await database.look(reading(posts[0]))
            wire.thaw()
            assert await database.transact(keeping(posts[2]))
            with pytest.raises(LookupError):
                await database.transact(spoiling)
