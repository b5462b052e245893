"""`heard chat`: somebody at a terminal, or a script, in Telegram's place. The same updates, rules and letters.

Beside a running service the chat only keeps what is typed and shows what is answered; alone, it does the service's
work too. A script has a store of its own, thrown away at the end, and a time of its own, so that a wait costs none.
"""

import asyncio
import json
import logging
import os
import secrets
import sys
import tempfile
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import AsyncExitStack, contextmanager
from functools import partial
from pathlib import Path

from bot.keeping import Keeping
from bot.terminal import script, talk
from bot.terminal.behind import Behind, nothing
from bot.terminal.chat import FIRST, MOST, Chat
from bot.terminal.script import BadScript, OwnTime
from casework.choices import CHOICES
from casework.frozen import replace
from casework.letters import Letter
from casework.messages import Channel
from casework.said.gist import summary
from intake import worker
from intake.outcry import Outcry
from outbox.render import Rendered, render
from run import keeping, logs, parts, time_of_day
from run import service as services
from run.config import BotSettings, Misconfigured, OutboxSettings, Settings, load, names
from run.service import Service
from scheduler.sweeps import SWEEPS
from store import contacts
from store.database import Connection


def command(arguments: Namespace) -> int:
    """Talk, or play a script. 1 if it could not be done, saying why."""
    logs.to(sys.stderr, logging.CRITICAL)
    try:
        settings = _of_council(load(Path(arguments.config), os.environ), arguments.council)
        if arguments.script is None:
            return asyncio.run(_talked(settings))
        with _lines(arguments.script) as lines:
            return asyncio.run(_played(settings, lines))
    except (*keeping.REFUSED, BadScript) as wrong:
        return _sorry(str(wrong))
    except OSError as wrong:
        return _sorry(f"{arguments.script}: {wrong.strerror}")


async def _talked(settings: Settings) -> int:
    async with AsyncExitStack() as stack:
        try:
            service = await stack.enter_async_context(services.opened(settings, now=time_of_day.now))
            works = True
        except keeping.AlreadyRunning:
            beside = services.opened(settings, now=time_of_day.now, alone=False)
            service = await stack.enter_async_context(beside)
            works = False
        chat = Chat(FIRST + secrets.randbelow(MOST - FIRST), service.now)
        house = behind(service)
        if not works:
            house = replace(house, work=nothing, consider=nothing, sweep=nothing, deliver=nothing)
        await talk.talk(behind=house, chat=chat, typed=talk.typed(sys.stdin), screen=_screen(service))
    return 0


def _screen(service: Service) -> talk.Screen:
    """Colours for a person at a terminal, bare lines for a pipe."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return talk.Plain(_put)
    from rich.console import Console  # late: a script needs none of it

    from run.screen import Coloured

    return Coloured(Console(highlight=False), service.now)


async def _played(settings: Settings, lines: Iterable[str]) -> int:
    time = OwnTime(time_of_day.now())
    with tempfile.TemporaryDirectory(prefix="heard-chat-") as folder:
        own = settings.store.model_copy(update={"url": f"sqlite:///{folder}/heard.db", "key_file": f"{folder}/key"})
        # Nobody outside hears of a script: no mail server, no bot, no duty to ring, and no file of a letter.
        apart = settings.model_copy(update={"store": own, "outbox": OutboxSettings(), "bot": BotSettings()})
        async with services.opened(apart, now=time) as service:
            service.senders.by_channel[Channel.EMAIL] = _to_nobody
            await script.play(
                lines,
                behind=behind(service),
                chat=Chat(FIRST, time),
                time=time,
                say=lambda said: _say(json.dumps(said, ensure_ascii=False)),
                summary=summary,
            )
    return 0


def behind(service: Service) -> Behind:
    """The whole house behind one chat, done when it is asked for."""
    heard = parts.outcry(service)
    kept = Keeping(
        source="terminal",
        council=service.council.name,
        transact=service.database.transact,
        now=service.now,
        wake=service.to_read,
        files_wake=asyncio.Event(),
        outcry=heard.post,
        sorry=_nobody,
        answer=_nobody,
        leave=_nobody,
    )
    return Behind(
        council=service.council.name,
        look=service.database.look,
        keep=kept.keep,
        rendered=lambda letter: render(letter, choices=CHOICES),
        work=partial(_work, service, heard),
        consider=partial(_considered, service),
        sweep=partial(service.sweep, SWEEPS[0]),
        deliver=service.deliver,
    )


async def _work(service: Service, heard: Outcry) -> None:
    while await worker.work_through(
        transact=service.database.transact,
        council=service.council.name,
        readers=parts.readers(service),
        receive=service.receive,
        now=service.now,
        outcry=heard,
    ):
        pass
    service.to_read.clear()


async def _considered(service: Service) -> None:
    def waiting(db: Connection) -> list[str]:
        return contacts.unconsidered(db, service.council.name, 50)

    await parts.considered(service, await service.database.look(waiting))


async def _to_nobody(letter: Letter, _: Rendered) -> str:
    """What would have gone by email: it is on record, and that is all."""
    return letter.name


async def _nobody(_: object) -> None:
    """At a terminal no button spins, and what could not be kept is seen at once."""


def _of_council(settings: Settings, council: str | None) -> Settings:
    if council is None:
        return settings
    if council not in names():
        raise Misconfigured(f"no council is called {council}; there are: {', '.join(names())}")
    return settings.model_copy(update={"council": council})


@contextmanager
def _lines(name: str) -> Iterator[Iterable[str]]:
    if name == "-":
        yield sys.stdin
        return
    with Path(name).open(encoding="utf-8") as whole:
        yield whole


def _say(text: str) -> None:
    _put(f"{text}\n")


def _put(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()


def _sorry(text: str) -> int:
    sys.stderr.write(text + "\n")
    return 1
