"""Bytes to words, when what a mail says about its own alphabet is a claim and not a fact.

The order matters: what the mail says is believed only if the bytes agree. UTF-8 is tried before any single-byte
alphabet, since text in one of those is practically never valid UTF-8 by accident, and mail that says `iso-8859-1` and
holds UTF-8 is an everyday lie. A guess comes last.
"""

import codecs
import re
from functools import lru_cache

from intake.parsing import guesses

SAMPLE = 4_000
"""Bytes that are looked at to see whether a text is UTF-8 with a few wrong ones. *Taste.*"""

FEW = 12
"""Bytes that are too few to guess an alphabet from (*taste*: two words)."""

SAME = {
    "utf8": "utf-8", "unicode11utf8": "utf-8", "unicode11utf7": "utf-7", "ascii": "us-ascii", "usascii": "us-ascii",
    "ansix341968": "us-ascii", "iso88591": "cp1252", "latin1": "cp1252", "windows1252": "cp1252", "ansi": "cp1252",
    "gb2312": "gb18030", "gbk": "gb18030", "xgbk": "gb18030", "ksc56011987": "cp949", "ksc5601": "cp949",
    "euckr": "cp949", "shiftjis": "cp932", "xsjis": "cp932", "sjis": "cp932",
    "windows31j": "cp932", "cswindows31j": "cp932", "mskanji": "cp932", "xmscp932": "cp932", "iso88598i": "iso-8859-8",
    "iso88598e": "iso-8859-8", "iso88599": "cp1254", "big5": "big5hkscs", "tis620": "cp874", "iso885911": "cp874",
    "macintosh": "mac-roman", "xmacroman": "mac-roman", "iso2022jp": "iso2022_jp_ext",
}  # fmt: skip
"""What names in the wild stand for: often a wider alphabet, of which the named one is a part."""

STATEFUL = ("utf-7", "utf7", "iso2022", "hz", "utf-16", "utf16", "utf-32", "utf32")
"""Alphabets in which plain ASCII bytes mean something else."""

BROAD = ("gb18030", "big5hkscs", "cp932", "cp949", "euc", "johab")
"""Alphabets of several bytes a character, whose text can be valid UTF-8 by accident."""

ALPHABETS = re.compile(r"(utf|iso|cp|koi8|mac|big5|gb|euc|shift|hz|johab|tis|ptcp|kz|hp)[\w-]*$")
"""Codecs a mail may name. Python has others (`punycode`, `unicode_escape`) that are slow or do not read text at all."""

SAID_NOTHING = {
    "",
    "us-ascii",
    "xunknown",
    "unknown8bit",
    "unknown",
    "default",
    "none",
    "8bit",
    "7bit",
    "binary",
    "xuserdefined",
}

LIED = "the character set was not what the mail says"
SILENT = "the mail does not say its character set"

_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"),
          (codecs.BOM_UTF16_BE, "utf-16"))  # fmt: skip


def _western(error: UnicodeError) -> tuple[str, int]:
    """Bytes that are not UTF-8, read one at a time as Windows does: nothing is dropped, at worst it looks odd."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return wrong.decode("latin-1").translate(_WINDOWS), error.end


_WINDOWS = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(128, 160)}
codecs.register_error("heard.western", _western)


@lru_cache(maxsize=256)
def named(charset: str) -> str:
    """The codec that a name in a mail stands for; empty if it says nothing; the bare name if we know no such thing."""
    bare = re.sub(r"[^a-z0-9]", "", charset.lower()[:60])
    known = SAME.get(bare, charset.lower().strip()[:60])
    if known in SAID_NOTHING or bare in SAID_NOTHING:
        return ""
    try:
        codec = codecs.lookup(known).name
    except (LookupError, ValueError):
        return bare
    return codec if ALPHABETS.match(codec) else bare


def decode(raw: bytes, charset: str = "") -> tuple[str, str]:
    """The words, and what had to be repaired to read them (empty if nothing)."""
    codec = named(charset)
    if raw.isascii() and not codec.startswith(STATEFUL):
        return raw.decode("ascii"), ""
    for mark, marked in _MARKS:
        if raw.startswith(mark):
            return raw.decode(marked, "replace").lstrip("\ufeff"), ""
    for attempt in _order(codec):
        text = _strictly(raw, attempt)
        if text is not None:
            return text, "" if attempt == codec else (LIED if codec else SILENT)
    return _guessed(raw), "the character set was guessed"


def _order(codec: str) -> list[str]:
    if not codec:
        return ["utf-8"]
    if codec.startswith((*STATEFUL, *BROAD)):
        return [codec, "utf-8"]
    return ["utf-8", codec]


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, LookupError, ValueError):
        return None


def _guessed(raw: bytes) -> str:
    """Mostly UTF-8 with a few bad bytes, or western; what is full of other letters is asked which they would be."""
    high = len(raw) - len(raw.translate(None, bytes(range(128, 256))))
    if high > len(raw) // 4 and high > FEW and (codec := guesses.likely(raw)):
        return raw.decode(codec, "replace")
    wrong = raw[:SAMPLE].decode("utf-8", "replace").count("\ufffd")
    return raw.decode("latin-1").translate(_WINDOWS) if wrong > SAMPLE // 50 else raw.decode("utf-8", "heard.western")
