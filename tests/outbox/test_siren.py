"""Nothing can be kept, and somebody wrote words of harm: duty is rung, and the writer is told whom to call."""

import asyncio
import json
import logging
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from aiohttp import web

from casework import names
from casework.messages import Address, Automatic, Channel, Message, Post
from casework.questions import CHOICES
from casework.said.signs import Level, Sign
from outbox.email import Smtp
from outbox.siren import ANSWERS, Duty, Siren
from outbox.telegram import Telegram
from tests.conftest import Moment
from tests.outbox.samples import JAY, JAYS_CHAT, MORNING, SAMPLE
from tests.wire.botapi import BotApi
from tests.wire.loopback import HOST, free_ports
from tests.wire.smtp import SmtpSink

NOW = (Sign("wants to die", Level.IMMEDIATE, "self_harm"),)
LATER = (Sign("was hit", Level.HARM, "hurt"),)
EVERYONE = Duty(emails=("duty@example.test",), chats=("99",))


def a_post(number: int = 1, sender: Address = JAYS_CHAT) -> tuple[Post, Message]:
    name = names.name("post", str(number), sender.value)
    post = Post(name, "larkhaven", sender.channel, "bot", str(number), MORNING, b"raw")
    message = Message(
        names.name("message", name),
        name,
        sender.channel,
        sender,
        MORNING,
        "words of harm",
        message_id="<one@home.example>",
    )
    return post, message


class Ends:
    """A mail server, a Bot API and a telephone service, with a siren that uses them."""

    def __init__(self, api: BotApi, sink: SmtpSink, calls: list[Mapping[str, str]], webhook: str, now: Moment) -> None:
        self.api, self.sink, self.calls, self.webhook, self.now = api, sink, calls, webhook, now
        self.telegram = Telegram(token=api.token, api=api.address, patience=2, pace=0)
        self.mail = Smtp(
            host=sink.host, port=sink.port, tls="off", sender="h@larkhaven.example", key=b"k", now=now, patience=2
        )

    def siren(self, duty: Duty) -> Siren:
        return Siren(
            duty=duty, senders={Channel.EMAIL: self.mail.send, Channel.TELEGRAM: self.telegram.send},
            facts=lambda: SAMPLE, choices=CHOICES, council="larkhaven", now=self.now,
        )  # fmt: skip

    def said(self, chat: int) -> list[str]:
        return [call.args["text"] for call in self.api.sent(chat)]


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.fixture
async def ends(bot_api: BotApi, sink: SmtpSink, now: Moment) -> AsyncIterator[Ends]:
    calls: list[Mapping[str, str]] = []

    async def rung(request: web.Request) -> web.Response:
        calls.append(await request.json())
        return web.Response()

    app, (port,) = web.Application(), free_ports(1)
    app.router.add_post("/ring", rung)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    ends = Ends(bot_api, sink, calls, f"http://{HOST}:{port}/ring", now)
    yield ends
    await ends.telegram.close()
    await ends.mail.close()
    await runner.cleanup()


@pytest.mark.rule("R715")
async def test_duty_is_rung_by_every_way_and_the_writer_gets_the_fixed_words(ends: Ends) -> None:
    post, message = a_post()
    await ends.siren(replace(EVERYONE, webhook=ends.webhook))(post, message, NOW)
    assert ends.said(7)[0].startswith("Thank you for telling me. You did the right thing.")
    assert "So I've told our safety team" in ends.said(7)[0]
    assert "You matter" in ends.said(7)[0]
    assert "reply_markup" not in ends.api.sent(7)[0].args
    (email,) = await asyncio.to_thread(ends.sink.wait_for, 1)
    assert email.recipients == ("duty@example.test",)
    await ends.api.until(lambda: len(ends.said(99)) == 1)
    assert "someone may be in danger now" in ends.said(99)[0]


async def test_the_telephone_service_hears_a_mark_and_nothing_personal(ends: Ends) -> None:
    post, message = a_post()
    await ends.siren(Duty(webhook=ends.webhook))(post, message, NOW)
    assert ends.calls == [{"reference": names.short(post.name).upper()}]
    assert "So I've told our safety team" in ends.said(7)[0]


