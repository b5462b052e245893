"""Older mail under a message, held against what we have: our own letters, and what they wrote to us before.

What we have seen is not looked through again: our letters name helplines, and would ring an alarm each time somebody
answers one. The rest is (R702): a mail passed on, or words typed where no program shows whose they are. And where a
letter of ours is quoted without a mark on its lines, what stands below its end is no part of it: those words are given
back to whoever typed them.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field
from itertools import islice

from casework.frozen import frozen, replace
from casework.messages import Channel, Message

LETTERS = re.compile(r"\w+")

_BETWEEN = "".join(letter.lower() if LETTERS.match(letter) else " " for letter in map(chr, range(128)))
"""What stands for each character of a line that is all ASCII: to look each up is many times as quick as a pattern."""

ENOUGH = 4
"""Words of a line that make sure it is ours; fewer stand in any letter. *Taste.*"""

LATEST = 24
"""Texts that are held against older mail before all others: twelve of ours and as many of theirs. *Taste.*"""

AT_LEAST = 3
"""Words that make something of what stands below."""

GIVEN_BACK = "words were found below the older mail"


@frozen
class Older:
    """What of the older mail we had not seen, and what of that was typed below a letter of ours."""

    unseen: str = field(default="", repr=False)
    below: str = field(default="", repr=False)


def compare(quoted: str, known: Iterable[str]) -> Older:
    """The older mail against all that we know, the latest first: mostly it stands there, and no more is read."""
    lines = quoted.split("\n")
    words = [_plain(line) for line in lines]
    ours = _ours(words, iter(known))
    sure = [at for at, each in enumerate(words) if ours[at] and len(each.split()) >= ENOUGH]
    unseen = "\n".join(line for at, line in enumerate(lines) if words[at] and not ours[at])
    if not sure:
        return Older(unseen)
    end = next((at for at in reversed(range(len(lines))) if ours[at]), 0) + 1
    below = lines[end:]
    marked = any(line.lstrip().startswith((">", "|")) for line in (*below, lines[sure[-1]]))
    wordy = sum(len(each.split()) for each in words[end:]) >= AT_LEAST
    return Older(unseen, "\n".join(below).strip() if wordy and not marked else "")


def _ours(words: Sequence[str], known: Iterator[str]) -> list[bool]:
    """Which of these lines stand in what we know."""
    seen = [_plain(text) for text in islice(known, LATEST)]
    if not all(found := _stand(words, seen)):
        seen += [_plain(text) for text in known]
        found = _stand(words, seen)
    return [bool(each) and there for each, there in zip(words, found, strict=True)]


def _stand(words: Sequence[str], seen: Sequence[str]) -> list[bool]:
    together = f" {' '.join(reversed(seen))} "
    return [not each or f" {each} " in together for each in words]


def read(message: Message, known: Callable[[], Iterable[str]]) -> Message:
    """The message with what its older mail holds that is new. `known` is asked only where there is older mail."""
    if not message.quoted or message.automatic or message.channel is not Channel.EMAIL:
        return message
    found = compare(message.quoted, known())
    if found.unseen:
        message = replace(message, enclosed=f"{message.enclosed}\n\n{found.unseen}".strip())
    if found.below:
        text = f"{message.text}\n\n{found.below}".strip()
        message = replace(message, text=text, problems=(*message.problems, GIVEN_BACK))
    return message


def _plain(text: str) -> str:
    said = text.translate(_BETWEEN).split() if text.isascii() else LETTERS.findall(text.lower())
    return " ".join(said)
