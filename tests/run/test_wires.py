"""Whoever is told that a far end cannot be reached is told why: its name, its port, its privacy, its certificate."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from run.check import wires
from run.check.wires import Wire
from run.config import Tls
from tests.wire.dovecot import Dovecot
from tests.wire.loopback import HOST, free_ports
from tests.wire.smtp import SmtpSink

NOW = datetime.now(UTC)  # noqa: TID251 certificates are good or not by the machine's own time
AUTHORITY = trustme.CA()
OTHER = trustme.CA()


def trust() -> ssl.SSLContext:
    known = ssl.create_default_context()
    AUTHORITY.configure_trust(known)
    return known


@contextmanager
def served(issued: trustme.LeafCert) -> Iterator[int]:
    """A server that shows this certificate to whoever calls, and the port it is at."""
    shows = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    issued.configure_cert(shows)
    with socket.create_server((HOST, 0)) as listening:

        def answer() -> None:
            with suppress(OSError):
                line, _ = listening.accept()
                with line, suppress(OSError), shows.wrap_socket(line, server_side=True) as safe:
                    safe.recv(1)

        beside = threading.Thread(target=answer)
        beside.start()
        yield listening.getsockname()[1]
    beside.join(20)


@pytest.mark.parametrize(
    ("issued", "says"),
    [
        (lambda: AUTHORITY.issue_cert("localhost"), ""),
        (lambda: AUTHORITY.issue_cert("localhost", not_after=NOW - timedelta(days=1)), "has expired"),
        (lambda: AUTHORITY.issue_cert("mail.example"), "is for another name than localhost"),
        (lambda: OTHER.issue_cert("localhost"), "nobody this machine trusts"),
    ],
    ids=["good", "expired", "another's", "unknown"],
)
def test_what_is_wrong_with_a_certificate_is_said(issued: Callable[[], trustme.LeafCert], says: str) -> None:
    with served(issued()) as port:
        told = wires.why(Wire("localhost", port, Tls.IMPLICIT, trust()))
    assert says in told if says else told == ""


@pytest.mark.parametrize(
    ("privacy", "says"),
    [
        (Tls.IMPLICIT, "does not speak TLS from the first byte"),
        (Tls.STARTTLS, "letters would cross the network in the open"),
        (Tls.OFF, ""),
    ],
)
def test_a_server_that_speaks_otherwise_than_we_were_told_is_said(privacy: Tls, says: str) -> None:
    with SmtpSink() as sink:
        told = wires.why(Wire("localhost", sink.port, privacy, trust()))
    assert says in told if says else told == ""


@pytest.mark.requires("dovecot")
def test_a_mailbox_is_asked_as_a_mailbox_and_something_else_at_its_port_is_said() -> None:
    with Dovecot({"tell@larkhaven.gov.uk": "hush"}) as imap, SmtpSink() as sink:
        known = ssl.create_default_context(cafile=str(imap.ca_file))
        assert wires.why(Wire("localhost", imap.port, Tls.STARTTLS, known, is_mailbox=True)) == ""
        unknown = wires.why(Wire("localhost", imap.port, Tls.STARTTLS, trust(), is_mailbox=True))
        assert "nobody this machine trusts vouches" in unknown
        for port, is_mailbox in ((imap.port, False), (sink.port, True)):
            told = wires.why(Wire("localhost", port, Tls.STARTTLS, known, is_mailbox))
            assert "something else that listens there" in told


def test_a_port_where_nothing_listens_is_said() -> None:
    (nobody,) = free_ports(1)
    assert wires.why(Wire(HOST, nobody, Tls.STARTTLS, trust())) == f"nothing listens there at port {nobody}"


def test_a_web_server_says_what_time_it_is_and_one_that_is_gone_says_none() -> None:
    class Silent(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.send_response(404)  # the library says when
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing is said."""

    with ThreadingHTTPServer((HOST, 0), Silent) as server:
        beside = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        beside.start()
        url = f"http://{HOST}:{server.server_port}"
        there = wires.time_there(url, trust())
        server.shutdown()
        beside.join(20)
    assert there and abs(there - datetime.now(UTC)) < timedelta(minutes=1)  # noqa: TID251 it is asked what time it is
    assert wires.time_there(url, trust()) is None