async def test_what_duty_hears_names_nobody_and_says_how_urgent_it_is(ends: Ends) -> None:
    post, message = a_post()
    await ends.siren(EVERYONE)(post, message, LATER)
    (email,) = await asyncio.to_thread(ends.sink.wait_for, 1)
    words = str(email.message.get_body(("plain",)).get_content())  # type: ignore[union-attr]
    assert "someone may be at risk" in words
    assert names.short(post.name).upper() in words
    for private in (message.text, message.sender.value + "@", "home.example"):
        assert private not in email.raw.decode()


async def test_a_writer_by_email_is_answered_by_email_in_the_same_thread(ends: Ends) -> None:
    post, message = a_post(sender=JAY)
    await ends.siren(Duty(chats=("99",)))(post, message, NOW)
    (email,) = ends.sink.taken
    assert (email.recipients, email.message["Subject"]) == (("jay@example.test",), "Please read this")
    assert email.message["In-Reply-To"] == "<one@home.example>"


@pytest.mark.parametrize("duty", [Duty(), EVERYONE])
async def test_when_nobody_can_be_reached_the_writer_is_told_so_and_whom_to_call(ends: Ends, duty: Duty) -> None:
    ends.sink.refuse("duty@example.test")
    ends.api.blocked.add(99)
    post, message = a_post()
    await ends.siren(duty)(post, message, NOW)
    (said,) = ends.said(7)
    assert "I've told" not in said
    assert "I can't reach our safety team yet" in said
    assert "999" in said


async def test_a_way_that_hangs_keeps_neither_the_writer_nor_the_other_ways_waiting(ends: Ends) -> None:
    ends.sink.pause()
    began = asyncio.get_running_loop().time()
    await ends.siren(EVERYONE)(*a_post(), NOW)
    assert asyncio.get_running_loop().time() - began < ANSWERS
    assert "So I've told our safety team" in ends.said(7)[0]
    ends.sink.resume()


async def test_a_telephone_service_that_hangs_on_many_cries_takes_no_thread_that_others_need(ends: Ends) -> None:
    with socket.create_server((HOST, 0)) as silent:
        siren = ends.siren(Duty(webhook=f"http://{HOST}:{silent.getsockname()[1]}"))
        asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
        cries = [a_post(number, Address(Channel.TELEGRAM, f"{number}")) for number in range(3)]
        rings = [asyncio.create_task(siren(*each, NOW)) for each in cries]
        called, _ = await asyncio.to_thread(silent.accept)
        assert not any(each.done() for each in rings), "or the test would prove nothing"
        for each in rings:
            each.cancel()
        called.close()


async def test_somebody_who_writes_on_is_not_answered_each_time_but_rung_about_if_it_gets_worse(ends: Ends) -> None:
    siren = ends.siren(Duty(chats=("99",)))
    for number, signs in enumerate((LATER, LATER, NOW, NOW)):
        await siren(*a_post(number), signs)
    assert (len(ends.said(99)), len(ends.said(7))) == (2, 1)
    ends.now.go(minutes=6)
    await siren(*a_post(9), LATER)
    assert (len(ends.said(99)), len(ends.said(7))) == (3, 2)


async def test_a_writer_first_told_that_nobody_was_reached_hears_when_somebody_is(ends: Ends) -> None:
    siren = ends.siren(Duty(chats=("99",)))
    ends.api.blocked.add(99)
    await siren(*a_post(1), NOW)
    await siren(*a_post(2), NOW)
    ends.api.blocked.discard(99)
    await siren(*a_post(3), NOW)
    assert ["I've told our safety team" in said for said in ends.said(7)] == [False, True]


async def test_a_machine_is_never_answered_and_an_unread_post_is_rung_about_all_the_same(ends: Ends) -> None:
    siren = ends.siren(Duty(chats=("99",)))
    post, message = a_post(1, JAY)
    await siren(post, replace(message, automatic=Automatic.AUTO_REPLY), NOW)
    await siren(a_post(2)[0], None, NOW)
    assert (len(ends.said(99)), ends.sink.taken) == (2, [])


async def test_the_siren_raises_nothing_and_logs_nothing_personal(ends: Ends, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    await ends.api.stop()
    ends.sink.stop()
    await ends.siren(replace(EVERYONE, webhook=f"http://{HOST}:{free_ports(1)[0]}/ring"))(*a_post(sender=JAY), NOW)
    ours = [record for record in caplog.records if record.name.startswith("outbox")]
    assert any(record.levelno == logging.CRITICAL for record in ours)
    assert not [record for record in ours if "jay@" in json.dumps(vars(record), default=str)]
