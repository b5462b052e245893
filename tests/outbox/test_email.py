"""Letters by email, with a mail server that takes them, refuses them or breaks off."""

import asyncio
import ssl
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, Envelope, Session

from casework import names
from casework.messages import Address, Channel
from outbox.email import WEARS_OUT, Smtp
from outbox.outcomes import TryLater, Undeliverable
from outbox.render import render
from tests.conftest import Moment
from tests.outbox.samples import JAY, a_letter
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import certify, free_ports
from tests.wire.postfix import Postfix
from tests.wire.smtp import CUT, SmtpSink

US, KEY = "Larkhaven Council <hello@larkhaven.example>", b"a key of our own"


def a_server(
    sink: SmtpSink | Postfix,
    *,
    tls: str = "off",
    port: int = 0,
    sender: str = US,
    trust: Path | None = None,
    user: str = "",
    password: str = "",
    lines: int = 2,
    while_well: int = 2,
    patience: float = 10,
) -> Smtp:
    return Smtp(
        host="localhost" if trust else sink.host,
        port=port or sink.port,
        tls=tls,
        sender=sender,
        key=KEY,
        now=Moment(),
        user=user,
        password=password,
        lines=lines,
        while_well=max(lines, while_well),
        patience=patience,
        trust=ssl.create_default_context(cafile=str(trust)) if trust else None,
    )


async def send(server: Smtp, *, once: str = "", to: Address = JAY) -> str:
    letter = a_letter(once=once, to=to)
    return await server.send(letter, render(letter, choices={}))


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


@pytest.mark.parametrize("tls", ["off", "starttls", "implicit"])
async def test_a_letter_reaches_its_one_reader_over_every_kind_of_tls(tls: str, tmp_path: Path) -> None:
    made = certify(tmp_path)
    users = {"svc": "pw"}
    with SmtpSink(tls=tls.replace("off", ""), users=users, certificates=made) as sink:
        server = a_server(sink, tls=tls, trust=made.ca_file if tls != "off" else None, user="svc", password="pw")
        assert (await send(server)).startswith("250 ")
        await server.close()
        (taken,) = sink.taken
    assert (taken.sender, taken.recipients, taken.user, taken.tls) == (
        "hello@larkhaven.example",
        ("jay@example.test",),
        "svc",
        tls != "off",
    )
    assert taken.message["Message-ID"] == names.message_id(a_letter().name, "larkhaven.example", KEY)


