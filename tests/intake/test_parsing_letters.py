"""More than eighty mails as people's programs lay them out: no word of the writer's is lost, older mail is cut.

The same mails in other line ends, in Outlook's quoted-printable, and cut short anywhere, lose nothing either.
"""

import quopri
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.parsing import parse
from tests.intake.letters import Laid, letters

ALL = letters()
LETTERS = pytest.mark.parametrize("laid", ALL, ids=lambda laid: laid.name)


def plain(text: str) -> str:
    """Words alone: no tags, no marks, one space between."""
    return " ".join(re.sub(r"&\w+;", " ", re.sub(r"<[^>]*>", " ", text)).split())


def lost(laid: Laid, raw: bytes) -> list[str]:
    """The writer's own lines that are not in what is new."""
    text = plain(parse(raw).text)
    return [line for line in laid.own if plain(line) not in text]


@LETTERS
def test_no_word_of_the_writers_is_lost_and_older_mail_is_cut(laid: Laid) -> None:
    mail = parse(laid.raw)
    shown = plain(mail.text)
    assert lost(laid, laid.raw) == []
    assert [line for line in laid.old if (bare := plain(line).lstrip("> ")) and bare in shown] == []
    assert [line for line in laid.below if plain(line) in shown] == []


@LETTERS
def test_how_a_mail_travels_changes_nothing_of_it(laid: Laid) -> None:
    head, _, body = laid.raw.partition(b"\n\n")
    crlf = laid.raw.replace(b"\n", b"\r\n")
    printable = head.replace(b"8bit", b"quoted-printable") + b"\n\n" + quopri.encodestring(body)
    assert parse(crlf).text == parse(printable).text == parse(laid.raw).text


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(ALL), st.lists(st.text(st.characters(categories=("L", "Zs", "P")), max_size=60), max_size=6))
def test_whatever_a_person_writes_above_a_mail_stays(laid: Laid, lines: list[str]) -> None:
    mine = [f"{number} {' '.join(line.split())}".strip() for number, line in enumerate(lines, 101)]
    mine = [line.replace("<", "(").replace("&", "+") for line in mine]
    head, _, body = laid.raw.partition(b"\n\n")
    text = plain(parse(head + b"\n\n" + "\n".join(mine).encode() + b"\n\n" + body).text)
    if "plain" in head.decode():
        assert [line for line in mine if plain(line) not in text] == []
