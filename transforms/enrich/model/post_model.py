"""The model of posts: from a text to calibrated emotions, sentiment, intents, irony, wants, and its
meaning.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from transforms.enrich.model.exact_products import WholeNumbers
from transforms.enrich.model.storeys import Chooser, TwoStoreys
from transforms.enrich.text.for_encoder import for_encoder
from transforms.reading import EMOTIONS, INTENTS

TRAINED = Path(__file__).parent / "trained"
LANGUAGES = ("en", "fr")
OUTPUTS = (*EMOTIONS, "neutral", "positive", "negative", *INTENTS, "irony", "wants", "explicit")
"""The model's answers, in the order of its logits; sentiment is positive minus negative."""

MEANING = 128
"""Numbers of a meaning: posts that want the same lie near each other, whatever their language and industry."""

_STILL_HEARD = 0.3
"""How much the lower storey's answer counts beside the upper one's: two who read are better than one."""

_KEPT = 16_384
"""Meanings that are kept of texts that were read on: whoever groups posts asks for them next. 1 kB each."""

_AT = {output: place for place, output in enumerate(OUTPUTS)}
_N = len(EMOTIONS)


@dataclass(frozen=True)
class PostAffect:
    """What a batch of texts says, row by row; probabilities are calibrated and rounded to four
    decimals.
    """

    emotions: np.ndarray
    """(n, 8), in the order of `reading.EMOTIONS`."""
    neutral: np.ndarray
    sentiment: np.ndarray
    """(n,), -1..1: of what is meant, irony understood."""
    intents: np.ndarray
    """(n, 4), in the order of `reading.INTENTS`."""
    irony: np.ndarray
    wants: np.ndarray
    """(n,): the writer wants something, said outright or not."""
    explicit: np.ndarray
    """(n,): the writer says what they want."""
    vectors: np.ndarray
    """(n, 128) float32, unit: what the text means and wants, one space for French and English."""
    read_on: np.ndarray
    """(n,) bool: the lower storey did not know, so that the upper one was asked."""


