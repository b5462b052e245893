"""How well a model does on messages it has not seen: by field, flag and voice, with how far chance may have helped.

A label of `also_accept` counts as right; `strict` counts the first label only.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from casework.contacts import Suggestion
from casework.labels import Flag
from classifier import examples
from classifier.examples import FIELDS, NULL, Example

Z = 1.96  # of every twenty such intervals, nineteen hold the true share


@dataclass(slots=True)
class Share:
    """So many right of so many."""

    right: int = 0
    of: int = 0

    def count(self, *, right: bool) -> None:
        self.right += right
        self.of += 1

    @property
    def rate(self) -> float:
        return self.right / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval: honest for small numbers and for shares near 0 and 1."""
        if not self.of:
            return 0.0, 1.0
        centre = (self.rate + Z * Z / (2 * self.of)) / (1 + Z * Z / self.of)
        half = Z / (1 + Z * Z / self.of) * sqrt(self.rate * (1 - self.rate) / self.of + Z * Z / (4 * self.of**2))
        return max(0.0, centre - half), min(1.0, centre + half)


@dataclass(frozen=True, slots=True)
class FieldScores:
    """One field: right, strictly right, right with the second guess, right when sure; and found by label and voice."""

    right: Share = field(default_factory=Share)
    strict: Share = field(default_factory=Share)
    with_second: Share = field(default_factory=Share)
    when_sure: Share = field(default_factory=Share)
    found: dict[str, Share] = field(default_factory=dict)
    by_voice: dict[str, Share] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FlagScores:
    """One flag: how many of those meant were raised, how many of those raised were meant."""

    recall: Share = field(default_factory=Share)
    precision: Share = field(default_factory=Share)


@dataclass(frozen=True, slots=True)
class Scores:
    """Every field and every flag, over one file."""

    messages: int
    fields: Mapping[str, FieldScores]
    flags: Mapping[str, FlagScores]


def evaluate(path: Path, suggest: Callable[[str, str], Suggestion]) -> Scores:
    """Ask for an opinion on each example of a file, or of a folder's files, and count."""
    return scored(examples.read(path), suggest)


def scored(known: Sequence[Example], suggest: Callable[[str, str], Suggestion]) -> Scores:
    """The same for examples in hand."""
    fields = {name: FieldScores() for name in FIELDS}
    flags = {flag.value: FlagScores() for flag in Flag}
    for example in known:
        said = suggest(example.text, example.subject)
        for name, scores in fields.items():
            _count_field(scores, example, name, said)
        for flag in Flag:
            _count_flag(flags[flag.value], example, flag, said)
    return Scores(len(known), fields, flags)


def _count_field(scores: FieldScores, example: Example, name: str, said: Suggestion) -> None:
    meant = example.labels.fields[name]
    if meant == NULL:
        return
    label = getattr(said, name) or NULL
    right = {meant, *example.also.get(name, ())}
    second = said.second.get(name, NULL)
    scores.right.count(right=label in right)
    scores.strict.count(right=label == meant)
    scores.with_second.count(right=bool({label, second} & right))
    scores.found.setdefault(meant, Share()).count(right=label == meant)
    scores.by_voice.setdefault(example.voice, Share()).count(right=label in right)
    if name not in said.unsure:
        scores.when_sure.count(right=label in right)


def _count_flag(scores: FlagScores, example: Example, flag: Flag, said: Suggestion) -> None:
    meant, allowed = flag in example.labels.flags, flag.value in example.also.get("flags", ())
    if meant:
        scores.recall.count(right=flag in said.flags)
    if flag in said.flags:
        scores.precision.count(right=meant or allowed)


def table(scores: Scores) -> Iterable[str]:
    """The scores as lines for a person to read."""
    yield f"{scores.messages:4} messages             right (19 times in 20 within)      strict  +2nd  sure: right, of"
    for name, found in scores.fields.items():
        low, high = found.right.interval
        sure, asked = found.when_sure, found.right.of
        right = f"{found.right.rate:.2f} ({low:.2f} to {high:.2f}) of {asked:4}"
        share = f"{sure.rate:.2f}, {sure.of / max(asked, 1):.0%}"
        others = f"{found.strict.rate:.2f}    {found.with_second.rate:.2f}  {share}"
        yield f"{name:24} {right}          {others}"
    for flag, counted in scores.flags.items():
        recall, precision = counted.recall, counted.precision
        yield f"{flag:24} found {recall.right} of {recall.of}, meant {precision.right} of {precision.of}"
