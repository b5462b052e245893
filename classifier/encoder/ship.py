"""Make what was taught small: `python -m classifier.encoder.ship TAUGHT MODEL/reader`.

Whole numbers of eight bits instead of fractions of thirty-two (`graph`). What the halves said of each other is written
to one file.
"""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch

from classifier.encoder import graph
from classifier.examples import LABELS

MOST = 96  # pieces of a message that the service reads: what 128 gain is not worth a third more time


def ship(taught: Path, out: Path) -> None:
    """Write the three files of a reader."""
    kept = torch.load(taught)
    net = {name: part.numpy() for name, part in kept["net"].items()}
    layers = sum(name.endswith("look.weight") for name in net)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(graph.written(net, layers, kept["most"]), out / "encoder.onnx")
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
    ship(given.taught, given.out)
    if given.halves:
        found = [np.load(half) for half in given.halves]
        names, said = (np.concatenate([half[part] for half in found]) for part in ("names", "said"))
        np.savez_compressed(given.held_back, names=names, said=said)


if __name__ == "__main__":
    command()
