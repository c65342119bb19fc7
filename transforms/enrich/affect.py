"""The affect model: from plain texts to calibrated emotions, sentiment and intents."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from transforms.enrich.hashed_ngrams import ngrams
from transforms.enrich.vectors import WIDTH, encoder
from transforms.reading import EMOTIONS, INTENTS

MODELS = Path(__file__).parent / "models"
OUTPUTS = (*EMOTIONS, "neutral", "positive", "negative", *INTENTS)
"""The model's answers, in the order of its logits; sentiment is positive minus negative."""

_N = len(EMOTIONS)


@dataclass(frozen=True)
class Affect:
    """What a batch of texts says, row by row; probabilities are calibrated and rounded to four decimals."""

    emotions: np.ndarray
    """(n, 8), in the order of `reading.EMOTIONS`."""
    neutral: np.ndarray
    sentiment: np.ndarray
    """(n,), -1..1."""
    intents: np.ndarray
    """(n, 4), in the order of `reading.INTENTS`."""
    vectors: np.ndarray
    """(n, 512), unit sentence vectors, one space for French and English."""


class AffectModel:
    """A trained model in a folder: plain arrays and one JSON file, no pickles, nothing fetched."""

    def __init__(self, facts: dict[str, Any], arrays: dict[str, np.ndarray], version: str) -> None:
        self.version = version
        self.thresholds: dict[str, float] = facts["thresholds"]
        """Emotion -> the probability from which it counts as present; the same in every figure."""
        self.corrections: list[dict[str, Any]] = [{"model": version, **row} for row in facts["corrections"]]
        """Rows of `understood/corrections`: behaviour at the thresholds on held-out texts, by language and emotion."""
        self.figures: dict[str, Any] = facts["figures"]
        self._ngram, self._dense, self._bias = arrays["ngram"], arrays["dense"].astype(np.float64), arrays["bias"]
        self._slope, self._shift = arrays["slope"].astype(np.float64), arrays["shift"].astype(np.float64)

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "AffectModel":
        """The model of a folder, by default the committed one; raises FileNotFoundError naming the file that lacks."""
        return _load(Path(folder) if folder is not None else MODELS)

    def read(self, texts: list[str], languages: list[str]) -> Affect:
        """What each normalised text says; a row never depends on the rows beside it."""
        texts = [text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = encoder().encode(texts) if texts else np.empty((0, WIDTH), dtype=np.float32)
        probabilities = self.probabilities(self.logits(texts, languages, vectors))
        sentiment = probabilities[:, OUTPUTS.index("positive")] - probabilities[:, OUTPUTS.index("negative")]
        return Affect(
            emotions=probabilities[:, :_N].round(4), neutral=probabilities[:, _N].round(4),
            sentiment=sentiment.round(4), intents=probabilities[:, -len(INTENTS) :].round(4), vectors=vectors,
        )  # fmt: skip

    def logits(self, texts: list[str], languages: list[str], vectors: np.ndarray) -> np.ndarray:
        """(n, outputs), before calibration."""
        if len(texts) != len(languages):
            raise ValueError(f"{len(texts)} texts, but {len(languages)} languages")
        rows = np.empty((len(texts), len(OUTPUTS)))
        for i, text in enumerate(texts):  # one by one: BLAS adds up in another order for another number of rows
            rows[i] = self._of_ngrams(text) + vectors[i].astype(np.float64) @ self._dense + self._bias
        return rows

    def probabilities(self, logits: np.ndarray) -> np.ndarray:
        """Platt's scaling (1999), fitted on held-out texts."""
        return 1 / (1 + np.exp(-np.clip(logits * self._slope + self._shift, -30, 30)))

    def _of_ngrams(self, text: str) -> np.ndarray:
        buckets = ngrams(text)
        if not len(buckets):
            return np.zeros(len(OUTPUTS))
        return self._ngram[buckets].astype(np.float32).sum(axis=0, dtype=np.float64) / np.sqrt(len(buckets))


@lru_cache(4)
def _load(folder: Path) -> AffectModel:
    facts_file, arrays_file = folder / "affect.json", folder / "affect.npz"
    content = hashlib.sha256(facts_file.read_bytes() + arrays_file.read_bytes()).hexdigest()
    with np.load(arrays_file, allow_pickle=False) as stored:
        arrays = {name: stored[name] for name in stored.files}
    return AffectModel(json.loads(facts_file.read_text(encoding="utf-8")), arrays, f"affect-1-{content[:8]}")
