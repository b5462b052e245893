"""Letters by email, with a mail server that takes them, refuses them or breaks off."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import names
from casework.messages import Address, Channel
from outbox.email import WEARS_OUT
from outbox.outcomes import TryLater, Undeliverable
from tests.outbox.samples import a_letter
from tests.outbox.watched import KEY, Watched, a_server, send
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import certify
from tests.wire.postfix import Postfix
from tests.wire.smtp import CUT, SmtpSink


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
