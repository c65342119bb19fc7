"""How often a word is said in a language, as `wordfreq` counted it in social media, subtitles,
books and the web.
"""

import gzip
from functools import lru_cache
from importlib.util import find_spec
from math import log
from pathlib import Path

from srsly import msgpack_loads

NEIGHBOURS = ("es", "pt", "it", "de", "nl", "ro")
LANGUAGES = ("fr", "en", *NEIGHBOURS)
_UNHEARD = 3e-7
"""The frequency of a word that is not among a language's 30,000 most frequent ones: below the rarest of them."""


@lru_cache(1)
def frequencies() -> dict[str, dict[str, float]]:
    """Language -> word in lower case, with its accents -> its share of all words."""
    return {language: _shares(language) for language in LANGUAGES}


def _shares(language: str) -> dict[str, float]:
    """The small list of `wordfreq`, whose file is read as it is: importing the package takes longer
    than reading all lists. A file's bands of words are each a hundredth of a power of ten rarer.
    """
    spec = find_spec("wordfreq")
    assert spec
    assert spec.origin
    file = Path(spec.origin).parent / "data" / f"small_{language}.msgpack.gz"
    _, *bands = msgpack_loads(gzip.decompress(file.read_bytes()))
    return {word: 10 ** (-place / 100) for place, band in enumerate(bands) for word in band}


def chances(word: str) -> tuple[float, ...]:
    """The logarithm of a word's frequency in each of `LANGUAGES`; what nobody says is as rare in
    all of them.
    """
    return tuple(log(known.get(word, 0.0) + _UNHEARD) for known in frequencies().values())


def is_heard(word: str) -> bool:
    """Whether French or English has the word among its 30,000 most frequent ones."""
    known = frequencies()
    return word in known["fr"] or word in known["en"]
