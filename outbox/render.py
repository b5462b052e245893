"""Letter to words: what a person approved, filled with the letter's facts, and nothing else.

One file in `words/` is one letter: a few header lines for the people who look after it, an empty line, then the words
as they are said. `NAME.email.txt` or `NAME.telegram.txt` stands beside `NAME.txt` where the channels must differ. A
fact that is unknown or empty is an error, not a blank: the letter goes back to the desk (conversations 3.3). Two
exceptions, both in the words themselves: a greeting with no name is a bare greeting, and a paragraph that opens with
`{?fact value value}` is said only where the fact has one of those values (an apology only where something was found to
be wrong).
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html import escape
from pathlib import Path

from casework import names
from casework.letters import Letter
from casework.messages import Channel

FOLDER = Path(__file__).with_name("words")

COPIED = "email.copied"
"""The line that stands first in a copy: whose it is."""

MOST_POINTS = 20
"""How many points one letter answers. *Taste.*"""

ANSWER_HERE = "To answer without signing in (each link works once, for 7 days, and asks before anything is done):"
"""What stands above the links in an email to staff."""

Translate = Callable[[str, str], str]
"""A paragraph, subject or label and a language, to the same in that language: a gettext catalogue."""

Choices = Mapping[str, tuple[tuple[str, str], ...]]
"""For each words that have buttons, their labels with the code of what each does, in order."""


def as_written(part: str, language: str) -> str:
    """English, whoever reads it: no catalogue is at hand."""
    del language
    return part


class MissingFact(Exception):
    """These words cannot be said: a fact they need is unknown or empty, or there are no such words."""


@dataclass(frozen=True, slots=True)
class Words:
    """One file: the words, and for people who look after them the audience, the channels and when they are said."""

    name: str
    audience: str
    channel: str
    when: str
    subject: str
    buttons: tuple[str, ...]
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One button: what it says, what comes back when it is pressed, and where it leads if it is a link."""

    label: str
    data: str
    url: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Rendered:
    """What the reader gets. `html` holds the same words as `text` and is there for email alone."""

    subject: str = field(repr=False)
    text: str = field(repr=False)
    html: str = field(default="", repr=False)
    choices: tuple[Choice, ...] = ()

    @property
    def with_links(self) -> str:
        """The text of an email, its buttons as links under it."""
        lines = [f"{choice.label}: {choice.url}" for choice in self.choices]
        return "\n\n".join((self.text, "\n".join((ANSWER_HERE, *lines)))) if lines else self.text

    @property
    def exactly(self) -> str:
        """All of it as one text, for the record. Where a button led is not on it: whoever has a link may press it."""
        buttons = " ".join(f"[{choice.label}]" for choice in self.choices)
        return "\n\n".join(filter(None, (self.subject and f"Subject: {self.subject}", self.text, buttons)))


def render(letter: Letter, *, choices: Choices, translate: Translate = as_written) -> Rendered:
    """The letter in its words, for the channel it goes by. `MissingFact` if it cannot be said whole."""
    words = find(letter.words, letter.to.channel)

    def say(part: str) -> str:
        return _filled(translate(part, letter.language), letter.facts)

    paragraphs = [say(part) for part in _said(words, letter.facts)]
    at = 2 if _is_greeting(paragraphs[0]) else 1
    further = {line: find(line, letter.to.channel).paragraphs for line in letter.lines}
    paragraphs[at:at] = [say(part) for line in further if line != COPIED for part in further[line]]
    paragraphs[:0] = [say(part) for part in further.get(COPIED, ())]
    url = letter.facts.get("case_url", "")
    if letter.staff and url and _is_to_be_shown(url, words, letter.to.channel):
        paragraphs.append(f"{translate('Open on the desk', letter.language)}: {url}")
    if letter.to.channel is not Channel.EMAIL:
        return Rendered(say(words.subject), "\n\n".join(paragraphs), choices=_choices(letter, words, choices, say))
    subject = say(words.subject or "Your message to {council} ({ref})")
    links = tuple(_links(letter, words, choices, say))
    html = _html(subject, paragraphs, letter.language, links)
    return Rendered(subject, "\n\n".join(paragraphs), html=html, choices=links)


