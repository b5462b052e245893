"""Whoever keeps a door open without coming in makes room for others, and never takes the last file of the machine."""

import asyncio
import contextlib
import resource
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from run import crowd, web
from run.crowd import Room
from tests.wire.loopback import HOST, free_ports

SLOW = b"POST /tell HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\nte"
Wire = tuple[asyncio.StreamReader, asyncio.StreamWriter]


async def _told(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"{len(await request.body())}")


@asynccontextmanager
async def door(room: Room) -> AsyncIterator[int]:
    """A page with so much room before it."""
    (port,), listens = free_ports(1), asyncio.Event()
    page = Starlette(routes=[Route("/tell", _told, methods=["GET", "POST"])])
    serving = asyncio.create_task(web.serve(page, HOST, port, listens.set, room))
    await asyncio.wait_for(listens.wait(), 10)
    try:
        yield port
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving


async def held_open(port: int, count: int, words: bytes) -> list[Wire]:
    wires = [await asyncio.open_connection(HOST, port) for _ in range(count)]
    for _, out in wires:
        out.write(words)
        await out.drain()
    return wires


async def closed(wire: Wire) -> None:
    """The other side has put it down."""
    with contextlib.suppress(ConnectionError):
        assert await asyncio.wait_for(wire[0].read(), 10) == b""
    wire[1].close()
    with contextlib.suppress(ConnectionError):
        await wire[1].wait_closed()


async def test_whoever_asks_for_nothing_is_not_waited_for() -> None:
    async with door(Room(head=0.2, each=0.05)) as port:
        for wire in await held_open(port, 20, b"GET /tell HTT"):
            await closed(wire)


async def test_of_a_crowd_that_sends_for_ever_the_oldest_go_and_who_comes_next_is_served() -> None:
    async with door(Room(most=10, each=0.05)) as port:
        early = [asyncio.create_task(closed(wire)) for wire in await held_open(port, 20, SLOW)]
        await asyncio.wait(early, timeout=10, return_when=asyncio.FIRST_COMPLETED)
        late = await held_open(port, 9, SLOW)
        async with httpx.AsyncClient(timeout=10) as client:
            assert (await client.get(f"http://{HOST}:{port}/tell")).text == "0"
            await asyncio.gather(*early)
        late[-1][1].write(b"x" * 898)
        assert b"900" in await asyncio.wait_for(late[-1][0].readuntil(b"900"), 10), "who there is room for goes on"
        for _, out in late:
            out.close()


def test_the_program_has_files_for_three_doors_full_and_plenty_for_itself() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1_024, before[1]))
        crowd.more_files()
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        assert soft == min(hard, crowd.FILES) and soft > 4 * crowd.MOST
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
