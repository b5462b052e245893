"""What one connection to a real mail server tells, and how few questions it takes."""

import socket
import ssl
from collections.abc import AsyncIterator, Iterator

import pytest

from intake.mailbox.wire import Wire, connected
from tests.intake.mailroom import INTAKE, LONG, an_email, another_client
from tests.wire.dovecot import Dovecot

pytestmark = [pytest.mark.requires("dovecot"), pytest.mark.slow]


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with Dovecot({INTAKE: "secret"}) as server:
        yield server


@pytest.fixture
async def wire(server: Dovecot) -> AsyncIterator[Wire]:
    trust = ssl.create_default_context(cafile=server.ca_file)
    there = ("localhost", server.tls_port)
    async with connected(*there, tls=trust, user=INTAKE, password="secret", folder="INBOX", answer=5.0) as wire:
        yield wire


async def test_mail_that_the_server_told_of_beside_an_answer_is_not_waited_for(server: Dovecot, wire: Wire) -> None:
    assert await wire.above(0, None) == []
    server.deliver(INTAKE, an_email(1))
    await wire.news()
    await wire.idle(10 * LONG)
    assert await wire.above(0, None) == [1]


async def test_a_line_on_which_nobody_speaks_is_asked_after_by_the_system(wire: Wire) -> None:
    line = wire._client.protocol.transport.get_extra_info("socket")  # noqa: SLF001 the line itself is asked
    asked = [line.getsockopt(socket.IPPROTO_TCP, each) for each in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL)]
    assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) and max(asked) <= 15
    assert line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT) <= 3


async def test_one_mail_that_we_are_told_of_comes_with_the_question_which_it_is(server: Dovecot, wire: Wire) -> None:
    server.deliver(INTAKE, an_email(1))
    await wire.idle(10 * LONG)
    assert await wire.above(0, None) == [1]
    server.freeze_connections()
    found = await wire.message(1)
    assert found and (found.raw, found.received is not None) == (an_email(1), True)


async def test_of_several_each_comes_whole_however_long(server: Dovecot, wire: Wire) -> None:
    long = an_email(2, b"Nobody listens. " * 10_000)
    server.deliver(INTAKE, an_email(1))
    server.deliver(INTAKE, long)
    await wire.news()
    assert await wire.above(0, None) == [1, 2]
    found = [await wire.message(uid) for uid in (1, 2)]
    assert [each.raw for each in found if each] == [an_email(1), long]


async def test_what_we_are_told_of_and_is_deleted_before_we_ask_is_not_there(server: Dovecot, wire: Wire) -> None:
    server.deliver(INTAKE, an_email(1))
    await wire.news()
    with another_client(server) as client:
        client.store("1", "+FLAGS", r"(\Deleted)")
        client.expunge()
    await wire.above(0, None)
    assert await wire.message(1) is None
