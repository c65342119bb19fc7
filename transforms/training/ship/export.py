"""A fine-tuned encoder as the three files that `enrich.model.storeys` reads; needs torch's weights
and `onnx`.
"""

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

    def __init__(self, steps: dict[str, float]) -> None:
        self.steps = steps
        self.nodes: list[Any] = []
        self.weights: list[Any] = []
        self.largest: list[str] = []
        """Where the largest number of each row of a product's input is found."""

    def weight(self, name: str, array: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def add(
        self,
        operator: str,
        inputs: list[str],
        output: str,
        microsoft: bool = False,
        **attributes: Any,
    ) -> str:
        outputs = output.split(",")
        self.nodes.append(
            helper.make_node(
                operator, inputs, outputs, domain="com.microsoft" if microsoft else "", **attributes
            )
        )
        return outputs[0]

    def product(self, x: str, matrix: np.ndarray, bias: np.ndarray, name: str) -> str:
        """x (rows, k) @ matrix + bias in 8-bit whole numbers."""
        return self.products(x, [(matrix, bias, name)], name)[0]

    def products(
        self, x: str, parts: list[tuple[np.ndarray, np.ndarray, str]], name: str
    ) -> list[str]:
        """The products of x (rows, k) with some matrices, in 8-bit whole numbers, one step per
        column of a matrix.

        The step of x is known beforehand where `steps` has `name`; elsewhere each row has its own.
        Either way a row's result depends on that row alone, and whole numbers add up the same in
        any order.
        """
        if name in self.steps:
            step = self.weight(f"{name}.step", np.array(self.steps[name], dtype=np.float32))
            whole = self.add("QuantizeLinear", [x, step, "half_whole"], f"{name}.x")
            return [self._times(whole, step, one, own, own_bias) for one, own_bias, own in parts]
        largest = self.add(
            "ReduceMax", [self.add("Abs", [x], f"{name}.abs"), "last"], f"{name}.max", keepdims=0
        )
        self.largest.append(largest)
        row_step = self.add(
            "Mul", [self.add("Max", [largest, "tiny"], f"{name}.some"), "hundredth"], f"{name}.step"
        )
        halves = self.add(
            "Add", [self.add("Mul", [row_step, "none"], f"{name}.none"), "half"], f"{name}.halves"
        )
        middle = self.add("Cast", [halves], f"{name}.middle", to=TensorProto.UINT8)
        whole = self.add("QuantizeLinear", [x, row_step, middle], f"{name}.x", axis=0)
        column = self.add("Unsqueeze", [row_step, "last"], f"{name}.steps")
        raw = [self._times(whole, "one", one, own) for one, _, own in parts]
        scaled = [
            self.add("Mul", [one, column], f"{own}.scaled")
            for one, (_, _, own) in zip(raw, parts, strict=True)
        ]
        return [
            self.add("Add", [one, self.weight(f"{own}.b", own_bias.astype(np.float32))], f"{own}.y")
            for one, (_, own_bias, own) in zip(scaled, parts, strict=True)
        ]

    def _times(
        self, whole: str, step: str, matrix: np.ndarray, name: str, bias: np.ndarray | None = None
    ) -> str:
        steps = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / _STEPS
        weights = self.weight(f"{name}.w", np.rint(matrix / steps).astype(np.int8))
        own, zeros = (
            self.weight(f"{name}.s", steps.astype(np.float32)),
            self.weight(f"{name}.z", np.zeros(len(steps), np.int8)),
        )
        inputs = [whole, weights, step, own, "half_whole", zeros]
        inputs += [] if bias is None else [self.weight(f"{name}.b", bias.astype(np.float32))]
        return self.add("MatMulIntegerToFloat", inputs, f"{name}.raw", microsoft=True)

    def normalised_sum(self, x: str, more: str, norm: list[str], name: str, epsilon: float) -> str:
        """Layer norm of x + more, as two nodes: SkipLayerNormalization takes five times as long."""
        total = self.add("Add", [x, more], f"{name}.sum")
        return self.add("LayerNormalization", [total, *norm], name, axis=-1, epsilon=epsilon)


def storey(
    state: dict[str, np.ndarray], layers: range, pool: str, steps: dict[str, float], watched: bool = False,
    epsilon: float = EPSILON,
) -> onnx.ModelProto:  # fmt: skip
    """Some layers, and what is seen from there: (texts, pieces, width) -> features (texts, 2 *
    width), hidden.

    The features are the mean and an attention's mean. The storey that begins with layer 0 takes
    word vectors, and gives what its last layer made of every piece too (`hidden`); the other takes
    that. All texts of a run have the same number of pieces: nothing is padded.
    """
    g = _Graph(steps)
    width = state["lnE.weight"].shape[0]
    for name, value in {
        "tiny": np.float32(1e-6), "hundredth": np.float32(1 / 127), "none": np.float32(0), "half": np.float32(128),
        "half_whole": np.uint8(128), "one": np.float32(1), "last": np.array([1]), "wide": np.array([width]),
        "flat": np.array([-1, width]), "two": np.array([2]),
    }.items():  # fmt: skip
        g.weight(name, np.asarray(value))
    given = "hidden" if layers.start else "vectors"
    texts_pieces = g.add("Slice", [g.add("Shape", [given], "shape"), g.weight("from", np.array([0])),
                                   g.weight("to", np.array([2]))], "texts_pieces")  # fmt: skip
    cube = g.add("Concat", [texts_pieces, "wide"], "cube", axis=0)
    x = g.add("Reshape", [given, "flat"], "rows")
    if not layers.start:
        x = g.add(
            "LayerNormalization", [x, *_norm(g, state, "lnE")], "x0", axis=-1, epsilon=epsilon
        )
    for i in layers:
        x = _layer(g, state, x, cube, i, epsilon)
    _features(g, state, x, texts_pieces, pool)
    outputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, [None, 2 * width])]
    if not layers.start:
        g.add("Reshape", [x, cube], "hidden")
        outputs.append(
            helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [None, None, width])
        )
    if watched:
        outputs += [
            helper.make_tensor_value_info(name, TensorProto.FLOAT, [None]) for name in g.largest
        ]
    inputs = [helper.make_tensor_value_info(given, TensorProto.FLOAT, [None, None, width])]
    return helper.make_model(
        helper.make_graph(g.nodes, "storey", inputs, outputs, g.weights),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)], ir_version=9,
    )  # fmt: skip