class PostModel:
    """A trained model in a folder: plain arrays and one JSON file, no pickles, nothing fetched."""

    def __init__(
        self,
        facts: dict[str, Any],
        arrays: dict[str, np.ndarray],
        encoder: TwoStoreys,
        version: str,
    ) -> None:
        self.version = version
        self.thresholds: dict[str, float] = facts["thresholds"]
        """Output (an emotion, neutral, an intent, irony, wants …) -> the probability from which it counts as there."""
        self.corrections: list[dict[str, Any]] = [
            {"model": version, **row} for row in facts["corrections"]
        ]
        """Rows of `understood/corrections`: behaviour at the thresholds on held-out texts, by language and emotion."""
        self.figures: dict[str, Any] = facts["figures"]
        self.encoder = encoder
        self._known: dict[str, np.ndarray] = {}
        self._scale, self._shift = arrays["scale"], arrays["shift"]  # (storeys, languages, outputs)
        self._heads = [WholeNumbers(arrays[f"{one}_weights"]) for one in ("lower", "upper")]
        self._biases = [arrays[f"{one}_bias"] for one in ("lower", "upper")]
        self._doubt, self._doubt_bias = (
            WholeNumbers(arrays["doubt_weights"]),
            float(arrays["doubt_bias"][0]),
        )

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "PostModel":
        """The model of a folder, by default the committed one; raises FileNotFoundError naming the
        file that lacks.
        """
        folder = Path(folder) if folder is not None else TRAINED
        return _load(folder, _content(folder))

    def read(self, texts: list[str], languages: list[str]) -> PostAffect:
        """What each text says, as it was written; a row never depends on the rows beside it."""
        if len(texts) != len(languages):
            raise ValueError(f"{len(texts)} texts, but {len(languages)} languages")
        logits, vectors, read_on = self.answers(texts)
        self.keep({texts[row]: vectors[row].copy() for row in np.flatnonzero(read_on)})
        probabilities = self.probabilities(logits, languages, read_on).round(4)
        of = {output: probabilities[:, place] for output, place in _AT.items()}
        return PostAffect(
            emotions=probabilities[:, :_N], neutral=of["neutral"],
            sentiment=(of["positive"] - of["negative"]).round(4),
            intents=probabilities[:, _AT[INTENTS[0]] : _AT[INTENTS[-1]] + 1],
            irony=of["irony"], wants=of["wants"], explicit=of["explicit"], vectors=vectors, read_on=read_on,
        )  # fmt: skip

    def meanings(self, texts: list[str]) -> np.ndarray:
        """(n, 128) unit vectors of texts or phrases, all by the upper storey."""
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        found = dict(zip(new, self.answers(new, everything)[1], strict=True))
        rows = [found[text] if text in found else self._known[text] for text in texts]
        return np.array(rows, dtype=np.float32).reshape(-1, MEANING)

    def at_hand(self, texts: Iterable[str]) -> dict[str, np.ndarray]:
        """The meanings of those texts that were read on and are kept."""
        return {text: self._known[text] for text in texts if text in self._known}

    def keep(self, meanings: dict[str, np.ndarray]) -> None:
        """Have these at hand, and what is oldest no more."""
        self._known |= meanings
        for text in list(self._known)[: max(0, len(self._known) - _KEPT)]:
            del self._known[text]

    def answers(
        self, texts: list[str], goes_up: Chooser | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """(n, outputs) logits, (n, 128) meanings, (n,) who went up: by `goes_up`, or where the
        model doubts.
        """
        if not texts:
            return (
                np.zeros((0, len(OUTPUTS))),
                np.zeros((0, MEANING), np.float32),
                np.zeros(0, dtype=bool),
            )
        seen = self.encoder.see([for_encoder(text) for text in texts], goes_up or self._doubts)
        found = self._said(0, seen.lower)
        up = seen.went_up
        if up.any():
            above = self._said(1, seen.upper[up])
            above[:, : len(OUTPUTS)] += _STILL_HEARD * (
                found[up, : len(OUTPUTS)] - above[:, : len(OUTPUTS)]
            )
            found[up] = above
        return found[:, : len(OUTPUTS)], _unit(found[:, len(OUTPUTS) :]), seen.went_up

    def _said(self, storey: int, features: np.ndarray) -> np.ndarray:
        """(n, outputs + 128): logits, and the meaning before it is made unit."""
        return self._heads[storey](features.astype(np.float64)) + self._biases[storey]

    def probabilities(
        self, logits: np.ndarray, languages: list[str], upper: np.ndarray
    ) -> np.ndarray:
        """The logits of either storey as calibrated probabilities (n, outputs), as held-out posts
        taught.
        """
        at = (
            upper.astype(int),
            [LANGUAGES.index(one) if one in LANGUAGES else 0 for one in languages],
        )
        return 1 / (1 + np.exp(-np.clip(logits * self._scale[at] + self._shift[at], -30, 30)))

    def _doubts(self, lower: np.ndarray) -> np.ndarray:
        """Whether the upper storey would probably answer otherwise."""
        return (self._doubt(lower.astype(np.float64))[:, 0] + self._doubt_bias) > 0


def everything(lower: np.ndarray) -> np.ndarray:
    """Whoever is asked goes up."""
    return np.ones(len(lower), dtype=bool)


def nothing(lower: np.ndarray) -> np.ndarray:
    """Whoever is asked stays below."""
    return np.zeros(len(lower), dtype=bool)


def _unit(rows: np.ndarray) -> np.ndarray:
    norms = np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), 1e-9)[:, None]
    return (rows / norms).astype(np.float32)


@lru_cache(4)
def _load(folder: Path, content: str) -> PostModel:
    facts = json.loads((folder / "post.json").read_text(encoding="utf-8"))
    with np.load(folder / "post_heads.npz", allow_pickle=False) as stored:
        arrays = {name: stored[name].astype(np.float64) for name in stored.files}
    return PostModel(facts, arrays, TwoStoreys(folder, "post"), f"affect-2-{content[:8]}")


def _content(folder: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(folder.glob("post*")):
        if file.suffix in (".json", ".npz", ".onnx"):
            digest.update(file.name.encode() + file.read_bytes())
    return digest.hexdigest()
