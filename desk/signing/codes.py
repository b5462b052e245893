"""Codes of six digits that a telephone shows, a new one every half minute (RFC 6238).

Some lines of the standard library and no package: what the RFC's table says is the test.
"""

import base64
import hmac
import io
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

import segno

SECONDS, DIGITS = 30, 6
"""What every authenticator app does if nothing else is said."""

AROUND = (0, -1, 1)
"""Half minutes before and after in which a code is taken: telephones' times of day differ a little."""

LENGTH = 20
"""Bytes of a secret, as RFC 4226 recommends."""


def fresh() -> bytes:
    """A new secret."""
    return secrets.token_bytes(LENGTH)


def at(moment: datetime) -> int:
    """Which half minute it is."""
    return int(moment.timestamp()) // SECONDS


def code(secret: bytes, half_minute: int) -> str:
    """The code of a half minute."""
    made = hmac.digest(secret, half_minute.to_bytes(8, "big"), "sha1")
    start = made[-1] & 15
    number = int.from_bytes(made[start : start + 4], "big") & 0x7FFF_FFFF
    return str(number)[-DIGITS:].zfill(DIGITS)


def matching(secret: bytes, typed: str, moment: datetime) -> int | None:
    """The half minute whose code was typed, with or without a space in it; None if it is none of now."""
    given = "".join(typed.split()).encode()
    here = at(moment)
    right = [here + by for by in AROUND if hmac.compare_digest(code(secret, here + by).encode(), given)]
    return right[0] if right else None


def in_text(secret: bytes) -> str:
    """The secret for somebody who types it into their telephone: in fours."""
    text = base64.b32encode(secret).decode()
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


def address(secret: bytes, *, account: str, service: str) -> str:
    """What an authenticator app reads out of the picture. The account is its short name: a telephone is looked at."""
    asked = urlencode({"secret": base64.b32encode(secret).decode(), "issuer": service}, quote_via=quote)
    return f"otpauth://totp/{quote(service)}:{quote(account)}?{asked}"


def picture(text: str) -> str:
    """The text as a QR code: SVG to stand in a page, without a style of its own."""
    out = io.BytesIO()
    segno.make_qr(text, error="m").save(
        out, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=4, light="#fff", svgclass="qr",
        lineclass=None, title="QR code with the secret", nl=False,
    )  # fmt: skip
    return out.getvalue().decode()
