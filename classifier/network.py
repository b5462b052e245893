"""The network behind the opinion: one layer over what was seen and what the reader says, one answer a field.

A label is named `field=label`. The labels of one field share out certainty between them (softmax); each flag stands
alone (logistic). spaCy's `textcat_multilabel` trains it, and leaves out of the sum what a message has no label for.
One layer, so that an answer can be traced back to the words that led to it (`pulls`); the reader's word counts as far
as it has earned (`trust`, 1 for each label to begin with).
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.pipeline import MultiLabel_TextCategorizer
from spacy.tokens import Doc
from spacy.util import registry
from spacy.vocab import Vocab
from thinc.api import Model

from casework.frozen import frozen
from classifier import features, texts
from classifier.examples import FLAGS

SAID = "heard.said"  # where a message keeps what the reader says of it, a number a label
SEEN = "heard.seen"  # where a message keeps what was seen in it: its words are not looked through again

Floats = NDArray[np.float32]
Opinion = Model[list[Doc], Floats]
Lit = tuple[NDArray[np.int32], Floats]  # rows, and how brightly each is lit


@registry.architectures("heard.Opinion.v1")  # type: ignore[untyped-decorator]  # spaCy says nothing of its type
def opinion(dropout: float, cue_weight: float, nO: int | None = None) -> Opinion:  # noqa: N803
    """An empty network; `learn_rows` says what it looks at and spaCy which labels it tells apart."""
    return Model(
        "opinion",
        _forward,
        init=_init,
        dims={"nO": nO, "nI": None},
        params={"W": None, "b": None, "trust": None},
        attrs={"rows": {}, "rarity": [], "fields": [], "dropped": dropout, "cue_weight": cue_weight},
    )


def pipe_of(nlp: Language) -> MultiLabel_TextCategorizer:
    """The one step of the pipeline."""
    pipe = nlp.get_pipe("opinion")
    assert isinstance(pipe, MultiLabel_TextCategorizer)  # noqa: S101 - `config.cfg` names it so
    return pipe


def _param(model: Opinion, name: str) -> Floats:
    kept: Floats = model.get_param(name)  # type: ignore[assignment]  # thinc has array types of its own
    return kept


def learn_rows(
    model: Opinion, found: Sequence[Collection[str]], whose: Sequence[str], labels: Sequence[str], *, least: int
) -> None:
    """Which features there are, those that so many people wrote at least, and how telling each is by its rarity.
    `whose` each message is: what somebody says in ten letters, such as their name, counts once. One that is nobody's
    counts by itself.
    """
    counts = Counter(name for names in found for name in names)
    once = {(name, who) for names, who in zip(found, whose, strict=True) if who for name in names}
    wrote = Counter(name for names, who in zip(found, whose, strict=True) if not who for name in names)
    wrote.update(name for name, _ in once)
    kept = sorted(name for name, people in wrote.items() if people >= least)
    model.attrs["rows"] = {name: row for row, name in enumerate(kept)}
    model.attrs["rarity"] = [float(np.log((1 + len(found)) / (1 + counts[name])) + 1) for name in kept]
    model.attrs["fields"] = [[span.start, span.stop] for name, span in spans(labels).items() if name != FLAGS]
    model.set_dim("nI", len(kept))


def spans(labels: Sequence[str]) -> dict[str, slice]:
    """Where each field's labels stand, and the flags."""
    found: dict[str, slice] = {}
    for at, label in enumerate(labels):
        field = label.partition("=")[0]
        found[field] = slice(found[field].start if field in found else at, at + 1)
    return found


@frozen
class Rows:
    """The row of each feature that the network knows, and how brightly it is lit before others are beside it."""

    of: Mapping[str, int]
    bright: Floats

    def known(self, message: features.Told) -> Sequence[features.Feature]:
        """What was found that the network has a row for, each where it first stands."""
        firsts: dict[str, features.Feature] = {}
        for feature in features.found_in(message):
            if feature[0] in self.of and feature[0] not in firsts:
                firsts[feature[0]] = feature
        return tuple(firsts.values())

    def lit(self, names: Iterable[str]) -> Lit:
        """The rows that known features light, each with how brightly; together of length one."""
        there = np.fromiter(map(self.of.__getitem__, names), dtype=np.int32)
        bright = self.bright[there]
        size = np.float32(np.sqrt(bright @ bright)) or np.float32(1)
        return there, bright / size


