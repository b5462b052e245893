"""How the made-up words come in: the mail door, the form, the chat, and somebody at the desk who types in a call.

Every one of them is the door that real words come in by; nothing is put into the store from here.
"""

import asyncio
import json
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.utils import format_datetime

import aiosmtplib

from bot.terminal import script
from bot.terminal.behind import Behind
from bot.terminal.chat import FIRST, Chat
from bot.terminal.script import OwnTime
from bot.updates import Json
from casework.frozen import frozen
from casework.said.gist import summary
from run.browser import HOST, Browser, hidden
from run.demo.rows import Story

WRONG = 400
ON_HOLIDAY = "auto-replied"
STATUS = "Reporting-MTA: dns; gone.example\n\nFinal-Recipient: rfc822; {address}\nAction: failed\nStatus: 5.1.1\n"


@frozen
class Doors:
    """Where each is, and whose mail it is."""

    mail: int
    form: int
    to: str
    behind: Behind
    time: OwnTime

    async def email(self, story: Story, number: int) -> None:
        """By SMTP, as any mail. Whose sender is nobody's is one that no program can read."""
        written = EmailMessage()
        if story.address:
            written["From"] = f"{story.who} <{story.address}>"
        written["To"], written["Subject"] = self.to, story.subject
        written["Date"], written["Message-ID"] = format_datetime(self.time.at), f"<demo-{number}@family.example>"
        if story.subject.startswith("Automatic reply"):
            written["Auto-Submitted"] = ON_HOLIDAY
        written.set_content(story.text)
        await self._sent(written.as_bytes(), story.address or "nobody@nowhere.example")

    async def bounced(self, story: Story, message_id: str) -> None:
        """A mail server far away says that ours did not arrive."""
        report = MIMEMultipart("report", report_type="delivery-status")
        report["From"], report["To"] = "Mail Delivery System <mailer-daemon@gone.example>", self.to
        report["Subject"], report["Date"] = "Undelivered Mail Returned to Sender", format_datetime(self.time.at)
        report["Auto-Submitted"] = ON_HOLIDAY
        report.attach(MIMEText(f"I could not deliver your mail to {story.address}: there is no such mailbox."))
        report.attach(MIMEText(STATUS.format(address=story.address), "delivery-status"))
        report.attach(MIMEText(f"Message-ID: {message_id}\nTo: {story.address}\n", "rfc822-headers"))
        await self._sent(report.as_bytes(), "mailer-daemon@gone.example")

    async def chat(self, story: Story, number: int) -> None:
        """Line by line, as somebody types; what is answered is read before the next button."""
        lines = (json.dumps(dict(each)) for each in story.lines)
        await script.play(
            lines,
            behind=self.behind,
            chat=Chat(FIRST + number, self.time),
            time=self.time,
            say=_to_nobody,
            summary=summary,
        )

    async def submitted(self, story: Story) -> None:
        """The form's one question, answered and sent."""
        await asyncio.to_thread(self._submitted, story.text)

    def _submitted(self, text: str) -> None:
        browser = Browser(self.form)
        try:
            _, page = browser.asks("/tell")
            status, _ = browser.asks("/tell", {**hidden(page, "/tell"), "text": text})
        finally:
            browser.close()
        if status >= WRONG:
            raise RuntimeError(f"the form answered {status}")

    async def _sent(self, raw: bytes, sender: str) -> None:
        await aiosmtplib.send(raw, sender=sender, recipients=[self.to], hostname=HOST, port=self.mail)


def _to_nobody(_: Json) -> None:
    """What is said in the chat is on record, and that is all."""
