"""The words of every letter: there, readable, and with nothing in braces that no letter has a fact for. A letter with
such a hole would go to nobody, and be found by whoever waits for it.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from casework.questions import CHOICES
from outbox import library
from outbox.library import FOLDER, Words
from run.check.found import Found, well, wrong
from run.config.plainly import NOT_TEXT

FACTS = "FACTS.txt"
"""The file beside the folder of words that names every fact."""

_IN_BRACES = re.compile(r"\{\??(\w*)")


def found(folder: Path = FOLDER) -> Iterator[Found]:
    """What is wrong with each file; or how many letters there are."""
    facts = folder.with_name(FACTS)
    if not facts.is_file():
        yield wrong("words", f"outbox/{FACTS} is not there: put it back as it came")
        return
    known = set(re.findall(r"\w+", facts.read_text(encoding="utf-8").partition("\n\n")[2]))
    bad, names = list[Found](), set[str]()
    for path in sorted(folder.glob("*.txt")):
        names.add(path.stem)
        bad += _one(path, known)
    if lost := sorted(set(CHOICES) - names):
        bad.append(wrong("words", f"{folder.name} has no {', '.join(lost)}: put them back as they came"))
    yield from bad or [well("words", f"{len(names)} letters")]


def _one(path: Path, known: set[str]) -> Iterator[Found]:
    try:
        words = library.read(path)
    except UnicodeDecodeError:
        yield wrong("words", f"{path.name}: {NOT_TEXT}")
        return
    except (KeyError, ValueError) as fault:
        says = "the lines above the first empty line must stay: Audience, Channel, When, each with a colon"
        yield wrong("words", f"{path.name} cannot be read ({type(fault).__name__}); {says}")
        return
    if any(each.count("{") != each.count("}") for each in _all_of(words).splitlines()):
        yield wrong(
            "words", f"{path.name} could never be sent: a brace is opened there and not closed, or the other way"
        )
    if strange := sorted(set(_IN_BRACES.findall(_all_of(words))) - known):
        holes = " and ".join(f"{{{each}}}" for each in strange)
        says = f"nobody knows {holes}; outbox/{FACTS} lists what there is"
        yield wrong("words", f"{path.name} could never be sent: {says}")
    if not any(each.strip() for each in words.paragraphs):
        yield wrong("words", f"{path.name} says nothing: put it back as it came")


def _all_of(words: Words) -> str:
    return "\n".join((*words.paragraphs, words.subject, *words.buttons))
