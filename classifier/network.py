"""The network behind the opinion: one layer over what was seen, one answer a field.

A label is named `field=label`. The labels of one field share out certainty between them (softmax); each flag stands alone
(logistic). spaCy's `textcat_multilabel` trains it, and leaves out of the sum what a message has no label for.
One layer, so that an answer can be traced back to the words that led to it (`pulls`).
"""

from collections.abc import Callable, Sequence

import numpy as np
import spacy
from spacy.tokens import Doc
from thinc.api import Model
from thinc.types import Floats2d

from classifier import features

FLAGS = "flags"
SEEN = "heard.seen"  # where a message keeps what was seen in it, while the network is trained on it over and over

Opinion = Model[list[Doc], Floats2d]
Lit = dict[int, float]


@spacy.registry.architectures("heard.Opinion.v1")
def opinion(dropout: float, cue_weight: float, nO: int | None = None) -> Opinion:  # noqa: N803
    """An empty network; `learn_rows` says what it looks at and spaCy which labels it tells apart."""
    return Model(
        "opinion",
        _forward,
        init=_init,
        dims={"nO": nO, "nI": None},
        params={"W": None, "b": None},
        attrs={"rows": {}, "rarity": [], "fields": [], "dropped": dropout, "cue_weight": cue_weight},
    )


def learn_rows(model: Opinion, docs: Sequence[Doc], labels: Sequence[str], *, least: int) -> None:
    """Which features there are, those in at least so many messages, and how telling each is by its rarity."""
    counts: dict[str, int] = {}
    for doc in docs:
        for name in {feature.name for feature in features.found_in(doc)}:
            counts[name] = counts.get(name, 0) + 1
    kept = sorted(name for name, count in counts.items() if count >= least)
    model.attrs["rows"] = {name: row for row, name in enumerate(kept)}
    model.attrs["rarity"] = [float(np.log((1 + len(docs)) / (1 + counts[name])) + 1) for name in kept]
    model.attrs["fields"] = fields_of(labels)
    model.set_dim("nI", len(kept))


def fields_of(labels: Sequence[str]) -> list[list[int]]:
    """From and to of each field's labels; the flags are left out."""
    spans: dict[str, list[int]] = {}
    for at, label in enumerate(labels):
        spans.setdefault(label.partition("=")[0], [at, at])[1] = at + 1
    return [span for field, span in spans.items() if field != FLAGS]


def seen(model: Opinion, found: Sequence[features.Feature]) -> Lit:
    """The rows that features light, each with how brightly; together of length one."""
    rows, rarity, cue_weight = model.attrs["rows"], model.attrs["rarity"], model.attrs["cue_weight"]
    lit: Lit = {}
    for feature in found:
        row = rows.get(feature.name)
        if row is not None:
            lit[row] = rarity[row] * (cue_weight if feature.name.startswith("cue ") else 1.0)
    size = sum(value * value for value in lit.values()) ** 0.5
    return {row: value / size for row, value in lit.items()}


def pulls(model: Opinion, found: Sequence[features.Feature], label: int, rivals: slice) -> dict[str, float]:
    """How far each feature pulled towards a label, over how far it pulled towards the labels it vies with."""
    lit, rows, weights = seen(model, found), model.attrs["rows"], model.get_param("W")
    known = {feature.name: rows[feature.name] for feature in found if feature.name in rows}
    towards = weights[list(known.values()), label] - weights[list(known.values()), rivals].mean(axis=1)
    return {name: float(pull) * lit[row] for (name, row), pull in zip(known.items(), towards, strict=True)}


def _init(model: Opinion, X: object = None, Y: Floats2d | None = None) -> None:  # noqa: N803
    if Y is not None:
        model.set_dim("nO", Y.shape[1])
    model.set_param("W", model.ops.alloc2f(model.get_dim("nI"), model.get_dim("nO")))
    model.set_param("b", model.ops.alloc1f(model.get_dim("nO")))


def _forward(model: Opinion, docs: list[Doc], is_train: bool) -> tuple[Floats2d, Callable[[Floats2d], list[Doc]]]:
    weights, bias = model.get_param("W"), model.get_param("b")
    lit = [doc.user_data.get(SEEN) or seen(model, features.found_in(doc)) for doc in docs]
    shown = _with_gaps(model, lit) if is_train else None
    sums = _summed(lit, weights) if shown is None else shown @ weights
    fields = model.attrs["fields"]

    def backprop(error: Floats2d) -> list[Doc]:
        assert shown is not None
        model.inc_grad("W", shown.T @ error)
        model.inc_grad("b", error.sum(axis=0))
        return []

    return _shares(sums + bias, fields), backprop


def _summed(lit: Sequence[Lit], weights: Floats2d) -> Floats2d:
    sums = np.zeros((len(lit), weights.shape[1]), dtype="f")
    for at, rows in enumerate(lit):
        sums[at] = np.fromiter(rows.values(), dtype="f") @ weights[list(rows)]
    return sums


def _with_gaps(model: Opinion, lit: Sequence[Lit]) -> Floats2d:
    """Some of what was seen is hidden at each look, so that no one word carries an answer alone."""
    shown = model.ops.alloc2f(len(lit), model.get_dim("nI"))
    for at, rows in enumerate(lit):
        shown[at, list(rows)] = list(rows.values())
    return shown * model.ops.get_dropout_mask(shown.shape, model.attrs["dropped"])


def _shares(sums: Floats2d, fields: Sequence[Sequence[int]]) -> Floats2d:
    answers = 1 / (1 + np.exp(-np.clip(sums, -30, 30)))
    for first, end in fields:
        raised = np.exp(sums[:, first:end] - sums[:, first:end].max(axis=1, keepdims=True))
        answers[:, first:end] = raised / raised.sum(axis=1, keepdims=True)
    return answers