class Watched(SmtpSink):
    """A sink that counts its sessions, says when it has read a letter, and can fall silent on the sessions it has."""

    def __init__(self) -> None:
        super().__init__()
        self.sessions: list[Session] = []
        self.silent: list[Session] = []
        self.has_read = threading.Semaphore(0)

    async def handle_MAIL(  # noqa: N802 aiosmtpd finds it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not any(session is one for one in self.sessions):
            self.sessions.append(session)
        if any(session is one for one in self.silent):
            await asyncio.Event().wait()
        envelope.mail_from = address
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 as above
        self.has_read.release()
        return await super().handle_DATA(server, session, envelope)


async def test_letters_share_a_connection_and_it_is_replaced_when_it_is_worn() -> None:
    with Watched() as sink:
        server = a_server(sink, lines=1)
        for number in range(WEARS_OUT):
            await send(server, once=str(number))
        assert len(sink.sessions) == 1
        await send(server, once="one more")
        assert len(sink.sessions) == 2
        await server.close()


@pytest.mark.parametrize(("command", "reply"), [("RCPT", "450 4.3.2 too busy"), ("DATA", "451 4.3.0 try later")])
async def test_whoever_put_us_off_is_not_asked_again_by_the_same_connection(command: str, reply: str) -> None:
    with Watched() as sink:
        server = a_server(sink, lines=1)
        sink.answer(command, reply)
        with pytest.raises(TryLater) as put_off:
            await send(server, once="put off")
        await send(server, once="next")
        assert (len(sink.sessions), put_off.value.away) == (2, False)
        await server.close()


async def test_a_connection_that_died_without_a_word_costs_no_letter_its_turn() -> None:
    with Watched() as sink:
        server = a_server(sink, patience=0.3)
        await send(server, once="before")
        sink.silent = list(sink.sessions)
        assert (await send(server, once="at once")).startswith("250 ")
        assert len(sink.sessions) == 2
        await server.close()


@pytest.mark.parametrize(("put_off", "most"), [(False, 4), (True, 2)])
async def test_as_many_letters_are_on_their_way_at_once_as_the_server_may_be_asked_to_take(
    *, put_off: bool, most: int
) -> None:
    with Watched() as sink:
        server = a_server(sink, lines=2, while_well=4)
        if put_off:
            sink.answer("DATA", "432 4.3.2 too many at once")
            with pytest.raises(TryLater):
                await send(server)
        sink.pause()
        going = asyncio.gather(*(send(server, once=str(number)) for number in range(9)))
        for _ in range(most + put_off):
            assert await asyncio.to_thread(sink.has_read.acquire, True, 10)
        sink.resume()
        assert len(await going) == 9
        assert len(sink.sessions) == most + put_off, "by the one that put us off nobody is asked again"
        await server.close()


@pytest.mark.parametrize(
    ("command", "reply", "becomes"),
    [
        ("RCPT", "550 5.1.1 no such user", Undeliverable),
        ("RCPT", "452 4.2.2 mailbox full", TryLater),
        ("DATA", "554 5.7.1 refused", Undeliverable),
        ("DATA", "451 4.3.0 try later", TryLater),
        ("RCPT", "530 5.7.0 Authentication required", TryLater),
        ("DATA", CUT, TryLater),
        ("taken", CUT, TryLater),
    ],
)
async def test_what_the_server_answers_decides_and_the_next_letter_is_not_harmed(
    sink: SmtpSink, command: str, reply: str, becomes: type[Exception]
) -> None:
    server = a_server(sink, lines=1)
    sink.answer(command, reply)
    with pytest.raises(becomes):
        await send(server)
    assert (await send(server, once="next")).startswith("250 ")
    await server.close()


async def test_the_servers_answer_is_on_record_and_names_nobody(sink: SmtpSink) -> None:
    server = a_server(sink)
    sink.refuse("jay@example.test", "550 5.1.1 <jay@example.test>: no such user here")
    with pytest.raises(Undeliverable) as refused:
        await send(server)
    assert refused.value.why == "mail server: 550 5.1.1"
    await server.close()


async def test_a_server_that_was_restarted_meanwhile_costs_no_letter_its_turn(sink: SmtpSink) -> None:
    server = a_server(sink)
    await send(server, once="before")
    sink.stop()
    with pytest.raises(TryLater):
        await send(server, once="while it is away")
    sink.start()
    await send(server, once="after")
    sink.stop()
    sink.start()
    assert (await send(server, once="at once")).startswith("250 ")
    await server.close()


async def test_a_silent_server_holds_nobody_up_for_ever(sink: SmtpSink) -> None:
    server = a_server(sink, patience=0.3)
    sink.pause()
    with pytest.raises(TryLater):
        await send(server)
    sink.resume()
    assert (await send(server, once="next")).startswith("250 ")
    await server.close()


async def test_a_letter_broken_off_in_the_middle_leaves_the_next_one_whole() -> None:
    with Watched() as sink:
        server = a_server(sink, lines=1)
        sink.pause()
        going = asyncio.create_task(send(server, once="cancelled"))
        assert await asyncio.to_thread(sink.has_read.acquire, True, 10)
        going.cancel()
        with pytest.raises(asyncio.CancelledError):
            await going
        sink.resume()
        await send(server, once="next")
        assert sink.taken[-1].message["Message-ID"] == names.message_id(
            a_letter(once="next").name, "larkhaven.example", KEY
        )
        assert len(sink.sessions) == 2
        await server.close()


@pytest.mark.parametrize("wrong", ["password", "certificate", "no starttls", "nobody there"])
async def test_a_server_that_does_not_let_us_in_is_tried_later_and_found_by_check(wrong: str, tmp_path: Path) -> None:
    made, users = certify(tmp_path), {"svc": "pw"}
    tls = "" if wrong == "no starttls" else "starttls"
    with SmtpSink(tls=tls, users=users if wrong == "password" else None, certificates=made) as sink:
        server = a_server(
            sink,
            tls="starttls",
            user="svc" if wrong == "password" else "",
            password="not it",
            trust=None if wrong == "certificate" else made.ca_file,
            port=free_ports(1)[0] if wrong == "nobody there" else 0,
        )
        with pytest.raises(TryLater) as refused:
            await server.check()
        assert ("not it" in refused.value.why, refused.value.away) == (False, wrong != "password")
        with pytest.raises(TryLater):
            await send(server)
        assert not sink.taken


async def test_check_is_content_with_a_server_that_lets_us_in(sink: SmtpSink) -> None:
    server = a_server(sink)
    await server.check()
    await send(server)
    await server.close()


async def test_addresses_in_every_script_are_written_to(sink: SmtpSink) -> None:
    server = a_server(sink)
    for address in ("zoë@example.test", "jay@bücher.example"):
        await send(server, to=Address(Channel.EMAIL, address))
    assert [taken.recipients for taken in sink.taken] == [("zoë@example.test",), ("jay@xn--bcher-kva.example",)]
    await server.close()


async def test_what_is_no_address_is_told_to_a_person(sink: SmtpSink) -> None:
    server = a_server(sink)
    with pytest.raises(Undeliverable, match="not an email address"):
        await send(server, to=Address(Channel.EMAIL, "jay at example"))


@pytest.mark.requires("dovecot")
@pytest.mark.requires("postfix")
@pytest.mark.parametrize("tls", ["starttls", "implicit"])
async def test_a_real_mail_server_delivers_our_letters_and_bounces_carry_their_names(tls: str) -> None:
    users = {"intake@example.test": "secret", "jay@example.test": "word"}
    with Dovecot(users) as boxes, Postfix(boxes) as postfix:
        server = a_server(
            postfix,
            tls=tls,
            port=postfix.port if tls == "starttls" else postfix.tls_port,
            trust=postfix.ca_file,
            sender="Larkhaven <intake@example.test>",
            user="intake@example.test",
            password="secret",
        )
        await server.check()
        await send(server)
        await send(server, once="lost", to=Address(Channel.EMAIL, "nobody@example.test"))
        await server.close()
        assert b"We've got your message" in boxes.wait_for("jay@example.test", 1)[0]
        bounce = boxes.wait_for("intake@example.test", 1)[0]
        lost = a_letter(once="lost", to=Address(Channel.EMAIL, "nobody@example.test"))
        assert b"multipart/report" in bounce and names.message_id(lost.name, "example.test", KEY).encode() in bounce
