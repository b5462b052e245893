"""An opinion on a message: every field of the taxonomy, how sure, and the words that led to it.

`load` reads the pipeline once; what it gives can be called from any thread, and never fails on what a message says.
The model speaks first, then what the rulebook can say from plain signs; where they differ the field is `unsure`.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language

from casework.contacts import Reason, Suggestion
from casework.frozen import frozen
from casework.labels import CategoryB, CategoryD, Flag, Kind, Procedure, Sender, Service
from classifier import features, network, reasons, routing, texts
from classifier.calibration import Learnt, flattened
from classifier.examples import FIELDS, FLAGS, LABELS
from classifier.reader import Reader

GRIEVANCES = frozenset({Kind.COMPLAINT, Kind.REPRESENTATION})  # the kinds that have a category
CATEGORIES = frozenset({"category_b", "category_d"})
LABELS_OF = {name: [label.value for label in kind] for name, kind in FIELDS.items()}
SPANS = network.spans(LABELS)
PART = 2**16  # bytes of a file that are looked at together
NAMED = "digest"
"""The file in a model's folder that says what its files held when it was made."""


@frozen
class Choice:
    """One field: the best label, the next, and how sure of the best."""

    label: str
    second: str
    score: float


@frozen
class Pulled:
    """What was found in a message, and how far each thing found pulled towards each label."""

    message: features.Told
    found: Sequence[features.Feature]
    pulls: network.Floats
    text: str = field(repr=False)

    def words(self, towards: network.Floats) -> tuple[str, ...]:
        return reasons.words_for(self.message, self.found, towards, self.text)


@frozen
class Classifier:
    """The pipeline, and what it learnt about its own certainty. Many threads may ask together."""

    nlp: Language
    reader: Reader
    rows: network.Rows
    learnt: Learnt
    digest: str

    def __call__(self, text: str, subject: str = "", channel: str = "") -> Suggestion:
        """The opinion. The channel is taken and not looked at: the same words mean the same by any door."""
        message = features.told(texts.looked_at(text, subject))
        found = self.rows.known(message)
        lit = self.rows.lit([name for name, _, _ in found])
        model = network.pipe_of(self.nlp).model
        shares, pulls = network.shares_and_pulls(model, lit, self.reader.says(message.text))
        return self._opinion(shares, Pulled(message, found, pulls, text))

    def _opinion(self, shares: network.Floats, said: Pulled) -> Suggestion:
        choices = {name: self._choice(name, shares[span]) for name, span in SPANS.items() if name in FIELDS}
        if choices["kind"].label == Kind.COMPLAINT:  # none is for what asks for no answer (R210)
            choices["procedure"] = self._choice("procedure", shares[SPANS["procedure"]], never=Procedure.NONE)
        flag_scores = dict(zip(map(str, Flag), shares[SPANS[FLAGS]].tolist(), strict=True))
        signs = reasons.signs(said.message, said.text)
        flags = self._raised(flag_scores, signs)
        kind = Kind(choices["kind"].label)
        ruled = routing.by_rule(kind, flags, signs)
        agreed = ruled is None or ruled.procedure == choices["procedure"].label
        asked = [name for name in FIELDS if kind in GRIEVANCES or name not in CATEGORIES]
        wordless = not any(map(str.isalpha, said.message.text))
        labels = {name: choices[name].label for name in asked}
        return Suggestion(
            kind=kind,
            procedure=Procedure(labels["procedure"]),
            category_b=CategoryB(labels["category_b"]) if "category_b" in labels else None,
            category_d=CategoryD(labels["category_d"]) if "category_d" in labels else None,
            sender=Sender(labels["sender"]),
            service=Service(labels["service"]),
            flags=flags,
            scores={name: choice.score for name, choice in choices.items()} | flag_scores,
            second={name: choice.second for name, choice in choices.items()},
            unsure=tuple(name for name in asked if wordless or self._unsure(choices[name], name, agreed=agreed)),
            because=tuple(_because(said, labels, flags, ruled if agreed else None)),
            model=self.digest,
        )

    def _choice(self, name: str, told: network.Floats, *, never: str = "") -> Choice:
        labels = LABELS_OF[name]
        shares = flattened(told, self.learnt.heat[name])
        best, second = [at for at in np.argsort(-shares).tolist() if labels[at] != never][:2]
        return Choice(labels[best], labels[second], float(shares[best]))

    def _unsure(self, choice: Choice, name: str, *, agreed: bool) -> bool:
        return choice.score < self.learnt.sure_at[name] or (name == "procedure" and not agreed)

    def _raised(self, scores: Mapping[str, float], signs: Mapping[str, str]) -> frozenset[Flag]:
        raised = {flag for flag in Flag if scores[flag.value] >= self.learnt.raised_at[flag.value]}
        raised |= routing.flags_shown(signs)
        if Flag.ALLEGATION_AGAINST_STAFF in raised:
            raised.add(Flag.SAFEGUARDING)
        return frozenset(raised)


