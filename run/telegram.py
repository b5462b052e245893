"""Telegram's end: who asks for updates or is called with them, who fetches files, and what is said if none are kept."""

import asyncio
import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from urllib.parse import urlsplit

from starlette.routing import Router

from bot import files, hearing, webhook, worker
from bot.keeping import Keeping
from bot.updates import source
from casework.letters import Urgency, write
from casework.messages import Address, Channel
from casework.questions import CHOICES
from intake.condition import Report
from intake.outcry import Outcry
from intake.sorry import Sorry
from outbox.library import find
from outbox.render import render
from outbox.telegram import Telegram
from run import farends, web
from run.kept_going import Work
from run.service import Service
from run.turns import one_machine
from scheduler import back_again

log = logging.getLogger(__name__)


def works(service: Service, telegram: Telegram, heard: Outcry) -> Iterator[Work]:
    """What the bot's part does: takes updates, by asking or by being called, and fetches their files."""
    fetch = asyncio.Event()
    keeping = _keeping(service, telegram, heard, fetch)
    if url := service.settings.bot.webhook.url:
        yield from _called(service, telegram, keeping, url)
    else:
        asks = partial(worker.poll, bot=telegram.bot, keeping=keeping, now=service.now, report=_report(service))
        yield "bot", one_machine(service, "bot", asks)
    yield _back(service)
    if service.settings.bot.hears_with:
        yield _hearing(service, telegram, service.settings.bot.hears_with)
    yield _files(service, telegram, fetch)


def _report(service: Service) -> Report:
    return partial(service.report, "bot")


def _called(service: Service, telegram: Telegram, keeping: Keeping, url: str) -> Iterator[Work]:
    """Telegram calls us: a door for it, and somebody who sees to it that it knows the door."""
    found, secret = service.settings.bot.webhook, farends.webhook_secret(service.settings.bot)
    route = webhook.route(urlsplit(url).path or "/", secret=secret, keep=keeping.keep)
    listens = partial(service.health.well, "webhook")
    yield "webhook", partial(web.serve, Router([route], redirect_slashes=False), found.host, found.port, listens)
    knows = partial(
        webhook.stay_known, bot=telegram.bot, url=url, secret=secret, now=service.now, report=_report(service)
    )
    yield "bot", knows


def _back(service: Service) -> Work:
    """Whoever was kept waiting by an outage is told when it is over."""
    watches = partial(
        back_again.watch,
        heard=lambda: _well(service),
        council=service.council,
        transact=service.database.transact,
        look=service.database.look,
        now=service.now,
        wake=service.to_send,
    )
    return "back", watches


def _hearing(service: Service, telegram: Telegram, program: Sequence[str]) -> Work:
    """Voice notes become words."""
    hears = partial(
        hearing.run,
        hears=hearing.by_program(*program),
        source=source(telegram.bot.id),
        council=service.council.name,
        transact=service.database.transact,
        look=service.database.look,
        now=service.now,
        wake=service.to_read,
    )
    return "hearing", hears


def _files(service: Service, telegram: Telegram, fetch: asyncio.Event) -> Work:
    """What was sent along is fetched."""
    fetches = partial(
        files.run,
        bot=telegram.bot,
        source=source(telegram.bot.id),
        council=service.council.name,
        transact=service.database.transact,
        now=service.now,
        wake=fetch,
    )
    return "files", fetches


def _well(service: Service) -> datetime | None:
    """When Telegram last answered this machine; None while another one asks it, or it has not yet."""
    part = service.health.parts.get("bot")
    return part.well_at if part else None


def _keeping(service: Service, telegram: Telegram, heard: Outcry, fetch: asyncio.Event) -> Keeping:
    return Keeping(
        source=source(telegram.bot.id),
        council=service.council.name,
        transact=service.database.transact,
        now=service.now,
        wake=service.to_read,
        files_wake=fetch,
        outcry=heard.post,
        sorry=partial(_said, "bot.error_not_saved", service, telegram),
        answer=telegram.answer_press,
        voices=bool(service.settings.bot.hears_with),
        leave=partial(telegram.leave, words="\n\n".join(find("bot.group", Channel.TELEGRAM).paragraphs)),
    )


def sorry(service: Service, telegram: Telegram) -> Sorry:
    """What tells somebody in a chat that something of ours broke on what they wrote."""
    return Sorry(partial(_said, "bot.error_saved", service, telegram))


async def _said(words: str, service: Service, telegram: Telegram, to: Address) -> None:
    """Said without the store, since it may be the store that fails (conversations 2.2)."""
    letter = write(
        words,
        to,
        council=service.council.name,
        about="",
        reference="",
        now=service.now(),
        facts=farends.safety_facts(service.council, service.now()),
        urgency=Urgency.SAFETY,
    )
    await telegram.send(letter, render(letter, choices=CHOICES))
