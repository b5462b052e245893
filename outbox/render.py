"""Letter to words: what a person approved, filled with the letter's facts, and nothing else.

A fact that is unknown or empty is an error, not a blank: the letter goes back to the desk (conversations 3.3). Two
exceptions, both in the words themselves: a greeting with no name is a bare greeting, and a paragraph that opens with
`{?fact value value}` is said only where the fact has one of those values (an apology only where something was found to
be wrong).

A letter is whole in its reader's language, or whole in English: what a person who speaks it has approved is in
`outbox.catalogues`.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import field

from casework import names
from casework.frozen import frozen
from casework.letters import Letter
from casework.messages import Channel
from casework.said.languages import ENGLISH
from outbox import catalogues, html
from outbox.catalogues import Part
from outbox.library import MOST_POINTS, MissingFact, Words, find

ON_TOP = ("email.copied", "adv.for_whom")
"""Lines that stand first: whose a copy is, and about whom an advocate reads."""

Approved = Callable[[Part, str], str | None]
"""A paragraph, subject or button and a language, to the same in that language; None where none is approved."""

Choices = Mapping[str, tuple[tuple[str, str], ...]]
"""For each words that have buttons, their labels with the code of what each does, in order."""


@frozen
class Choice:
    """One button: what it says, what comes back when it is pressed, and where it leads if it is a link."""

    label: str
    data: str
    url: str = field(default="", repr=False)


@frozen
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
        return "\n\n".join((self.text, "\n".join((html.ANSWER_HERE, *lines)))) if lines else self.text

    @property
    def exactly(self) -> str:
        """All of it as one text, for the record. Where a button led is not on it: whoever has a link may press it."""
        buttons = " ".join(f"[{choice.label}]" for choice in self.choices)
        return "\n\n".join(filter(None, (self.subject and f"Subject: {self.subject}", self.text, buttons)))


def render(letter: Letter, *, choices: Choices, approved: Approved = catalogues.approved) -> Rendered:
    """The letter in its words, for the channel it goes by. `MissingFact` if it cannot be said whole."""
    words = find(letter.words, letter.to.channel)
    further = {line: find(line, letter.to.channel) for line in letter.lines}
    say = _speaker(letter, (words, *further.values()), approved)

    def paragraphs_of(line: str) -> list[str]:
        return [say((further[line].name, part)) for part in further[line].paragraphs]

    own = _said(words, letter.facts)
    paragraphs = [say((words.name, part)) for part in own]
    at = 2 if _is_greeting(own[0]) else 1
    paragraphs[at:at] = [part for line in further if line not in ON_TOP for part in paragraphs_of(line)]
    paragraphs[:0] = [part for line in ON_TOP if line in further for part in paragraphs_of(line)]
    url = letter.facts.get("case_url", "")
    if letter.staff and url and _is_to_be_shown(url, words, letter.to.channel):
        paragraphs.append(f"Open on the desk: {url}")
    if letter.to.channel is not Channel.EMAIL:
        subject = say((words.name, words.subject)) if words.subject else ""
        return Rendered(subject, "\n\n".join(paragraphs), choices=_choices(letter, words, choices, say))
    subject = say((words.name, words.subject or "Your message to {council} ({ref})"))
    links = tuple(_links(letter, words, choices, say))
    page = html.page(subject, paragraphs, say.language, [(each.label, each.url) for each in links])
    return Rendered(subject, "\n\n".join(paragraphs), html=page, choices=links)


@frozen
class _Speaker:
    """Says parts in one language, with the letter's facts in them. `known` is empty for English."""

    language: str
    known: Mapping[Part, str] = field(repr=False)
    facts: Mapping[str, str] = field(repr=False)

    def __call__(self, part: Part) -> str:
        if self.language == ENGLISH:
            return _filled(part[1], self.facts)
        laid_out = catalogues.laid_out(self.known[part], self.language)
        return _filled(laid_out, {name: catalogues.fact(value, self.language) for name, value in self.facts.items()})


