"""The Bot API as a process, until SIGTERM. Tests speak to it with `tell`, and read its record."""

import argparse
import asyncio
import signal
from pathlib import Path

from tests.wire.botapi import BotApi


async def _serve(api: BotApi) -> None:
    ended = asyncio.Event()
    for end in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(end, ended.set)
    await api.start()
    await ended.wait()
    await api.stop()


def main() -> None:
    """Read the arguments and serve."""
    asked = argparse.ArgumentParser(prog="python -m tests.wire.botapi", description="A small Telegram Bot API.")
    asked.add_argument("port", type=int)
    asked.add_argument("--token", default="42:TEST")
    asked.add_argument("--record", type=Path, help="append each call to this file, one line of JSON each")
    given = asked.parse_args()
    asyncio.run(_run(given))


async def _run(given: argparse.Namespace) -> None:
    await _serve(BotApi(token=given.token, port=given.port, record=given.record))


if __name__ == "__main__":
    main()
