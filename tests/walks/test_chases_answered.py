"""A chase goes to managers who linked a chat, and to everybody by email; they answer where they get it.

The whole service with its sweeps, a Bot API, an SMTP server and a browser on a telephone; only the time is ours.
"""

import re
from collections.abc import AsyncIterator
from datetime import date
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import httpx
import pytest

from casework.cases import Case, clock
from casework.changes import Change
from casework.frozen import frozen
from run.service import Service
from store import audit, cases, changes, people
from store.database import Connection
from tests import build
from tests.conftest import Moment
from tests.desk.chromium import TELEPHONE, chromium
from tests.run import whole
from tests.wire.botapi import BotApi
from tests.wire.smtp import SmtpSink

pytestmark = [pytest.mark.slow, pytest.mark.requires("chromium")]

PRIYA, TOM, DAN = 901, 902, 903
CHATS = {"priya": PRIYA, "tom": TOM, "dan": DAN}
REF = "BN-7K4Q"


@frozen
class Office:
    """A council's office at work: its service, its far ends, its time."""

    service: Service
    bot: BotApi
    sink: SmtpSink
    now: Moment
    desk: str

    async def links_a_chat(self, who: str, chat: int) -> None:
        """Somebody signs in, takes a code from My settings, and sends it to the bot."""
        async with httpx.AsyncClient(base_url=self.desk, timeout=20) as browser:
            link = await self.service.database.transact(lambda db: people.issue_link(db, "bnes", who, self.now()))
            await browser.post(f"/sign-in/{link}")
            settings = (await browser.get("/settings")).text
            token = re.search(r'name="token" value="([^"]+)"', settings)
            assert token is not None
            shown = (await browser.post("/settings/code", data={"token": token[1]})).text
        code = re.search(r"send this code: (\S+)\.", shown)
        assert code is not None and "t.me/heard_test_bot" in shown
        await self.bot.text(chat, code[1])
        await self.bot.until(lambda: any("Linked" in call.args["text"] for call in self.bot.sent(chat)))

    def shows(self, chat: int) -> tuple[str, list[str]]:
        """What the last message in a chat says now, and its buttons."""
        last = self.bot.from_bot(chat)[-1]
        rows = last.get("reply_markup", {}).get("inline_keyboard", [])
        return last["text"], [button["text"] for row in rows for button in row]

    def mail_to(self, who: str, subject: str) -> list[EmailMessage]:
        """The emails somebody got, by the beginning of their subject."""
        found = (each.message for each in self.sink.taken if each.recipients == (who,))
        return [each for each in found if str(each["Subject"]).startswith(subject)]

    async def case(self) -> Case:
        """The case as it is stored."""
        found = await self.service.database.look(lambda db: cases.one(db, "bnes", REF))
        assert found is not None
        return found

    async def due(self) -> date:
        """The date in force."""
        running = clock(await self.case(), "s1_statutory")
        assert running is not None
        return running.due

    async def record(self) -> list[tuple[str, str]]:
        """Who did what, by the record that is never changed."""

        def look(db: Connection) -> list[tuple[str, str]]:
            return [(each.who, each.did) for each in audit.entries(db, "bnes")]

        return await self.service.database.look(look)


@pytest.fixture
async def office(tmp_path: Path, now: Moment, bot_api: BotApi) -> AsyncIterator[Office]:
    """At work since Tuesday 3 March, with one case."""
    now.at = build.at("2026-03-03 10:00")
    sink, found = SmtpSink().start(), whole.ports()
    (tmp_path / "token").write_text(bot_api.token, encoding="utf-8")
    said = whole.settings(
        tmp_path, found, outbox__smtp__host=sink.host, outbox__smtp__port=sink.port, outbox__smtp__tls="off",
        bot__token_file=tmp_path / "token", bot__api=bot_api.address,
    )  # fmt: skip
    async with whole.opened(said, now) as service:
        yield Office(service, bot_api, sink, now, whole.address(found.desk))
    sink.stop()


async def given_a_case(office: Office) -> None:
    council, contact = build.profile("bnes"), build.a_contact(build.profile("bnes"))
    change = build.opened(council, contact)
    cleared = Change(cases=change.cases, letters=change.letters)

    def work(db: Connection) -> None:
        changes.save(db, Change(contacts=(contact,)), office.now())
        changes.save(db, cleared, office.now())

    await office.service.database.transact(work)


