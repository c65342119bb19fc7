"""Which language a text is in: French, English or another."""

from functools import lru_cache

from lingua import Language as Tongue
from lingua import LanguageDetector, LanguageDetectorBuilder
from spacy.language import Language
from spacy.tokens import Doc

from transforms.enrich.text.tokens import fold
from transforms.enrich.text.words import words

Doc.set_extension("language", default="other", force=True)

OTHER = "other"
_TONGUES = {Tongue.FRENCH: "fr", Tongue.ENGLISH: "en"}
_NEIGHBOURS = (Tongue.SPANISH, Tongue.GERMAN, Tongue.ITALIAN, Tongue.PORTUGUESE, Tongue.DUTCH)
_SURE = 0.75
"""Share that the best language must have before it overrules what the community said."""


def language_of(text: str, hint: str | None = None) -> str:
    """`fr`, `en` or `other` for a normalised text; the hint decides where the text does not."""
    said = [fold(word) for word in text.replace("'", " ").split()[:60]]
    only_french, only_english = _telling()
    french, english = sum(word in only_french for word in said), sum(word in only_english for word in said)
    if max(french, english) >= 2 and abs(french - english) >= 2 and max(french, english) * 6 >= len(said):
        return "fr" if french > english else "en"
    expected = hint if hint in ("fr", "en") else None
    if expected and len(said) <= 3:
        return expected
    return _ask_lingua(text[:300], expected)


@lru_cache(1)
def _telling() -> tuple[frozenset[str], frozenset[str]]:
    """Words that one of the two languages uses all the time and the other does not: most texts need no more."""
    french, english = words("function", "fr"), words("function", "en")
    return french - english, english - french


def _ask_lingua(text: str, expected: str | None) -> str:
    values = _detector().compute_language_confidence_values(text)
    if not values or values[0].value <= 0:
        return expected or OTHER
    best = values[0]
    if expected and best.value < _SURE:
        return expected
    return _TONGUES.get(best.language, OTHER)


@lru_cache(1)
def _detector() -> LanguageDetector:
    builder = LanguageDetectorBuilder.from_languages(*_TONGUES, *_NEIGHBOURS)
    return builder.with_low_accuracy_mode().with_preloaded_language_models().build()


@Language.component("language", assigns=["doc._.language"])
def language(doc: Doc) -> Doc:
    """Write `doc._.language`, unless whoever chose this pipeline did already."""
    if doc._.language == OTHER:
        doc._.language = language_of(doc._.plain, doc._.hint)
    return doc
