"""Teach the reader: `python -m classifier.encoder.teach --base FOLDER --out FILE CORPUS…`.

With `--without 0` (or 1) it is taught on the half of the messages that the name of their text puts into the other half:
two such readers tell what is thought of messages that a reader was not taught on. With `--from FILE` it goes on from
what an earlier teaching left.
"""

import argparse
import hashlib
import logging
import random
from collections.abc import Iterator, Sequence
from dataclasses import field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from casework.frozen import frozen
from casework.labels import Flag
from classifier import examples, texts
from classifier.encoder import bert
from classifier.examples import FIELDS, FLAGS, LABELS, NULL, Example
from classifier.pieces import BEGIN, END, UNREAD, Pieces, words

log = logging.getLogger("teach")

LAYERS = 4
MOST = 128  # pieces of a message that are learnt from
OFTEN = range(999, 16_000)  # rows of the published vocabulary: single letters, then the commonest pieces
BATCH, ALIKE = 16, 16  # messages at once; batches among which messages of like length are brought together
RATE, OF_ANSWERS, LOWER = 3e-4, 2e-3, 0.9  # how fast the top layer and the answers learn, and each layer below the next
BEGINS, ENDS = 0.1, 0.02  # the share of the steps in which it learns ever faster; the slowest at the end
GAPS = 0.06  # pieces hidden at each look
DOUBT, FIRST = 0.06, 0.7  # certainty kept from every label; certainty of the first label where others are right too
RAISED = 2.0  # what a flag that is there counts for, against one that is not
STEEP = 1.0  # the longest step in any direction

Floats = NDArray[np.float32]


@frozen
class Lesson:
    """A message's pieces, what is right for each label, and which labels it teaches."""

    rows: list[int]
    right: Floats = field(repr=False)
    told: Floats = field(repr=False)


def vocabulary(base: Path, known: Sequence[Example]) -> tuple[list[str], list[int]]:
    """The pieces kept, and their rows in the published model: the common ones, and whatever the corpus needs."""
    published = (base / "vocab.txt").read_text(encoding="utf-8").split("\n")
    whole = Pieces(published, MOST)
    needed = {row for example in known for word in words(example.looked_at) for row in whole.of(word)}
    needed |= {whole.rows[sign] for sign in (UNREAD, BEGIN, END)}
    keep = [row for row in range(len(published)) if row in OFTEN or row in needed]
    return [published[row] for row in keep], keep


def spans() -> Iterator[tuple[str, int, list[str]]]:
    """Each field, where its labels begin, and what they are."""
    first = 0
    for name, kind in FIELDS.items():
        yield name, first, [label.value for label in kind]
        first += len(kind)


def lesson(example: Example, pieces: Pieces) -> Lesson:
    """What a message teaches. Of a flag that may be there or not it teaches nothing."""
    right, told = np.zeros(len(LABELS), np.float32), np.zeros(len(LABELS), np.float32)
    for name, first, labels in spans():
        label = example.labels.fields[name]
        if label == NULL:
            continue
        also = [other for other in example.also.get(name, ()) if other in labels and other != label]
        right[first + labels.index(label)] = FIRST if also else 1
        for other in also:
            right[first + labels.index(other)] = (1 - FIRST) / len(also)
        told[first : first + len(labels)] = 1
    for flag in Flag:
        at = LABELS.index(f"{FLAGS}={flag.value}")
        right[at], told[at] = flag in example.labels.flags, flag not in example.also.get(FLAGS, ())
    return Lesson(pieces.read(example.looked_at), right, told)


def together(lessons: Sequence[Lesson], chance: random.Random | None = None) -> tuple[Tensor, Tensor]:
    """Rows filled up to the longest, and where a piece stands; some pieces hidden, if chance is given."""
    found = [one.rows if chance is None else _with_gaps(one.rows, chance) for one in lessons]
    rows = torch.zeros(len(found), max(map(len, found)), dtype=torch.long)
    there = torch.zeros(rows.shape)
    for at, one in enumerate(found):
        rows[at, : len(one)] = torch.tensor(one)
        there[at, : len(one)] = 1
    return rows, there


def _with_gaps(rows: Sequence[int], chance: random.Random) -> list[int]:
    return [rows[0], *(row for row in rows[1:-1] if chance.random() > GAPS), rows[-1]]


