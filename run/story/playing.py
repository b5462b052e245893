"""The fortnight: mails and chats by the real doors, an officer at the real desk, a chase by the sweep; then today."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from email.message import EmailMessage
from itertools import count

import aiosmtplib

from bot import updates
from casework import days, wording
from casework.contacts import Contact
from casework.letters import Letter, Posted
from casework.messages import Address, Channel
from outbox.render import Rendered
from run import service as services
from run import time_of_day
from run.check import ports
from run.config import Settings
from run.demo.desk import OPENS, Staffed
from run.parts import at_work
from run.service import Service
from run.story import script
from run.story.script import Email
from run.story.storytime import StoryTime
from run.story.telling import Teller
from run.web import stored
from scheduler.sweeps import SWEEPS
from store import cases, contacts, inbox, people
from store.database import Connection

AGO = 9
"""Working days back at which the fortnight begins: a Stage 1 reply is then due in a day, and has been chased."""

CHASED_AFTER = 7
"""Working days after receipt on which the first chase goes: three before the tenth (R623)."""

SEND = (
    "python3 -c \"import smtplib; smtplib.SMTP('{host}', {port}).sendmail("
    "'you@example.org', 'us@council.example', 'Subject: hello\\n\\nNobody rang me back.')\""
)

PATIENCE = 40.0
"""Seconds in which each thing the story waits for must have happened. *Taste.*"""


@dataclass(slots=True)
class Stage:
    """What the scenes are played with."""

    service: Service
    teller: Teller
    now: StoryTime
    staffed: Staffed
    numbers: Callable[[], int] = field(default_factory=lambda: count(int(time_of_day.now().timestamp())).__next__)
    said: list[Letter] = field(default_factory=list)
    chats: tuple[int, int] = (0, 0)  # a teenager who is let down, and one who is in danger; new ones each time


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
        _overhear(stage)
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
    await _until(stage, lambda: {"desk", "door"} <= stage.service.health.parts.keys(), "the desk and the door")
    await _people(stage)
    stage.teller.moment(stage.now())
    mother = await _mail(stage, script.MOTHER)
    await _mail(stage, script.THANKS)
    await _chats(stage)
    taken = await stage.staffed.takes("mina", script.TAKEN)
    alarms = f"{taken} alarm{'' if taken == 1 else 's'}"
    stage.teller.does(f"Mina at the desk takes {alarms}, rings the duty team, and writes down what came of it")
    await _decided(stage, mother)
    if fresh:
        stage.now.go(_ago(stage.service, AGO - CHASED_AFTER))
        stage.teller.moment(stage.now())
        stage.teller.does("seven working days have gone by, and nobody has answered")
        stage.said.clear()
        await stage.service.sweep(SWEEPS[0])
        await _until(stage, lambda: any(letter.words == "staff.chase_3_days" for letter in stage.said), "the chase")
        await _nothing_waits(stage)
    stage.now.meet()
    await _where_everything_is(stage)


async def _people(stage: Stage) -> None:
    """The made-up staff."""
    council = stage.service.council.name

    def work(db: Connection) -> None:
        for each in script.STAFF:
            people.add(db, council, each)

    await stage.service.database.transact(work)


async def _mail(stage: Stage, mail: Email) -> Contact:
    """Sent to the local door as any mail is; what came of it is told."""
    stage.teller.says(mail.sender, mail.text.strip().splitlines()[0] + " …")
    written, since = EmailMessage(), stage.now()
    written["From"], written["To"] = f"{mail.sender} <{mail.address}>", stage.service.council.team.email
    written["Subject"], written["Message-ID"] = mail.subject, f"<story-{stage.numbers()}@family.example>"
    written.set_content(mail.text)
    door = stage.service.settings.intake.smtp_door
    await aiosmtplib.send(written, hostname=door.host or "127.0.0.1", port=door.port)
    contact = await _answered(stage, Address(Channel.EMAIL, mail.address), since)
    stage.teller.contact(contact)
    return contact


async def _chats(stage: Stage) -> None:
    """A teenager who is let down, and one who is in danger: each line an update, as Telegram would bring it."""
    since, (teenager, frightened) = stage.now(), stage.chats
    for together in script.TEENAGER_SAYS:
        await _types(stage, teenager, together)
    # A chat's own time is in whole seconds.
    known = await _answered(stage, Address(Channel.TELEGRAM, str(teenager)), since - timedelta(seconds=1))
    stage.teller.contact(known)
    await _types(stage, frightened, script.FRIGHTENED_SAYS)


async def _types(stage: Stage, chat: int, lines: Sequence[str]) -> None:
    """Some lines in a row, and what the bot answers to all of them."""
    before = len(stage.said)
    for text in lines:
        stage.teller.says("a teenager" if chat == stage.chats[0] else "another", text)
        moment, place = stage.now(), stage.numbers()
        update: updates.Json = {
            "update_id": place,
            "message": {
                "message_id": place,
                "date": int(moment.timestamp()),
                "chat": {"id": chat, "type": "private"},
                "from": {"id": chat, "is_bot": False, "first_name": ""},
                "text": text,
            },
        }
        post = updates.post(update, source="story", council=stage.service.council.name, now=moment)
        await stage.service.database.transact(lambda db, post=post: inbox.keep(db, post))  # type: ignore[misc]
    stage.service.to_read.set()
    await _until(stage, lambda: any(letter.to.value == str(chat) for letter in stage.said[before:]), "the bot's answer")
    await _all_said(stage, Address(Channel.TELEGRAM, str(chat)))


async def _all_said(stage: Stage, person: Address) -> None:
    """Until nothing more is on its way to a person."""
    council = stage.service.council.name

    async def coming() -> bool:
        found = await stage.service.database.look(lambda db: contacts.of(db, council, person))
        left = {Posted.QUEUED, Posted.SENDING}
        return any(said.to == person and said.posted in left for contact in found for said in contact.said)

    async with asyncio.timeout(PATIENCE):
        while await coming():  # noqa: ASYNC110 the store says nothing by itself
            await asyncio.sleep(0.05)


async def _nothing_waits(stage: Stage) -> None:
    """Until every letter that may leave has left."""
    async with asyncio.timeout(PATIENCE):
        while (await stored(stage.service)).waiting["letters"]:  # noqa: ASYNC110 the store says nothing by itself
            await asyncio.sleep(0.05)


async def _decided(stage: Stage, contact: Contact) -> None:
    chosen = {
        "kind": "complaint",
        "procedure": "statutory",
        "sender": "parent",
        "service": "child_protection_family_support",
        "category_b": "delay_in_decision_or_provision",
        "category_d": "communication",
        "handler": "priya",
        "known_as": "Alex Carter",
        "summary_plain": "your daughter's social worker missed four visits and nobody told you why",
    }
    stage.teller.does(
        f"Mina reads {contact.reference} and decides: a complaint, by the children's social care procedure"
    )
    await stage.staffed.does("mina", OPENS, contact.reference, chosen, days.today(stage.now()), "")
    council = stage.service.council.name
    (case,) = await stage.service.database.look(lambda db: cases.of_contact(db, council, contact.id))
    due = wording.day(case.clocks[0].due, days.today(stage.now()))
    stage.teller.does(f"the case is open; its clock runs from the moment the mail came; reply due {due}")


async def _answered(stage: Stage, sender: Address, since: datetime) -> Contact:
    """The contact that a sender began since then, once it has been answered and the classifier has had its look."""
    council = stage.service.council.name
    found: list[Contact] = []

    async def there() -> bool:
        theirs = await stage.service.database.look(lambda db: contacts.of(db, council, sender))
        found[:] = [each for each in theirs[:1] if each.received >= since and each.said]
        return bool(found) and (found[0].suggestion is not None or stage.service.model is None)

    async with asyncio.timeout(PATIENCE):
        while not await there():  # noqa: ASYNC110 the store says nothing by itself
            await asyncio.sleep(0.05)
    return found[0]


def _overhear(stage: Stage) -> None:
    """Every letter that leaves is told. There is no Telegram here: what is said in a chat is told, and that is all."""
    by_email = stage.service.senders.by_channel[Channel.EMAIL]

    async def email(letter: Letter, rendered: Rendered) -> str:
        number = await by_email(letter, rendered)
        stage.said.append(letter)
        if letter.staff:
            stage.teller.letter(letter, rendered)
        return number

    in_chat = stage.service.senders.by_channel[Channel.TELEGRAM]

    async def chat(letter: Letter, rendered: Rendered) -> str:
        if letter.to.value not in map(str, stage.chats):
            return await in_chat(letter, rendered)
        stage.teller.says(stage.service.council.team.bot_name, rendered.text)
        if rendered.choices:
            stage.teller.says("", "  ".join(f"[{choice.label}]" for choice in rendered.choices))
        stage.said.append(letter)
        return str(stage.numbers())

    stage.service.senders.by_channel[Channel.EMAIL] = email
    stage.service.senders.by_channel[Channel.TELEGRAM] = chat


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


async def _until(stage: Stage, true: Callable[[], bool], what: str) -> None:
    try:
        async with asyncio.timeout(PATIENCE):
            while not true():  # noqa: ASYNC110 letters leave when they leave
                await asyncio.sleep(0.05)
    except TimeoutError:
        stage.teller.does(f"(still waiting for {what})")


def _ago(service: Service, working_days: int) -> datetime:
    """Five past nine, so many working days back."""
    calendar = service.council.calendars["EW"]
    day = days.add(days.today(time_of_day.now()), -working_days, calendar)
    return days.at(day, time(9, 5))
