"""The fortnight: mails and chats by the real doors, an officer at the real desk, a chase by the sweep; then today."""

import asyncio
import signal
from collections.abc import Sequence
from datetime import datetime, time

from casework import days
from run import service as services
from run import time_of_day
from run.check import ports
from run.config import Settings
from run.demo.desk import Staffed
from run.parts import at_work
from run.service import Service
from run.story import scenes, script
from run.story.stage import Stage
from run.story.storytime import StoryTime
from run.story.telling import Teller
from scheduler.sweeps import SWEEPS
from store import contacts, people

AGO = 9
"""Working days back at which the fortnight begins: a Stage 1 reply is then due in a day, and has been chased."""

CHASED_AFTER = 7
"""Working days after receipt on which the first chase goes: three before the tenth (R623)."""

SEND = (
    "python3 -c \"import smtplib; smtplib.SMTP('{host}', {port}).sendmail("
    "'you@example.org', 'us@council.example', 'Subject: hello\\n\\nNobody rang me back.')\""
)


async def tell(settings: Settings, parts: Sequence[str]) -> int:
    """Play the story, say where everything is, and go on until somebody says stop."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    now, teller = StoryTime(), Teller()
    teller.plain("Heard is starting.")
    async with services.opened(settings, now=now) as service:
        if taken := list(ports.refused(settings)):
            for each in taken:
                teller.plain(f"It cannot begin. {each.what}: {each.says}")
            return 1
        stage = Stage(service, teller, now, Staffed(service))
        stage.chats = (stage.numbers(), stage.numbers())
        fresh = not await service.database.look(lambda db: contacts.tray(db, service.council.name, limit=1))
        if fresh:
            now.go(_ago(service, AGO))
        stage.overhear()
        async with at_work(service, parts):
            playing = asyncio.create_task(_play(stage, fresh=fresh))
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({playing, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if playing.done():
                playing.result()
                await stop.wait()
            playing.cancel()
            stopping.cancel()
            stage.staffed.goes_home()
    teller.plain("Heard has stopped.")
    return 0


async def _play(stage: Stage, *, fresh: bool) -> None:
    await stage.until(lambda: {"desk", "door"} <= stage.service.health.parts.keys(), "the desk and the door")
    await scenes.hired(stage)
    stage.teller.moment(stage.now())
    mother = await scenes.mail(stage, script.MOTHER)
    await scenes.mail(stage, script.THANKS)
    await scenes.chats(stage)
    await scenes.alarm_taken(stage)
    await scenes.decided(stage, mother)
    if fresh:
        await _chased(stage)
    stage.now.meet()
    await _where_everything_is(stage)


async def _chased(stage: Stage) -> None:
    stage.now.go(_ago(stage.service, AGO - CHASED_AFTER))
    stage.teller.moment(stage.now())
    stage.teller.does("seven working days have gone by, and nobody has answered")
    stage.said.clear()
    await stage.service.sweep(SWEEPS[0])
    await stage.until(lambda: any(letter.words == "staff.chase_3_days" for letter in stage.said), "the chase")
    await stage.nothing_waits()


async def _where_everything_is(stage: Stage) -> None:
    found, council, moment = stage.service.settings, stage.service.council.name, stage.now()
    link = await stage.service.database.transact(lambda db: people.issue_link(db, council, "mina", moment))
    teller, door = stage.teller, found.intake.smtp_door
    teller.moment(stage.now())
    teller.plain("That was a made-up fortnight, played through the real doors. Heard goes on running:")
    teller.plain()
    teller.plain(f"  the desk      {found.desk.found_at}/sign-in/{link}")
    teller.plain("                (this link works once; another: .venv/bin/heard staff link mina)")
    teller.plain(f"  by email      any mail program, to {door.host}, port {door.port}, no password; or:")
    teller.plain(f"                {SEND.format(host=door.host, port=door.port)}")
    teller.plain("                the receipt is then a file under var/outbox")
    teller.plain("  the bot       .venv/bin/heard chat")
    teller.plain(f"  the form      http://{found.form.host}:{found.form.port}")
    teller.plain(f"  how it is     http://{found.run.health.host}:{found.run.health.port}/readyz")
    teller.plain()
    teller.plain("Ctrl-C ends it.")


def _ago(service: Service, working_days: int) -> datetime:
    """Five past nine, so many working days back."""
    calendar = service.council.calendars["EW"]
    day = days.add(days.today(time_of_day.now()), -working_days, calendar)
    return days.at(day, time(9, 5))
