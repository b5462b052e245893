"""The words we have: one file in `words/` is one letter.

A few header lines for the people who look after it, an empty line, then the words as they are said.
`NAME.email.txt` or `NAME.telegram.txt` stands beside `NAME.txt` where the channels must differ.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from casework.frozen import frozen
from casework.messages import Channel

FOLDER = Path(__file__).with_name("words")

MOST_POINTS = 20
"""How many points one letter answers. *Taste.*"""

_PLACES = re.compile(r"\{\??(\w+)")
_ALWAYS = frozenset({"council", "ref"})
"""What the subject of a mail names whose words give it none."""


class MissingFact(Exception):
    """These words cannot be said: a fact they need is unknown or empty, or there are no such words."""


@frozen
class Words:
    """One file: the words, and for people who look after them the audience, the channels and when they are said."""

    name: str
    audience: str
    channel: str
    when: str
    subject: str
    buttons: tuple[str, ...]
    paragraphs: tuple[str, ...]


def find(name: str, channel: Channel) -> Words:
    """The words of that name: those for the channel where it has its own."""
    there = every()
    words = there.get(f"{name}.{channel}") or there.get(name)
    if words is None:
        raise MissingFact(f"no words called {name}")
    return words


@cache
def every() -> Mapping[str, Words]:
    """Every words we have, by the name of its file."""
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.txt"))}


def read(path: Path) -> Words:
    """One file of words."""
    head, _, text = path.read_text("utf-8-sig").partition("\n\n")  # Notepad begins its files with a mark
    said = dict(line.split(": ", 1) for line in head.splitlines())
    return Words(
        name=path.stem,
        audience=said.pop("Audience"),
        channel=said.pop("Channel"),
        when=said.pop("When"),
        subject=said.pop("Subject", ""),
        buttons=tuple(re.findall(r"\[([^\]]+)\]", said.pop("Buttons", ""))),
        paragraphs=tuple(text.strip().split("\n\n")),
    )


@cache
def needs() -> Mapping[str, frozenset[str]]:
    """The facts that each letter's words have a place for, in whatever channel: its translations have the same."""
    found = dict[str, frozenset[str]]()
    for name, words in every().items():
        letter = next((name.removesuffix(f".{each}") for each in Channel if name.endswith(f".{each}")), name)
        said = "\n".join((*words.paragraphs, words.subject, *words.buttons))
        found[letter] = found.get(letter, _ALWAYS).union(*map(_of_each_point, _PLACES.findall(said)))
    return found


def _of_each_point(place: str) -> list[str]:
    """A place in the block that answers the first point stands for one in that of each other."""
    what, _, number = place.rpartition("_")
    return [f"{what}_{each}" for each in range(1, MOST_POINTS + 1)] if number == "1" else [place]
