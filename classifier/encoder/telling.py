"""How telling each piece of a message is: `python -m classifier.encoder.telling TAUGHT CORPUS`.

When the pieces have looked at each other twice, the reader goes on with the most telling (`graph.LEFT`). A piece is
telling if what is said of the whole message moves when it counts for a little less. That is measured on the corpus; a
sum over what the piece has become then comes near its logarithm, and is kept beside what was taught.
"""

import argparse
import logging
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import torch
from torch import Tensor

from casework.labels import Flag
from classifier import examples
from classifier.encoder import bert
from classifier.encoder.graph import LEFT, TOLD_AT
from classifier.encoder.ship import MOST
from classifier.examples import FLAGS, LABELS
from classifier.pieces import Pieces

log = logging.getLogger("telling")

LOTS, OF = 40, 16  # lots of messages that are looked at, and how many are one
NEAR = 12  # lots among which those of like length are brought together
WAYS = 4  # in which what is said is pushed
OF_HARM = 4.0  # what a flag of harm counts for there, against another label
LEAST = 1e-3  # that anything moves: the logarithm of less says nothing
EVEN = 5.0  # how much the weights are held back

HARM = {Flag.IMMEDIATE_RISK, Flag.SAFEGUARDING, Flag.ALLEGATION_AGAINST_STAFF}
HEAVY = torch.tensor([OF_HARM if label in {f"{FLAGS}={flag.value}" for flag in HARM} else 1.0 for label in LABELS])

Numbers = tuple[Tensor, Tensor]


def said(net: bert.Reading, rows: Tensor, counts: Tensor) -> Numbers:
    """A number for each label, where the pieces count for so much; and what each was when that began."""
    stood = seen = net.after(net.pieces(rows) + net.places.weight[: rows.shape[1]])
    hidden = None
    for at, layer in enumerate(net.layers):
        seen = layer.looked(seen, hidden)
        if at == TOLD_AT:
            stood, hidden = seen.detach(), counts.log()[:, None, None, :]
        seen = layer.thought(seen)
    mean = (seen * counts[..., None]).sum(1) / counts.sum(1, keepdim=True)
    return net.answers(mean), stood


def moved(net: bert.Reading, rows: Tensor) -> Numbers:
    """What each piece was, and the logarithm of how far it moves what is said."""
    counts = torch.ones(rows.shape).requires_grad_()
    told, stood = said(net, rows, counts)
    far = torch.zeros(rows.shape)
    for _ in range(WAYS):
        (way,) = torch.autograd.grad((told * HEAVY * torch.randn_like(told)).sum(), counts, retain_graph=True)
        far += way * way
    far = far.sqrt() * rows.shape[1]
    return stood.reshape(-1, bert.WIDTH), far.clamp(LEAST).log().reshape(-1)


def lots(texts: Sequence[str], vocabulary: Sequence[str], chance: random.Random) -> Iterator[Tensor]:
    """Messages of which some pieces would be left out, and as often several that stand one below the other."""
    pieces = Pieces(vocabulary, MOST)
    long = [text for text in texts if len(pieces.read(text)) > LEFT]
    for _ in range(LOTS // 2):
        near = sorted(chance.sample(long, OF * NEAR), key=lambda text: len(pieces.read(text)))
        first = chance.randrange(NEAR) * OF
        alike = near[first : first + OF]
        shortest = Pieces(vocabulary, len(pieces.read(alike[0])))
        yield torch.tensor([shortest.read(text) for text in alike])
        yield torch.tensor([pieces.read(_several(texts, pieces, chance)) for _ in range(OF)])


def _several(texts: Sequence[str], pieces: Pieces, chance: random.Random) -> str:
    text = chance.choice(texts)
    while len(pieces.read(text)) < MOST:
        text += "\n\n" + chance.choice(texts)
    return text


def weights(net: bert.Reading, messages: Iterator[Tensor]) -> Tensor:
    """What to weigh each number of a piece with, by least squares."""
    squares, along = torch.eye(bert.WIDTH + 1).double() * EVEN, torch.zeros(bert.WIDTH + 1).double()
    for rows in messages:
        stood, far = moved(net, rows)
        stood = torch.cat([stood, torch.ones(len(stood), 1)], 1).double()
        squares, along = squares + stood.T @ stood, along + stood.T @ far.double()
        log.info("%d pieces each", rows.shape[1])
    return torch.linalg.solve(squares, along)[:-1].float()


def command() -> None:
    """Add the weights to what was taught."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("taught", type=Path)
    asked.add_argument("corpus", type=Path)
    given = asked.parse_args()
    torch.manual_seed(7)
    torch.set_num_threads(1)
    kept = torch.load(given.taught)
    net = bert.Reading(len(kept["pieces"]), sum(name.endswith("look.weight") for name in kept["net"]), len(LABELS))
    net.load_state_dict(kept["net"], strict=False)
    net.eval().requires_grad_(requires_grad=False)
    texts = [example.looked_at for example in examples.read(given.corpus)]
    kept["net"]["telling"] = weights(net, lots(texts, kept["pieces"], random.Random(7)))
    torch.save(kept, given.taught)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    command()
