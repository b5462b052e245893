"""The far ends are what they say they are; otherwise every test that leans on them proves nothing."""

import asyncio
import imaplib
import json
import smtplib
import ssl
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest
from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import TelegramForbiddenError, TelegramRetryAfter, TelegramServerError
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup
from aiohttp import web

from tests.wire.botapi import BotApi, tell
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST, certify, free_ports
from tests.wire.postfix import Postfix
from tests.wire.postgres import Postgres
from tests.wire.process import Process
from tests.wire.proxy import Proxy
from tests.wire.smtp import CUT, SmtpSink

INTAKE, YOUNG = "intake@example.test", "young@example.test"
USERS = {INTAKE: "secret", YOUNG: "word"}
YES = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Yes", callback_data="yes")]])


def an_email(*, to: str = INTAKE, sender: str = YOUNG) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = (
        sender,
        to,
        "Hello",
        "<one@example.test>",
    )
    message.set_content("Nobody listens.")
    return message


def a_bot(api: BotApi) -> Bot:
    return Bot(api.token, session=AiohttpSession(api=TelegramAPIServer.from_base(api.address)))


@pytest.mark.requires("dovecot")
def test_a_delivered_email_is_read_over_tls_with_the_time_it_came_and_again_after_a_restart() -> None:
    trust = ssl.create_default_context()
    with Dovecot(USERS) as server:
        trust.load_verify_locations(server.ca_file)
        came = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
        server.deliver(INTAKE, an_email().as_bytes(), received=came)
        for _ in range(2):
            with imaplib.IMAP4_SSL("localhost", server.tls_port, ssl_context=trust, timeout=10) as client:
                client.login(INTAKE, "secret")
                assert client.select("INBOX") == ("OK", [b"1"])
                said = imaplib.Internaldate2tuple(client.fetch("1", "(INTERNALDATE)")[1][0])  # type: ignore[arg-type]
                assert said is not None and time.mktime(said) == came.timestamp()
            server.restart()


@pytest.mark.requires("dovecot")
def test_a_frozen_mail_server_is_silent_until_it_thaws() -> None:
    with Dovecot(USERS) as server:
        client = imaplib.IMAP4(HOST, server.port, timeout=0.3)
        client.login(INTAKE, "secret")
        server.freeze()
        with pytest.raises(TimeoutError):
            client.noop()
        server.thaw()
        client.shutdown()
        client = imaplib.IMAP4(HOST, server.port, timeout=10)
        assert client.login(INTAKE, "secret")[0] == "OK"
        server.cut()
        with pytest.raises((imaplib.IMAP4.abort, ConnectionError)):
            client.noop()
        client.shutdown()


@pytest.mark.requires("dovecot")
@pytest.mark.requires("postfix")
def test_a_real_mail_server_delivers_what_it_can_and_bounces_what_it_cannot() -> None:
    with Dovecot(USERS) as boxes, Postfix(boxes) as server:
        with smtplib.SMTP("localhost", server.port, timeout=10) as client:
            client.starttls(context=ssl.create_default_context(cafile=str(server.ca_file)))
            client.login(YOUNG, "word")
            client.send_message(an_email())
            client.send_message(an_email(to="nobody@example.test"))
        assert b"Nobody listens." in boxes.wait_for(INTAKE, 1)[0]
        bounce = boxes.wait_for(YOUNG, 1)[0]
        assert b"multipart/report" in bounce and b"<one@example.test>" in bounce


@pytest.mark.parametrize("tls", ["", "starttls", "implicit"])
def test_the_sink_takes_mail_over_every_kind_of_tls_and_wants_the_right_password(tls: str, tmp_path: Path) -> None:
    made = certify(tmp_path)
    trust = ssl.create_default_context(cafile=str(made.ca_file))
    with SmtpSink(tls=tls, users=USERS, certificates=made) as sink:
        way = (
            smtplib.SMTP_SSL("localhost", sink.port, context=trust)
            if tls == "implicit"
            else smtplib.SMTP("localhost", sink.port)
        )
        with way as client:
            if tls == "starttls":
                client.starttls(context=trust)
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                client.send_message(an_email())
            with pytest.raises(smtplib.SMTPAuthenticationError):
                client.login(INTAKE, "wrong")
            client.login(INTAKE, "secret")
            client.send_message(an_email())
        (taken,) = sink.wait_for(1)
        assert (taken.user, taken.tls, taken.recipients) == (INTAKE, bool(tls), (INTAKE,))