async def chased(office: Office) -> None:
    """Three working days before the date."""
    for who, chat in CHATS.items():
        await office.links_a_chat(who, chat)
    await given_a_case(office)
    office.now.at = build.at("2026-03-11 08:35")
    for chat in CHATS.values():
        await office.bot.until(lambda chat=chat: "3 working days" in office.shows(chat)[0], seconds=40)  # type: ignore[misc]
    await whole.until(lambda: bool(office.mail_to("dan@council.example", "Due in 3")), "the chase by email")


def link_in(mail: EmailMessage, button: str) -> str:
    """Where a button of an email leads: the same in its plain text and its HTML."""
    plain, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert plain is not None and html is not None
    found = re.search(rf"^{re.escape(button)}: (\S+)\s*$", plain.get_content(), re.MULTILINE)
    assert found is not None, plain.get_content()
    assert f'href="{found[1]}">{button}</a>' in html.get_content()
    return found[1]


@pytest.mark.rule("R274", "R604", "R608", "R623")
async def test_one_asks_in_a_chat_for_more_time_and_the_manager_agrees_by_email(office: Office) -> None:
    await chased(office)
    assert office.shows(TOM)[1] == ["Done", "Extend", "Reassign", "Snooze until tomorrow", "Open on the desk"][:4]

    await office.bot.press(PRIYA, "Extend")
    await office.bot.until(lambda: "why is more time needed" in office.shows(PRIYA)[0])
    assert office.shows(PRIYA)[1] == ["Complex", "Advocate asked for", "Not enough staff", "Back"]
    await office.bot.press(PRIYA, "Advocate asked for")
    await office.bot.until(lambda: "Priya dealt with this" in office.shows(TOM)[0])
    assert office.shows(TOM)[1] == [], "nobody else has a button left"
    await office.bot.until(lambda: office.shows(PRIYA)[1] == ["Undo"])
    assert await office.due() == date(2026, 3, 16), "asking moves nothing"

    await whole.until(lambda: bool(office.mail_to("dan@council.example", "More time for")), "the question by email")
    (question,) = office.mail_to("dan@council.example", "More time for")
    yes = link_in(question, "Yes, more time")
    await scanned(office, yes)
    await strangers(office, yes)
    await agreed(office, yes)

    assert await office.due() == date(2026, 3, 30)
    await office.bot.until(lambda: "Monday 30 March" in office.shows(PRIYA)[0])
    office.now.at = build.at("2026-03-11 09:05")
    await whole.until(lambda: bool(office.mail_to("sam@family.example", "")), "the holding letter")
    (letter,) = [each for each in office.mail_to("sam@family.example", "") if "Monday 30 March" in text_of(each)]
    assert "an advocate" in text_of(letter)
    did = await office.record()
    assert ("priya", "more_time_asked in a chat") in did and ("dan", "more_time_agreed by a link") in did


async def scanned(office: Office, link: str) -> None:
    """A mail scanner opens the link, twice, and a preview asks for its head: nothing happens."""
    before = await office.case()
    async with httpx.AsyncClient(timeout=20) as scanner:
        answers = [await scanner.get(link), await scanner.get(link), await scanner.head(link)]
    assert [each.status_code for each in answers] == [200, 200, 200]
    after = await office.case()
    assert (after.version, after.decisions) == (before.version, before.decisions)
    page = answers[0].text
    assert REF in page and "Stage 1" in page and "Monday 16 March" in page
    assert not [word for word in ("Sam", "cancelled", "social worker", "sam@") if word in page], "no name, no content"


