"""Words as headers carry them (RFC 2047), and the characters that nobody typed and nobody can see.

A person's own joiners stay: Persian, Indian languages and emoji need U+200C and U+200D. What goes is what only hides or
turns text round: zero-width spaces inside a word keep "kill" from being found, and a right-to-left override
makes a file called `annexe.exe` look like a picture.
"""

import binascii
import re

from intake.parsing import charsets

ENCODED = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\r\n]*)\?=")
GAP = re.compile(r"(?<=\?=)[ \t\r\n]+(?==\?)")

PIECES = 1_000
"""Pieces of base64 end to end that we read (*taste*); what comes after is read as one."""

TURNS = "\u202a-\u202e\u2066-\u2069"
"""What turns round how the words beside it are read, for a class of characters."""

INVISIBLE = re.compile(f"[\u00ad\u180e\u200b\u2060-\u2064\ufeff{TURNS}\u206a-\u206f\U000e0000-\U000e007f]")
SPLICED = re.compile("(?<=[A-Za-z])[\u200c\u200d]+(?=[A-Za-z])")
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0\ufffe\uffff]")
LONE = re.compile("[\ud800-\udfff]")


def visible(text: str) -> tuple[str, bool]:
    """The text without characters that cannot be seen, and whether any were there. All line breaks become one kind."""
    if text.isprintable():
        return text, False
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    spaced = text.replace("\u00a0", " ").replace("\u202f", " ")
    if spaced.replace("\n", "").replace("\t", "").isprintable():
        return spaced, False  # as nearly every text
    seen = SPLICED.sub("", INVISIBLE.sub("", text)) if not text.isascii() else text
    seen = LONE.sub("\ufffd", CONTROLS.sub("", seen))
    return seen.replace("\u00a0", " ").replace("\u202f", " "), len(seen) != len(text)


def one_line(text: str) -> str:
    """A header's words on one line: whatever pretends to be another header is only words of this one."""
    return " ".join(visible(text)[0].split())


def raw_text(raw: bytes, hint: str = "") -> str:
    """A header as it stands, eight-bit bytes and all; `hint` is what the body is written in."""
    return raw.decode("ascii") if raw.isascii() else charsets.decode(raw, hint)[0]


def unencode(text: str) -> str:
    """Encoded words as the words they stand for; neighbours in one alphabet are put together before they are read."""
    if "=?" not in text:
        return text
    text = GAP.sub("", text)
    out: list[str] = []
    waiting, alphabet, at = b"", "", 0
    for found in ENCODED.finditer(text):
        between = text[at : found.start()]
        charset = found[1].partition("*")[0].lower()
        if waiting and (between or charset != alphabet):
            out.append(charsets.decode(waiting, alphabet)[0])
            waiting = b""
        out.append(between)
        waiting, alphabet, at = waiting + _bytes(found[2], found[3]), charset, found.end()
    return "".join([*out, charsets.decode(waiting, alphabet)[0] if waiting else "", text[at:]])


def _bytes(way: str, payload: str) -> bytes:
    raw = payload.encode("utf-8", "replace")
    if way in "qQ":
        return binascii.a2b_qp(raw, header=True)
    return unbase64(raw)


def unbase64(raw: bytes) -> bytes:
    """Base64 with stray characters, missing or early padding, or several pieces end to end."""
    if (found := flawless(raw)) is not None:
        return found
    tight = raw.translate(None, b" \t\r\n").rstrip(b"=")
    pieces = re.split(rb"=+", tight, maxsplit=PIECES) if b"=" in tight else [tight]
    return b"".join(_piece(piece) for piece in pieces if piece)


def flawless(raw: bytes) -> bytes | None:
    """What base64 stands for in which nothing is missing and nothing strange, as in nearly all; else None.

    binascii passes over whatever is no letter of it, so the length tells whether there was more than line breaks.
    """
    try:
        found = binascii.a2b_base64(raw)
    except binascii.Error:
        return None
    letters = len(raw) - raw.count(b"\n") - raw.count(b"\r")
    return found if letters == (len(found) + 2) // 3 * 4 else None


def _piece(piece: bytes) -> bytes:
    letters = piece.translate(None, NOT_BASE64)
    letters = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))


BASE64 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
NOT_BASE64 = bytes(set(range(256)) - set(BASE64))


def spoken(raw: bytes) -> bool:
    """Does this look like words with spaces between them, rather than lines of base64?"""
    pieces = raw[:4_000].split()
    return len(pieces) > 4 and sum(map(len, pieces)) / len(pieces) < 12
