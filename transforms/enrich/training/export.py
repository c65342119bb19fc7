"""A fine-tuned encoder as the two files that `transforms.enrich.encoder` reads; needs torch's weights and `onnx`."""

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

    def product(self, x: str, matrix: np.ndarray, bias: np.ndarray, name: str) -> str:
        """x @ matrix + bias with 8-bit weights (one step per column) and 8-bit x (one step per text)."""
        step = np.maximum(np.abs(matrix).max(axis=0), 1e-8) / _STEPS
        whole = np.rint(matrix / step).astype(np.int8)
        inputs = [
            x, self.weight(f"{name}.w", whole), self.weight(f"{name}.s", step.astype(np.float32)),
            self.weight(f"{name}.z", np.zeros(len(step), np.int8)), self.weight(f"{name}.b", bias.astype(np.float32)),
        ]  # fmt: skip
        return self.add("DynamicQuantizeMatMul", inputs, f"{name}.y", microsoft=True)


def graph(state: dict[str, np.ndarray], layers: int, epsilon: float = EPSILON) -> onnx.ModelProto:
    """The layers above word vectors: (1, pieces, width) -> (1, 2 * width), the mean and an attention-weighted mean."""
    g = _Graph()
    width = state["lnE.weight"].shape[0]
    start = [g.weight("e.g", state["lnE.weight"]), g.weight("e.b", state["lnE.bias"])]
    x = g.add("LayerNormalization", ["vectors", *start], "x0", axis=-1, epsilon=epsilon)
    for i in range(layers):
        p = f"layers.{i}."
        qkv = g.product(x, state[p + "qkv.weight"].T, state[p + "qkv.bias"], f"l{i}.qkv")
        g.add("Split", [qkv], f"l{i}.q,l{i}.k,l{i}.v", axis=-1, num_outputs=3)
        seen = g.add(
            "MultiHeadAttention", [f"l{i}.q", f"l{i}.k", f"l{i}.v"], f"l{i}.seen", microsoft=True, num_heads=HEADS
        )
        out = g.product(seen, state[p + "o.weight"].T, state[p + "o.bias"], f"l{i}.o")
        x = _add_and_normalise(g, x, out, state, p + "ln1", f"l{i}.x1", epsilon)
        inner = g.product(x, state[p + "fi.weight"].T, state[p + "fi.bias"], f"l{i}.fi")
        inner = g.add("FastGelu", [inner], f"l{i}.gelu", microsoft=True)
        out = g.product(inner, state[p + "fo.weight"].T, state[p + "fo.bias"], f"l{i}.fo")
        x = _add_and_normalise(g, x, out, state, p + "ln2", f"l{i}.x2", epsilon)
    mean = g.add("ReduceMean", [x, g.weight("axis", np.array([1]))], "mean", keepdims=0)
    scores = g.add("MatMul", [x, g.weight("pool.w", state["pool.weight"].T)], "scores0")
    scores = g.add("Add", [scores, g.weight("pool.b", state["pool.bias"])], "scores1")
    share = g.add("Softmax", [scores], "share", axis=1)
    share = g.add(
        "Unsqueeze", [g.add("Transpose", [share], "share1", perm=[0, 2, 1]), g.weight("two", np.array([2]))], "share2"
    )
    parts = g.add("Reshape", [x, g.weight("heads", np.array([1, -1, HEADS, width // HEADS]))], "parts")
    parts = g.add("Transpose", [parts], "parts1", perm=[0, 2, 1, 3])
    picked = g.add(
        "Reshape", [g.add("MatMul", [share, parts], "picked0"), g.weight("flat", np.array([1, width]))], "picked"
    )
    g.add("Concat", [mean, picked], "features", axis=-1)
    return helper.make_model(
        helper.make_graph(
            g.nodes, "encoder", [helper.make_tensor_value_info("vectors", TensorProto.FLOAT, [1, None, width])],
            [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, 2 * width])], g.weights,
        ),
        opset_imports=[helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)], ir_version=9,
    )  # fmt: skip


def _add_and_normalise(g: _Graph, x: str, y: str, state: dict, name: str, output: str, epsilon: float) -> str:
    weights = [g.weight(f"{name}.g", state[f"{name}.weight"]), g.weight(f"{name}.b", state[f"{name}.bias"])]
    return g.add("SkipLayerNormalization", [x, y, *weights], output, microsoft=True, epsilon=epsilon)


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
        facts=np.frombuffer(json.dumps(facts | {"width": 2 * words.shape[1]}).encode(), dtype=np.uint8), **more,
    )  # fmt: skip
