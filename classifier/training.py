"""From the corpus to the pipeline in `model/`: the same corpus and seed give the same model, byte for byte.

The whole corpus is learnt from. What cannot be learnt from the same examples (how sure is sure, from what score a
flag is raised) is found first, by training on three quarters and looking at the fourth, four times round.
"""

import random
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import spacy
from spacy.language import Language
from spacy.training import Example as Gold
from thinc.api import Optimizer, fix_random_seed

from casework.labels import Flag
from classifier import calibration, examples, features, network, words
from classifier.examples import FIELDS, NULL, Example

CONFIG = Path(__file__).with_name("config.cfg")
LABELS = [f"{name}={label.value}" for name, kind in FIELDS.items() for label in kind] + [
    f"{network.FLAGS}={flag.value}" for flag in Flag
]
BATCH = 32
LEAST = 2  # messages that a feature must stand in; taste
FOLDS = 4


def train(corpus: Path, out: Path, seed: int) -> Mapping[str, float]:
    """Learn from a folder of examples and write the pipeline; answers how well it did on what each fold held back."""
    known = examples.read(corpus)
    learnt = calibration.choose(known, held_back(known, seed))
    nlp = fit(known, seed)
    nlp.meta["heard"] = {"examples": len(known), "seed": seed, **learnt.as_json()}
    fresh = out.with_name(out.name + ".new")
    nlp.to_disk(fresh, exclude=["vocab"])
    shutil.rmtree(out, ignore_errors=True)
    fresh.rename(out)
    return learnt.right


def fit(known: Sequence[Example], seed: int) -> Language:
    """A pipeline that has learnt from these."""
    fix_random_seed(seed)
    config = spacy.util.load_config(CONFIG)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    docs = [nlp.make_doc(words.looked_at(example.text, example.subject)) for example in known]
    model = network.pipe_of(nlp).model
    network.learn_rows(model, docs, LABELS, least=LEAST)
    for doc in docs:
        doc.user_data[network.SEEN] = network.seen(model, network.known(model, features.found_in(doc)))
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


def _settle(nlp: Language, optimizer: Optimizer) -> None:
    """Keep the mean of what the weights were along the way, which wavers less than what they were last."""
    model = network.pipe_of(nlp).model
    with nlp.use_params(optimizer.averages):
        mean = {name: model.get_param(name).copy() for name in model.param_names}
    for name, value in mean.items():
        model.set_param(name, value)


def held_back(known: Sequence[Example], seed: int) -> network.Floats:
    """What a model thinks of each example that it has not learnt from. A contrast set is held back together."""
    groups = sorted({example.group or example.id for example in known})
    random.Random(seed).shuffle(groups)
    fold_of = {group: at % FOLDS for at, group in enumerate(groups)}
    answers = np.zeros((len(known), len(LABELS)), dtype=np.float32)
    for fold in range(FOLDS):
        asked = [at for at, example in enumerate(known) if fold_of[example.group or example.id] == fold]
        nlp = fit([example for at, example in enumerate(known) if at not in set(asked)], seed)
        answers[asked] = asked_of(nlp, [known[at] for at in asked])
    return answers


def asked_of(nlp: Language, asked: Sequence[Example]) -> network.Floats:
    """The share of certainty each label gets, a row a message."""
    docs = nlp.pipe(words.looked_at(example.text, example.subject) for example in asked)
    shares = [[doc.cats[label] for label in LABELS] for doc in docs]
    return np.array(shares, dtype=np.float32).reshape(len(asked), len(LABELS))


def cats(example: Example) -> dict[str, float]:
    """The labels as spaCy wants them. A field without one is left out, and teaches nothing."""
    said = {name: label for name, label in example.labels.fields.items() if label != NULL}
    known = {f"{name}={label.value}": float(label == said[name]) for name in said for label in FIELDS[name]}
    return known | {f"{network.FLAGS}={flag.value}": float(flag in example.labels.flags) for flag in Flag}
