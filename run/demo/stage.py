"""What the weeks are played with: desk, form and mail door, each at a port of its own, and who works there."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.terminal.behind import Behind
from bot.terminal.script import OwnTime
from casework.frozen import frozen
from casework.messages import Channel
from intake import smtp_door
from outbox.kept_as_files import Files
from outbox.spoken import Spoken
from run import chat, parts, web
from run.browser import HOST
from run.demo.desk import Staffed
from run.demo.doors import Doors
from run.demo.rows import Demo
from run.service import Service
from store import bench, people
from store.database import Connection

READY = 20.0
"""Seconds in which desk and form must answer."""


@dataclass(slots=True)
class Played:
    """What was played, and what the council's own rules refused."""

    said: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)
    references: dict[str, str] = field(default_factory=dict)


@frozen
class Stage:
    """What the weeks are played with."""

    service: Service
    time: OwnTime
    behind: Behind
    doors: Doors
    staffed: Staffed
    played: Played


def letters_into(service: Service, folder: Path) -> None:
    """Whatever is said by email is a file, to be read afterwards."""
    sender = service.settings.outbox.smtp.from_
    service.senders.by_channel[Channel.EMAIL] = Files(
        folder / "outbox", sender=sender, key=service.key, now=service.now
    ).send


def engaged(db: Connection, *, rows: Demo, council: str) -> None:
    """They begin to work there, and stand on the register."""
    for somebody in rows.staff:
        people.add(db, council, somebody)
    for expert in rows.register:
        bench.keep(db, council, expert)


@asynccontextmanager
async def opened(service: Service, own_time: OwnTime) -> AsyncIterator[Stage]:
    """Desk, form and mail door are open, each at a port of its own."""
    found, spoken = service.settings, Spoken()
    heard = parts.outcry(service, spoken)
    serving = [
        asyncio.create_task(web.desk(service)),
        asyncio.create_task(web.form(service, parts.readers(service)[Channel.FORM], heard, spoken)),
    ]
    door = smtp_door.opened(HOST, found.intake.smtp_door.port, parts.keeper(service, heard, service.database.transact))
    behind = chat.behind(service)
    async with door:
        try:
            await _answering(service, serving)
            staffed = Staffed(service)
            doors = Doors(found.intake.smtp_door.port, found.form.port, service.council.team.email, behind, own_time)
            yield Stage(service, own_time, behind, doors, staffed, Played())
        finally:
            for each in serving:
                each.cancel()
            await asyncio.gather(*serving, return_exceptions=True)


async def _answering(service: Service, serving: Sequence["asyncio.Task[None]"]) -> None:
    async with asyncio.timeout(READY):
        while not {"desk", "form"} <= service.health.parts.keys():
            for each in serving:
                if each.done():
                    each.result()
            await asyncio.sleep(0.02)
