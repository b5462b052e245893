"""The whole service within the test's own process, its settings said as an administrator says them."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from casework.frozen import frozen
from run import service as services
from run.config import Settings, load
from run.parts import at_work
from run.service import Service
from run.start import PARTS
from tests.build import STAFF
from tests.conftest import Moment
from tests.wire.loopback import HOST, free_ports

MAILBOX = "complaints@council.example"


@frozen
class Ports:
    """Where a service of a test listens."""

    door: int
    desk: int
    health: int
    form: int


def ports() -> Ports:
    """Four that nothing listens on."""
    return Ports(*free_ports(4))


def environment(folder: Path, found: Ports, **settings: object) -> dict[str, str]:
    """The settings, said as the environment says them: `intake__imap__host="127.0.0.1"` over those every test needs."""
    said: dict[str, object] = {
        "store__url": f"sqlite:///{folder}/heard.db",
        "store__key_file": f"{folder}/heard.key",
        "intake__smtp_door__port": found.door,
        "desk__port": found.desk,
        "form__port": found.form,
        "run__health__port": found.health,
        "outbox__smtp__from": MAILBOX,
        "sweeps__every": 1,
    } | settings
    return {f"HEARD_{key.upper()}": str(value) for key, value in said.items()}


def settings(folder: Path, found: Ports, **more: object) -> Settings:
    """The same, read."""
    config = folder / "config.yaml"
    config.write_text("council: bnes\n", encoding="utf-8")
    return load(config, environment(folder, found, **more))


@asynccontextmanager
async def opened(said: Settings, now: Moment, parts: Sequence[str] = PARTS) -> AsyncIterator[Service]:
    """The service with six people who work there, its parts at work until the block ends."""
    from store import people

    async with services.opened(said, now=now) as service:
        council = service.council.name
        await service.database.transact(lambda db: [people.add(db, council, each) for each in STAFF])
        async with at_work(service, parts):
            yield service


async def until(true: Callable[[], bool], what: str, *, seconds: float = 30) -> None:
    """Return when it is so."""
    end = asyncio.get_running_loop().time() + seconds
    while not true():
        assert asyncio.get_running_loop().time() < end, f"{what} was not so within {seconds} s"
        await asyncio.sleep(0.02)


def address(port: int) -> str:
    """Where a port answers to HTTP."""
    return f"http://{HOST}:{port}"
