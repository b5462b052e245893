"""From the corpus to the pipeline in `model/`: the same corpus and seed give the same model, byte for byte.

The whole corpus is learnt from. What cannot be learnt from the same examples (how sure is sure, from what score a
flag is raised) is found first, by training on three quarters and looking at the fourth, four times round.
"""

import random
import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example as Gold
from thinc.api import Optimizer, fix_random_seed

from casework.frozen import frozen
from casework.labels import Flag
from classifier import calibration, examples, features, network, suggest, texts
from classifier.examples import FIELDS, FLAGS, LABELS, NULL, Example
from classifier.reader import HELD_BACK, Reader

CONFIG = Path(__file__).with_name("config.cfg")
READER = Path(__file__).with_name("model") / "reader"
BATCH = 64
LEAST = 6  # people who must have written a feature; taste
FOLDS = 4


@frozen
class Shown:
    """What the network is shown of an example: the features in it, each once, what the reader says of it, and whose it
    is.
    """

    found: tuple[str, ...]
    said: network.Floats
    whose: str = ""


def train(corpus: Path, out: Path, seed: int) -> Mapping[str, float]:
    """Learn from a folder of examples and write the pipeline; answers how well it did on what each fold held back."""
    known = examples.read(corpus)
    return learn(known, out, seed).right


def learn(known: Sequence[Example], out: Path, seed: int) -> calibration.Learnt:
    """Learn from these examples and write the pipeline to a folder, whole or not at all."""
    shown = show(known)
    learnt = calibration.choose(known, held_back(known, shown, seed))
    nlp = fit(known, shown, seed)
    nlp.meta["heard"] = {"examples": len(known), "seed": seed, **learnt.as_json()}
    fresh = out.with_name(out.name + ".new")
    nlp.to_disk(fresh, exclude=["vocab"])
    (fresh / suggest.NAMED).write_text(suggest.digest(fresh) + "\n", encoding="utf-8")
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    return learnt


def show(known: Sequence[Example]) -> list[Shown]:
    """Each example as the network sees it. What the reader was taught on, it is not asked about: it remembers. What a
    reader that had not seen it said of it is kept, and stands for that.
    """
    reader, honest = kept_reader(), held_back_by_reader()
    shown = []
    for example in known:
        found = dict.fromkeys(name for name, _, _ in features.found_in(features.told(example.looked_at)))
        said = honest.get(texts.name_of(example.looked_at))
        shown.append(Shown(tuple(found), reader.says(example.looked_at) if said is None else said, example.whose))
    return shown


def kept_reader() -> Reader:
    """The reader as it was taught."""
    return Reader().from_disk(READER)


def held_back_by_reader() -> Mapping[str, network.Floats]:
    """By the name of each text that the reader was taught on: what another, not taught on it, said."""
    with np.load(READER / HELD_BACK) as kept:
        return dict(zip(kept["names"].tolist(), kept["said"].astype(np.float32), strict=True))


def fit(known: Sequence[Example], shown: Sequence[Shown], seed: int) -> Language:
    """A pipeline that has learnt from these."""
    fix_random_seed(seed)
    nlp = spacy.util.load_model_from_config(spacy.util.load_config(CONFIG), auto_fill=True)
    reader = nlp.get_pipe("reader")
    assert isinstance(reader, Reader)  # noqa: S101 - `config.cfg` names it so
    reader.from_disk(READER)
    model = network.pipe_of(nlp).model
    network.learn_rows(model, [one.found for one in shown], [one.whose for one in shown], LABELS, least=LEAST)
    docs = _seen(nlp, shown)
    gold = [Gold.from_dict(doc, {"cats": cats(example)}) for doc, example in zip(docs, known, strict=True)]
    nlp.config["initialize"]["components"]["opinion"] = {"labels": LABELS}
    optimizer = nlp.initialize(lambda: gold[:BATCH])
    shuffled = random.Random(seed)
    for _ in range(nlp.config["training"]["max_epochs"]):
        shuffled.shuffle(gold)
        for first in range(0, len(gold), BATCH):
            nlp.update(gold[first : first + BATCH], sgd=optimizer, losses={})
    _settle(nlp, optimizer)
    return nlp


def _seen(nlp: Language, shown: Sequence[Shown]) -> Iterator[Doc]:
    """Messages of which only what was found in them is left: their words are not looked at twice."""
    rows = network.rows(network.pipe_of(nlp).model)
    for one in shown:
        lit = rows.lit(name for name in one.found if name in rows.of)
        yield network.nothing_but(nlp.vocab, lit, one.said)


def _settle(nlp: Language, optimizer: Optimizer) -> None:
    """Keep the mean of what the weights were along the way, which wavers less than what they were last."""
    model = network.pipe_of(nlp).model
    with nlp.use_params(optimizer.averages):
        mean = {name: model.get_param(name).copy() for name in model.param_names}
    for name, value in mean.items():
        model.set_param(name, value)


def held_back(known: Sequence[Example], shown: Sequence[Shown], seed: int) -> network.Floats:
    """What a model thinks of each example that it has not learnt from. A contrast set is held back together."""
    groups = sorted({example.group or example.id for example in known})
    random.Random(seed).shuffle(groups)
    fold_of = {group: at % FOLDS for at, group in enumerate(groups)}
    folds = np.array([fold_of[example.group or example.id] for example in known])
    answers = np.zeros((len(known), len(LABELS)), dtype=np.float32)
    for fold in range(FOLDS):
        learnt, asked = np.flatnonzero(folds != fold).tolist(), np.flatnonzero(folds == fold).tolist()
        nlp = fit([known[at] for at in learnt], [shown[at] for at in learnt], seed)
        answers[asked] = asked_of(nlp, [shown[at] for at in asked])
    return answers


def asked_of(nlp: Language, asked: Sequence[Shown]) -> network.Floats:
    """The share of certainty each label gets, a row a message."""
    docs = nlp.pipe(list(_seen(nlp, asked)))
    shares = [[doc.cats[label] for label in LABELS] for doc in docs]
    return np.array(shares, dtype=np.float32).reshape(len(asked), len(LABELS))


def cats(example: Example) -> dict[str, float]:
    """The labels as spaCy wants them. What is left out teaches nothing: a field without one, and what is right too."""
    fields, also = example.labels.fields, example.also
    labels = {
        f"{name}={label.value}": float(label == fields[name])
        for name, kind in FIELDS.items()
        for label in kind
        if fields[name] != NULL and (label == fields[name] or label not in also.get(name, ()))
    }
    doubtful = also.get(FLAGS, ())
    flags = {f"{FLAGS}={flag.value}": float(flag in example.labels.flags) for flag in Flag if flag not in doubtful}
    return labels | flags
