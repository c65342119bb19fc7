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
    """One want, said in both languages; `also`: other ways of saying it, [French, English]."""

    fr: str
    en: str
    also: tuple[tuple[str, str], ...] = ()

    @property
    def ways(self) -> tuple[tuple[str, str], ...]:
        """Every way of saying it, the one that names it first."""
        return ((self.fr, self.en), *self.also)


@dataclass(frozen=True)
class PhraseBook:
    """Phrases and where they lie: `vectors` (n, d), unit, as seen from `centres`, language -> the
    middle of all ways of saying them; `ways` (m, d) the same of every way, and `way_of` (m,) the
    phrase that it says.
    """

    phrases: tuple[Phrase, ...]
    vectors: np.ndarray
    centres: Mapping[str, np.ndarray]
    ways: np.ndarray
    way_of: np.ndarray

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
        trade: tuple(_phrase(ways) for ways in phrases)
        for trade, phrases in yaml.safe_load(text).items()
    }


def _phrase(ways: list[str]) -> Phrase:
    """[French, English, French, English …]: the first two name the want."""
    name, *also = zip(ways[::2], ways[1::2], strict=True)
    return Phrase(*name, tuple(also))


def phrase_book(
    meaning: Meaning, industry: str, of_pack: Mapping[str, Mapping[str, str]]
) -> PhraseBook:
    """The phrases of any trade, those of the industry and those of its pack's themes, each once."""
    chosen = [*written()["any"], *written().get(industry, ())]
    chosen += [Phrase(need["fr"], need["en"]) for _, need in sorted(of_pack.items())]
    by_name: dict[str, Phrase] = {}
    for phrase in chosen:
        by_name.setdefault(phrase.fr, phrase)
    phrases = tuple(by_name.values())
    ways = [way for phrase in phrases for way in phrase.ways]
    way_of = np.repeat(range(len(phrases)), [len(phrase.ways) for phrase in phrases])
    said = {
        language: meaning([_bare(way[place]) for way in ways])
        for place, language in enumerate(LANGUAGES)
    }
    centres = {language: where.mean(axis=0) for language, where in said.items()}
    middles = _unit(
        np.sum([_unit(where - centres[language]) for language, where in said.items()], axis=0)
    )
    first = np.unique(way_of, return_index=True)[1]
    return PhraseBook(phrases, middles[first], centres, middles, way_of)


def _bare(phrase: str) -> str:
    """The phrase without the article before it, which says nothing of what is wanted."""
    return _ARTICLE.sub("", phrase, count=1)


def _unit(vectors: np.ndarray) -> np.ndarray:
    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
