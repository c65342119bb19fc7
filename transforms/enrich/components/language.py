"""Which language a text is in: French, English or another; asked of the text as it was written."""

import re
from functools import lru_cache

from lingua import Language as Tongue
from lingua import LanguageDetector, LanguageDetectorBuilder
from spacy.language import Language
from spacy.tokens import Doc

from transforms.enrich.text.frequencies import chances, is_heard
from transforms.enrich.text.normalise import bare, worded
from transforms.enrich.text.slang import ENGLISH, FRENCH, SHARED

Doc.set_extension("language", default="other", force=True)

OTHER = "other"
_TONGUES = {Tongue.FRENCH: "fr", Tongue.ENGLISH: "en"}
_WORD = re.compile(r"[^\W\d_]+")
_LOOKED_AT = 60
"""Words of a text that are asked."""
_SURE = 4.0
"""Log-odds of the words from which on they overrule what was expected."""
_SHORT_FORM = 6.0
"""Log-odds of a short form that only one of the two languages uses."""
_FOREIGN = 3.0
"""Log-odds of a neighbouring language against both, from which on a text is in another language."""
_FEW = 4
"""Words below which a text is French or English where one of them is expected: neighbours share too many of them."""
_KNOWN = 0.3
"""Share of the words of a longer text that French or English must know."""


def language_of(written: str, hint: str | None = None) -> str:
    """`fr`, `en` or `other` for a text as it was written; the hint decides where the words do not.

    hint: what the post, its account or its community says, as `fr`, `FR`, `fr-FR` or `fr_FR`.
    """
    return told_by(worded(bare(written)), hint)


def told_by(worded_text: str, hint: str | None) -> str:
    """`language_of` a text of which only what its writer worded is left: no address, mention, emoji
    or emoticon.
    """
    expected = code_of(hint)
    words = _WORD.findall(worded_text.lower())[:_LOOKED_AT]
    if not words:
        return expected or OTHER
    french, english, neighbour, known = _odds(words)
    longer = len(words) >= _FEW
    if (longer or not expected) and neighbour - max(french, english) >= _FOREIGN:
        return OTHER
    if longer and known < _KNOWN * len(words):
        return OTHER
    odds = french - english
    if expected and abs(odds) < _SURE:
        return expected
    return ("fr" if odds > 0 else "en") if abs(odds) >= 1 else _by_letters(" ".join(words))


def code_of(hint: str | None) -> str | None:
    """`fr` or `en` of a language tag in any spelling, else None."""
    code = (hint or "").lower().replace("_", "-").partition("-")[0].strip()
    return code if code in ("fr", "en") else None


def _odds(words: list[str]) -> tuple[float, float, float, int]:
    """How likely the words are in French, in English and in the likeliest neighbour, as logarithms;
    how many are known.

    The languages are added up one after the other, word by word: the same words always give the
    same sums.
    """
    french, english, es, pt, it, de, nl, ro, known = map(sum, zip(*map(_tells, words), strict=True))
    return french, english, max(es, pt, it, de, nl, ro), int(known)


@lru_cache(50_000)
def _tells(word: str) -> tuple[float, ...]:
    """A word's `chances`, more for a short form of one language alone, and 1 where either knows it,
    else 0.
    """
    french, english, *neighbours = chances(word)
    french += _SHORT_FORM * (word in FRENCH and word not in SHARED)
    english += _SHORT_FORM * (word in ENGLISH and word not in SHARED)
    return (french, english, *neighbours, float(is_heard(word)))


def _by_letters(text: str) -> str:
    """French or English by the letters of words that neither knows; another when they are nobody's."""
    found = _detector().detect_language_of(text)
    return _TONGUES[found] if found else OTHER


@lru_cache(1)
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_TONGUES).with_low_accuracy_mode().build()


@Language.component("language", assigns=["doc._.language"])
def language(doc: Doc) -> Doc:
    """Write `doc._.language`, unless whoever chose this pipeline did already."""
    if doc._.language == OTHER:
        doc._.language = language_of(doc._.source, doc._.hint)
    return doc
