"""Make what was taught small: `python -m classifier.encoder.ship TAUGHT MODEL/reader`.

Whole numbers of eight bits instead of fractions of thirty-two: the pieces row by row, the layers column by column. What
the halves said of each other is written to one file.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.transformers import optimizer
from torch import Tensor, nn

from classifier.encoder import bert
from classifier.examples import LABELS

MOST = 96  # pieces of a message that the service reads: what 128 gain is not worth a third more time
BIGGEST = 127
FLOAT = onnx.TensorProto.FLOAT


class Alone(nn.Module):
    """One message, nothing filled up: what the service asks."""

    def __init__(self, net: bert.Reading, most: int) -> None:
        super().__init__()
        pieces = net.pieces.weight.data
        step = pieces.abs().amax(1, keepdim=True) / BIGGEST
        self.register_buffer("pieces", torch.round(pieces / step).to(torch.int8))
        self.register_buffer("step", step)
        self.register_buffer("places", net.places.weight.data[:most].clone())
        self.net = net

    def forward(self, rows: Tensor) -> Tensor:
        seen = self.net.after(self.pieces[rows].float() * self.step[rows] + self.places[: rows.shape[1]])
        for layer in self.net.layers:
            seen = layer(seen, None)
        return self.net.answers(seen.mean(1))


def ship(taught: Path, out: Path, layers: int) -> None:
    """Write the three files of a reader."""
    kept = torch.load(taught)
    net = bert.Reading(len(kept["pieces"]), layers, len(LABELS))
    net.load_state_dict(kept["net"])
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole, tidy = Path(folder) / "whole.onnx", Path(folder) / "tidy.onnx"
        some = (torch.ones((1, 40), dtype=torch.long),)
        torch.onnx.export(
            Alone(net, kept["most"]).eval(), some, whole, input_names=["rows"], output_names=["said"],
            dynamic_axes={"rows": {1: "long"}}, dynamo=False, opset_version=17,
        )  # fmt: skip
        fused = optimizer.optimize_model(str(whole), model_type="bert", num_heads=bert.HEADS, hidden_size=bert.WIDTH)
        fused.save_model_to_file(str(tidy))
        # Seven bits of the eight: sums of two products of eight overflow on processors without the newer instructions.
        quantize_dynamic(
            tidy, out / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True,
            extra_options={"DefaultTensorType": FLOAT, "MatMulConstBOnly": True},
        )  # fmt: skip
    (out / "pieces.txt").write_text("\n".join(kept["pieces"]), encoding="utf-8")
    about = {"most": MOST, "labels": LABELS}
    (out / "reader.json").write_text(json.dumps(about, indent=1) + "\n", encoding="utf-8")


def command() -> None:
    """Ship a reader; put two halves together."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("taught", type=Path)
    asked.add_argument("out", type=Path)
    asked.add_argument("--halves", nargs=2, type=Path)
    asked.add_argument("--held-back", type=Path)
    given = asked.parse_args()
    layers = sum(name.endswith("look.weight") for name in torch.load(given.taught)["net"])
    ship(given.taught, given.out, layers)
    if given.halves:
        found = [np.load(half) for half in given.halves]
        names, said = (np.concatenate([half[part] for half in found]) for part in ("names", "said"))
        np.savez_compressed(given.held_back, names=names, said=said)


if __name__ == "__main__":
    command()
