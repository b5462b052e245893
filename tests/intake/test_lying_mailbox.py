"""A mail server that lies: what it says has no end, or cannot be. The connection ends before the memory does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from intake.mailbox.wire import MOST, Lost, Refused, Wire, connected
from tests.wire.loopback import HOST

WELCOME = b"* OK ready\r\n"
PIECE = 1024 * 1024

Script = dict[bytes, tuple[bytes, bytes]]
"""What is said to each command: first this, once, and then that, for ever, if it is anything."""


class Liar:
    """Says what the script says; `said` counts the bytes of what has no end."""

    def __init__(self, script: Script) -> None:
        self._script, self.said = script, 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._say(writer, b"", b"GREETING")
            while line := await reader.readline():
                tag, _, rest = line.partition(b" ")
                await self._say(writer, tag, rest.removeprefix(b"UID ").split()[0].upper())
        except ConnectionError:
            pass
        finally:
            writer.close()

    async def _say(self, writer: asyncio.StreamWriter, tag: bytes, command: bytes) -> None:
        once, for_ever = self._script.get(command, (b"%(tag)b OK\r\n", b""))
        writer.write(once % {b"tag": tag})
        while for_ever:
            writer.write(for_ever)
            await writer.drain()
            self.said += len(for_ever)


@asynccontextmanager
async def mailbox(script: Script) -> AsyncIterator[tuple[Liar, Wire]]:
    """A connection to one who lies so."""
    usual = {
        b"GREETING": (WELCOME, b""),
        b"CAPABILITY": (b"* CAPABILITY IMAP4rev1 IDLE\r\n%(tag)b OK\r\n", b""),
        b"EXAMINE": (b"* OK [UIDVALIDITY 1] .\r\n* OK [UIDNEXT 2] .\r\n%(tag)b OK\r\n", b""),
        b"IDLE": (b"+ idling\r\n", b""),
    }
    liar = Liar(usual | script)
    async with await asyncio.start_server(liar, HOST, 0) as server:
        port = server.sockets[0].getsockname()[1]
        async with connected(HOST, port, tls=None, user="u", password="p", folder="INBOX", answer=60.0) as wire:
            yield liar, wire


@pytest.mark.slow
@pytest.mark.parametrize(
    "script",
    [
        {b"FETCH": (b"* 1 FETCH (UID 1 BODY[] {1099511627776}\r\n", b"x" * PIECE)},
        {b"FETCH": (b"* 1 FETCH (UID 1 ", b"x" * PIECE)},
        {b"FETCH": (b"", b"* OK " + b"x" * PIECE + b"\r\n")},
    ],
    ids=["a literal", "a line", "lines"],
)
async def test_an_answer_without_an_end_is_given_up_before_it_fills_the_memory(script: Script) -> None:
    async with asyncio.timeout(120), mailbox(script) as (liar, wire):
        with pytest.raises(Lost):
            await wire.message(1)
        assert liar.said < 2 * MOST


@pytest.mark.slow
async def test_whoever_greets_without_an_end_is_not_waited_for() -> None:
    async with asyncio.timeout(120):
        with pytest.raises(Lost):
            async with mailbox({b"GREETING": (b"* OK ", b"x" * PIECE)}):
                pass


@pytest.mark.parametrize(
    "script",
    [
        {b"EXAMINE": (b"* OK [UIDVALIDITY " + b"9" * 5000 + b"] .\r\n%(tag)b OK\r\n", b"")},
        {b"SEARCH": (b"* SEARCH 1 " + b"9" * 5000 + b"\r\n%(tag)b OK\r\n", b"")},
    ],
    ids=["era", "message"],
)
async def test_a_number_that_no_mailbox_can_have_is_none(script: Script) -> None:
    async with asyncio.timeout(30):
        try:
            async with mailbox(script) as (_, wire):
                assert await wire.above(0, None) == [1]
        except Refused:
            assert b"EXAMINE" in script, "without an era nothing is read"


@pytest.mark.parametrize("there", [True, False])
async def test_a_message_that_is_not_given_is_gone_only_if_the_server_finds_it_no_more(*, there: bool) -> None:
    found = b"* SEARCH 1\r\n" if there else b"* SEARCH\r\n"
    async with asyncio.timeout(30), mailbox({b"SEARCH": (found + b"%(tag)b OK\r\n", b"")}) as (_, wire):
        if there:
            with pytest.raises(Refused):
                await wire.message(1)
        else:
            assert await wire.message(1) is None