def test_the_sink_answers_as_told_and_can_take_a_message_without_saying_so() -> None:
    with SmtpSink() as sink:
        sink.answer("DATA", "451 4.3.0 later")
        sink.answer("DATA", CUT)
        sink.cut_after_taking()
        sink.refuse("gone@example.test")
        with smtplib.SMTP(HOST, sink.port, timeout=10) as client, pytest.raises(smtplib.SMTPDataError):
            client.send_message(an_email())
        for kept in (0, 1):
            with smtplib.SMTP(HOST, sink.port, timeout=10) as client:
                with pytest.raises(smtplib.SMTPServerDisconnected):
                    client.send_message(an_email())
                assert len(sink.taken) == kept
        with smtplib.SMTP(HOST, sink.port, timeout=10) as client, pytest.raises(smtplib.SMTPRecipientsRefused):
            client.send_message(an_email(to="gone@example.test"))


def test_a_paused_sink_takes_nothing_until_it_goes_on() -> None:
    with SmtpSink() as sink:
        sink.pause()
        with smtplib.SMTP(HOST, sink.port, timeout=0.3) as client, pytest.raises(smtplib.SMTPServerDisconnected):
            client.send_message(an_email())
        assert not sink.taken
        sink.resume()
        with smtplib.SMTP(HOST, sink.port, timeout=10) as client:
            client.send_message(an_email())


def test_the_sink_as_a_process_keeps_its_record_when_it_is_killed(tmp_path: Path) -> None:
    (port,), record = free_ports(1), tmp_path / "taken.jsonl"
    with Process("tests.wire.smtp", port, "--record", record, port=port) as sink:
        for _ in range(2):
            with smtplib.SMTP(HOST, port, timeout=10) as client:
                client.send_message(an_email())
            sink.kill()
            sink.start()
    kept = [json.loads(line) for line in record.read_text().splitlines()]
    assert [line["message_id"] for line in kept] == ["<one@example.test>"] * 2


async def test_updates_come_again_until_a_later_offset_confirms_them(bot_api: BotApi) -> None:
    first = await bot_api.text(7, "/start abc")
    second = await bot_api.text(7, "hello")
    async with a_bot(bot_api) as bot:
        for _ in range(2):
            assert [update.update_id for update in await bot.get_updates()] == [first, second]
        assert [update.update_id for update in await bot.get_updates(offset=second)] == [second]
        assert await bot.get_updates(offset=second + 1) == []
        waits = asyncio.create_task(bot.get_updates(offset=second + 1, timeout=20))
        third = await bot_api.text(7, "still there?")
        assert [update.update_id for update in await waits] == [third]
    assert bot_api.updates.confirmed == [second, second + 1]


async def test_every_thing_a_person_can_do_is_an_update_that_aiogram_understands(bot_api: BotApi) -> None:
    async with a_bot(bot_api) as bot:
        await bot_api.text(7, "hello")
        await bot_api.edit(7, bot_api.last_of(7), "hello again")
        await bot.send_message(7, "Shall we?", reply_markup=YES)
        await bot_api.press(7, "Yes")
        await bot_api.photo(7, b"JPEG", caption="my room")
        await bot_api.voice(7, b"OGG")
        await bot_api.document(7, b"%PDF", name="letter.pdf", mime="application/pdf")
        await bot_api.sticker(7)
        await bot_api.block(7)
        came = await bot.get_updates()
        kinds = [update.event_type for update in came]
        assert kinds == ["message", "edited_message", "callback_query", *["message"] * 4, "my_chat_member"]
        assert came[2].callback_query and came[2].callback_query.data == "yes"
        photo = came[3].message and came[3].message.photo
        assert photo
        file = await bot.get_file(photo[-1].file_id)
        fetched = await bot.download_file(file.file_path or "")
        assert fetched and fetched.read() == b"JPEG"


