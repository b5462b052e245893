"""The language model that is taught: the first layers of MiniLM-L6-v2, and one answer a label on top.

Written out, since it is short: the same parts in the same order as the published model, without its library.
"""

import json
import math
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

WIDTH, HEADS, INNER, PLACES = 384, 12, 1536, 512
TINY = 1e-12
NOWHERE = -1e4  # how little is looked at what is only there to fill a row
FIRST = 0.02  # spread of what nobody has taught yet
PARTS = (
    ("out", "attention.output.dense"),
    ("after_out", "attention.output.LayerNorm"),
    ("up", "intermediate.dense"),
    ("down", "output.dense"),
    ("after_down", "output.LayerNorm"),
)


class Layer(nn.Module):
    """Every piece looks at every other, then thinks by itself."""

    def __init__(self, dropped: float) -> None:
        super().__init__()
        self.look = nn.Linear(WIDTH, 3 * WIDTH)
        self.out, self.after_out = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=TINY)
        self.up, self.down = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_down, self.gaps = nn.LayerNorm(WIDTH, eps=TINY), nn.Dropout(dropped)

    def forward(self, seen: Tensor, hidden: Tensor | None) -> Tensor:
        rows, long = seen.shape[0], seen.shape[1]
        asked, shown, told = (
            part.view(rows, long, HEADS, WIDTH // HEADS).transpose(1, 2) for part in self.look(seen).chunk(3, -1)
        )
        nearness = (asked @ shown.transpose(-1, -2)) / math.sqrt(WIDTH // HEADS)
        if hidden is not None:
            nearness = nearness + hidden
        heard = (nearness.softmax(-1) @ told).transpose(1, 2).reshape(rows, long, WIDTH)
        seen = self.after_out(seen + self.gaps(self.out(heard)))
        return self.after_down(seen + self.gaps(self.down(functional.gelu(self.up(seen)))))


class Reading(nn.Module):
    """Rows of pieces to a number for each label."""

    def __init__(self, pieces: int, layers: int, labels: int, dropped: float = 0.1) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(pieces, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.after, self.gaps = nn.LayerNorm(WIDTH, eps=TINY), nn.Dropout(dropped)
        self.layers = nn.ModuleList([Layer(dropped) for _ in range(layers)])
        self.answers = nn.Linear(WIDTH, labels)

    def forward(self, rows: Tensor, there: Tensor) -> Tensor:
        """`there` is 1 where a piece stands and 0 where a row is only filled up."""
        seen = self.gaps(self.after(self.pieces(rows) + self.places.weight[: rows.shape[1]]))
        hidden = ((1 - there) * NOWHERE)[:, None, None, :]
        for layer in self.layers:
            seen = layer(seen, hidden)
        mean = (seen * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        return self.answers(self.gaps(mean))


def begun(weights: Path, keep: Sequence[int], layers: int, labels: int) -> Reading:
    """The published model's first layers and the pieces that are kept; nothing is known of the labels yet."""
    published = _tensors(weights)
    net = Reading(len(keep), layers, labels)
    with torch.no_grad():
        net.pieces.weight.copy_(published["embeddings.word_embeddings.weight"][list(keep)])
        kinds = published["embeddings.token_type_embeddings.weight"]
        net.places.weight.copy_(published["embeddings.position_embeddings.weight"] + kinds[0])
        _copy(net.after, published, "embeddings.LayerNorm")
        for at, layer in enumerate(net.layers):
            where = f"encoder.layer.{at}."
            for part in ("weight", "bias"):
                three = (published[f"{where}attention.self.{one}.{part}"] for one in ("query", "key", "value"))
                getattr(layer.look, part).copy_(torch.cat(list(three)))
            for ours, theirs in PARTS:
                _copy(getattr(layer, ours), published, where + theirs)
        nn.init.normal_(net.answers.weight, std=FIRST)
        nn.init.zeros_(net.answers.bias)
    return net


def _copy(ours: nn.Module, published: Mapping[str, Tensor], name: str) -> None:
    for part in ("weight", "bias"):
        getattr(ours, part).copy_(published[f"{name}.{part}"])


def _tensors(path: Path) -> Mapping[str, Tensor]:
    """A safetensors file: the length of a heading, the heading as JSON, and the numbers one after another."""
    raw = path.read_bytes()
    begin = 8 + struct.unpack("<Q", raw[:8])[0]
    found = {}
    for name, about in json.loads(raw[8:begin]).items():
        if name != "__metadata__" and about["dtype"] == "F32":
            first, end = about["data_offsets"]
            numbers = np.frombuffer(raw[begin + first : begin + end], dtype=np.float32)
            found[name] = torch.tensor(numbers.reshape(about["shape"]))
    return found
