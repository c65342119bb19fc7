"""Wants as people say them, in both languages, and where they lie in the space of meanings."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import yaml

PRIOR = 100
"""Posts that the phrases count for in what is usual."""
_ARTICLE = re.compile(
    r"^(?:une? |des? |du |les? |la |l['’]|an? |the |their |leurs? )", re.IGNORECASE
)

Meaning = Callable[[list[str]], np.ndarray]
"""Texts -> unit vectors (n, d): near where two texts want the same, in whichever language."""


@dataclass(frozen=True)
class Phrase:
    """One want, said in both languages."""

    fr: str
    en: str


@dataclass(frozen=True)
class PhraseBook:
    """Phrases and where they lie: `vectors` (n, d), unit, as seen from `centre`, the middle of them
    all.
    """

    phrases: tuple[Phrase, ...]
    vectors: np.ndarray
    centre: np.ndarray

    def usual(self, vectors: np.ndarray) -> np.ndarray:
        """What posts have in common whatever they want: their mean, drawn to the phrases' where
        posts are few.
        """
        return (vectors.sum(axis=0) + PRIOR * self.centre) / (len(vectors) + PRIOR)


def apart(vectors: np.ndarray, usual: np.ndarray) -> np.ndarray:
    """What meanings have that is not `usual`: unit vectors."""
    return _unit(vectors - usual)


@lru_cache(1)
def written() -> Mapping[str, tuple[Phrase, ...]]:
    """Trade, or "any" -> the phrases of `phrases.yml`."""
    text = resources.files(__package__).joinpath("phrases.yml").read_text(encoding="utf-8")
    return {
        trade: tuple(Phrase(*pair) for pair in pairs)
        for trade, pairs in yaml.safe_load(text).items()
    }


def phrase_book(
    meaning: Meaning, industry: str, of_pack: Mapping[str, Mapping[str, str]]
) -> PhraseBook:
    """The phrases of any trade, those of the industry and those of its pack's themes, each once."""
    chosen = [*written()["any"], *written().get(industry, ())]
    chosen += [Phrase(need["fr"], need["en"]) for _, need in sorted(of_pack.items())]
    phrases = tuple(dict.fromkeys(chosen))
    middle = _unit(
        meaning([_bare(p.fr) for p in phrases]) + meaning([_bare(p.en) for p in phrases])
    )
    centre = middle.mean(axis=0)
    return PhraseBook(phrases, _unit(middle - centre), centre)


def _bare(phrase: str) -> str:
    """The phrase without the article before it, which says nothing of what is wanted."""
    return _ARTICLE.sub("", phrase, count=1)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
