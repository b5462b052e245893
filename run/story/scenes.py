"""The scenes of the story: mails by the local door, chats by the bot's own, an officer who decides at the real desk."""

from collections.abc import Sequence
from datetime import timedelta
from email.message import EmailMessage

import aiosmtplib

from bot import updates
from casework import days, wording
from casework.contacts import Contact
from casework.messages import Address, Channel
from run.demo.desk import OPENS
from run.story import script
from run.story.script import Email
from run.story.stage import Stage
from store import cases, inbox, people
from store.database import Connection


async def hired(stage: Stage) -> None:
    """The made-up staff have accounts."""
    council = stage.service.council.name

    def work(db: Connection) -> None:
        for each in script.STAFF:
            people.add(db, council, each)

    await stage.service.database.transact(work)


async def mail(stage: Stage, one: Email) -> Contact:
    """Sent to the local door as any mail is; what came of it is told."""
    stage.teller.says(one.sender, f"{one.begins} …")
    written, since = EmailMessage(), stage.now()
    written["From"], written["To"] = f"{one.sender} <{one.address}>", stage.service.council.team.email
    written["Subject"], written["Message-ID"] = one.subject, f"<story-{stage.numbers()}@family.example>"
    written.set_content(one.text)
    door = stage.service.settings.intake.smtp_door
    await aiosmtplib.send(written, hostname=door.host or "127.0.0.1", port=door.port)
    contact = await stage.answered(Address(Channel.EMAIL, one.address), since)
    stage.teller.contact(contact)
    return contact


async def chats(stage: Stage) -> None:
    """A teenager who is let down, and one who is in danger: each line an update, as Telegram would bring it."""
    since, (teenager, frightened) = stage.now(), stage.chats
    for together in script.TEENAGER_SAYS:
        await _types(stage, teenager, together)
    # A chat's own time is in whole seconds.
    known = await stage.answered(Address(Channel.TELEGRAM, str(teenager)), since - timedelta(seconds=1))
    stage.teller.contact(known)
    await _types(stage, frightened, script.FRIGHTENED_SAYS)


async def _types(stage: Stage, chat: int, lines: Sequence[str]) -> None:
    """Some lines in a row, and what the bot answers to all of them."""
    before = len(stage.said)
    for text in lines:
        stage.teller.says("a teenager" if chat == stage.chats[0] else "another", text)
        update, council = _update(stage, chat, text), stage.service.council.name
        post = updates.post(update, source="story", council=council, now=stage.now())
        await stage.service.database.transact(lambda db, post=post: inbox.keep(db, post))  # type: ignore[misc]
    stage.service.to_read.set()
    await stage.until(lambda: any(letter.to.value == str(chat) for letter in stage.said[before:]), "the bot's answer")
    await stage.all_said(Address(Channel.TELEGRAM, str(chat)))


def _update(stage: Stage, chat: int, text: str) -> updates.Json:
    number = stage.numbers()
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": int(stage.now().timestamp()),
            "chat": {"id": chat, "type": "private"},
            "from": {"id": chat, "is_bot": False, "first_name": ""},
            "text": text,
        },
    }


async def alarm_taken(stage: Stage) -> None:
    """Somebody at the desk has seen to whoever is in danger."""
    taken = await stage.staffed.takes("mina", script.TAKEN)
    alarms = f"{taken} alarm{'' if taken == 1 else 's'}"
    stage.teller.does(f"Mina at the desk takes {alarms}, rings the duty team, and writes down what came of it")


async def decided(stage: Stage, contact: Contact) -> None:
    """A case is opened, with its clock."""
    stage.teller.does(
        f"Mina reads {contact.reference} and decides: a complaint, by the children's social care procedure"
    )
    await stage.staffed.does("mina", OPENS, contact.reference, script.DECIDED, days.today(stage.now()), "")
    council = stage.service.council.name
    (case,) = await stage.service.database.look(lambda db: cases.of_contact(db, council, contact.id))
    due = wording.day(case.clocks[0].due, days.today(stage.now()))
    stage.teller.does(f"the case is open; its clock runs from the moment the mail came; reply due {due}")
