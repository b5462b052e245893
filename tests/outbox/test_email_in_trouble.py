"""Letters by email while the mail server is restarted, silent, slow, cut off or shut to us."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from casework import names
from outbox.outcomes import TryLater
from tests.outbox.samples import a_letter
from tests.outbox.watched import KEY, Watched, a_server, send
from tests.wire.loopback import certify, free_ports
from tests.wire.smtp import SmtpSink


@pytest.fixture
def sink() -> Iterator[SmtpSink]:
    with SmtpSink() as sink:
        yield sink


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
    server = a_server(sink, weighs=0.3)
    sink.pause()
    with pytest.raises(TryLater):
        await send(server)
    sink.resume()
    assert (await send(server, once="next")).startswith("250 ")
    await server.close()


async def test_a_server_that_weighs_our_words_for_long_is_not_brought_them_again() -> None:
    with Watched() as sink:
        server, other = a_server(sink, patience=2), a_server(sink, weighs=2)
        sink.pause()
        going = asyncio.create_task(send(server, once="weighed"))
        assert await asyncio.to_thread(sink.has_read.acquire, True, 10)
        with pytest.raises(TryLater):
            await send(other, once="as long as the other had patience")
        assert not going.done()
        sink.resume()
        assert (await going).startswith("250 ")
        for each in (server, other):
            await each.close()


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
