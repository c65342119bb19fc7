"""What a text speaks of: the themes of its industry, found by their phrases and by meaning."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from transforms.config.industries import Pack, Theme
from transforms.enrich.components.feelings import Model
from transforms.enrich.text.frequencies import frequencies
from transforms.enrich.text.odds import either
from transforms.enrich.text.spelling import Slips
from transforms.enrich.text.tokens import fold
from transforms.enrich.text.words import sentences, words
from transforms.reading import INTENTS, ThemeScore

Doc.set_extension("themes", default=(), force=True)

_BY_WORDS = {1: 0.75, 2: 0.85, 3: 0.92}
"""Score of a phrase by its number of words: the longer, the less by chance. Four and more: 0.95."""
_ENOUGH = 3
"""Words that a text needs to be understood by its meaning."""
_SAID_ALREADY = 0.1
"""How much nearer a theme must be to be heard beside one whose phrase is there."""
LIKE = "≈ "
"""Before the phrase that a text is like, where none of the theme's phrases is in it."""
_PRAISE = "praise"
"""How the names of themes begin that praise: heard only where the text does, and says no "not"."""
_PRAISES = INTENTS.index(_PRAISE)
_BEFORE = 6
"""Words before a praise among which a negation takes it back."""
_SMALL_TALK = 0.3
"""How much of a text's likeness to small talk counts against every theme."""
_TELLING = 12
"""Phrases per language that say what a theme means, beside its labels and needs."""
_MENDED = 0.9
"""Factor for a phrase that is only there once a misspelt word is mended."""


@dataclass(frozen=True)
class _Sayings:
    """What says a theme, and where each lies: (n, width), unit."""

    texts: tuple[str, ...]
    vectors: np.ndarray

    def nearest(self, meaning: np.ndarray) -> str:
        return self.texts[int((self.vectors @ meaning.astype(np.float64)).round(4).argmax())]


@dataclass(frozen=True)
class _Ear:
    """What is needed to hear one industry's themes."""

    names: tuple[str, ...]
    matcher: PhraseMatcher
    written: Mapping[str, str]
    """A phrase's words as they are compared -> the phrase as the pack has it."""
    slips: Slips
    directions: np.ndarray
    sayings: tuple[_Sayings, ...]
    small_talk: np.ndarray


@Language.factory(
    "theme_tagger",
    assigns=["doc._.themes"],
    requires=["doc._.meaning"],
    default_config={"threshold": 0.42, "most": 5},
)
def make_theme_tagger(nlp: Language, name: str, threshold: float, most: int) -> "ThemeTagger":  # noqa: ARG001
    return ThemeTagger(nlp, threshold, most)


class ThemeTagger:
    """Write `doc._.themes`: every theme of the industry that the text speaks of, best first, at
    most `most`.

    A phrase is found whole, whatever its case and accents and with one slip in a longer word. A
    theme without a phrase in the text is found by meaning, in either language, when its `nearness`
    is `threshold` or more. `evidence` is the phrase, or after `LIKE` the one that the text is like.
    Words of praise are a theme only where the text praises and they are not negated.
    """

    def __init__(self, nlp: Language, threshold: float, most: int) -> None:
        self._nlp = nlp
        self._threshold = threshold
        self._most = most
        self.model: Model | None = None
        self._packs: Mapping[str, Pack] = {}
        self._ears: dict[str, _Ear] = {}

    def use(self, packs: Mapping[str, Pack]) -> None:
        """Hear the themes of `packs`, each once the first text of its industry comes."""
        self._packs = packs

    def prepare(self, industry: str | None) -> None:
        """Make ready to hear an industry; outside of a memory zone, which would forget the phrases."""
        if industry and industry in self._packs and industry not in self._ears:
            self._ears[industry] = self._ear(self._packs[industry])

    def __call__(self, doc: Doc) -> Doc:
        read = doc._
        self.prepare(read.industry)
        ear = self._ears.get(read.industry or "")
        if ear and len(doc):
            read.themes = self._themes(doc, ear)
        return doc

    def _ear(self, pack: Pack) -> _Ear:
        matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        written: dict[str, str] = {}
        for name, theme in pack.themes.items():
            phrases = [(self._nlp.make_doc(phrase), phrase) for phrase in _phrases(theme)]
            matcher.add(name, [doc for doc, _ in phrases if len(doc)])
            written |= {_compared(doc): phrase for doc, phrase in phrases}
        known = {word for phrase in written for word in phrase.split()}
        own = [_sayings(theme) for theme in pack.themes.values()]
        *lie, trade_talk, small_talk = self._placed(
            [*own, sentences("trade_talk"), sentences("small_talk")]
        )
        sayings = tuple(_Sayings(tuple(texts), at) for texts, at in zip(own, lie, strict=True))
        middle = trade_talk.mean(axis=0)
        return _Ear(
            names=tuple(pack.themes),
            matcher=matcher,
            written=written,
            slips=Slips(known, _is_word),
            directions=np.stack([_unit(one.vectors.mean(axis=0) - middle) for one in sayings]),
            sayings=sayings,
            small_talk=small_talk,
        )

    def _placed(self, groups: Sequence[Sequence[str]]) -> list[np.ndarray]:
        """Where the texts of each group lie, one a row: all are read at once, in a third of the time."""
        if self.model is None:
            raise RuntimeError("the theme tagger has no model yet: `pipeline.build` gives it one")
        together = self.model.meanings([text for group in groups for text in group])
        ends = np.cumsum([len(group) for group in groups])[:-1]
        return np.split(together.astype(np.float64), ends)

    def _themes(self, doc: Doc, ear: _Ear) -> tuple[ThemeScore, ...]:
        near = nearness(doc._.meaning, ear.directions, ear.small_talk)
        said = self._said(doc, ear)
        found = [
            ThemeScore(
                theme=name,
                score=round(score + (1 - score) * 0.5 * max(0.0, near[ear.names.index(name)]), 4),
                evidence=phrase,
            )
            for name, (score, phrase) in said.items()
        ]
        needed = self._threshold + (_SAID_ALREADY if said else 0.0)
        for i in np.flatnonzero(near >= needed):
            if ear.names[i] not in said and len(doc) >= _ENOUGH:
                score = round(min(0.7, 0.4 + float(near[i] - self._threshold)), 4)
                like = LIKE + ear.sayings[i].nearest(doc._.meaning)
                found.append(ThemeScore(theme=ear.names[i], score=score, evidence=like))
        if doc._.intents[_PRAISES] < self._praises():
            found = [one for one in found if not one.theme.startswith(_PRAISE)]
        found.sort(key=lambda one: (-one.score, one.theme))
        return tuple(found[: self._most])

    def _praises(self) -> float:
        return self.model.thresholds.get(_PRAISE, 0.5) if self.model else 0.5

    def _said(self, doc: Doc, ear: _Ear) -> dict[str, tuple[float, str]]:
        """Theme -> score of the phrases that are in the text, and the longest of them."""
        scores = _scores(doc, ear)
        forms = doc._.forms
        mended = [ear.slips.mend(word) for word in forms]
        if any(mended):
            again = Doc(
                self._nlp.vocab, words=[new or old for new, old in zip(mended, forms, strict=True)]
            )
            for name, (score, phrase) in _scores(again, ear).items():
                scores.setdefault(name, (_MENDED * score, phrase))
        return scores


