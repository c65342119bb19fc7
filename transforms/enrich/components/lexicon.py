"""The industry's ear: words that feel otherwise in one trade than elsewhere."""

from collections.abc import Mapping

import numpy as np
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from transforms.config.industries import Pack, Word
from transforms.enrich.text.odds import bend
from transforms.reading import EMOTIONS

_MISHEARD = 0.08
"""Where a word feels otherwise, the model's certainty that an emotion is absent counts no more than this."""


@Language.factory(
    "lexicon",
    assigns=["doc._.emotions", "doc._.sentiment"],
    requires=["doc._.emotions"],
    default_config={"most": 3.0},
)
def make_lexicon(nlp: Language, name: str, most: float) -> "Lexicon":  # noqa: ARG001
    return Lexicon(nlp, most)


class Lexicon:
    """Lean emotions and sentiment by the words of the industry; `most` bounds what a whole text may shift."""

    def __init__(self, nlp: Language, most: float) -> None:
        self._nlp = nlp
        self._most = most
        self._packs: Mapping[str, Pack] = {}
        self._matchers: dict[str, PhraseMatcher] = {}
        self._words: dict[str, dict[str, Word]] = {}

    def use(self, packs: Mapping[str, Pack]) -> None:
        """Listen with the lexicons of `packs`, each once the first text of its industry comes."""
        self._packs = packs

    def prepare(self, industry: str | None) -> None:
        """Make ready to hear an industry; outside of a memory zone, which would forget the words."""
        if industry and industry in self._packs and industry not in self._words:
            self._learn(self._packs[industry])

    def _learn(self, pack: Pack) -> None:
        matcher = PhraseMatcher(self._nlp.vocab, attr="NORM")
        words: dict[str, Word] = {}
        for number, word in enumerate(pack.lexicon):
            if len(term := self._nlp.make_doc(word.term)):
                matcher.add(f"{number}", [term])
                words[f"{number}"] = word
        self._matchers[pack.name], self._words[pack.name] = matcher, words

    def __call__(self, doc: Doc) -> Doc:
        self.prepare(doc._.industry)
        words = self._words.get(doc._.industry or "")
        if not words:
            return doc
        heard = {self._nlp.vocab.strings[key] for key, _, _ in self._matchers[doc._.industry](doc)}
        spoken = [words[key] for key in sorted(heard) if _is_of(words[key], doc)]
        if spoken:
            self._lean(doc, spoken)
        return doc

    def _lean(self, doc: Doc, spoken: list[Word]) -> None:
        weights = np.array([sum(word.emotions.get(e, 0.0) for word in spoken) for e in EMOTIONS])
        weights = np.clip(weights, -self._most, self._most)
        misheard = np.where(weights > 0, np.maximum(doc._.emotions, _MISHEARD), doc._.emotions)
        doc._.emotions = bend(misheard, weights)
        felt = float(np.clip(weights, 0, None).max(initial=0.0))
        doc._.neutral = float(bend(np.array([doc._.neutral]), np.array([-felt]))[0])
        pulls = [word.sentiment for word in spoken if word.sentiment]
        if pulls:
            drawn = sum(pulls) / len(pulls)
            way = min(1.0, max(map(abs, pulls)))
            doc._.sentiment = float(np.clip((1 - way) * doc._.sentiment + way * drawn, -1, 1))


def _is_of(word: Word, doc: Doc) -> bool:
    """Whether a word may be heard in the document: its own language, or a language that nobody could tell."""
    return doc._.language in (word.language, "other")
