"""The parts of the service, each handed what it needs, all at work at once."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial

from casework import names
from casework.messages import Channel, Message, Post
from casework.said.signs import signs
from form.reading import nothing_found
from form.reading import read as read_submission
from intake import mailbox, opinions, parsing, smtp_door, typed_in, worker
from intake.keeper import Keeper
from intake.lookout import Lookout
from intake.outcry import Outcry, Reader
from intake.parsing.enclosed import SECONDS
from intake.sorry import Sorry
from intake.viruses import Clamd
from outbox import claims, sparing
from outbox.spoken import Spoken
from run import bells, farends, health, web
from run.kept_going import Work, kept_going
from run.service import Service
from run.turns import one_machine
from scheduler import worker as alarm_clock
from store import inbox, server
from store.bells import Bell
from store.claims import among
from store.database import Connection, Transact

GLANCE = 0.25
"""Seconds for the files of one post where it is only listened to, and others may be in danger behind it. *Taste.*"""

WORKING = frozenset({"mail", "bot", "sweeps"})
"""The parts that also work through what was kept and send what waits (contract, 2)."""


@asynccontextmanager
async def at_work(service: Service, parts: Sequence[str]) -> AsyncIterator[None]:
    """The parts named, at work for as long as the block lasts."""
    said_on_pages = Spoken()
    heard = outcry(service, said_on_pages)
    works = [*_shared(service, parts, heard), *_named(service, parts, heard, said_on_pages)]
    async with AsyncExitStack() as stack:
        if "sweeps" in parts:
            scheduler = alarm_clock.start(service.sweep, every=service.settings.sweeps.every)
            stack.callback(scheduler.shutdown, wait=False)
        tasks = [asyncio.create_task(kept_going(name, work, service.health), name=name) for name, work in works]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


def _shared(service: Service, parts: Sequence[str], heard: Outcry) -> Iterator[Work]:
    """What mail, bot and sweeps all do: read what was kept, send what waits, let the classifier look."""
    yield "store", partial(health.watch, service.health, partial(_write, service))
    bell = Bell(service.settings.store.url, service.council.name)
    wakes = {"read": service.to_read, "send": service.to_send}
    works = bool(WORKING & set(parts))
    if bell.reaches:
        yield "bell", partial(bells.listen if works else bells.ring, bell, wakes)
    if not works:
        return
    yield _reading(service, heard)
    yield "lookout", one_machine(service, "lookout", partial(_lookout(service).run, service.behind))
    yield "outbox", service.deliver_for_ever
    yield _taking_over(service)
    if service.model:
        yield _considering(service)


def _reading(service: Service, heard: Outcry) -> Work:
    """What was kept is read, and handed on."""
    claims = among(service.settings.store.url, service.council.name, service.key)
    work = partial(
        worker.work_through,
        transact=service.database.transact,
        look=service.database.look,
        council=service.council.name,
        readers=readers(service),
        receive=service.receive,
        together=service.receive_together,
        now=service.now,
        outcry=heard,
        sorry=_sorry(service),
        claims=claims,
        behind=service.behind,
        cry=service.cry,
    )
    return "worker", partial(worker.run, work, wake=service.to_read, claims=claims)


def _taking_over(service: Service) -> Work:
    """Letters that a machine which is gone had in hand leave from here."""
    takes = partial(
        claims.take_over,
        transact=service.database.transact,
        council=service.council.name,
        now=service.now,
        wake=service.to_send,
    )
    return "claims", takes


def _considering(service: Service) -> Work:
    """The classifier looks at what has come."""
    considers = partial(
        opinions.run,
        wake=service.to_consider,
        look=service.database.look,
        council=service.council.name,
        consider=partial(considered, service),
    )
    return "opinions", considers


def _lookout(service: Service) -> Lookout:
    return Lookout(
        look=service.database.look,
        transact=service.database.jot,
        council=service.council.name,
        readers=readers(service, scanned=False),
        signs=lambda text: signs(text, service.signs),
        now=service.now,
        cry=service.cry,
    )


def _named(service: Service, parts: Sequence[str], heard: Outcry, spoken: Spoken) -> Iterator[Work]:
    """What each named part does alone."""
    yield "health", partial(web.health, service)
    if "desk" in parts:
        yield "desk", partial(web.desk, service)
    if "form" in parts:
        yield "form", partial(web.form, service, readers(service)[Channel.FORM], heard, spoken)
    if "bot" in parts and service.senders.telegram:
        from run import telegram  # with all that aiogram is made of: only who has a bot pays for it

        yield from telegram.works(service, service.senders.telegram, heard)
    if "mail" in parts:
        yield from _mail(service, heard)


def _mail(service: Service, heard: Outcry) -> Iterator[Work]:
    """The two ways by which email comes in."""
    box = farends.mailbox(service.settings.intake.imap, service.now)
    if box:
        service.health.trouble("mailbox", "it has not been read since the start")
        reads = partial(
            mailbox.watch,
            box,
            keeper(service, heard, service.database.jot),
            report=partial(service.report, "mailbox"),
        )
        yield "mailbox", one_machine(service, "mailbox", reads)
    place = farends.door(service.settings.intake.smtp_door)
    if place:
        yield "door", partial(_door, service, heard, *place)


async def _door(service: Service, heard: Outcry, host: str, port: int) -> None:
    async with smtp_door.opened(host, port, keeper(service, heard, service.database.transact)):
        service.health.well("door")
        await asyncio.Event().wait()


async def _write(service: Service) -> None:
    """The smallest thing that can be written, when we last looked, where there is room for something new."""
    council, moment = service.council.name, service.now().isoformat()

    def write(db: Connection) -> None:
        inbox.set_progress(db, council, "health", moment)
        server.demand_room(db)

    await service.database.transact(write)


def readers(service: Service, *, scanned: bool = True) -> Mapping[Channel, Reader]:
    """What understands the post of each channel; of files only what a glance shows, unless they are `scanned`."""
    scanner = farends.scanner(service.settings.intake.clamav) if scanned else None
    seconds = SECONDS if scanned else GLANCE
    email = partial(_read_email, farends.our_addresses(service.settings, service.council), scanner, seconds)
    spoken = dict.fromkeys(typed_in.CHANNELS, typed_in.read)
    look_through = scanner.warnings if scanner else nothing_found
    submission = partial(read_submission, fetch=partial(_file_of_the_form, service), scan=look_through, seconds=seconds)
    return {Channel.EMAIL: email, Channel.TELEGRAM: _read_update, Channel.FORM: submission, **spoken}


async def _file_of_the_form(service: Service, post: str) -> bytes | None:
    council = service.council.name
    return await service.database.look(lambda db: inbox.raw(db, council, post))


def _read_email(ours: frozenset[str], scanner: Clamd | None, seconds: float, post: Post) -> Message:
    scan = scanner.warnings if scanner else parsing.nothing_wrong
    return parsing.message(
        post.raw, post=post.name, received=post.received, ours=ours, is_ours=names.is_ours, scan=scan, seconds=seconds
    )


async def _read_update(post: Post) -> Message:
    sparing.imported()
    from bot.handlers import read  # as above; where there is a bot most of it is in hand by now

    return await read(post)


def _sorry(service: Service) -> Sorry | None:
    """What tells somebody in a chat that something of ours broke on what they wrote; None where there is no bot."""
    bot = service.siren_senders.telegram
    if bot is None:
        return None
    from run import telegram

    return telegram.sorry(service, bot)


def outcry(service: Service, spoken: Spoken | None = None) -> Outcry:
    """R715: the siren has senders of its own, since a queue of letters must not stand before it. What it says to
    somebody at the form stands on their page.
    """
    ways = {**service.siren_senders.by_channel, Channel.FORM: (spoken or Spoken()).send}
    siren = farends.siren(service.settings, ways, service.council, service.now)
    return Outcry(readers=readers(service), signs=lambda text: signs(text, service.signs), siren=siren)


def keeper(service: Service, heard: Outcry, transact: Transact) -> Keeper:
    """What mail is kept with: what stays in the mailbox, and is fetched again if the power takes it, may be jotted."""

    async def cried_out(post: Post) -> None:
        await heard.post(post)

    return Keeper(service.council.name, transact, service.now, service.to_read, cried_out)


async def considered(service: Service, contacts: Sequence[str]) -> Collection[str]:
    """The classifier's look at these contacts, if there is a classifier; at which of them it failed."""
    if service.model is None:
        return ()
    return await opinions.consider(
        contacts,
        look=service.database.look,
        transact=service.database.transact,
        council=service.council,
        suggest=service.model.of_each,
        now=service.now,
        wake=service.to_send,
    )