def _scores(doc: Doc, ear: _Ear) -> dict[str, tuple[float, str]]:
    found: dict[str, tuple[float, str]] = {}
    for name, places in _places(doc, ear.matcher).items():
        if name.startswith(_PRAISE):
            places = [place for place in places if not _negated(doc, place[0])]
        lengths = {_compared(doc[start:end]): end - start for start, end in places}
        if lengths:
            longest = max(lengths, key=lambda words: (lengths[words], words))
            chances = [_BY_WORDS.get(length, 0.95) for length in lengths.values()]
            found[name] = either(*chances), ear.written[longest]
    return found


def _negated(doc: Doc, start: int) -> bool:
    """Whether a negation stands among the `_BEFORE` words before a place, in the same clause; "never
    such a flight" denies nothing.
    """
    for token in reversed(doc[max(0, start - _BEFORE) : start]):
        if not token.text[0].isalnum() or token.norm_ in words("raised"):
            return False
        if token.norm_ in words("negations"):
            return True
    return False


def _compared(part: Doc | Span) -> str:
    return " ".join(token.norm_ for token in part)


def _places(doc: Doc, matcher: PhraseMatcher) -> dict[str, list[tuple[int, int]]]:
    """Theme -> the places of its phrases, without those inside a longer phrase of the same theme."""
    places: dict[str, list[tuple[int, int]]] = {}
    for key, start, end in matcher(doc):
        places.setdefault(doc.vocab.strings[key], []).append((start, end))
    return {
        name: [p for p in found if not any(q != p and q[0] <= p[0] and p[1] <= q[1] for q in found)]
        for name, found in places.items()
    }


def _sayings(theme: Theme) -> list[str]:
    """Labels, needs and phrases of a theme: what it means."""
    own = [theme.label.fr, theme.label.en, theme.need.fr, theme.need.en]
    return [*own, *_some(theme.phrases.fr), *_some(theme.phrases.en)]


def _some(phrases: list[str]) -> list[str]:
    """Every so many of a theme's phrases: what a theme means needs no more, and all of them take
    long to read.
    """
    return phrases[:: -(-len(phrases) // _TELLING)]


def _phrases(theme: Theme) -> list[str]:
    return [*theme.phrases.fr, *theme.phrases.en]


def nearness(meaning: np.ndarray, directions: np.ndarray, small_talk: np.ndarray) -> np.ndarray:
    """How near a text is to each theme: its cosine with the theme's direction, less some of that
    with small talk.
    """
    meaning = meaning.astype(np.float64)
    chat = np.partition(small_talk @ meaning, -3)[-3:].sum() / 3
    return directions @ meaning - _SMALL_TALK * chat


def _unit(vector: np.ndarray) -> np.ndarray:
    return vector / max(float(np.linalg.norm(vector)), 1e-9)


def _is_word(word: str) -> bool:
    """Whether French or English has the folded word among its frequent ones: slips are not."""
    return word in _heard()


@lru_cache(1)
def _heard() -> frozenset[str]:
    known = frequencies()
    return frozenset(
        word if word.isascii() else fold(word)
        for language in ("fr", "en")
        for word in known[language]
    )
