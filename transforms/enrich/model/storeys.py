"""A small transformer on two storeys, in whole numbers of eight bits: most texts are known from the
lower one.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

from transforms.enrich.model.subwords import UnigramPieces

Chooser = Callable[[np.ndarray], np.ndarray]
"""From (n, width) lower features to (n,) bool: which texts are read on."""

LONGEST = 64
"""Pieces that are read of one text."""

_TOGETHER = 256
"""Pieces that run together: enough to read the weights seldom, little enough for the processor's cache."""


@dataclass(frozen=True)
class StoreyFeatures:
    """What the two storeys made of n texts: features (n, width) of the lower, of the upper, and who
    went up.
    """

    lower: np.ndarray
    upper: np.ndarray
    """Rows that stayed below are zero."""
    went_up: np.ndarray


class TwoStoreys:
    """Reads `<name>.npz` (pieces, word vectors in 8 bits), `<name>_lower.onnx` and
    `<name>_upper.onnx`.

    Texts of the same length run together, and none changes another: nothing is padded, and the
    8-bit steps are chosen row by row, so that the products are the same sums of whole numbers in
    whatever company.
    """

    def __init__(self, folder: Path, name: str) -> None:
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            self._words, self._steps = stored["words"], stored["steps"]
            self._positions = stored["positions"].astype(np.float32)
            vocabulary = stored["vocabulary"].tobytes().decode("utf-8").split("\n")
            facts = json.loads(stored["facts"].tobytes())
            marks = (facts["first"], facts["last"], facts["unknown"])
            self._pieces = UnigramPieces(vocabulary, stored["scores"], *marks)
        self._lower, self._upper = (
            _session(folder / f"{name}_{storey}.onnx") for storey in ("lower", "upper")
        )
        self.width = int(facts["width"])

    def see(self, texts: list[str], goes_up: Chooser) -> StoreyFeatures:
        """The features of each text; `goes_up` says of (n, width) lower features which rows are
        read on.
        """
        pieces = [self._pieces(text, LONGEST) for text in texts]
        lower, upper = (np.zeros((len(texts), self.width), dtype=np.float32) for _ in range(2))
        went_up = np.zeros(len(texts), dtype=bool)
        for rows in _of_like_length(pieces):
            vectors = self._vectors(np.stack([pieces[row] for row in rows]))
            lower[rows], hidden = self._lower.run(["features", "hidden"], {"vectors": vectors})
            on = np.flatnonzero(goes_up(lower[rows]))
            if len(on):
                chosen = rows[on]
                went_up[chosen] = True
                upper[chosen] = self._upper.run(["features"], {"hidden": hidden[on]})[0]
        return StoreyFeatures(lower, upper, went_up)

    def vectors(self, texts: list[str]) -> Iterator[np.ndarray]:
        """(texts, pieces, width) word vectors of the texts, those of one length together."""
        pieces = [self._pieces(text, LONGEST) for text in texts]
        for rows in _of_like_length(pieces):
            yield self._vectors(np.stack([pieces[row] for row in rows]))

    def _vectors(self, ids: np.ndarray) -> np.ndarray:
        return self._words[ids] * self._steps[ids] + self._positions[: ids.shape[1]]


def _of_like_length(pieces: list[np.ndarray]) -> list[np.ndarray]:
    """Rows that have as many pieces each, so many together as make `_TOGETHER` pieces."""
    by_length: dict[int, list[int]] = {}
    for row, found in enumerate(pieces):
        by_length.setdefault(len(found), []).append(row)
    return [
        np.array(rows[start : start + most])
        for length, rows in by_length.items()
        for most in [max(1, _TOGETHER // length)]
        for start in range(0, len(rows), most)
    ]


def _session(file: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = (
        onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC
    )  # no slower fused norms
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
