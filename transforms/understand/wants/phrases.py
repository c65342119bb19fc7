"""Wants as people say them, in both languages, and where they lie in the space of meanings."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

import numpy as np
import yaml

LANGUAGES = ("fr", "en")
PRIOR = 10
"""Posts of a language that the phrases count for in what is usual."""
_ARTICLE = re.compile(
    r"^(?:une? |des? |du |les? |la |l['’]|an? |the |their |leurs? )", re.IGNORECASE
)

Meaning = Callable[[list[str]], np.ndarray]
"""Texts -> unit vectors (n, d): near where two texts want the same, in whichever language."""
Beside = Callable[[list[str], Sequence[str]], np.ndarray]
"""Texts and their languages -> unit vectors (n, d): what their meanings have that is not usual."""
Usual = Mapping[str, np.ndarray]
"""Language -> what its posts have in common (d,)."""


@dataclass(frozen=True)
class Phrase:
    """One want, said in both languages."""

    fr: str
    en: str


@dataclass(frozen=True)
class PhraseBook:
    """Phrases and where they lie: `vectors` (n, d), unit, as seen from `centres`, language -> the
    middle of them all as it says them.
    """

    phrases: tuple[Phrase, ...]
    vectors: np.ndarray
    centres: Mapping[str, np.ndarray]

    def usual(self, vectors: np.ndarray, languages: Sequence[str]) -> Usual:
        """What posts of a language have in common whatever they want: their mean, drawn to the
        phrases' where posts are few.
        """
        spoken = np.array([spoken_as(language) for language in languages], dtype=str)
        own = {language: vectors[spoken == language] for language in LANGUAGES}
        return {
            language: (some.sum(axis=0) + PRIOR * self.centres[language]) / (len(some) + PRIOR)
            for language, some in own.items()
        }


def apart(vectors: np.ndarray, languages: Sequence[str], usual: Usual) -> np.ndarray:
    """What meanings have that is not `usual` in their language: unit vectors."""
    if not len(vectors):
        return vectors
    return _unit(vectors - np.stack([usual[spoken_as(language)] for language in languages]))


def spoken_as(language: str) -> str:
    """The one of `LANGUAGES` that a text counts for."""
    return language if language in LANGUAGES else LANGUAGES[-1]


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
    said = {
        "fr": meaning([_bare(phrase.fr) for phrase in phrases]),
        "en": meaning([_bare(phrase.en) for phrase in phrases]),
    }
    centres = {language: where.mean(axis=0) for language, where in said.items()}
    middles = sum(_unit(where - centres[language]) for language, where in said.items())
    return PhraseBook(phrases, _unit(np.asarray(middles)), centres)


def _bare(phrase: str) -> str:
    """The phrase without the article before it, which says nothing of what is wanted."""
    return _ARTICLE.sub("", phrase, count=1)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
