"""A small fine-tuned transformer: one text at a time, in whole numbers of eight bits."""

import json
from pathlib import Path

import numpy as np
import onnxruntime

from transforms.enrich.pieces import UnigramPieces, WordPieces

LONGEST = 64
"""Pieces that are read of one text."""


class TextEncoder:
    """Reads `<name>.npz` (vocabulary, word vectors in 8 bits) and `<name>.onnx` (the layers above them).

    A text runs alone: the 8-bit steps are chosen from the values at hand, which a neighbour would change.
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
        self._session = onnxruntime.InferenceSession(
            str(folder / f"{name}.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.width = int(facts["width"])

    def encode(self, texts: list[str]) -> np.ndarray:
        """(n, width) float32, a row per text."""
        features = np.empty((len(texts), self.width), dtype=np.float32)
        for row, text in enumerate(texts):
            pieces = self._pieces(text, LONGEST)
            vectors = self._words[pieces] * self._steps[pieces] + self._positions[: len(pieces)]
            features[row] = self._session.run(None, {"vectors": vectors[None]})[0][0]
        return features
