"""The affect model: from plain texts to calibrated emotions, sentiment and intents."""

import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import sparse

from transforms.enrich.model.exact_products import WholeNumbers
from transforms.enrich.model.hashed_ngrams import table
from transforms.enrich.model.vectors import WIDTH, encoder
from transforms.reading import EMOTIONS, INTENTS

if TYPE_CHECKING:
    from transforms.enrich.model.encoder import TextEncoder

MODELS = Path(__file__).parent / "weights"
LANGUAGES = ("en", "fr")
OUTPUTS = (*EMOTIONS, "neutral", "positive", "negative", *INTENTS)
"""The model's answers, in the order of its logits; sentiment is positive minus negative."""

PARTS = 3
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

    def __init__(
        self, facts: dict[str, Any], arrays: dict[str, np.ndarray], encoders: dict[str, "TextEncoder"], version: str
    ) -> None:
        self.version = version
        self.thresholds: dict[str, float] = facts["thresholds"]
        """Emotion -> the probability from which it counts as present; the same in every figure."""
        self.corrections: list[dict[str, Any]] = [{"model": version, **row} for row in facts["corrections"]]
        """Rows of `understood/corrections`: behaviour at the thresholds on held-out texts, by language and emotion."""
        self.figures: dict[str, Any] = facts["figures"]
        self._arrays = arrays
        self._ngrams = np.ascontiguousarray(arrays["ngram"], dtype=np.float32)
        self._weights: dict[str, WholeNumbers] = {}
        self._encoders = encoders

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "AffectModel":
        """The model of a folder, by default the committed one; raises FileNotFoundError naming the file that lacks."""
        folder = Path(folder) if folder is not None else MODELS
        return _load(folder, _content(folder))

    def read(self, texts: list[str], languages: list[str]) -> Affect:
        """What each normalised text says; a row never depends on the rows beside it."""
        texts = [text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = encoder().encode(texts) if texts else np.empty((0, WIDTH), dtype=np.float32)
        probabilities = self.probabilities(self.opinions(texts, languages, vectors), languages)
        sentiment = probabilities[:, OUTPUTS.index("positive")] - probabilities[:, OUTPUTS.index("negative")]
        return Affect(
            emotions=probabilities[:, :_N].round(4), neutral=probabilities[:, _N].round(4),
            sentiment=sentiment.round(4), intents=probabilities[:, -len(INTENTS) :].round(4), vectors=vectors,
        )  # fmt: skip

    def opinions(self, texts: list[str], languages: list[str], vectors: np.ndarray) -> np.ndarray:
        """(n, 3, outputs) of logits: n-grams and sentence vector, sentence vector, fine-tuned encoder (0 without one).

        Products are of whole numbers: a row is the same whatever rows are beside it.
        """
        if len(texts) != len(languages):
            raise ValueError(f"{len(texts)} texts, but {len(languages)} languages")
        said = np.zeros((len(texts), PARTS, len(OUTPUTS)))
        if not texts:
            return said
        said[:, 0] = self._of_ngrams(texts) + self._product(vectors, "dense")
        said[:, 1] = self._product(np.maximum(self._product(vectors, "first"), 0), "second")
        for name, text_encoder in self._encoders.items():
            rows = [i for i, language in enumerate(languages) if _language(language) == name]
            if rows:
                said[rows, 2] = self._product(text_encoder.encode([texts[i] for i in rows]), f"head_{name}")
        return said

    def probabilities(self, opinions: np.ndarray, languages: list[str]) -> np.ndarray:
        """The opinions weighed as each language's held-out texts taught, as calibrated probabilities (n, outputs)."""
        weights = self._arrays["stack"][[LANGUAGES.index(_language(one)) for one in languages]]
        logits = (opinions * weights[:, :-1]).sum(axis=1) + weights[:, -1]
        return 1 / (1 + np.exp(-np.clip(logits, -30, 30)))

    def encoder_features(self, texts: list[str], language: str) -> np.ndarray:
        """What the language's encoder sees in each text, (n, features)."""
        return self._encoders[language].encode(texts)

    def head(self, language: str) -> tuple[np.ndarray, np.ndarray]:
        """A copy of the weights (features, outputs) and the bias over the language's encoder."""
        return self._arrays[f"head_{language}"].copy(), self._arrays[f"head_{language}_bias"].copy()

    def _product(self, rows: np.ndarray, name: str) -> np.ndarray:
        """rows @ weights + bias, in double precision."""
        if name not in self._weights:
            self._weights[name] = WholeNumbers(self._arrays[name].astype(np.float64))
        return self._weights[name](rows.astype(np.float64)) + self._arrays[f"{name}_bias"]

    def _of_ngrams(self, texts: list[str]) -> np.ndarray:
        found = table(texts)
        ones = np.ones(len(found.buckets), dtype=np.float32)
        present = sparse.csr_matrix((ones, found.buckets, found.starts), shape=(len(texts), len(self._ngrams)))
        return (present @ self._ngrams) / np.sqrt(np.maximum(np.diff(found.starts), 1))[:, None]


def _language(language: str) -> str:
    return language if language in LANGUAGES else LANGUAGES[0]


@lru_cache(4)
def _load(folder: Path, content: str) -> AffectModel:
    facts = json.loads((folder / "affect.json").read_text(encoding="utf-8"))
    with np.load(folder / "affect.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float64 if name == "stack" else np.float32) for name in stored.files}
    encoders = {}
    if facts["encoders"]:
        from transforms.enrich.model.encoder import TextEncoder

        encoders = {language: TextEncoder(folder, name) for language, name in facts["encoders"].items()}
    return AffectModel(facts, arrays, encoders, f"affect-1-{content[:8]}")


def _content(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.iterdir()):
        if file.suffix in (".json", ".npz", ".onnx"):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
