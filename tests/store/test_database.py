"""A piece of work is done whole or not at all, spoils only itself, and holds up nobody."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from contextlib import closing

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from casework.messages import Post
from store import ailing, inbox
from store.database import Connection, Database
from store.tables import sources
from tests.build import KEYS
from tests.store.examples import a_post


def keeping(post: Post) -> Callable[[Connection], bool]:
    return lambda db: inbox.keep(db, post)


def spoiling(post: Post) -> Callable[[Connection], None]:
    def work(db: Connection) -> None:
        inbox.keep(db, post)
        raise LookupError("a bad piece of work")

    return work


async def is_kept(database: Database, post: Post) -> bool:
    return not await database.transact(lambda db: _keep_and_undo(db, post))


def _keep_and_undo(db: Connection, post: Post) -> bool:
    with db.begin_nested() as undone:
        new = inbox.keep(db, post)
        undone.rollback()
    return new


async def test_what_was_committed_is_there_after_opening_the_store_again(url: str) -> None:
    post = a_post()
    async with Database(url, KEYS) as database:
        assert await database.transact(keeping(post))
    async with Database(url, KEYS) as database:
        assert await database.look(lambda db: inbox.raw(db, "bnes", post.name)) == post.raw


async def test_a_service_waits_so_long_for_its_work_and_a_keepers_command_as_long_as_it_takes(url: str) -> None:
    goes_on = threading.Event()
    async with Database(url, KEYS, patience=0.05) as database:
        with pytest.raises(TimeoutError):
            await database.look(lambda _db: goes_on.wait(20))
        goes_on.set()
    goes_on.clear()
    async with Database(url, KEYS, patience=None) as database:
        working = asyncio.create_task(database.look(lambda _db: goes_on.wait(20)))
        await asyncio.wait({working}, timeout=0.2)
        assert not working.done()
        goes_on.set()
        assert await working


async def test_a_bad_piece_of_work_leaves_nothing_and_spoils_only_itself(database: Database) -> None:
    posts = [a_post() for _ in range(30)]
    works = [spoiling(post) if number % 3 == 0 else keeping(post) for number, post in enumerate(posts)]
    results = await asyncio.gather(*(database.transact(work) for work in works), return_exceptions=True)
    assert [isinstance(result, LookupError) for result in results] == [number % 3 == 0 for number in range(30)]
    assert [await is_kept(database, post) for post in posts] == [number % 3 != 0 for number in range(30)]


async def test_work_that_runs_out_of_something_is_an_error_and_not_a_wait_without_an_end(database: Database) -> None:
    for way in (database.transact, database.look):
        with pytest.raises(RuntimeError):
            await way(lambda _: next(iter(())))


async def test_an_error_of_the_database_spoils_only_the_piece_that_met_it(database: Database) -> None:
    posts = [a_post() for _ in range(3)]

    def wrong(db: Connection) -> None:
        inbox.keep(db, posts[1])
        db.exec_driver_sql("insert into raws (seq, council, raw) values (99, 'bnes', null)")

    works = [keeping(posts[0]), wrong, keeping(posts[2])]
    results = await asyncio.gather(*(database.transact(work) for work in works), return_exceptions=True)
    assert [type(result) for result in results] == [bool, IntegrityError, bool]
    assert [await is_kept(database, post) for post in posts] == [True, False, True]


async def test_no_error_shows_what_was_to_be_written(database: Database) -> None:
    def work(db: Connection) -> None:
        inbox.set_progress(db, "bnes", "box", "the secret")
        db.execute(insert(sources), {"council": "bnes", "source": None, "value": "the secret"})

    with pytest.raises(DBAPIError) as caught:
        await database.transact(work)
    assert "secret" not in f"{caught.value} {caught.value.orig}"


async def test_who_looks_cannot_write(database: Database) -> None:
    with pytest.raises(DBAPIError):
        await database.look(keeping(a_post()))


async def test_looking_does_not_wait_for_writing_nor_see_half_of_it(database: Database) -> None:
    post, written, go_on = a_post(), threading.Event(), threading.Event()

    def work(db: Connection) -> None:
        inbox.keep(db, post)
        written.set()
        assert go_on.wait(20)

    writing = asyncio.ensure_future(database.transact(work))
    await asyncio.to_thread(written.wait, 20)
    assert await database.look(lambda db: inbox.unread_count(db, "bnes")) == 0
    go_on.set()
    await writing
    assert await database.look(lambda db: inbox.unread_count(db, "bnes")) == 1


async def test_the_event_loop_goes_on_while_a_piece_of_work_takes_its_time(database: Database) -> None:
    go_on = threading.Event()
    slow = asyncio.ensure_future(database.transact(lambda _: go_on.wait(20)))
    for _ in range(100):
        await asyncio.sleep(0)
    assert not slow.done()
    go_on.set()
    assert await slow


async def test_work_cancelled_before_its_turn_is_not_done_and_work_cancelled_later_is_done_whole(
    sqlite_url: str,
) -> None:
    started, go_on, posts = threading.Event(), threading.Event(), [a_post() for _ in range(3)]

    def slow(db: Connection) -> None:
        started.set()
        assert go_on.wait(20)
        inbox.keep(db, posts[0])

    async with Database(sqlite_url, KEYS) as database:
        first = asyncio.ensure_future(database.transact(slow))
        await asyncio.to_thread(started.wait, 20)
        second = asyncio.ensure_future(database.transact(keeping(posts[1])))
        await asyncio.sleep(0)
        first.cancel()
        second.cancel()
        go_on.set()
        await database.transact(keeping(posts[2]))
        assert [await is_kept(database, post) for post in posts] == [True, False, True]


async def test_stopping_finishes_what_waits_and_then_takes_no_more(url: str) -> None:
    posts = [a_post() for _ in range(50)]
    database = Database(url, KEYS)
    await database.start()
    waiting = [asyncio.ensure_future(database.transact(keeping(post))) for post in posts]
    await asyncio.sleep(0)
    await database.stop()
    assert all(await asyncio.gather(*waiting))
    with pytest.raises(RuntimeError):
        await database.transact(keeping(a_post()))


async def test_up_to_thirty_two_pieces_that_wait_share_one_commit(sqlite_url: str) -> None:
    path, go_on = sqlite_url.removeprefix("sqlite:///"), threading.Event()

    def committed(db: Connection) -> int:
        inbox.keep(db, a_post())
        with closing(sqlite3.connect(path)) as other:
            return int(other.execute("select count(*) from posts").fetchone()[0])

    async with Database(sqlite_url, KEYS) as database:
        first = asyncio.ensure_future(database.transact(lambda _: go_on.wait(20)))
        waiting = [asyncio.ensure_future(database.transact(committed)) for _ in range(65)]
        await asyncio.sleep(0)
        go_on.set()
        seen = await asyncio.gather(*waiting)
    await first
    assert len(set(seen)) <= 4


async def test_what_is_jotted_down_waits_for_the_disk_only_with_somebody_who_does(sqlite_url: str) -> None:
    go_on = threading.Event()

    def waits_for_the_disk(db: Connection) -> bool:
        return bool(db.exec_driver_sql("pragma synchronous").scalar_one() == 2)

    async with Database(sqlite_url, KEYS) as database:
        assert [await way(waits_for_the_disk) for way in (database.jot, database.transact)] == [False, True]
        first = asyncio.ensure_future(database.jot(lambda _: go_on.wait(20)))
        ways = (database.jot, database.transact, database.jot)
        sharing = [asyncio.ensure_future(way(waits_for_the_disk)) for way in ways]
        await asyncio.sleep(0)
        go_on.set()
        assert await asyncio.gather(first, *sharing) == [True] * 4


async def test_what_is_jotted_down_is_seen_at_once_and_fails_as_all_else_does(url: str) -> None:
    post = a_post()
    async with Database(url, KEYS) as database:
        assert await database.jot(keeping(post))
        with pytest.raises(LookupError):
            await database.jot(spoiling(a_post()))
        assert await database.look(lambda db: inbox.unread_count(db, "bnes")) == 1
        assert await is_kept(database, post)


async def test_if_the_commit_fails_everybody_is_told_nothing_is_saved_and_the_store_goes_on(sqlite_url: str) -> None:
    go_on, posts = threading.Event(), [a_post() for _ in range(3)]

    def dangling(db: Connection) -> None:
        db.exec_driver_sql("pragma defer_foreign_keys=on")
        db.exec_driver_sql("insert into raws (seq, council, raw) values (99, 'bnes', x'00')")

    async with Database(sqlite_url, KEYS) as database:
        first = asyncio.ensure_future(database.transact(lambda _: go_on.wait(20)))
        await asyncio.sleep(0)
        works = [keeping(posts[0]), dangling, keeping(posts[1])]
        waiting = [asyncio.ensure_future(database.transact(work)) for work in works]
        await asyncio.sleep(0)
        go_on.set()
        results = await asyncio.gather(first, *waiting, return_exceptions=True)
        assert all(isinstance(result, IntegrityError) for result in results[1:])
        assert await database.transact(keeping(posts[2]))
        assert [await is_kept(database, post) for post in posts] == [False, False, True]


async def test_a_full_disk_is_said_as_it_is_and_the_store_works_again_when_there_is_room(sqlite_url: str) -> None:
    async with Database(sqlite_url, KEYS) as database:
        pages = await database.transact(lambda db: db.exec_driver_sql("pragma page_count").scalar_one())
        await database.transact(lambda db: db.exec_driver_sql(f"pragma max_page_count={pages + 2}").scalar())
        large = [a_post(raw=bytes(100_000)) for _ in range(20)]
        results = await asyncio.gather(*(database.transact(keeping(post)) for post in large), return_exceptions=True)
        assert all(isinstance(one, OperationalError) and "full" in str(one) for one in results)
        await database.transact(lambda db: db.exec_driver_sql("pragma max_page_count=1000000").scalar())
        assert all([await database.transact(keeping(post)) for post in large])


async def test_words_that_are_none_are_damage(sqlite_url: str) -> None:
    async with Database(sqlite_url, KEYS) as database:
        with pytest.raises(OperationalError) as fault:
            await database.transact(lambda db: db.exec_driver_sql("select cast(x'ff' as text)").all())
        assert ailing.DAMAGED in ailing.of_any(fault.value)


async def test_another_process_that_writes_takes_its_turn(sqlite_url: str) -> None:
    post = a_post()
    async with Database(sqlite_url, KEYS) as database:
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False)
        other.execute("begin immediate")
        waiting = asyncio.ensure_future(database.transact(keeping(post)))
        assert await database.look(lambda db: inbox.unread_count(db, "bnes")) == 0
        assert not waiting.done()
        other.execute("commit")
        other.close()
        assert await waiting


async def test_a_process_beside_a_busy_one_gets_its_turn_at_once(sqlite_url: str) -> None:
    ended = asyncio.Event()

    async def be_busy(database: Database) -> None:
        while not ended.is_set():
            await database.transact(lambda db: [inbox.keep(db, a_post()) for _ in range(10)])

    async with Database(sqlite_url, KEYS) as busy, Database(sqlite_url, KEYS, busy=2) as beside:
        others = [asyncio.ensure_future(be_busy(busy)) for _ in range(48)]
        for _ in range(20):
            assert await beside.transact(keeping(a_post()))
        ended.set()
        await asyncio.gather(*others)


async def test_a_store_that_stays_locked_is_said_as_it_is_and_works_again_after(sqlite_url: str) -> None:
    async with Database(sqlite_url, KEYS, busy=0.05) as database:
        other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
        other.execute("begin immediate")
        with pytest.raises(OperationalError, match="locked"):
            await database.transact(keeping(a_post()))
        other.execute("commit")
        other.close()
        assert await database.transact(keeping(a_post()))
