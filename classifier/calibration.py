"""How sure is sure: from what score a flag is raised, and below what score a field is left to a person.

Chosen on what the model thought of examples it had not learnt from, by what a mistake costs.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict

import numpy as np
from numpy.typing import NDArray

from casework.frozen import frozen
from casework.labels import Flag
from classifier.examples import FIELDS, FLAGS, NULL, Example
from classifier.network import Floats

# Danger is raised as early as it can be without being raised in more than so many of the other messages: who is rung
# too often stops listening. Counted on the corpus, which is full of look-alikes, with readers taught on half of it: by
# the shipped one, on what people write, it is about half as many. Taste: the wide net of R701 is `casework.said.signs`.
ELSEWHERE = 0.1
# What one miss of another flag costs, counted in false alarms. Taste.
MISS: Mapping[Flag, float] = {Flag.SAFEGUARDING: 3, Flag.ALLEGATION_AGAINST_STAFF: 4, Flag.CONSENT_NEEDED: 2}
OTHER_MISS = 1.5
SURE: Mapping[str, float] = {"kind": 0.97, "procedure": 0.95}  # right, of those said to be sure
OTHER_SURE = 0.9
ENOUGH = 20  # messages to be sure of before a score is trusted
STEPS = [0.005, 0.01, *(step / 100 for step in range(2, 99)), 0.99, 0.995]
HEATS = [0.5, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.0, 2.5, 3.0]


@frozen
class Learnt:
    """By flag the score that raises it; by field how far to flatten scores, when to be sure, how often it was right."""

    raised_at: Mapping[str, float]
    heat: Mapping[str, float]
    sure_at: Mapping[str, float]
    right: Mapping[str, float]

    def as_json(self) -> dict[str, Mapping[str, float]]:
        return asdict(self)


def flattened(shares: Floats, heat: float) -> Floats:
    """Shares of certainty, less (heat above 1) or more sharply apart."""
    raised = np.power(np.maximum(shares, np.float32(1e-9)), np.float32(1 / heat))
    flat: Floats = raised / raised.sum()
    return flat


def choose(known: Sequence[Example], answers: Floats) -> Learnt:
    """From each example's labels and what was thought of it, a row each in the order of the labels."""
    raised_at, heat, sure_at, right = {}, {}, {}, {}
    start = 0
    for name, kind in FIELDS.items():
        labels = [label.value for label in kind]
        told = [at for at, example in enumerate(known) if example.labels.fields[name] != NULL]
        truth = [labels.index(known[at].labels.fields[name]) for at in told]
        shares = answers[told, start : start + len(labels)]
        start += len(labels)
        heat[name] = min(HEATS, key=lambda value: _surprise(shares, truth, value))
        hot = np.array([flattened(row, heat[name]) for row in shares])
        accepted = [{known[at].labels.fields[name], *known[at].also.get(name, ())} for at in told]
        hits = np.array([labels[best] in right for best, right in zip(hot.argmax(axis=1), accepted, strict=True)])
        right[name] = float(hits.mean())
        sure_at[name] = _sure_at(hot.max(axis=1), hits, SURE.get(name, OTHER_SURE))
    for at, flag in enumerate(Flag):
        clear = [row for row, example in enumerate(known) if flag.value not in example.also.get(FLAGS, ())]
        meant = np.array([flag in known[row].labels.flags for row in clear])
        raised_at[flag.value] = _raised_at(answers[clear, start + at], meant, flag)
    return Learnt(raised_at, heat, sure_at, right)


def _surprise(shares: Floats, truth: Sequence[int], heat: float) -> float:
    return -sum(float(np.log(flattened(row, heat)[label])) for row, label in zip(shares, truth, strict=True))


def _sure_at(tops: Floats, hits: Floats, wanted: float) -> float:
    """The lowest score from which on enough answers are right; 1.0, never sure, if there is none."""
    enough = [step for step in STEPS if (tops >= step).sum() >= ENOUGH and hits[tops >= step].mean() >= wanted]
    return min(enough, default=1.0)


def _raised_at(scores: Floats, meant: NDArray[np.bool_], flag: Flag) -> float:
    if flag is Flag.IMMEDIATE_RISK:
        return next(step for step in STEPS if (scores[~meant] >= step).mean() <= ELSEWHERE)
    cost = MISS.get(flag, OTHER_MISS)
    return min(STEPS, key=lambda step: cost * (meant & (scores < step)).sum() + (~meant & (scores >= step)).sum())