def said(name: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of these words, filled, for a page that shows them."""
    return tuple(_filled(part, facts) for part in _said(find(name, Channel.TELEGRAM), facts))


def _is_to_be_shown(url: str, words: Words, channel: Channel) -> bool:
    """R608: a chase leads to the case. Not where the words do so themselves, or a button can."""
    shown = any("{case_url}" in paragraph for paragraph in words.paragraphs)
    return not shown and (channel is Channel.EMAIL or not url.startswith("https://"))


def find(name: str, channel: Channel) -> Words:
    """The words of that name: those for the channel where it has its own."""
    every = library()
    words = every.get(f"{name}.{channel}") or every.get(name)
    if words is None:
        raise MissingFact(f"no words called {name}")
    return words


@cache
def library() -> Mapping[str, Words]:
    """Every words we have, by the name of its file."""
    return {path.stem: read(path) for path in sorted(FOLDER.glob("*.txt"))}


def read(path: Path) -> Words:
    """One file of words."""
    head, _, text = path.read_text("utf-8").partition("\n\n")
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


_ONLY_WHERE = re.compile(r"\{\?(\w+) ([\w ]+)\}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_GREETING = re.compile(r"^(Hi|Hello|Dear) \{(?:adult_)?name\}", re.MULTILINE)
_WITH_NO_NAME = {"Hi": "Hi", "Hello": "Hello", "Dear": "Hello"}


def _said(words: Words, facts: Mapping[str, str]) -> list[str]:
    """The paragraphs that these facts call for."""
    said = []
    for paragraph in (each for one in words.paragraphs for each in _by_point(one, facts)):
        only = _ONLY_WHERE.match(paragraph)
        if only is None:
            said.append(paragraph)
        elif _fact(only[1], facts) in only[2].split():
            said.append(paragraph[only.end() :])
    return said


def _by_point(paragraph: str, facts: Mapping[str, str]) -> Iterator[str]:
    """The block that answers a point, once for each that there is."""
    yield paragraph
    if "_1}" in paragraph:
        for number in range(2, MOST_POINTS + 1):
            if f"point_{number}" in facts:
                yield paragraph.replace("_1}", f"_{number}}}").replace("Point 1.", f"Point {number}.")


def _filled(part: str, facts: Mapping[str, str]) -> str:
    if not (facts.get("name") and facts.get("adult_name")):
        part = _GREETING.sub(lambda found: _greeting(found, facts), part)
    return _PLACEHOLDER.sub(lambda found: _fact(found[1], facts), part)


def _greeting(found: re.Match[str], facts: Mapping[str, str]) -> str:
    who = "adult_name" if "adult_name" in found[0] else "name"
    return found[0] if facts.get(who) else _WITH_NO_NAME[found[1]]


def _fact(name: str, facts: Mapping[str, str]) -> str:
    value = facts.get(name, "").strip()
    if not value:
        raise MissingFact(name)
    return value


def _is_greeting(paragraph: str) -> bool:
    return paragraph.endswith(",") and "\n" not in paragraph


_KINDS = {
    "staff": "c",
    "adv": "a",
    "bot.danger": "s",
    "bot.soft": "s",
    "bot.survey": "v",
    "bot.language": "g",
    "bot.delete": "d",
}


def _choices(letter: Letter, words: Words, choices: Choices, say: Callable[[str], str]) -> tuple[Choice, ...]:
    """The buttons: labels as the words have them, codes from the table; 2.15 says how the two become data."""
    codes = [code for _, code in choices.get(letter.words, ())]
    if len(codes) != len(words.buttons):
        raise MissingFact(f"the buttons of {letter.words} and what they do are not the same number")
    kind = next((each for start, each in _KINDS.items() if letter.words.startswith(start)), "q")
    before, nonce = f"1.{kind}.{names.short(letter.name)}", names.short(letter.name + "#")[:2]
    made = []
    for label, code in zip(words.buttons, codes, strict=True):
        said = say(label)
        if _PLACEHOLDER.fullmatch(label):  # one button for each line of the fact: the languages there are, the people
            made += [Choice(each, f"{before}.{code}.{at:02}") for at, each in enumerate(said.splitlines())]
        else:
            url = letter.facts.get("case_url" if code in ("op", "sd") else f"act_{code}" if code == "rs" else "", "")
            made.append(Choice(said, f"{before}.{code}.{nonce}", url))
    return tuple(made)


def _links(letter: Letter, words: Words, choices: Choices, say: Callable[[str], str]) -> Iterator[Choice]:
    """In an email a button is a link to a page with that button on it, for staff alone."""
    for label, (_, code) in zip(words.buttons, choices.get(letter.words, ()), strict=False):
        if letter.staff and (url := letter.facts.get(f"act_{code}")):
            yield Choice(say(label), "", url)


_LINK = re.compile(r"https?://[^\s<>\"]*[^\s<>\".,;:!?)]")


def _html(subject: str, paragraphs: list[str], language: str, links: tuple[Choice, ...]) -> str:
    body = "\n".join((*map(_block, paragraphs), *([_answers(links)] if links else [])))
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}" dir="auto"><head><meta charset="utf-8">'
        f"<title>{escape(subject)}</title></head>\n"
        f'<body style="font:1em/1.5 Arial,sans-serif;max-width:40em">\n{body}\n</body></html>\n'
    )


def _answers(links: tuple[Choice, ...]) -> str:
    items = (f'<li><a href="{escape(each.url)}">{escape(each.label)}</a></li>' for each in links)
    return f"<p>{escape(ANSWER_HERE)}</p>\n<ul>{''.join(items)}</ul>"


def _block(paragraph: str) -> str:
    """A paragraph, or the lists and lines it is made of."""
    made, items = [], []
    for line in _LINK.sub(r'<a href="\g<0>">\g<0></a>', escape(paragraph, quote=False)).split("\n"):
        if line.startswith("- "):
            items.append(f"<li>{line[2:]}</li>")
            continue
        if items:
            made.append(f"<ul>{''.join(items)}</ul>")
            items = []
        made.append(line)
    if items:
        made.append(f"<ul>{''.join(items)}</ul>")
    return "<p>" + "<br>\n".join(made) + "</p>"
