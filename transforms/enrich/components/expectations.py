"""What the writer wants: said outright, or implied by a complaint, a rival, a workaround, a repeated question."""

import re
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from transforms.config.industries import Pack
from transforms.enrich.components.feelings import COMPLAINT, PRAISE, QUESTION, SUGGESTION
from transforms.enrich.components.intents import SIGNS
from transforms.enrich.text.normalise import emoji_of, normalise
from transforms.enrich.text.odds import either
from transforms.enrich.text.stopwords import EMPTY
from transforms.enrich.text.tokens import fold
from transforms.enrich.text.words import pattern
from transforms.reading import Expectation

Doc.set_extension("expectation", default=None, force=True)

_WANTED = r"\s*(?P<wanted>[^.!?;:]*)"
"""What follows a wish: the thing wished for."""
_WRITTEN = re.compile(r"[^\W_]+")
_LONGEST = 6
"""Words that a need in the text's own words has at most."""
_LINKS = frozenset({"de", "du", "des", "d", "en", "a", "au", "la", "le", "l", "pour", "of", "for", "in", "to", "on"})


@Language.factory(
    "expectations",
    assigns=["doc._.expectation"],
    requires=["doc._.intents", "doc._.themes", "doc._.sentiment", "doc._.negation"],
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
        text = " ".join(doc._.forms)
        if not text:
            return None
        wish = pattern("wishes", _WANTED).search(text)
        said = self._said(doc, wish)
        implied = self._implied(doc, text)
        if max(said, implied) < self._least:
            return None
        explicit = said >= self._least
        theme = doc._.themes[0].theme if doc._.themes else None
        need = self._need(doc, theme) or self._words(doc, wish if explicit else None, text)
        if not need:
            return None
        return Expectation(theme=theme, need=need, explicit=explicit, score=round(said if explicit else implied, 4))

    def _words(self, doc: Doc, wish: re.Match[str] | None, text: str) -> str:
        return own_words(doc, wish["wanted"]) if wish else own_words(doc, text, first=False)

    def _said(self, doc: Doc, wish: re.Match[str] | None) -> float:
        """How surely the text says a wish: the model's suggestion, a turn of phrase, or both."""
        suggestion = _scaled(doc._.intents[SUGGESTION], self.suggestion)
        return either(suggestion, 0.5) if wish else suggestion * 0.9

    def _implied(self, doc: Doc, text: str) -> float:
        """How surely a complaint implies a need: alone, with a theme, or with one of the three signs of a need."""
        complaint = _scaled(doc._.intents[COMPLAINT], self.complaint)
        if doc._.intents[PRAISE] > doc._.intents[COMPLAINT] or doc._.negation in ("praise", "neither"):
            return 0.0
        signs = [0.35 for sign in SIGNS if pattern(sign).search(text)]
        if doc._.themes and (signs or doc._.intents[QUESTION] < 0.5 or complaint >= 0.5):
            signs.append(0.25)
        if complaint < 0.2 and doc._.sentiment > -0.1:
            return 0.0
        return min(0.99, either(complaint * 0.85, *signs))

    def _need(self, doc: Doc, theme: str | None) -> str | None:
        needs = self._needs.get((doc._.industry or "", theme or ""))
        return needs[doc._.language if doc._.language in needs else "en"] if needs else None


def own_words(doc: Doc, wanted: str, first: bool = True) -> str:
    """A need of at most `_LONGEST` words in the text's own spelling: the first run of telling words, or the longest.

    wanted: a stretch of the folded text. A run may hold words such as « de » and "of" inside; the names of emoji are
    no words of the writer.
    """
    forms, asked = doc._.forms, wanted.split()
    start = _find(forms, asked)
    seen = {fold(word) for word in _WRITTEN.findall(normalise_words(doc))}
    runs: list[list[tuple[str, str]]] = [[]]
    for form, token in zip(forms[start : start + len(asked)], doc[start : start + len(asked)], strict=True):
        if (form in EMPTY and form not in _LINKS) or form not in seen:
            runs.append([])
        else:
            runs[-1].append((form, token.text))
    trimmed = [run for run in map(_trimmed, runs) if run]
    if not trimmed:
        return ""
    best = trimmed[0] if first else max(trimmed, key=lambda run: sum(form not in EMPTY for form, _ in run))
    return " ".join(word for _, word in _trimmed(best[:_LONGEST])).lower()


def normalise_words(doc: Doc) -> str:
    """The plain text without the names of its emoji, where it has any."""
    symbols = emoji_of(doc._.source)
    return normalise(_without(doc._.source, symbols)) if symbols else doc._.plain


def _without(text: str, symbols: list[str]) -> str:
    for symbol in set(symbols):
        text = text.replace(symbol, " ")
    return text


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
