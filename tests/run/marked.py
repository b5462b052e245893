"""Somebody who can be told again wherever they went: their mark is in all that they say, at every door of a service."""

import asyncio
import smtplib
from contextlib import AsyncExitStack
from dataclasses import dataclass
from email.message import EmailMessage

import httpx

from run.service import Service
from store import people
from tests.conftest import Moment
from tests.desk.office import TRUST, Browser
from tests.run import whole
from tests.wire.botapi import BotApi
from tests.wire.loopback import HOST

MARK = "zyxomark"
FAMILY = f"{MARK}.family@family.example"
CHAT = 7733991155
TEXT = f"My social worker {MARK} never came, and I am scared of him. He hit me."


def mail(sender: str) -> bytes:
    """Marked in its words, subject, sender's name and address, Message-ID, and a file's name and words."""
    made = EmailMessage()
    made["From"], made["To"] = f"{MARK.title()} Person <{sender}>", whole.MAILBOX
    made["Subject"], made["Message-ID"] = f"about {MARK}", f"<{MARK}-{sender}>"
    made.set_content(TEXT)
    made.add_attachment(TEXT.encode(), maintype="text", subtype="plain", filename=f"{MARK}.txt")
    return made.as_bytes()


@dataclass
class Town:
    """The service at work, with Telegram beside it."""

    service: Service
    ports: whole.Ports
    api: BotApi
    now: Moment

    async def by_door(self, sender: str) -> None:
        """Mail comes in by our own door."""

        def send() -> None:
            with smtplib.SMTP(HOST, self.ports.door, timeout=10) as smtp:
                smtp.sendmail(sender, [whole.MAILBOX], mail(sender))

        await whole.until(lambda: "door" in self.service.health.parts, "the door open")
        await asyncio.to_thread(send)

    async def by_form(self) -> None:
        """Somebody fills in the form, and comes back with a word that is not theirs."""
        await whole.until(lambda: "form" in self.service.health.parts, "the form open")
        async with httpx.AsyncClient(base_url=whole.address(self.ports.form), verify=TRUST, timeout=20) as client:
            note = {"files": (f"{MARK}.txt", TEXT.encode(), "text/plain")}
            assert (await client.post("/tell", data={"text": TEXT}, files=note)).status_code == 200
            assert (await client.post("/back", data={"number": MARK, "word": MARK})).status_code == 403

    async def browser(self, stack: AsyncExitStack) -> Browser:
        """Mina, signed in at the desk."""
        moment = self.now()
        link = await self.service.database.transact(lambda db: people.issue_link(db, "bnes", "mina", moment))
        client = httpx.AsyncClient(base_url=whole.address(self.ports.desk), verify=TRUST, timeout=20)
        browser = Browser(await stack.enter_async_context(client))
        assert (await browser.post(f"/sign-in/{link}")).status == 303
        return browser
