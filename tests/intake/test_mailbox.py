"""Email comes in from a real IMAP server that is stopped, killed, frozen, renumbered and brought back underneath us."""

import asyncio
import itertools
import ssl
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from casework.messages import Channel
from intake.mailbox import Trouble
from intake.mailbox.collection import BATCH, NOT_HANDED_OVER, TOO_LONG
from intake.mailbox.wire import MOST
from store import inbox
from store.database import Database
from store.migrations import migrate
from tests.build import KEYS
from tests.conftest import Moment
from tests.intake.mailroom import INTAKE, LONG, Here, an_email, another_client
from tests.wire.dovecot import Dovecot

MONDAY = datetime(2026, 3, 2, 8, 15, 30, tzinfo=UTC)

pytestmark = [pytest.mark.requires("dovecot"), pytest.mark.slow]


@pytest.fixture
async def here(tmp_path: Path, now: Moment) -> AsyncIterator[Here]:
    url = f"sqlite:///{tmp_path}/heard.db"
    migrate(url)
    with Dovecot({INTAKE: "secret"}) as server:
        async with Database(url, KEYS) as database:
            yield Here(server, database, now)


@pytest.mark.rule("R406")
async def test_every_email_is_kept_whole_with_the_time_the_server_received_it(here: Here) -> None:
    odd = an_email(2, b"\xff\x01 8 bits, {5}\r\n* 3 FETCH (\r\n.\r\n)" + b"x" * 70_000)
    here.server.deliver(INTAKE, an_email(1), received=MONDAY)
    here.server.deliver(INTAKE, odd, received=MONDAY)
    async with here.watching() as watched:
        first, second = await watched.kept(2)
    assert (first.raw, second.raw) == (an_email(1), odd)
    assert first.received == MONDAY
    assert (first.channel, first.council, first.source) == (Channel.EMAIL, "bnes", f"imap:{INTAKE}/INBOX")


async def test_reading_leaves_no_mark_in_the_mailbox(here: Here) -> None:
    here.deliver(1)
    async with here.watching() as watched:
        await watched.kept(1)
    with another_client(here.server) as client:
        assert client.fetch("1", "(FLAGS)")[1] == [rb"1 (FLAGS (\Recent))"]
    assert here.server.messages(INTAKE) == [an_email(1)]


async def test_mail_that_comes_while_we_wait_is_pushed_to_us(here: Here) -> None:
    async with here.watching() as watched:
        await watched.told(None)
        for number in range(3):
            here.deliver(number)
            await watched.kept(number + 1)


async def test_mail_that_comes_while_we_fetch_waits_for_no_later_mail(here: Here, now: Moment) -> None:
    numbers = iter(range(10, 40))

    def another_comes() -> datetime:  # the time is asked for each message that was fetched
        here.deliver(*itertools.islice(numbers, 1))
        return now()

    here.deliver(*range(4))
    async with replace(here, now=another_comes).watching() as watched:
        await watched.kept(34)


async def test_a_server_that_cannot_push_is_asked_from_time_to_time(here: Here) -> None:
    here.server.stop()
    with (here.server.folder / "dovecot.conf").open("a") as configuration:
        configuration.write("imap_capability = IMAP4rev1\n")
    here.server.start()
    async with here.watching(refresh=0.2) as watched:
        await watched.told(None)
        here.deliver(1)
        await watched.kept(1)


def kick(server: Dovecot) -> None:
    server.kick(INTAKE)


def restart(server: Dovecot) -> None:
    server.restart()


def lose_power(server: Dovecot) -> None:
    server.kill()
    server.start()


@pytest.mark.parametrize("harm", [kick, Dovecot.cut, restart, lose_power, Dovecot.freeze_connections])
async def test_a_connection_that_ends_in_any_way_is_opened_again(harm: Callable[[Dovecot], None], here: Here) -> None:
    async with here.watching(refresh=1.0) as watched:
        here.deliver(0)
        await watched.kept(1)
        harm(here.server)
        here.deliver(1)
        assert [post.raw for post in await watched.kept(2)] == [an_email(0), an_email(1)]


async def test_a_frozen_server_is_noticed_and_read_again_when_it_thaws(here: Here) -> None:
    async with here.watching(refresh=0.5, answer=0.5) as watched:
        await watched.told(None)
        here.server.freeze()
        here.deliver(1)
        await watched.told(Trouble.UNREACHABLE)
        await watched.told(Trouble.UNREACHABLE)
        here.server.thaw()
        await watched.kept(1)
        await watched.told(None)


async def test_a_week_of_mail_read_through_kills_and_restarts_is_kept_once_each_in_order(here: Here) -> None:
    here.deliver(*range(600))
    async with here.watching() as watched:
        for round_, harm in enumerate((Dovecot.cut, restart, kick, lose_power, Dovecot.cut, restart)):
            await watched.kept(80 * (round_ + 1))
            harm(here.server)
        posts = await watched.kept(600)
    assert [post.raw for post in posts] == [an_email(number) for number in range(600)]


async def test_a_new_watch_goes_on_where_the_last_one_ended(here: Here) -> None:
    here.deliver(1)
    async with here.watching() as watched:
        await watched.kept(1)
    here.deliver(2)
    async with here.watching() as watched:
        await watched.kept(2)
        await watched.told(None)
    assert [post.place.partition(":")[2] for post in await watched.posts()] == ["1", "2"]


