"""How often the classifier's best guess was what a person then decided: by label and month, and whether less of late.

The desk's page on the classifier calls these with what `store.verdicts.since` found.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from math import sqrt

from casework.frozen import frozen
from store.verdicts import Verdict

LATEST = 100
"""How many of the newest decisions are asked whether it still does what it promised. *Taste.*"""

FEWEST = 30
"""Of fewer, nothing is said. *Taste.*"""

DOUBT = 2.33
"""How many standard errors below its promise are no longer chance: once in a hundred. *Taste.*"""

RUNG_FOR = ("kind", "procedure")


@frozen
class Agreement:
    """One field, one label a person decided, one month (its first day as `2026-11`): agreed so often, of so many."""

    month: str
    field: str
    label: str
    agreed: int
    of: int


@frozen
class Drift:
    """A field of which the model in use says it would be right in `promised` of the latest, and was in `kept`."""

    field: str
    promised: float
    kept: float
    of: int


def by_month(verdicts: Iterable[Verdict], month: Callable[[datetime], str]) -> Sequence[Agreement]:
    """Newest month first; `month` says in which month a moment lies, in London."""
    counted: defaultdict[tuple[str, str, str], list[bool]] = defaultdict(list)
    for verdict in verdicts:
        for name, label in verdict.decided.items():
            counted[month(verdict.at), name, label].append(verdict.agreed(name))
    found = [Agreement(*key, sum(agreed), len(agreed)) for key, agreed in counted.items()]
    return sorted(found, key=lambda one: (_backwards(one.month), one.field, -one.of, one.label))


def drifts(verdicts: Sequence[Verdict], model: str) -> Iterator[Drift]:
    """A bell: the fields in which this model has of late been right less often than its own scores said it would be."""
    latest = [verdict for verdict in verdicts if verdict.model == model][:LATEST]
    for name in RUNG_FOR:
        asked = [verdict for verdict in latest if name in verdict.decided]
        if len(asked) < FEWEST:
            continue
        scores = [verdict.thought.scores[name] for verdict in asked]
        promised, kept = sum(scores) / len(asked), sum(one.agreed(name) for one in asked) / len(asked)
        chance = sqrt(sum(score * (1 - score) for score in scores)) / len(asked)
        if kept < promised - DOUBT * chance:
            yield Drift(name, promised, kept, len(asked))


def _backwards(month: str) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in month)
