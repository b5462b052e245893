"""How well a model does on messages it has not seen: by field, flag and voice, with how far chance may have helped.

A label of `also_accept` counts as right; `strict` counts the first label only.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import sqrt
from pathlib import Path

from casework.contacts import Suggestion
from casework.frozen import frozen
from casework.labels import Flag
from classifier import examples, pictures
from classifier.examples import FIELDS, NULL, Example

BINS = 10  # of sureness
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


@dataclass(slots=True)
class Bin:
    """Answers about as sure as each other: the sum of how sure they were, and how many were right."""

    sure: float = 0.0
    right: Share = field(default_factory=Share)


@frozen
class FieldScores:
    """One field: right, strictly right, right with the second guess, right when sure; found by label and voice; what
    was taken for what; and how sure against how right.
    """

    right: Share = field(default_factory=Share)
    strict: Share = field(default_factory=Share)
    with_second: Share = field(default_factory=Share)
    when_sure: Share = field(default_factory=Share)
    found: dict[str, Share] = field(default_factory=dict)
    by_voice: dict[str, Share] = field(default_factory=dict)
    taken: dict[str, dict[str, int]] = field(default_factory=dict)
    bins: dict[int, Bin] = field(default_factory=dict)

    @property
    def off(self) -> float:
        """How far sureness is from rightness, on average over the answers."""
        gaps = [abs(one.sure - one.right.right) for one in self.bins.values()]
        return sum(gaps) / max(self.right.of, 1)


@frozen
class FlagScores:
    """One flag: how many of those meant were raised, how many of those raised were meant, and how many were raised of
    the messages in which it is not.
    """

    recall: Share = field(default_factory=Share)
    precision: Share = field(default_factory=Share)
    elsewhere: Share = field(default_factory=Share)


@frozen
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
    taken = scores.taken.setdefault(meant, {})
    taken[label] = taken.get(label, 0) + 1
    one = scores.bins.setdefault(min(int(said.scores[name] * BINS), BINS - 1), Bin())
    one.sure += said.scores[name]
    one.right.count(right=label in right)
    if name not in said.unsure:
        scores.when_sure.count(right=label in right)


def _count_flag(scores: FlagScores, example: Example, flag: Flag, said: Suggestion) -> None:
    meant, allowed = flag in example.labels.flags, flag.value in example.also.get("flags", ())
    if meant:
        scores.recall.count(right=flag in said.flags)
    elif not allowed:
        scores.elsewhere.count(right=flag in said.flags)
    if flag in said.flags:
        scores.precision.count(right=meant or allowed)


def table(scores: Scores) -> Iterable[str]:
    """The scores as lines for a person to read."""
    heading = "right (19 times in 20 within)   strict  +2nd  sure: right, of  off by"
    yield f"{scores.messages:4} messages             {heading}"
    for name, found in scores.fields.items():
        low, high = found.right.interval
        sure, asked = found.when_sure, found.right.of
        right = f"{found.right.rate:.2f} ({low:.2f} to {high:.2f}) of {asked:4}"
        share = f"{sure.rate:.2f}, {sure.of / max(asked, 1):.0%}"
        others = f"{found.strict.rate:.2f}    {found.with_second.rate:.2f}  {share:15} {found.off:.2f}"
        yield f"{name:24} {right}       {others}"
    for flag, counted in scores.flags.items():
        recall, precision, elsewhere = counted.recall, counted.precision, counted.elsewhere
        meant = f"found {recall.right} of {recall.of}, meant {precision.right} of {precision.of}"
        yield f"{flag:24} {meant}, raised in {elsewhere.rate:.1%} of the others"
    for voice, both in _voices(scores):
        yield f"{voice:60.60} kind and procedure {both.rate:.2f} of {both.of}"


def _voices(scores: Scores) -> Iterator[tuple[str, Share]]:
    """Kind and procedure together, by voice; the voice it does worst by first."""
    both = [scores.fields[name].by_voice for name in ("kind", "procedure")]
    names = sorted({voice for one in both for voice in one})
    shares = {
        name: Share(
            sum(one[name].right for one in both if name in one), sum(one[name].of for one in both if name in one)
        )
        for name in names
    }
    yield from sorted(shares.items(), key=lambda pair: pair[1].rate)


def drawn(scores: Scores) -> Iterator[tuple[str, str]]:
    """Two pictures a field, each with the name of its file."""
    for name, found in scores.fields.items():
        bins = [(one.sure / one.right.of, one.right.rate, one.right.of) for _, one in sorted(found.bins.items())]
        yield f"{name}-reliability.svg", pictures.reliability(name, bins)
        labels = [label.value for label in FIELDS[name]]
        yield f"{name}-confusion.svg", pictures.confusion(name, [*labels, NULL], found.taken)