def _layer(
    g: _Graph, state: dict[str, np.ndarray], x: str, cube: str, i: int, epsilon: float
) -> str:
    p = f"layers.{i}."
    thirds = zip(
        np.split(state[p + "qkv.weight"], 3), np.split(state[p + "qkv.bias"], 3), "qkv", strict=True
    )
    qkv = g.products(
        x, [(matrix.T, bias, f"l{i}.{one}") for matrix, bias, one in thirds], f"l{i}.qkv"
    )
    parts = [g.add("Reshape", [y, cube], f"l{i}.{one}3") for y, one in zip(qkv, "qkv", strict=True)]
    seen = g.add("MultiHeadAttention", parts, f"l{i}.seen3", microsoft=True, num_heads=HEADS)
    seen = g.add("Reshape", [seen, "flat"], f"l{i}.seen")
    out = g.product(seen, state[p + "o.weight"].T, state[p + "o.bias"], f"l{i}.o")
    x = g.normalised_sum(x, out, _norm(g, state, p + "ln1"), f"l{i}.x1", epsilon)
    inner = g.product(x, state[p + "fi.weight"].T, np.zeros(len(state[p + "fi.bias"])), f"l{i}.fi")
    inner = g.add(
        "FastGelu",
        [inner, g.weight(f"l{i}.gelu.b", state[p + "fi.bias"])],
        f"l{i}.gelu",
        microsoft=True,
    )
    out = g.product(inner, state[p + "fo.weight"].T, state[p + "fo.bias"], f"l{i}.fo")
    return g.normalised_sum(x, out, _norm(g, state, p + "ln2"), f"l{i}.x2", epsilon)


