"""Our mark on a letter holds at the far end, and a changed letter loses it."""

import base64

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from outbox.email import Smtp
from outbox.render import render
from outbox.signing import Mark
from tests.conftest import Moment
from tests.outbox.samples import a_letter
from tests.wire.smtp import SmtpSink

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
PEM = KEY.private_bytes(Encoding.PEM, PrivateFormat.TraditionalOpenSSL, NoEncryption()).decode()
PUBLISHED = base64.b64encode(KEY.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo))


def holds(raw: bytes) -> bool:
    """What a far end makes of it, with our public half where it looks for one."""

    def published(name: bytes, timeout: int = 5) -> bytes:
        del timeout
        assert name == b"heard._domainkey.larkhaven.example."
        return b"v=DKIM1; k=rsa; p=" + PUBLISHED

    return bool(dkim.verify(raw, dnsfunc=published))


async def test_a_letter_arrives_with_our_mark_and_a_changed_one_is_found_out() -> None:
    with SmtpSink() as sink:
        ours = Smtp(
            host=sink.host, port=sink.port, tls="off", sender="hello@larkhaven.example", key=b"k", now=Moment(),
            mark=Mark("larkhaven.example", "heard", PEM),
        )  # fmt: skip
        letter = a_letter()
        await ours.send(letter, render(letter, choices={}))
        await ours.close()
        raw = sink.taken[0].raw
    assert raw.startswith(b"DKIM-Signature:")
    assert holds(raw)
    assert not holds(raw.replace(b"Subject: ", b"Subject: URGENT ", 1))


def test_what_is_no_key_is_said_to_be_none() -> None:
    with pytest.raises(ValueError, match="no key to sign with"):
        Mark("larkhaven.example", "heard", "hello").on(b"From: a@b.example\r\n\r\nhello\r\n")
