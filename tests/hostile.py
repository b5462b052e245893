"""What somebody hostile, or a broken browser, may send: made up by Hypothesis, the same each time.

Each `Hand` holds the parts of an address, a query and a form's fields; `attempts` deals some to a coroutine.
"""

import asyncio
import zlib
from collections.abc import Callable, Coroutine
from typing import Any
from urllib.parse import quote_from_bytes

import httpx
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from casework.frozen import frozen

Fields = tuple[tuple[str, str], ...]

FORM = {"content-type": "application/x-www-form-urlencoded"}

NASTY = (
    "", "0", "-1", "9" * 40, "9" * 5_000, "²", "1e309", "٣", "31",
    "2", "0001-01-01", "9999-12-31", "2026-02-30", "../../etc/passwd",
    "..", "~1~0~2", "' or 1=1 --", "%", "_", "\x00", "\r\nSet-Cookie: evil=1", "<i id=evil>", '"><i id=evil>',
    "{{ 7*7 }}", "{evil}", "=cmd|' /C'!A0", "\ud800", "\u202e", "a" * 5_000, "BN-7K4Q", "BN-SECR", "mina", "dan",
    "complaint", "yes", "open", "have", "//evil.example",
)  # fmt: skip
WORDS = (
    "token do version text why kind sort which seen from to q page year month day period table row stage case team "
    "state step answer code next error mark key name of handler procedure who called reach advocate press number word "
    "start show level csv down at all once"
)

values = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
pairs = st.lists(st.tuples(st.sampled_from(WORDS.split()), values), max_size=4).map(tuple)


@frozen
class Hand:
    """What somebody sends: the parts of an address, its query, a form's fields."""

    parts: tuple[str, ...]
    query: Fields
    typed: Fields

    def address(self, path: str) -> str:
        """The path with parts of ours in the places that are left open, and our query."""
        parts = iter(self.parts)
        whole = "/".join(_quoted(next(parts) or "x") if each.startswith("{") else each for each in path.split("/"))
        return f"{whole}?{encoded(self.query)}" if self.query else whole

    def fills(self, fields: Fields, *, keeps: frozenset[str]) -> Fields:
        """A form filled in with what we hold, but for the fields that it keeps."""
        held = (*self.parts, *(value for _, value in self.typed))
        return tuple(
            (name, value if name in keeps else held[at % len(held)]) for at, (name, value) in enumerate(fields)
        )


hands = st.builds(Hand, st.tuples(values, values, values), pairs, pairs)


def encoded(typed: Fields) -> str:
    """As it goes over the wire, halves of characters too."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in typed)


def attempts(name: str, each: int, runner: asyncio.Runner, work: Callable[[Hand], Coroutine[Any, Any, None]]) -> None:
    """So many hands, others for each name."""

    @seed(zlib.crc32(name.encode()))
    @settings(max_examples=each, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
    @given(hands)
    def attempt(hand: Hand) -> None:
        runner.run(work(hand))

    attempt()


def harmless(answer: httpx.Response, what: str, *, secret: str) -> None:
    """What holds of every answer, whoever asked for whatever."""
    assert answer.status_code < 500, (what, answer.status_code)
    assert "Traceback" not in answer.text and 'File "' not in answer.text, what
    assert secret not in answer.text, what
    assert LexborHTMLParser(answer.text).css_first("#evil") is None, what
    assert "evil" not in str(answer.headers.get_list("set-cookie")), what
    assert "evil.example" not in answer.headers.get("location", ""), what


def _quoted(text: str) -> str:
    return quote_from_bytes(text.encode("utf-8", "surrogatepass"), safe="")
