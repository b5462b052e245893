"""Why a far end could not be reached, in words: its name, its port, its privacy, its certificate, tried one after the
other. Asked only once it could not be, since the program itself is told no more than that it failed.
"""

import imaplib
import smtplib
import socket
import ssl
from contextlib import suppress
from datetime import datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from casework.frozen import frozen
from run.config import Tls

PATIENCE = 10.0
"""Seconds until a far end counts as silent. *Taste.*"""

_EXPIRED, _NOT_YET = 10, 9
_OTHER_NAME = (62, 63, 64)
"""What OpenSSL says of a certificate that is good, and somebody else's."""


@frozen
class Wire:
    """A far end, and how it is to be spoken to."""

    host: str
    port: int
    privacy: Tls | None  # None: it waits to be spoken to, as a web server does
    trust: ssl.SSLContext
    is_mailbox: bool = False  # of IMAP: else it is a mail server that takes letters


def why(wire: Wire) -> str:
    """What is wrong with it; empty if it can be reached, and what is wrong is something else."""
    try:
        _reach(wire)
    except socket.gaierror:
        return f"no machine is known by the name {wire.host}"
    except ssl.SSLCertVerificationError as fault:
        return _of_certificate(fault, wire.host)
    except (ssl.SSLError, ConnectionResetError):
        return f"it does not speak TLS from the first byte at port {wire.port}: another port, or starttls"
    except TimeoutError:
        return f"it is silent at port {wire.port}: it is the wrong one, or a firewall stands before it"
    except ConnectionRefusedError:
        return f"nothing listens there at port {wire.port}"
    except smtplib.SMTPNotSupportedError:
        return f"it offers no TLS (STARTTLS) at port {wire.port}, and letters would cross the network in the open"
    except smtplib.SMTPServerDisconnected:
        return f"it says nothing, or hangs up, at port {wire.port}: the wrong one, or TLS is to begin at once there"
    except (smtplib.SMTPException, imaplib.IMAP4.error, OSError) as fault:
        says = f"what answers at port {wire.port} ends the conversation ({type(fault).__name__})"
        return f"{says}: it may be something else that listens there"
    return ""


def time_there(url: str, trust: ssl.SSLContext) -> datetime | None:
    """The time of day that a web server says it is, if it says one."""
    place = urlsplit(url)
    if place.scheme == "https":
        asked: HTTPConnection = HTTPSConnection(place.hostname or "", place.port, timeout=PATIENCE, context=trust)
    else:
        asked = HTTPConnection(place.hostname or "", place.port, timeout=PATIENCE)
    try:
        asked.request("HEAD", "/")
        return parsedate_to_datetime(asked.getresponse().headers["Date"])
    except (OSError, HTTPException, ValueError, TypeError):
        return None
    finally:
        asked.close()


def _reach(wire: Wire) -> None:
    if wire.privacy is Tls.STARTTLS:
        if wire.is_mailbox:
            _mailbox(wire)
            return
        with smtplib.SMTP(wire.host, wire.port, timeout=PATIENCE) as server:
            server.starttls(context=wire.trust)
        return
    with socket.create_connection((wire.host, wire.port), timeout=PATIENCE) as line:
        if wire.privacy is Tls.IMPLICIT:
            with wire.trust.wrap_socket(line, server_hostname=wire.host):
                return
        if wire.privacy is Tls.OFF and not line.recv(1):
            raise ConnectionAbortedError


def _mailbox(wire: Wire) -> None:
    box = imaplib.IMAP4(wire.host, wire.port, PATIENCE)
    try:
        if "STARTTLS" not in box.capabilities:
            raise smtplib.SMTPNotSupportedError
        box.starttls(wire.trust)
    finally:
        with suppress(OSError):  # after a certificate that was refused there is nothing left to shut
            box.shutdown()


def _of_certificate(fault: ssl.SSLCertVerificationError, host: str) -> str:
    if fault.verify_code == _EXPIRED:
        return "its certificate has expired: whoever keeps that server renews it (or this machine's time is wrong)"
    if fault.verify_code == _NOT_YET:
        return "its certificate is not good yet: see that this machine's time of day is right"
    if fault.verify_code in _OTHER_NAME:
        return f"its certificate is for another name than {host}: write the one that stands in it"
    return "nobody this machine trusts vouches for its certificate: SSL_CERT_FILE may name a file of others"
