"""Far ends that answer without an end, a byte at a time, or with another place to ask: each question ends."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from outbox.asking import asked
from outbox.siren import Duty
from tests.outbox.test_siren import NOW, Ends, a_post, ends, sink
from tests.wire.loopback import HOST

__all__ = ["ends", "sink"]


@asynccontextmanager
async def far_end(says: Callable[[], AsyncIterator[bytes]]) -> AsyncIterator[str]:
    """Somebody who answers so, whatever is asked; where they are."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        try:
            async for piece in says():
                writer.write(piece)
                await writer.drain()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async with await asyncio.start_server(answer, HOST, 0) as server:
        yield f"http://{HOST}:{server.sockets[0].getsockname()[1]}/"


async def a_header_now_and_then() -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n"
    while True:
        yield b"x"
        await asyncio.sleep(0.02)


async def a_byte_now_and_then() -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"{"
        await asyncio.sleep(0.02)


async def without_an_end() -> AsyncIterator[bytes]:
    yield b"HTTP/1.1 200 OK\r\n\r\n"
    while True:
        yield b"{" * 65536


@pytest.mark.parametrize("says", [a_header_now_and_then, a_byte_now_and_then])
async def test_whoever_drips_is_waited_for_no_longer_than_whoever_is_silent(
    says: Callable[[], AsyncIterator[bytes]],
) -> None:
    async with far_end(says) as address, asyncio.timeout(10):
        with pytest.raises(ConnectionError, match="TimeoutError"):
            await asked(address, seconds=0.3)


async def test_an_answer_without_an_end_is_read_no_further_than_an_honest_one_goes() -> None:
    async with far_end(without_an_end) as address, asyncio.timeout(10):
        with pytest.raises(ConnectionError, match="ValueError"):
            await asked(address, seconds=60)


async def test_nobody_leads_us_on_and_a_telephone_service_that_tries_has_not_rung(ends: Ends) -> None:
    async def elsewhere() -> AsyncIterator[bytes]:
        yield f"HTTP/1.1 302 Found\r\nLocation: {ends.webhook}\r\nContent-Length: 0\r\n\r\n".encode()

    async with far_end(elsewhere) as address:
        await ends.siren(Duty(webhook=address))(*a_post(), NOW)
    assert ends.calls == []
    assert "I can't reach our safety team yet" in ends.said(7)[0]


async def test_a_telephone_service_that_answers_without_an_end_has_rung(ends: Ends) -> None:
    async with far_end(without_an_end) as address:
        await ends.siren(Duty(webhook=address))(*a_post(), NOW)
    assert "So I've told our safety team" in ends.said(7)[0]