async def strangers(office: Office, link: str) -> None:
    """Somebody else's link, bent to another letter, button or person, does nothing; nor does it for who is signed in
    as somebody else.
    """
    letter, act, proof = link.rpartition("/")[2].split(".")
    (chase,) = office.mail_to("tom@council.example", "Due in 3")
    other = link_in(chase, "Done").rpartition("/")[2].split(".")
    bent = [
        f"{letter}.no.{proof}",
        f"{other[0]}.ye.{proof}",
        f"{letter}.{act}.{other[2]}",
        f"{letter}.{act}.{'0' * 32}",
    ]
    async with httpx.AsyncClient(base_url=office.desk, timeout=20) as stranger:
        for each in bent:
            answer = await stranger.post(f"/act/{each}", data={"answer": "more_time_agreed"})
            assert (answer.status_code, "has been used, or it is too old" in answer.text) == (410, True)
        signed_in = await office.service.database.transact(
            lambda db: people.issue_link(db, "bnes", "tom", office.now())
        )
        await stranger.post(f"/sign-in/{signed_in}")
        assert (await stranger.post(link, data={"answer": "more_time_agreed"})).status_code == 403
    assert await office.due() == date(2026, 3, 16)


async def agreed(office: Office, link: str) -> None:
    """The complaints manager opens it on a telephone, where they are not signed in, and presses the button."""
    async with chromium() as browser:
        page = await (await browser.new_context(viewport=size(TELEPHONE))).new_page()
        await page.goto(link)
        assert await office.due() == date(2026, 3, 16)
        assert await page.get_by_label("We need more time because").input_value() == (
            "you asked for an advocate, and they need time to help you"
        )
        await page.get_by_role("button", name=f"Agree to more time for {REF}").click()
        await page.wait_for_selector("text=agreed, with more time")
        await page.goto(link)
        assert "This link has been used, or it is too old" in await page.inner_text("main")
        assert REF in await page.inner_text("main")
        assert await page.get_by_role("button").count() == 0


def size(of: tuple[int, int]) -> Any:
    """A window's size, as the browser wants it."""
    return {"width": of[0], "height": of[1]}


def text_of(mail: EmailMessage) -> str:
    """What it says."""
    body = mail.get_body(("plain",))
    return body.get_content() if body else ""


async def test_done_by_a_link_in_one_managers_mail_takes_the_buttons_from_everybodys_chat(office: Office) -> None:
    await chased(office)
    (chase,) = office.mail_to("priya@council.example", "Due in 3")
    done = link_in(chase, "Done")
    async with httpx.AsyncClient(timeout=20) as priya:
        answer = await priya.post(done, data={"answer": "draft_ready"})
        assert (answer.status_code, "a draft, ready for checking" in answer.text) == (200, True)
        for chat in CHATS.values():
            await office.bot.until(lambda chat=chat: "Priya dealt with this" in office.shows(chat)[0])  # type: ignore[misc]
            assert office.shows(chat)[1] == []
        assert (await priya.post(done, data={"answer": "draft_ready"})).status_code == 410
        assert (await priya.post(link_in(chase, "Extend"), data={"answer": "more_time_asked"})).status_code == 410
        back = await priya.post(f"{done}/undo")
        assert "is back as it was" in back.text
    for chat in CHATS.values():
        await office.bot.until(lambda chat=chat: "Extend" in office.shows(chat)[1])  # type: ignore[misc]
    assert [each.move for each in (await office.case()).decisions][-2:] == ["draft_ready", "taken_back"]


async def test_three_wrong_codes_kill_the_right_one_and_off_ends_the_chat(office: Office) -> None:
    await office.links_a_chat("priya", PRIYA)
    right = await office.service.database.transact(
        lambda db: people.issue_link(db, "bnes", "tom", office.now(), people.Purpose.CHAT)
    )
    for tries, typed in enumerate(("WRNG2345", "wrng-2346", "WRNG 2347", right), start=1):
        await office.bot.text(TOM, typed)
        await office.bot.until(lambda tries=tries: refused(office) == tries)  # type: ignore[misc]
    office.now.go(minutes=1)
    await office.links_a_chat("tom", TOM)
    await office.bot.text(PRIYA, "off")
    await office.bot.until(lambda: "Unlinked" in office.shows(PRIYA)[0])
    staff = await office.service.database.look(lambda db: people.staff(db, "bnes"))
    assert [each.id for each in staff if each.chat] == ["tom"]
    assert [each for each in await office.record() if each[1].startswith("chat")] == [
        ("priya", "chat linked"), ("tom", "chat linked"), ("priya", "chat unlinked"),
    ]  # fmt: skip


def refused(office: Office) -> int:
    """How often a code was said not to have worked."""
    return len([call for call in office.bot.sent(TOM) if "didn't work" in call.args["text"]])
