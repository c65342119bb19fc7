"""A student again, out of the files that ship: what was taught once need not be taught anew when
labels are added.
"""

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper

from transforms.enrich.model.post_model import MEANING, OUTPUTS
from transforms.training.labels import fine_labels
from transforms.training.teach import e5
from transforms.training.teach.made import Made
from transforms.training.teach.narrowing import shaped
from transforms.training.teach.student import Student

Arrays = dict[str, np.ndarray]


def student(folder: Path, name: str = "post") -> Made:
    """The model in `folder` as a student, to the eighth bit of its weights; GoEmotions' own labels,
    which do not ship, begin from nothing.
    """
    lower, upper = (_weights(folder / f"{name}_{part}.onnx") for part in ("lower", "upper"))
    cut = sum(key.endswith(".fi.w") for key in lower)
    layers = cut + sum(key.endswith(".fi.w") for key in upper)
    encoder = np.load(folder / f"{name}.npz")
    pieces = list(
        zip(
            encoder["vocabulary"].tobytes().decode("utf-8").split("\n"),
            encoder["scores"].tolist(),
            strict=True,
        )
    )
    state = _words(encoder) | _layers(lower, range(cut)) | _layers(upper, range(cut, layers))
    state |= {"lnE.weight": lower["lnE.g"], "lnE.bias": lower["lnE.b"]}
    for i, (storey, weights) in enumerate((("lower", lower), ("upper", upper))):
        state |= _exit(i, storey, weights, np.load(folder / f"{name}_heads.npz"))
    whole = Student(e5.empty(len(pieces), layers), cut, layers, len(OUTPUTS), len(fine_labels()))
    model = shaped(whole, [len(state[f"layers.{i}.fi.bias"]) for i in range(layers)])
    model.load_state_dict({key: torch.tensor(value.copy()) for key, value in state.items()})
    return Made(model.eval(), pieces)


def _weights(file: Path) -> Arrays:
    """Every constant of a storey by its name."""
    return {one.name: numpy_helper.to_array(one) for one in onnx.load(file).graph.initializer}


def _words(encoder: np.lib.npyio.NpzFile) -> Arrays:
    return {
        "word.weight": encoder["words"].astype(np.float32) * encoder["steps"],
        "pos": encoder["positions"].astype(np.float32),
    }


def _layers(weights: Arrays, numbers: range) -> Arrays:
    state: Arrays = {}
    for i in numbers:
        own = {name: _matrix(weights, f"l{i}.{name}") for name in ("q", "k", "v", "o", "fi", "fo")}
        at = f"layers.{i}."
        state |= {
            f"{at}qkv.weight": np.concatenate([own[one] for one in "qkv"]),
            f"{at}qkv.bias": np.concatenate([weights[f"l{i}.{one}.b"] for one in "qkv"]),
            f"{at}fi.weight": own["fi"],
            f"{at}fi.bias": weights[f"l{i}.gelu.b"],
        }
        for one in ("o", "fo"):
            state |= {f"{at}{one}.weight": own[one], f"{at}{one}.bias": weights[f"l{i}.{one}.b"]}
        for norm in ("ln1", "ln2"):
            state |= {
                f"{at}{norm}.weight": weights[f"{at}{norm}.g"],
                f"{at}{norm}.bias": weights[f"{at}{norm}.b"],
            }
    return state


def _exit(i: int, storey: str, weights: Arrays, heads: np.lib.npyio.NpzFile) -> Arrays:
    matrix, bias = heads[f"{storey}_weights"].T, heads[f"{storey}_bias"]
    answers, at, fine = len(OUTPUTS), f"exits.{i}.", len(fine_labels())
    assert len(matrix) == answers + MEANING
    return {
        f"{at}pool.weight": _matrix(weights, "pool"), f"{at}pool.bias": weights["pool.b"],
        f"{at}head.weight": matrix[:answers], f"{at}head.bias": bias[:answers],
        f"{at}meaning.weight": matrix[answers:], f"{at}meaning.bias": bias[answers:],
        f"{at}fine.weight": np.zeros((fine, matrix.shape[1]), np.float32),
        f"{at}fine.bias": np.full(fine, -3, np.float32),
    }  # fmt: skip


def _matrix(weights: Arrays, name: str) -> np.ndarray:
    return (weights[f"{name}.w"].astype(np.float32) * weights[f"{name}.s"]).T
