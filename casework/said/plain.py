"""A text as plain letters, and the words of one: before anything is asked about how it is spelt."""

import re
import unicodedata

_HIDDEN_OR_ACCENT = re.compile(
    "[\u00ad\u0300-\u036f\u0483-\u0489\u0610-\u061a\u061c\u0640\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff]+"
)
_APOSTROPHES = tuple((mark, re.compile(rf"{mark}(?<=\w.)(?=\w)")) for mark in "\u02bc'`")
"""Each by itself: a single character is found many times as quickly as one of several."""

_BETWEEN = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
"""What stands between words, where all of a text is ASCII: to look each up is many times as quick as a pattern."""

_TYPESET = tuple(
    (mark, written)
    for marks, written in (
        ("\u2018\u2019\u02bc\u00b4", "'"),
        ("\u201c\u201d\u2026\u00a0\u00a3", " "),
        ("\u2013\u2014", "-"),
    )
    for mark in marks
)
_LETTERS = str.maketrans({"ł": "l", "đ": "d", "ى": "ي", "ة": "ه", "ی": "ي", "ک": "ك"})


def plain(text: str) -> str:
    """Lower case, without accents, apostrophes, invisible characters and fancy letter shapes."""
    said = text.lower() if text.isascii() else "\n".join(map(_line, text.split("\n")))
    for mark, between in _APOSTROPHES:
        if mark in said:
            said = between.sub("", said)
    return said


def _line(text: str) -> str:
    """One line: of most mails only that with a name in it has letters that are not ASCII."""
    if text.isascii():
        return text.lower()
    for mark, written in _TYPESET:
        text = text.replace(mark, written)
    if text.isascii():
        return text.lower()
    bare = _HIDDEN_OR_ACCENT.sub("", unicodedata.normalize("NFKD", text).casefold())
    return bare.translate(_LETTERS)


def apart(plainly: str, word: re.Pattern[str]) -> list[str]:
    """The words of a text that is plain already; `word` finds them where it is not all ASCII."""
    return plainly.translate(_BETWEEN).split() if plainly.isascii() else word.findall(plainly)