def rows(model: Opinion) -> Rows:
    """What a network that has learnt its rows looks at."""
    of, rarity, cue_weight = model.attrs["rows"], model.attrs["rarity"], model.attrs["cue_weight"]
    weight = [cue_weight if name.startswith(features.CUE) else 1.0 for name in of]
    return Rows(of, np.array(rarity, dtype=np.float32) * np.array(weight, dtype=np.float32))


def nothing_but(vocab: Vocab, lit: Lit, said: Floats) -> Doc:
    """A message of which only this is left, for a network that asks for no more."""
    return Doc(vocab, words=[texts.SILENCE], user_data={SEEN: lit, SAID: said})


def shares_and_pulls(model: Opinion, lit: Lit, said: Floats) -> tuple[Floats, Floats]:
    """Of one message: each label's share of certainty, and how far each lit row pulled towards it. What spaCy would
    answer, without its way there.
    """
    there, bright = lit
    weights = _param(model, "W")[there]
    sums = bright @ weights + _param(model, "b") + (1 + _param(model, "trust")) * said
    return _shares(sums[None], model.attrs["fields"])[0], weights * bright[:, None]


def _init(model: Opinion, X: object = None, Y: Floats | None = None) -> None:  # noqa: N803, ARG001
    if Y is not None:
        model.set_dim("nO", Y.shape[1])
    model.set_param("W", model.ops.alloc2f(model.get_dim("nI"), model.get_dim("nO")))
    model.set_param("b", model.ops.alloc1f(model.get_dim("nO")))
    model.set_param("trust", model.ops.alloc1f(model.get_dim("nO")))  # beyond 1, which is kept apart: large is dear


def _forward(model: Opinion, docs: list[Doc], is_train: bool) -> tuple[Floats, Callable[[Floats], list[Doc]]]:  # noqa: FBT001
    weights, bias, trust = _param(model, "W"), _param(model, "b"), _param(model, "trust")
    lit = [doc.user_data.get(SEEN) or _seen_in(model, doc.text) for doc in docs]
    if is_train:
        lit = [_with_gaps(model, one) for one in lit]
    said = np.array([doc.user_data[SAID] for doc in docs], dtype=np.float32)
    seen_in = np.array([bright @ weights[there] for there, bright in lit], dtype=np.float32)
    sums = seen_in + bias + (1 + trust) * said

    def backprop(error: Floats) -> list[Doc]:
        learnt = np.zeros_like(weights)
        for (there, bright), wrong in zip(lit, error, strict=True):
            learnt[there] += np.outer(bright, wrong)
        model.inc_grad("W", learnt)  # type: ignore[arg-type]
        model.inc_grad("b", error.sum(axis=0))
        model.inc_grad("trust", (error * said).sum(axis=0))
        return []

    return _shares(sums, model.attrs["fields"]), backprop


def _seen_in(model: Opinion, text: str) -> Lit:
    known = rows(model)
    return known.lit(name for name, _, _ in known.known(features.told(text)))


def _with_gaps(model: Opinion, lit: Lit) -> Lit:
    """Some of what was seen is hidden at each look, so that no one word carries an answer alone."""
    there, bright = lit
    mask: Floats = model.ops.get_dropout_mask(bright.shape, model.attrs["dropped"])  # type: ignore[assignment]
    return there, bright * mask


def _shares(sums: Floats, fields: Sequence[Sequence[int]]) -> Floats:
    answers: Floats = (1 / (1 + np.exp(-np.clip(sums, -30, 30)))).astype(np.float32)
    for first, end in fields:
        raised = np.exp(sums[:, first:end] - sums[:, first:end].max(axis=1, keepdims=True))
        answers[:, first:end] = raised / raised.sum(axis=1, keepdims=True)
    return answers