def _features(
    g: _Graph, state: dict[str, np.ndarray], x: str, texts_pieces: str, pool: str
) -> None:
    width = state["lnE.weight"].shape[0]
    scores = g.product(x, state[f"{pool}.weight"].T, state[f"{pool}.bias"], "pool")
    heads = g.add(
        "Concat", [texts_pieces, g.weight("heads", np.array([HEADS]))], "heads_shape", axis=0
    )
    scores = g.add(
        "Transpose", [g.add("Reshape", [scores, heads], "scores")], "scores_t", perm=[0, 2, 1]
    )
    cut = g.add(
        "Concat",
        [texts_pieces, g.weight("split", np.array([HEADS, width // HEADS]))],
        "parts_shape",
        axis=0,
    )
    slices = g.add("Transpose", [g.add("Reshape", [x, cut], "parts")], "parts_t", perm=[0, 2, 1, 3])
    even = g.add("Mul", [scores, "none"], "even")  # the mean is an attention that prefers nothing
    pooled = [_pool(g, some, slices, name) for some, name in ((even, "mean"), (scores, "picked"))]
    g.add("Concat", pooled, "features", axis=-1)


def _pool(g: _Graph, scores: str, parts: str, name: str) -> str:
    share = g.add(
        "Unsqueeze", [g.add("Softmax", [scores], f"{name}.share", axis=-1), "two"], f"{name}.share4"
    )
    return g.add("Reshape", [g.add("MatMul", [share, parts], f"{name}.4"), "flat"], name)


def _norm(g: _Graph, state: dict[str, np.ndarray], name: str) -> list[str]:
    return [
        g.weight(f"{name}.g", state[f"{name}.weight"]),
        g.weight(f"{name}.b", state[f"{name}.bias"]),
    ]


def write(
    target: Path, name: str, state: dict[str, np.ndarray], cut: int, layers: int, pieces: list[tuple[str, float]],
    facts: dict[str, Any], steps: dict[str, float] | None = None, watched: bool = False,
) -> None:  # fmt: skip
    """Write `<name>_lower.onnx` (the layers below `cut`), `<name>_upper.onnx` and `<name>.npz` into
    `target`.

    `steps` are the products' inputs' steps that are known; `watched` storeys tell each row's
    largest numbers too.
    """
    state = {key: np.asarray(value, dtype=np.float32) for key, value in state.items()}
    target.mkdir(parents=True, exist_ok=True)
    for part, some, pool in (
        ("lower", range(cut), "exits.0.pool"),
        ("upper", range(cut, layers), "exits.1.pool"),
    ):
        graph = storey(state, some, pool, steps or {}, watched, facts["epsilon"])
        (target / f"{name}_{part}.onnx").write_bytes(graph.SerializeToString(deterministic=True))
    words = state["word.weight"]
    step = np.maximum(np.abs(words).max(axis=1, keepdims=True), 1e-8) / 127
    vocabulary = "\n".join(
        piece.replace("\n", " ") for piece, _ in pieces
    )  # a piece may hold a line break
    np.savez_compressed(
        target / f"{name}.npz", words=np.rint(words / step).astype(np.int8), steps=step.astype(np.float32),
        positions=state["pos"].astype(np.float16), scores=np.array([score for _, score in pieces], dtype=np.float32),
        vocabulary=np.frombuffer(vocabulary.encode("utf-8"), dtype=np.uint8),
        facts=np.frombuffer(json.dumps(facts | {"width": 2 * words.shape[1]}).encode(), dtype=np.uint8),
    )  # fmt: skip
