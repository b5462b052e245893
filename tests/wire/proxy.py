"""A wire that can be spoiled: it leads to a server on this machine, and freezes, breaks, slows or refuses as told.

with Proxy(to=database.port) as wire:
    wire.freeze()       # nothing passes and nothing closes
    wire.thaw()
    wire.reset()        # every connection ends with a reset
    wire.slow(0.2)      # each piece waits so long; 0: no longer
    wire.refuse()       # as if no server were there, until `thaw`
    wire.said           # when the server said each piece
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, Self

from tests.wire.loopback import HOST, free_ports

_PIECE = 65536
_RESET = struct.pack("ii", 1, 0)  # linger for no time at all: the other side is told that all is lost


class Proxy:
    """One wire, with any number of connections; it works in a thread of its own."""

    def __init__(self, to: int) -> None:
        (self.port,) = free_ports(1)
        self._to = to
        self.said: list[datetime] = []
        self._delay = 0.0
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._passes = asyncio.Event()
        self._passes.set()
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def freeze(self) -> None:
        """Nothing passes; connections stand, and new ones are taken."""
        self._loop.call_soon_threadsafe(self._passes.clear)

    def slow(self, seconds: float) -> None:
        """Each piece of what is said waits so long."""
        self._delay = seconds

    def reset(self) -> None:
        """Every connection ends at once."""
        self._do(self._cut())

    def refuse(self) -> None:
        """No server is there."""
        self._do(self._close())

    def thaw(self) -> None:
        """All is well again; what waited goes on."""
        self._delay = 0.0
        self._loop.call_soon_threadsafe(self._passes.set)
        self._do(self._open())

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(what, self._loop).result(20)

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._taken, HOST, self.port)

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None
        await self._cut()

    async def _end(self) -> None:
        await self._close()
        passing = asyncio.all_tasks() - {asyncio.current_task()}
        for task in passing:
            task.cancel()
        await asyncio.gather(*passing, return_exceptions=True)

    async def _cut(self) -> None:
        for end in list(self._ends):
            wire: socket.socket = end.get_extra_info("socket")
            with contextlib.suppress(OSError):
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            end.transport.abort()
        await asyncio.sleep(0)  # they close in the loop's next turn: then they are cut when this returns

    async def _taken(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ends.add(writer)
        try:
            there, onward = await asyncio.open_connection(HOST, self._to)
        except OSError:
            self._ends.discard(writer)
            writer.transport.abort()
            return
        self._ends.add(onward)
        with contextlib.suppress(asyncio.CancelledError):  # asyncio complains of one that ends cancelled
            await asyncio.gather(self._pass_on(reader, onward), self._pass_on(there, writer, noted=self.said))
        self._ends -= {writer, onward}

    async def _pass_on(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, noted: list[datetime] | None = None
    ) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE):
                if noted is not None:
                    noted.append(datetime.now(UTC))
                await self._passes.wait()
                if self._delay:
                    await asyncio.sleep(self._delay)
                writer.write(piece)
                await writer.drain()
        writer.close()
