"""The addresses that the service answers at: its health, the desk with its health beside it."""

import asyncio
import inspect
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import uvicorn
from starlette.routing import Router
from starlette.types import ASGIApp

from casework.letters import Urgency
from casework.messages import Message, Post
from desk import app as desk_app
from desk.desk import Desk
from form import app as form_app
from form.pages import Form
from intake.outcry import Outcry, Reader
from outbox.outcomes import TryLater
from outbox.spoken import Spoken
from run import farends
from run.crowd import Room, kept_small
from run.health import Stored, routes
from run.service import Service
from store import copies, inbox, outbox
from store.database import Connection

ROOM = Room()


async def health(service: Service) -> None:
    """/healthz, /readyz and /metrics on a port of their own."""
    found, beside = service.settings.run.health, routes(service.health, lambda: stored(service))
    await serve(Router(beside, redirect_slashes=False), found.host, found.port, partial(service.health.well, "health"))


async def desk(service: Service) -> None:
    """Staff's pages, and the same three addresses."""
    found = service.settings.desk
    made = desk_app.app(desk_of(service), routes(service.health, lambda: stored(service)))
    await serve(made, found.host, found.port, partial(service.health.well, "desk"))


async def form(service: Service, read: Reader, outcry: Outcry, spoken: Spoken) -> None:
    """The public's pages, at an address of their own: the public are not staff."""
    found = service.settings.form
    made = form_app.app(form_of(service, read, outcry, spoken))
    await serve(made, found.host, found.port, partial(service.health.well, "form"))


def form_of(service: Service, read: Reader, outcry: Outcry, spoken: Spoken) -> Form:
    """What the form works with."""

    async def understood(post: Post) -> Message:
        found = read(post)
        return await found if inspect.isawaitable(found) else found

    return Form(
        council=service.council,
        transact=service.database.transact,
        look=service.database.look,
        now=service.now,
        key=farends.sub_key(service.key, "form"),
        read=understood,
        receive=service.receive,
        outcry=outcry,
        spoken=spoken,
        wake=service.to_read,
    )


def desk_of(service: Service) -> Desk:
    """What the desk works with."""
    settings = service.settings.desk
    return Desk(
        council=service.council,
        transact=service.database.transact,
        look=service.database.look,
        now=service.now,
        key=service.key,
        wake=service.to_send,
        troubles=service.health.troubles,
        rings=bool(service.settings.outbox.siren.webhook),
        scans=farends.scanner(service.settings.intake.clamav) is not None,
        bot=partial(_bot, service),
        receive=service.receive,
        secure=settings.found_at.startswith("https://"),
        codes=settings.second_step,
        provider=farends.own_sign_in(settings, service.now),
        idle=timedelta(minutes=settings.idle_minutes),
        lasts=timedelta(hours=settings.session_hours),
        parts=lambda: {name: (part.well_at, part.trouble) for name, part in service.health.parts.items()},
    )


async def _bot(service: Service) -> str:
    """The name of our bot at Telegram, if there is one and it can be asked."""
    telegram = service.senders.telegram
    try:
        return await telegram.check() if telegram else ""
    except TryLater:
        return ""


async def stored(service: Service) -> Stored:
    """What waits in the store: post unread, letters that should have left, and for how many seconds, those of danger by
    themselves. When it was last copied.
    """
    moment, council = service.now(), service.council.name

    def look(db: Connection) -> Stored:
        oldest = outbox.oldest_waiting(db, council, moment)
        of_danger = outbox.oldest_waiting(db, council, moment, up_to=Urgency.SAFETY)
        waiting = {
            "post": inbox.unread_count(db, council),
            "letters": outbox.waiting_count(db, council, moment),
            "letters_oldest_seconds": (moment - oldest).total_seconds() if oldest else 0.0,
            "safety_oldest_seconds": (moment - of_danger).total_seconds() if of_danger else 0.0,
        }
        return Stored(waiting, copies.newest(db))

    return await service.database.look(look)


async def serve(made: ASGIApp, host: str, port: int, listens: Callable[[], None], room: Room = ROOM) -> None:
    """Until cancelled; `listens` is called once somebody could be answered. Our own logs, never the library's: an
    access log would hold references.
    """
    config = uvicorn.Config(made, log_config=None, access_log=False, lifespan="off", server_header=False)
    server = _Server(config)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # A port that is taken is an error here; the library would end the whole program.
    with socket.create_server((host, port), family=family) as listening:
        # What it accepts takes this over. Without it each page waits 40 ms for the browser to confirm its head.
        listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        listens()
        small = asyncio.create_task(kept_small(server.server_state.connections, room))
        try:
            await server.serve(sockets=[listening])
        finally:
            small.cancel()
            for each in server.servers:
                each.close()


class _Server(uvicorn.Server):
    """Leaves signals to the service: the library would take them for itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """None are."""
        yield
