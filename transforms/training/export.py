"""A fine-tuned encoder as the two files that `enrich.model.encoder` reads; needs torch's weights and `onnx`."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

HEADS, EPSILON = 12, 1e-12
_STEPS = 63
"""Weights are -63..63: on processors without VNNI, pairs of 8-bit products are added up in 16 bits and must fit."""


class _Graph:
    """Nodes and weights, collected."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.weights: list[Any] = []

    def weight(self, name: str, array: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(self, operator: str, inputs: list[str], output: str, microsoft: bool = False, **attributes: Any) -> str:
        outputs = output.split(",")
        self.nodes.append(
            helper.make_node(operator, inputs, outputs, domain="com.microsoft" if microsoft else "", **attributes)
        )
        return outputs[0]

    def product(self, x: str, matrix: np.ndarray, name: str) -> str:
        """x (rows, k) @ matrix in 8-bit whole numbers: one step per row of x and one per column of the matrix.

        A row's result depends on that row alone, and whole numbers add up the same in any order.
        """
        step = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / _STEPS
        largest = self.add("ReduceMax", [self.add("Abs", [x], f"{name}.abs"), "last"], f"{name}.max", keepdims=0)
        row_step = self.add("Mul", [self.add("Max", [largest, "tiny"], f"{name}.some"), "hundredth"], f"{name}.step")
        halves = self.add("Add", [self.add("Mul", [row_step, "none"], f"{name}.none"), "half"], f"{name}.halves")
        middle = self.add("Cast", [halves], f"{name}.middle", to=TensorProto.UINT8)
        whole = self.add("QuantizeLinear", [x, row_step, middle], f"{name}.x", axis=0)
        weights = self.weight(f"{name}.w", np.rint(matrix / step).astype(np.int8))
        steps = self.weight(f"{name}.s", step.astype(np.float32))
        zeros = self.weight(f"{name}.z", np.zeros(len(step), np.int8))
        inputs = [whole, weights, "one", steps, "half_whole", zeros]
        raw = self.add("MatMulIntegerToFloat", inputs, f"{name}.raw", microsoft=True)
        return self.add("Mul", [raw, self.add("Unsqueeze", [row_step, "last"], f"{name}.steps")], f"{name}.y")

    def normalised_sum(self, x: str, more: str, bias: str, norm: list[str], name: str, epsilon: float) -> str:
        """Layer norm of x + more + bias, as three nodes: SkipLayerNormalization takes five times as long."""
        total = self.add("Add", [x, self.add("Add", [more, bias], f"{name}.biased")], f"{name}.sum")
        return self.add("LayerNormalization", [total, *norm], name, axis=-1, epsilon=epsilon)


def graph(state: dict[str, np.ndarray], layers: int, epsilon: float = EPSILON) -> onnx.ModelProto:
    """The layers above word vectors: (texts, pieces, width) -> (texts, 2 * width): the mean, and an attention's mean.

    All texts of a run have the same number of pieces: nothing is padded.
    """
    g = _Graph()
    width = state["lnE.weight"].shape[0]
    for name, value in {
        "tiny": np.float32(1e-6), "hundredth": np.float32(1 / 127), "none": np.float32(0), "half": np.float32(128),
        "half_whole": np.uint8(128), "one": np.float32(1), "last": np.array([1]), "wide": np.array([width]),
        "flat": np.array([-1, width]), "two": np.array([2]),
    }.items():  # fmt: skip
        g.weight(name, np.asarray(value))
    texts_pieces = g.add("Slice", [g.add("Shape", ["vectors"], "shape"), g.weight("from", np.array([0])),
                                   g.weight("to", np.array([2]))], "texts_pieces")  # fmt: skip
    cube = g.add("Concat", [texts_pieces, "wide"], "cube", axis=0)
    x = g.add("Reshape", ["vectors", "flat"], "rows")
    x = g.add("LayerNormalization", [x, *_norm(g, state, "lnE")], "x0", axis=-1, epsilon=epsilon)
    for i in range(layers):
        p = f"layers.{i}."
        qkv = g.product(x, state[p + "qkv.weight"].T, f"l{i}.qkv")
        g.add("Split", [qkv], f"l{i}.q,l{i}.k,l{i}.v", axis=-1, num_outputs=3)
        parts = [g.add("Reshape", [f"l{i}.{one}", cube], f"l{i}.{one}3") for one in "qkv"]
        bias = g.weight(f"l{i}.qkv.b", state[p + "qkv.bias"])
        seen = g.add("MultiHeadAttention", [*parts, bias], f"l{i}.seen3", microsoft=True, num_heads=HEADS)
        out = g.product(g.add("Reshape", [seen, "flat"], f"l{i}.seen"), state[p + "o.weight"].T, f"l{i}.o")
        bias = g.weight(f"l{i}.o.b", state[p + "o.bias"])
        x = g.normalised_sum(x, out, bias, _norm(g, state, p + "ln1"), f"l{i}.x1", epsilon)
        inner = g.product(x, state[p + "fi.weight"].T, f"l{i}.fi")
        inner = g.add("FastGelu", [inner, g.weight(f"l{i}.fi.b", state[p + "fi.bias"])], f"l{i}.gelu", microsoft=True)
        out = g.product(inner, state[p + "fo.weight"].T, f"l{i}.fo")
        bias = g.weight(f"l{i}.fo.b", state[p + "fo.bias"])
        x = g.normalised_sum(x, out, bias, _norm(g, state, p + "ln2"), f"l{i}.x2", epsilon)
    scores = g.add(
        "Add", [g.product(x, state["pool.weight"].T, "pool"), g.weight("pool.b", state["pool.bias"])], "scores2"
    )
    heads = g.add("Concat", [texts_pieces, g.weight("heads", np.array([HEADS]))], "heads_shape", axis=0)
    scores = g.add("Transpose", [g.add("Reshape", [scores, heads], "scores")], "scores_t", perm=[0, 2, 1])
    cut = g.add("Concat", [texts_pieces, g.weight("split", np.array([HEADS, width // HEADS]))], "parts_shape", axis=0)
    slices = g.add("Transpose", [g.add("Reshape", [x, cut], "parts")], "parts_t", perm=[0, 2, 1, 3])
    even = g.add("Mul", [scores, "none"], "even")  # the mean is an attention that prefers nothing
    pooled = [_pool(g, some, slices, name) for some, name in ((even, "mean"), (scores, "picked"))]
    g.add("Concat", pooled, "features", axis=-1)
    return helper.make_model(
        helper.make_graph(
            g.nodes, "encoder", [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [None, None, width])],
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, 2 * width])], g.weights,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)], ir_version=9,
    )  # fmt: skip


def _pool(g: _Graph, scores: str, parts: str, name: str) -> str:
    share = g.add("Unsqueeze", [g.add("Softmax", [scores], f"{name}.share", axis=-1), "two"], f"{name}.share4")
    return g.add("Reshape", [g.add("MatMul", [share, parts], f"{name}.4"), "flat"], name)


def _norm(g: _Graph, state: dict[str, np.ndarray], name: str) -> list[str]:
    return [g.weight(f"{name}.g", state[f"{name}.weight"]), g.weight(f"{name}.b", state[f"{name}.bias"])]


def write(
    target: Path, name: str, state: dict[str, np.ndarray], layers: int, vocabulary: list[str], facts: dict[str, Any],
    scores: np.ndarray | None = None,
) -> None:  # fmt: skip
    """Write `<name>.onnx` and `<name>.npz` into `target`; a piece that holds a line break becomes a blank."""
    state = {key: np.asarray(value, dtype=np.float32) for key, value in state.items()}
    target.mkdir(parents=True, exist_ok=True)
    (target / f"{name}.onnx").write_bytes(graph(state, layers, facts["epsilon"]).SerializeToString(deterministic=True))
    words = state["word.weight"]
    steps = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-8) / 127
    more = {} if scores is None else {"scores": scores.astype(np.float32)}
    np.savez_compressed(
        target / f"{name}.npz", words=np.rint(words / steps).astype(np.int8), steps=steps.astype(np.float32),
        positions=state["pos"].astype(np.float16),
        vocabulary=np.frombuffer("\n".join(p.replace("\n", " ") for p in vocabulary).encode("utf-8"), dtype=np.uint8),
        facts=np.frombuffer(json.dumps(facts | {"width": 2 * words.shape[1]}).encode(), dtype=np.uint8), **more,  # type: ignore[arg-type]
    )  # fmt: skip