async def test_a_restored_mailbox_with_new_numbers_is_read_again_from_its_beginning(here: Here) -> None:
    here.deliver(1)
    async with here.watching() as watched:
        await watched.kept(1)
        here.server.stop()
        here.server.renumber(INTAKE)
        here.deliver(2)
        here.server.start()
        posts = await watched.kept(3)
    assert sorted(post.raw for post in posts) == [an_email(1), an_email(1), an_email(2)]
    assert len({post.name for post in posts}) == 3


async def test_other_clients_may_flag_and_delete_while_we_read(here: Here) -> None:
    here.deliver(*range(1, 1501))
    with another_client(here.server) as client:
        client.store("1:300", "+FLAGS", r"(\Deleted)")
        client.expunge()
        async with here.watching() as watched:
            await watched.kept(1200)
            await watched.told(None)
            client.store("1:1200", "+FLAGS", r"(\Seen)")  # so many lines at once that the library gives up
            client.store("1:600", "+FLAGS", r"(\Deleted)")
            client.expunge()
            here.deliver(9999)
            posts = await watched.kept(1201)
    assert [post.raw for post in posts] == [*map(an_email, range(301, 1501)), an_email(9999)]


async def test_a_wrong_password_is_reported_and_the_right_one_then_works(here: Here) -> None:
    (here.server.folder / "passwd").write_text(f"{INTAKE}:{{PLAIN}}another\n")
    here.deliver(1)
    async with here.watching() as watched:
        await watched.told(Trouble.NOT_LET_IN)
        (here.server.folder / "passwd").write_text(f"{INTAKE}:{{PLAIN}}secret\n")
        assert (await watched.told(None)).at == here.now()
        await watched.kept(1)


async def test_a_server_we_cannot_trust_gets_no_password(here: Here) -> None:
    async with here.watching(tls=ssl.create_default_context()) as watched:
        await watched.told(Trouble.UNREACHABLE)
    assert "Login" not in (here.server.folder / "dovecot.log").read_text()


async def test_a_folder_that_is_not_there_is_reported(here: Here) -> None:
    async with here.watching(folder="Nowhere") as watched:
        await watched.told(Trouble.REFUSED)


async def test_a_message_the_server_cannot_read_stops_no_other_and_is_shown_to_a_person(here: Here) -> None:
    here.deliver(*range(1, 4))
    poison = sorted((here.server.mail / INTAKE / "new").iterdir())[1]
    poison.chmod(0o000)
    async with here.watching() as watched:
        posts = await watched.kept(2)
        assert [post.raw for post in posts] == [an_email(1), an_email(3)]
        await watched.told(None)
        [unread] = await here.database.look(lambda db: inbox.unread_by_machine(db, "bnes"))
        assert unread.raw == NOT_HANDED_OVER.encode()
        poison = next(path for path in (here.server.mail / INTAKE).glob("*/*") if path.stat().st_mode & 0o777 == 0)
        poison.chmod(0o644)
        for number in range(4, 9):  # each a look, and at one of them it is asked for again
            here.deliver(number)
            await watched.kept(number - 1)
        posts = await watched.kept(8)
    assert sorted(post.raw for post in posts) == [an_email(number) for number in range(1, 9)]
    assert not await here.database.look(lambda db: inbox.unread_by_machine(db, "bnes"))


async def test_a_long_message_is_kept_as_it_came(here: Here) -> None:
    long = an_email(1, b"x" * 45_000_000)
    here.server.deliver(INTAKE, long)
    here.deliver(2)
    async with here.watching() as watched:
        [first] = await watched.kept(2)  # so long that it is handed out alone
        assert first.raw == long
        await here.database.transact(lambda db: inbox.mark(db, first, inbox.Read.READ, now=here.now()))
        [second] = await watched.posts()
    assert second.raw == an_email(2)


async def test_of_a_message_past_every_limit_the_beginning_is_kept_and_a_person_told(here: Here) -> None:
    here.server.deliver(INTAKE, an_email(1, b"x" * MOST))
    here.deliver(2)
    async with here.watching() as watched:
        [first] = await watched.kept(2)
        assert first.raw == an_email(1, b"x" * MOST)[:MOST]
        [note] = await here.database.look(lambda db: inbox.unread_by_machine(db, "bnes"))
        assert note.raw == TOO_LONG.encode()


@pytest.mark.rule("R715")
async def test_while_the_store_fails_each_message_is_shown_once_and_kept_once_afterwards(here: Here) -> None:
    here.deliver(*range(3 * BATCH))
    async with here.watching() as watched:
        await watched.told(None)
        watched.store_is_down = True
        here.deliver(*range(3 * BATCH, 6 * BATCH))
        await watched.told(Trouble.NOT_KEPT)
        await watched.told(Trouble.NOT_KEPT)
        async with asyncio.timeout(LONG):
            while len(watched.shown) < 3 * BATCH:
                await watched.told(Trouble.NOT_KEPT)
        assert sorted(post.raw for post in watched.shown) == sorted(map(an_email, range(3 * BATCH, 6 * BATCH)))
        watched.store_is_down = False
        posts = await watched.kept(6 * BATCH)
    assert [post.raw for post in posts] == [an_email(number) for number in range(6 * BATCH)]


async def test_mail_from_before_the_day_we_were_asked_to_begin_is_left_where_it_is(here: Here) -> None:
    here.server.deliver(INTAKE, an_email(1), received=datetime(2025, 7, 1, 12, tzinfo=UTC))
    here.server.deliver(INTAKE, an_email(2), received=MONDAY)
    async with here.watching(since=date(2026, 3, 1)) as watched:
        [post] = await watched.kept(1)
    assert post.raw == an_email(2)
