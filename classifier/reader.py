"""The reader: a small language model that has an opinion on every label, from the sense of the whole message.

It was taught apart (`encoder/`), since that takes what a council's machine has not; here it only reads. The network
behind the opinion weighs what it says beside the words and cues that a person can see.
"""

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnxruntime
from spacy.language import Language
from spacy.tokens import Doc

from classifier.network import SAID, Floats
from classifier.pieces import Pieces

ENCODER, VOCABULARY, ABOUT = "encoder.onnx", "pieces.txt", "reader.json"
HELD_BACK = "held_back.npz"
"""What two other readers said of messages they had not been taught on: only `training` reads it."""


class Reader:
    """A step of the pipeline. What it says of a message is left on it, a number a label; what stands there stays."""

    def __init__(self) -> None:
        self.labels: Sequence[str] = ()

    def __call__(self, doc: Doc) -> Doc:
        if SAID not in doc.user_data:
            doc.user_data[SAID] = self.says(doc.text)
        return doc

    def says(self, text: str) -> Floats:
        """How strongly each label is meant, in the order of `labels`. May be asked by many threads at once."""
        rows = np.array([self.pieces.read(text)], dtype=np.int64)
        said: Floats = self.session.run(None, {"rows": rows})[0][0]
        return said

    def to_disk(self, path: Path, **_: object) -> None:
        path.mkdir(parents=True, exist_ok=True)
        for name in (ENCODER, VOCABULARY, ABOUT, HELD_BACK):
            shutil.copyfile(self.home / name, path / name)

    def from_disk(self, path: Path, **_: object) -> "Reader":
        self.home = path
        about = json.loads((path / ABOUT).read_bytes())
        self.labels = tuple(about["labels"])
        self.pieces = Pieces((path / VOCABULARY).read_text(encoding="utf-8").split("\n"), about["most"])
        alone = onnxruntime.SessionOptions()
        alone.intra_op_num_threads = alone.inter_op_num_threads = 1  # the other core has mail to read
        alone.enable_mem_pattern = False  # one for every length of message would be kept
        self.session = onnxruntime.InferenceSession(path / ENCODER, alone, providers=["CPUExecutionProvider"])
        return self


@Language.factory("heard_reader")
def make_reader(nlp: Language, name: str) -> Reader:
    """What `config.cfg` asks for by name."""
    del nlp, name
    return Reader()