def _speaker(letter: Letter, said: tuple[Words, ...], approved: Approved) -> _Speaker:
    """In the letter's language if every part of it is approved there, or it would be half in English; else English."""
    if letter.language == ENGLISH:
        return _Speaker(ENGLISH, {}, letter.facts)
    parts = [part for words in said for part in _parts(words, letter)]
    known = {part: text for part in parts if (text := approved(part, letter.language)) is not None}
    return _Speaker(letter.language if len(known) == len(set(parts)) else ENGLISH, known, letter.facts)


def _parts(words: Words, letter: Letter) -> Iterator[Part]:
    yield from ((words.name, part) for part in _said(words, letter.facts))
    yield from ((words.name, label) for label in words.buttons if not _PLACEHOLDER.fullmatch(label))
    if words.subject or letter.to.channel is Channel.EMAIL:
        yield words.name, words.subject or "Your message to {council} ({ref})"


def said(name: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """The paragraphs of these words, filled, for a page that shows them."""
    return tuple(_filled(part, facts) for part in _said(find(name, Channel.TELEGRAM), facts))


def _is_to_be_shown(url: str, words: Words, channel: Channel) -> bool:
    """R608: a chase leads to the case. Not where the words do so themselves, or a button can."""
    shown = any("{case_url}" in paragraph for paragraph in words.paragraphs)
    return not shown and (channel is Channel.EMAIL or not url.startswith("https://"))


_ONLY_WHERE = re.compile(r"\{\?(\w+) ([\w ]+)\}")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_GREETING = re.compile(r"^(Hi|Hello|Dear) \{(?:adult_)?name\}", re.MULTILINE)
_WITH_NO_NAME = {"Hi": "Hi", "Hello": "Hello", "Dear": "Hello"}


def _said(words: Words, facts: Mapping[str, str]) -> list[str]:
    """The paragraphs that these facts call for."""
    said = []
    for paragraph in (each for one in words.paragraphs for each in _by_point(one, facts)):
        only = _ONLY_WHERE.match(paragraph) if paragraph.startswith("{?") else None
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
    if "{" not in part:
        return part
    if "name}" in part and not (facts.get("name") and facts.get("adult_name")):
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


def _choices(letter: Letter, words: Words, choices: Choices, say: _Speaker) -> tuple[Choice, ...]:
    """The buttons: labels as the words have them, codes from the table; 2.15 says how the two become data."""
    codes = [code for _, code in choices.get(letter.words, ())]
    if len(codes) != len(words.buttons):
        raise MissingFact(f"the buttons of {letter.words} and what they do are not the same number")
    if not codes:
        return ()
    kind = next((each for start, each in _KINDS.items() if letter.words.startswith(start)), "q")
    before, nonce = f"1.{kind}.{names.short(letter.name)}", names.short(letter.name + "#")[:2]
    made = []
    for label, code in zip(words.buttons, codes, strict=True):
        if _PLACEHOLDER.fullmatch(label):  # one button for each line of the fact: the languages there are, the people
            listed = _filled(label, letter.facts).splitlines()
            made += [Choice(each, f"{before}.{code}.{at:02}") for at, each in enumerate(listed)]
        else:
            url = letter.facts.get("case_url" if code in ("op", "sd") else f"act_{code}" if code == "rs" else "", "")
            made.append(Choice(say((words.name, label)), f"{before}.{code}.{nonce}", url))
    return tuple(made)


def _links(letter: Letter, words: Words, choices: Choices, say: _Speaker) -> Iterator[Choice]:
    """In an email a button is a link to a page with that button on it, for staff alone."""
    for label, (_, code) in zip(words.buttons, choices.get(letter.words, ()), strict=False):
        if letter.staff and (url := letter.facts.get(f"act_{code}")):
            yield Choice(say((words.name, label)), "", url)
