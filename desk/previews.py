"""A letter as it will go, and what to check in it before it does (S9): who reads it, whether anything ever reached
them, which names stand in it, and what no apology may say.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field

from casework.cases import Case
from casework.frozen import frozen
from casework.letters import Letter, Posted
from casework.people import Part, Person
from desk.by_hand import in_words
from outbox.render import Rendered

NO_APOLOGY = re.compile(
    r"\b(?:sorry if|any inconvenience|sorry (?:that )?you (?:feel|felt)|that you feel)\b", re.IGNORECASE
)
"""What B's upheld complaints and every Ombudsman's guidance name as no apology (P12)."""


@frozen
class Preview:
    """One letter: its words, or the fact that is missing; and what to check."""

    letter: Letter
    rendered: Rendered | None = field(repr=False)
    missing: str = ""
    checks: tuple[str, ...] = field(default=(), repr=False)


def of(letters: Iterable[Letter], case: Case, beside: Sequence[Case]) -> tuple[Preview, ...]:
    """Those that somebody outside would get; `beside` are the cases that this one leads to."""
    return tuple(_preview(each, case, beside) for each in letters if not each.staff)


def _preview(letter: Letter, case: Case, beside: Sequence[Case]) -> Preview:
    found = in_words(letter)
    said = f"{found.rendered.subject}\n{found.rendered.text}" if found.rendered else ""
    return Preview(letter, found.rendered, found.missing, tuple(_checks(letter, said, case, beside)))


def _checks(letter: Letter, said: str, case: Case, beside: Sequence[Case]) -> Iterator[str]:
    reader = next((each for each in case.people if each.address == letter.to), None)
    if reader is None:
        yield "Whoever gets this is not on the case. Check why."
    elif reader.part is Part.OTHER_PARENT:
        yield "It goes to somebody of the family who was not to be told."
    elif not reader.verified:
        yield "We do not know yet who is writing from this address."
    if not any(each.to == letter.to and each.posted is Posted.SENT for each in case.said):
        yield "Nothing has gone to this address before. Read it once more, letter by letter."
    for other in _others(reader, case, beside):
        if _stands_in(other.known_as, said):
            yield f"It names {other.known_as}, who is somebody else."
    for wrong in dict.fromkeys(match.group(0).lower() for match in NO_APOLOGY.finditer(said)):
        yield f"“{wrong}” is no apology. Say what went wrong."


def _others(reader: Person | None, case: Case, beside: Sequence[Case]) -> Iterator[Person]:
    """Everybody else on the case but whose complaint it is; and those of the cases beside it: another child."""
    own = {case.complainant.known_as, reader.known_as if reader else ""}
    for each in (*case.people[1:], *(person for other in beside for person in other.people)):
        if each.known_as and each.known_as not in own:
            yield each


def _stands_in(name: str, said: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said, re.IGNORECASE) is not None
