"""A small fine-tuned transformer, in whole numbers of eight bits."""

import json
from pathlib import Path

import numpy as np
import onnxruntime

from transforms.enrich.model.subwords import UnigramPieces, WordPieces

LONGEST = 64
"""Pieces that are read of one text."""

_TOGETHER = 512
"""Pieces that run together: enough to read the weights seldom, little enough for the processor's cache."""


class TextEncoder:
    """Reads `<name>.npz` (vocabulary, word vectors in 8 bits) and `<name>.onnx` (the layers above them).

    Texts of the same length run together, and none changes another: nothing is padded, and the 8-bit steps are
    chosen row by row, so that the products are the same sums of whole numbers in whatever company.
    """

    def __init__(self, folder: Path, name: str) -> None:
        with np.load(folder / f"{name}.npz", allow_pickle=False) as stored:
            self._words, self._steps = stored["words"], stored["steps"]
            self._positions = stored["positions"].astype(np.float32)
            vocabulary = stored["vocabulary"].tobytes().decode("utf-8").split("\n")
            facts = json.loads(stored["facts"].tobytes())
            marks = (facts["first"], facts["last"], facts["unknown"])
            self._pieces = (
                UnigramPieces(vocabulary, stored["scores"], *marks)
                if "scores" in stored
                else WordPieces(vocabulary, *marks)
            )
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_BASIC  # no slower fused norms
        self._session = onnxruntime.InferenceSession(
            str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.width = int(facts["width"])

    def encode(self, texts: list[str]) -> np.ndarray:
        """(n, width) float32, a row per text."""
        pieces = [self._pieces(text, LONGEST) for text in texts]
        features = np.empty((len(texts), self.width), dtype=np.float32)
        by_length: dict[int, list[int]] = {}
        for row, found in enumerate(pieces):
            by_length.setdefault(len(found), []).append(row)
        for length, rows in by_length.items():
            together = max(1, _TOGETHER // length)
            for start in range(0, len(rows), together):
                some = rows[start : start + together]
                ids = np.stack([pieces[row] for row in some])
                vectors = self._words[ids] * self._steps[ids] + self._positions[:length]
                features[some] = self._session.run(None, {"vectors": vectors})[0]
        return features
