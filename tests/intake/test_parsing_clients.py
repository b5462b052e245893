"""What every mail program writes around older mail, in every language we know it in: words above, below and between.

`attributions.txt` and `headings.txt` in tests/post hold the programs' lines; the mails are made from them here.
"""

import re

import pytest

from intake.parsing import parse
from tests.intake import post

WRITER = "Jo Price <jo.price@council.example>"
OLD = "Dear Mia,\n\nWe have asked the landlord to look at it by Friday.\n\nKind regards\nJo Price\nComplaints Officer"
OWN = "Hi Jo,\n\nNobody has come and it is worse now.\n\nThanks\nMia"
HEAD = (
    "From: Mia Okafor <mia@mail.example>\nTo: complaints@council.example\nSubject: Re: My room\n"
    "Message-ID: <1@a.example>\n"
    "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n"
)


def programs(file):
    """The lines of each program, by its name."""
    text = (post.FOLDER / file).read_text(encoding="utf-8").replace("%A", WRITER)
    pieces = re.split(r"^\[(.+)\]\n", text, flags=re.MULTILINE)[1:]
    return [pytest.param(lines.strip("\n"), id=name) for name, lines in zip(pieces[::2], pieces[1::2], strict=True)]


def read(*blocks):
    return parse((HEAD + "\n\n".join(blocks) + "\n").encode())


def quoted(text):
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("lines", programs("attributions.txt"))
def test_words_above_below_and_between_marked_lines_are_all_that_is_shown(lines):
    first, rest = quoted(OLD).split("\n>\n", 1)
    assert read(OWN, f"{lines}\n{quoted(OLD)}").text == OWN
    assert read(f"{lines}\n{quoted(OLD)}", OWN).text == OWN
    assert read(f"{lines}\n{first}", "No, you have not.", rest, OWN).text == f"No, you have not.\n\n{OWN}"


@pytest.mark.parametrize("lines", programs("headings.txt"))
def test_words_above_unmarked_older_mail_are_all_that_is_shown(lines):
    assert read(OWN, lines, OLD).text == OWN
    assert read("No.", lines, OLD).text == "No."


@pytest.mark.parametrize("lines", programs("headings.txt"))
def test_words_below_unmarked_older_mail_are_not_lost_where_none_stand_above(lines):
    assert read(lines, OLD, OWN).text.endswith(OWN)