def surprise(said: Tensor, lessons: Sequence[Lesson]) -> Tensor:
    """How far what was said is from what is right."""
    right = torch.tensor(np.array([one.right for one in lessons]))
    told = torch.tensor(np.array([one.told for one in lessons]))
    total = torch.zeros(())
    for _, first, labels in spans():
        end = first + len(labels)
        soft = right[:, first:end] * (1 - DOUBT) + DOUBT / len(labels)
        off = -(soft * functional.log_softmax(said[:, first:end], -1)).sum(1)
        total = total + (off * told[:, first]).sum()
    flags = len(LABELS) - len(Flag)
    weight = torch.full((len(Flag),), RAISED)
    soft = right[:, flags:] * 0.98 + 0.01
    off = functional.binary_cross_entropy_with_logits(said[:, flags:], soft, reduction="none", pos_weight=weight)
    return (total + (off * told[:, flags:]).sum()) / len(lessons)


def batches(lessons: Sequence[Lesson], chance: random.Random) -> list[list[Lesson]]:
    """All of them in chance's order, messages of like length together."""
    order = list(lessons)
    chance.shuffle(order)
    found = []
    for first in range(0, len(order), BATCH * ALIKE):
        near = sorted(order[first : first + BATCH * ALIKE], key=lambda one: len(one.rows))
        found += [near[at : at + BATCH] for at in range(0, len(near), BATCH)]
    chance.shuffle(found)
    return found


def teach(net: bert.Reading, lessons: Sequence[Lesson], rounds: int, seed: int) -> None:
    """Learn. What pieces mean stays as published: the corpus is too small to say it of words that are not in it."""
    chance = random.Random(seed)
    net.pieces.weight.requires_grad = net.places.weight.requires_grad = False
    parts = [net.after, *net.layers]
    rates = [{"params": net.answers.parameters(), "lr": OF_ANSWERS}]
    rates += [{"params": part.parameters(), "lr": RATE * LOWER**below} for below, part in enumerate(reversed(parts))]
    optimizer = torch.optim.AdamW(rates, weight_decay=0.01, fused=True)
    steps = rounds * -(-len(lessons) // BATCH)
    rate = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: min(1, (step + 1) / (BEGINS * steps)) * max(ENDS, 1 - step / steps)
    )
    net.train()
    for turn in range(rounds):
        off = 0.0
        for batch in batches(lessons, chance):
            loss = surprise(net(*together(batch, chance)), batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(net.parameters(), STEEP)
            optimizer.step()
            rate.step()
            off += loss.item() * len(batch)
        log.info("round %d: off by %.3f", turn + 1, off / len(lessons))


def says(net: bert.Reading, lessons: Sequence[Lesson]) -> Floats:
    """What it says of each."""
    net.eval()
    said = np.zeros((len(lessons), len(LABELS)), np.float32)
    order = sorted(range(len(lessons)), key=lambda at: len(lessons[at].rows))
    with torch.no_grad():
        for first in range(0, len(order), BATCH):
            near = order[first : first + BATCH]
            said[near] = net(*together([lessons[at] for at in near])).numpy()
    return said


def half(example: Example) -> int:
    """Which half a message is in: by its text, so that it stays there however the corpus grows."""
    return hashlib.sha256(example.text.encode()).digest()[0] % 2


def command() -> None:
    """Read the corpus, teach, keep; what is thought of the half that was left out goes beside it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("corpus", nargs="+", type=Path)
    asked.add_argument("--base", type=Path, required=True, help="folder of the published model")
    asked.add_argument("--out", type=Path, required=True)
    asked.add_argument("--from", dest="begin", type=Path)
    asked.add_argument("--without", type=int, choices=(0, 1))
    asked.add_argument("--rounds", type=int, default=5)
    asked.add_argument("--seed", type=int, default=7)
    asked.add_argument("--threads", type=int, default=1)
    given = asked.parse_args()
    torch.manual_seed(given.seed)
    torch.set_num_threads(given.threads)
    known = [example for corpus in given.corpus for example in examples.read(corpus)]
    kept, keep = vocabulary(given.base, known)
    pieces = Pieces(kept, MOST)
    net = bert.begun(given.base / "model.safetensors", keep, LAYERS, len(LABELS))
    if given.begin:
        taught = torch.load(given.begin)["net"]
        net.load_state_dict({name: part for name, part in taught.items() if name != "pieces.weight"}, strict=False)
    mine = [example for example in known if given.without is None or half(example) != given.without]
    log.info("%d messages, %d of them to learn from; %d pieces", len(known), len(mine), len(kept))
    teach(net, [lesson(example, pieces) for example in mine], given.rounds, given.seed)
    torch.save({"net": net.state_dict(), "pieces": kept, "most": MOST}, given.out)
    if given.without is not None:
        left = [example for example in known if half(example) == given.without]
        names = np.array([texts.name_of(example.looked_at) for example in left])
        said = says(net, [lesson(example, pieces) for example in left])
        np.savez(given.out.with_suffix(".npz"), names=names, said=said.astype(np.float16))


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    command()
