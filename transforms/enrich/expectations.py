"""What the writer wants: said outright, or implied by a complaint, a rival, a workaround, a repeated question."""

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from transforms.config.industries import Pack
from transforms.enrich.feelings import COMPLAINT, PRAISE, QUESTION, SUGGESTION
from transforms.enrich.negation import negation_of
from transforms.enrich.normalise import emoji_of
from transforms.enrich.odds import either
from transforms.enrich.stopwords import EMPTY
from transforms.enrich.tokens import fold
from transforms.enrich.words import pattern
from transforms.reading import Expectation

Doc.set_extension("expectation", default=None, force=True)

_WANTED = r"\s*(?P<wanted>[^.!?;:]*)"
"""What follows a wish: the thing wished for."""
_WRITTEN = re.compile(r"[^\W_]+")
_LONGEST = 8
"""Words that a need in the text's own words has at most."""


@Language.factory(
    "expectations",
    assigns=["doc._.expectation"],
    requires=["doc._.intents", "doc._.themes", "doc._.sentiment"],
    default_config={"suggestion": 0.5, "complaint": 0.5, "least": 0.5},
)
def make_expectations(
    nlp: Language,  # noqa: ARG001
    name: str,  # noqa: ARG001
    suggestion: float,
    complaint: float,
    least: float,
) -> "Expectations":
    return Expectations(suggestion, complaint, least)


class Expectations:
    """Write `doc._.expectation`: theme, need in the text's language, whether it is said, and how sure (0..1)."""

    def __init__(self, suggestion: float, complaint: float, least: float) -> None:
        self.suggestion = suggestion
        self.complaint = complaint
        self._least = least
        self._needs: dict[tuple[str, str], dict[str, str]] = {}

    def use(self, packs: Mapping[str, Pack]) -> None:
        """Know the needs that the themes of `packs` come with."""
        for industry, pack in packs.items():
            for theme_id, theme in pack.themes.items():
                self._needs[industry, theme_id] = {"fr": theme.need.fr, "en": theme.need.en}

    def __call__(self, doc: Doc) -> Doc:
        doc._.expectation = self._expectation(doc)
        return doc

    def _expectation(self, doc: Doc) -> Expectation | None:
        words = doc._.forms
        text = " ".join(words)
        if not text:
            return None
        wish = pattern("wishes", _WANTED).search(text)
        said = self._said(doc, wish)
        implied = self._implied(doc, text, words)
        if max(said, implied) < self._least:
            return None
        explicit = said >= self._least
        theme = doc._.themes[0].theme if doc._.themes else None
        need = self._need(doc, theme) or own_words(doc, wish["wanted"] if explicit and wish else text)
        if not need:
            return None
        return Expectation(theme=theme, need=need, explicit=explicit, score=round(said if explicit else implied, 4))

    def _said(self, doc: Doc, wish: re.Match[str] | None) -> float:
        """How surely the text says a wish: the model's suggestion, a turn of phrase, or both."""
        suggestion = _scaled(doc._.intents[SUGGESTION], self.suggestion)
        return either(suggestion, 0.5) if wish else suggestion * 0.9

    def _implied(self, doc: Doc, text: str, words: list[str]) -> float:
        """How surely a complaint implies a need: alone, with a theme, or with one of the three signs of a need."""
        complaint = _scaled(doc._.intents[COMPLAINT], self.complaint)
        if doc._.intents[PRAISE] > doc._.intents[COMPLAINT] or negation_of(words) in ("praise", "neither"):
            return 0.0
        signs = [0.35 for sign in ("rivals", "workarounds", "repeats") if pattern(sign).search(text)]
        if doc._.themes and (signs or doc._.intents[QUESTION] < 0.5 or complaint >= 0.5):
            signs.append(0.25)
        if complaint < 0.2 and doc._.sentiment > -0.1:
            return 0.0
        return min(0.99, either(complaint * 0.85, *signs))

    def _need(self, doc: Doc, theme: str | None) -> str | None:
        needs = self._needs.get((doc._.industry or "", theme or ""))
        return needs[doc._.language if doc._.language in needs else "en"] if needs else None


def own_words(doc: Doc, wanted: str) -> str:
    """A need of at most eight words in the text's own spelling: the beginning of `wanted` that names something.

    wanted: a stretch of the folded text. The names of emoji are left out, and so is what comes after a full stop.
    """
    forms, asked = doc._.forms, wanted.split()
    start = _find(forms, asked)
    pairs = [(form, token.text) for form, token in zip(forms, doc, strict=True)][start : start + len(asked)]
    seen = {fold(word) for word in _WRITTEN.findall(doc._.source)}
    named = bool(emoji_of(doc._.source))
    sentences: list[list[tuple[str, str]]] = [[]]
    for form, word in pairs:
        if not form[0].isalnum():
            sentences.append([])
        elif form in seen or not named:
            sentences[-1].append((form, word))
    trimmed = [_trimmed(sentence)[:_LONGEST] for sentence in sentences]
    best = max(trimmed, key=lambda sentence: sum(form not in EMPTY for form, _ in sentence))
    return " ".join(word for _, word in _trimmed(best)).lower()


def _trimmed(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words without the empty ones at both ends."""
    telling = [place for place, (form, _) in enumerate(words) if form not in EMPTY]
    return words[telling[0] : telling[-1] + 1] if telling else []


def _find(words: list[str], wanted: list[str]) -> int:
    for start in range(len(words) - len(wanted) + 1):
        if words[start : start + len(wanted)] == wanted:
            return start
    return len(words)


def _scaled(probability: float, threshold: float) -> float:
    """A probability as seen from its threshold: the threshold itself becomes 0.5."""
    edge = min(max(threshold, 0.01), 0.99)
    if probability <= edge:
        return 0.5 * probability / edge
    return 0.5 + 0.5 * (probability - edge) / (1 - edge)
