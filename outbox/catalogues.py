"""The lines in other languages: a gettext catalogue for each, as translators' tools keep them (conversations 2.12).

In `outbox/words/languages/CODE.po` an entry's context is the name of the words, its message one paragraph or one button
of them. A draft carries gettext's own mark, `fuzzy`; whoever approves a line takes it off in their tool. Until then it
is never said, whatever a council has switched on.
"""

import re
from collections.abc import Mapping
from dataclasses import field
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.pofile import read_po

from casework.frozen import frozen

FOLDER = Path(__file__).with_name("words") / "languages"

Part = tuple[str, str]
"""The name of words, and a paragraph or button of theirs in English."""

_DATE = re.compile(r"\b([MTWFS][a-z]+day) (\d{1,2}) ([JFMASOND][a-z]+)\b")
_NUMBER = re.compile(r"\d[\d ]*\d")
_FROM_HERE_RIGHT_TO_LEFT, _BY_ITSELF, _LEFT_TO_RIGHT, _ENDS = "\u200f", "\u2068", "\u2066", "\u2069"


@frozen
class Line:
    """A part in another language, and whether a person who speaks it has approved it."""

    text: str = field(repr=False)
    approved: bool


@cache
def languages() -> tuple[str, ...]:
    """The languages there is a catalogue for."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.po")))


@cache
def catalogue(language: str) -> Mapping[Part, Line]:
    """Every part that is there in a language, drafts among them."""
    if language not in languages():
        return {}
    with (FOLDER / f"{language}.po").open("rb") as file:
        entries = read_po(file, abort_invalid=True)
    return {
        (entry.context or "", entry.id): Line(entry.string, approved=not entry.fuzzy)
        for entry in entries
        if isinstance(entry.id, str) and isinstance(entry.string, str) and entry.id and entry.string
    }


def approved(part: Part, language: str) -> str | None:
    """A part in a language; None where nobody has approved one."""
    line = catalogue(language).get(part)
    return line.text if line and line.approved else None


@cache
def name(language: str, reader: str = "en") -> str:
    """What a language is called in the reader's."""
    return Locale.parse(language).get_language_name(reader) or language


@cache
def is_right_to_left(language: str) -> bool:
    """Whether it is read from the right."""
    return Locale.parse(language).text_direction == "rtl"


def fact(value: str, language: str) -> str:
    """A fact within a line: its dates in the language; kept apart where the line runs the other way."""
    value = _DATE.sub(lambda found: _date(found, language), value)
    return f"{_BY_ITSELF}{value}{_ENDS}" if is_right_to_left(language) else value


def laid_out(part: str, language: str) -> str:
    """A part as it must stand to be shown right: from the right, but "0800 1111" not as "1111 0800"."""
    if not is_right_to_left(language):
        return part
    numbers = _NUMBER.sub(lambda found: f"{_LEFT_TO_RIGHT}{found[0]}{_ENDS}", part)
    return "\n".join(f"{_FROM_HERE_RIGHT_TO_LEFT}{line}" for line in numbers.split("\n"))


def _date(found: re.Match[str], language: str) -> str:
    """Weekday and month by their names in the language; what only looks like a date stays."""
    english, theirs = Locale("en"), Locale.parse(language)
    days = {each: theirs.days["format"]["wide"][at] for at, each in english.days["format"]["wide"].items()}
    months = {each: theirs.months["format"]["wide"][at] for at, each in english.months["format"]["wide"].items()}
    if found[1] not in days or found[3] not in months:
        return found[0]
    return f"{days[found[1]]} {found[2]} {months[found[3]]}"