async def test_telegram_refuses_as_it_does_and_the_refusals_are_on_record(bot_api: BotApi) -> None:
    async with a_bot(bot_api) as bot:
        bot_api.fail("sendMessage", 429, "Too Many Requests: retry after 3", retry_after=3)
        bot_api.fail("sendMessage", 500, "Internal Server Error")
        with pytest.raises(TelegramRetryAfter):
            await bot.send_message(7, "one")
        with pytest.raises(TelegramServerError):
            await bot.send_message(7, "one")
        sent = await bot.send_message(7, "one")
        await bot.edit_message_text("two", chat_id=7, message_id=sent.message_id)
        await bot.delete_messages(7, [sent.message_id])
        await bot_api.block(8)
        with pytest.raises(TelegramForbiddenError):
            await bot.send_message(8, "one")
    assert [call.refused for call in bot_api.calls if call.method == "sendMessage"] == [429, 500, 0, 403]
    assert len(bot_api.sent(7)) == 1


async def test_a_webhook_is_told_again_until_it_says_yes_and_can_check_the_secret(bot_api: BotApi) -> None:
    heard: list[tuple[str, int]] = []
    finished = asyncio.Event()

    async def hook(request: web.Request) -> web.Response:
        secret = request.headers["X-Telegram-Bot-Api-Secret-Token"]
        heard.append((secret, (await request.json())["update_id"]))
        if len(heard) == 3:
            finished.set()
        return web.Response(status=500 if len(heard) == 1 else 200)

    app, (port,) = web.Application(), free_ports(1)
    app.router.add_post("/hook", hook)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, HOST, port).start()
    async with a_bot(bot_api) as bot:
        await bot.set_webhook(f"http://{HOST}:{port}/hook", secret_token="s3cret")
        first, second = await bot_api.text(7, "one"), await bot_api.text(7, "two")
        await asyncio.wait_for(finished.wait(), 10)
        await bot.delete_webhook()
    await runner.cleanup()
    assert heard == [("s3cret", first), ("s3cret", first), ("s3cret", second)]


async def test_the_bot_api_as_a_process_hears_people_and_keeps_its_record(tmp_path: Path) -> None:
    (port,), record = free_ports(1), tmp_path / "calls.jsonl"
    with Process("tests.wire.botapi", port, "--record", record, port=port):
        address = f"http://{HOST}:{port}"
        await tell(address, "text", chat=7, text="hello")
        await tell(address, "photo", chat=7, data=b"JPEG")
        async with Bot("42:TEST", session=AiohttpSession(api=TelegramAPIServer.from_base(address))) as bot:
            assert len(await bot.get_updates()) == 2
            await bot.send_message(7, "We have it.")
    (line,) = record.read_text().splitlines()
    assert json.loads(line)["args"]["text"] == "We have it."


def test_a_spoiled_wire_freezes_breaks_and_refuses_and_is_well_again(tmp_path: Path) -> None:
    with SmtpSink(record=tmp_path / "letters") as sink, Proxy(to=sink.port) as wire:
        client = smtplib.SMTP(HOST, wire.port, timeout=0.5)
        wire.freeze()
        with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
            client.noop()
        client.close()
        wire.thaw()
        client = smtplib.SMTP(HOST, wire.port, timeout=10)
        wire.slow(0.1)
        began = time.monotonic()
        assert client.noop()[0] == 250
        assert time.monotonic() - began >= 0.2
        wire.reset()
        with pytest.raises(smtplib.SMTPServerDisconnected):
            client.noop()
        wire.refuse()
        with pytest.raises(ConnectionRefusedError):
            smtplib.SMTP(HOST, wire.port, timeout=10)
        wire.thaw()
        with smtplib.SMTP(HOST, wire.port, timeout=10) as client:
            assert client.noop()[0] == 250


@pytest.mark.requires("postgres")
def test_a_cluster_of_our_own_survives_a_crash() -> None:
    with Postgres() as cluster:
        url = cluster.database()
        with psycopg.connect(url) as connection:
            connection.execute("create table kept (it int)")
        cluster.kill()
        cluster.start()
        with psycopg.connect(url) as connection:
            assert connection.execute("select count(*) from kept").fetchone() == (0,)
        cluster.drop(url)
