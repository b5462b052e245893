"""The reader as onnxruntime runs it, written out node by node, with whole numbers of eight bits where it multiplies.

What an exporter writes down takes longer: it cuts and turns what one step can look at whole, and onnxruntime's own
optimizer then adds and evens by one step that takes numbers one by one. The layers are cut to eight bits column by
column, the pieces row by row.
"""

from collections.abc import Mapping

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

from classifier.encoder.bert import HEADS, TINY, WIDTH

Numbers = NDArray[np.generic]
Floats = NDArray[np.float32]

OURS = "com.microsoft"  # where onnxruntime keeps steps of its own
VERSION, OWN_VERSION, FORMAT = 17, 1, 8
BIGGEST = 127  # of a piece's numbers
STEEPEST = 63  # of a layer's: sums of two products of eight bits overflow on processors without the newer instructions


class Graph:
    """The steps so far, and the numbers they need."""

    def __init__(self, net: Mapping[str, Floats], most: int) -> None:
        self.net, self.most = net, most
        self.steps: list[onnx.NodeProto] = []
        self.numbers: dict[str, onnx.TensorProto] = {}

    def kept(self, name: str, numbers: Numbers) -> str:
        """Numbers under a name."""
        self.numbers[name] = numpy_helper.from_array(np.ascontiguousarray(numbers), name)
        return name

    def step(self, kind: str, needs: list[str], makes: str, domain: str = "", **how: object) -> str:
        """One step, by the name of what it makes."""
        self.steps.append(helper.make_node(kind, needs, [makes], name=makes, domain=domain, **how))
        return makes

    def placed(self) -> str:
        """Each piece by what it means and where it stands."""
        meaning = self.net["pieces.weight"]
        size = np.abs(meaning).max(1, keepdims=True) / BIGGEST
        self.kept("pieces", np.round(meaning / size).astype(np.int8))
        self.step("Gather", ["pieces", "rows"], "whole")
        self.step("Cast", ["whole"], "fractions", to=TensorProto.FLOAT)
        self.step("Gather", [self.kept("sizes", size.astype(np.float32)), "rows"], "size")
        self.step("Mul", ["fractions", "size"], "meant")
        self.kept("places", self.net["places.weight"][None, : self.most])
        self.step("Shape", ["rows"], "long", start=1, end=2)
        first, along = self.kept("first", np.array([0])), self.kept("along", np.array([1]))
        self.step("Slice", ["places", first, "long", along], "stands")
        return self.evened("meant", "stands", "after")

    def evened(self, one: str, other: str, part: str) -> str:
        """The sum, brought to one size: `nn.LayerNorm`."""
        self.step("Add", [one, other], f"{part}.sum")
        stretch, shift = (self.kept(f"{part}.{name}", self.net[f"{part}.{name}"]) for name in ("weight", "bias"))
        return self.step("LayerNormalization", [f"{part}.sum", stretch, shift], part, axis=-1, epsilon=TINY)

    def weighed(self, seen: str, part: str, *, shifted: bool = True) -> str:
        """As `nn.Linear`, in whole numbers."""
        weight = self.net[f"{part}.weight"].T
        size = (np.abs(weight).max(0) / STEEPEST).astype(np.float32)
        whole = self.kept(f"{part}.whole", np.round(weight / size).astype(np.int8))
        middle = self.kept(f"{part}.middle", np.zeros(len(size), np.int8))
        shift = self.kept(f"{part}.shift", self.net[f"{part}.bias"]) if shifted else ""
        return self.step(
            "DynamicQuantizeMatMul", [seen, whole, self.kept(f"{part}.size", size), middle, shift], part, OURS
        )

    def layer(self, seen: str, part: str) -> str:
        """Every piece looks at every other, then thinks by itself."""
        asked, shown, told = f"{part}.asked", f"{part}.shown", f"{part}.told"
        cut = self.kept(f"{part}.cut", np.array([WIDTH] * 3))
        self.steps.append(
            helper.make_node("Split", [self.weighed(seen, f"{part}.look"), cut], [asked, shown, told], axis=2)
        )
        heard = self.step("MultiHeadAttention", [asked, shown, told], f"{part}.heard", OURS, num_heads=HEADS)
        seen = self.evened(seen, self.weighed(heard, f"{part}.out"), f"{part}.after_out")
        up = self.weighed(seen, f"{part}.up", shifted=False)
        shift = self.kept(f"{part}.up.shift", self.net[f"{part}.up.bias"])
        thought = self.step("FastGelu", [up, shift], f"{part}.thought", OURS)  # off by less than eight bits are
        return self.evened(seen, self.weighed(thought, f"{part}.down"), f"{part}.after_down")


def written(net: Mapping[str, Floats], layers: int, most: int) -> onnx.ModelProto:
    """The whole reader: rows of one message's pieces to a number for each label."""
    graph = Graph(net, most)
    seen = graph.placed()
    for at in range(layers):
        seen = graph.layer(seen, f"layers.{at}")
    graph.step("ReduceMean", [seen], "mean", axes=[1], keepdims=0)
    weight, shift = graph.kept("answers", net["answers.weight"].T), graph.kept("answers.shift", net["answers.bias"])
    graph.step("Gemm", ["mean", weight, shift], "said")
    takes = helper.make_tensor_value_info("rows", TensorProto.INT64, [1, "long"])
    gives = helper.make_tensor_value_info("said", TensorProto.FLOAT, [1, len(net["answers.bias"])])
    whole = helper.make_graph(graph.steps, "reader", [takes], [gives], list(graph.numbers.values()))
    versions = [helper.make_opsetid("", VERSION), helper.make_opsetid(OURS, OWN_VERSION)]
    return helper.make_model(whole, opset_imports=versions, ir_version=FORMAT)