def _because(
    said: Pulled, labels: Mapping[str, str], flags: frozenset[Flag], ruled: routing.Ruled | None
) -> Iterator[Reason]:
    for name, label in labels.items():
        pulls = said.pulls[:, SPANS[name]]
        found = said.words(pulls[:, LABELS_OF[name].index(label)] - pulls.mean(axis=1))
        by_rule = ruled if name == "procedure" else None
        yield Reason(name, (by_rule and by_rule.words) or found, by_rule.rule if by_rule else "")
    for flag in sorted(flags):
        yield Reason(flag.value, said.words(said.pulls[:, LABELS.index(f"{FLAGS}={flag.value}")]))


def load(folder: Path) -> Classifier:
    """The pipeline of a folder, ready to be asked. One with a file cut short may load, and speak nonsense: it is
    refused.
    """
    nlp, name = spacy.load(folder), digest(folder)
    if (folder / NAMED).is_file() and (folder / NAMED).read_text(encoding="utf-8").strip() != name:
        raise ValueError("the model's files are not those that it was made of")
    # Is a word like a number, what is its shape: a third of the time went there, and nobody asks.
    nlp.vocab.lex_attr_getters = {}  # type: ignore[attr-defined]
    kept = nlp.meta["heard"]
    learnt = Learnt(kept["raised_at"], kept["heat"], kept["sure_at"], kept["right"])
    reader = nlp.get_pipe("reader")
    assert isinstance(reader, Reader)  # noqa: S101 - `config.cfg` names it so
    pipe = network.pipe_of(nlp)
    if list(pipe.labels) != LABELS:
        raise ValueError("the model was taught other labels")
    return Classifier(nlp, reader, network.rows(pipe.model), learnt, name)


def digest(folder: Path) -> str:
    """The model's name: what its files hold, in sixteen letters."""
    whole = hashlib.sha256()
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path != folder / NAMED):
        whole.update(file.relative_to(folder).as_posix().encode() + b"\0")
        with file.open("rb") as read:
            while some := read.read(PART):
                whole.update(some)
        whole.update(b"\0")
    return whole.hexdigest()[:16]


def printed(suggestion: Suggestion, row: object) -> dict[str, object]:
    """One line of `heard suggest`, as contract.md section 4 fixes it."""
    return {
        "id": row,
        "kind": suggestion.kind.value,
        "procedure": suggestion.procedure.value,
        "category_b": suggestion.category_b and suggestion.category_b.value,
        "category_d": suggestion.category_d and suggestion.category_d.value,
        "sender": suggestion.sender.value,
        "service": suggestion.service.value,
        "flags": sorted(flag.value for flag in suggestion.flags),
        "scores": {name: round(score, 4) for name, score in suggestion.scores.items()},
        "second": dict(suggestion.second),
        "unsure": list(suggestion.unsure),
        "because": [
            {"field": why.field} | ({"rule": why.rule} if why.rule else {}) | {"words": list(why.words)}
            for why in suggestion.because
            if why.words or why.rule
        ],
    }
