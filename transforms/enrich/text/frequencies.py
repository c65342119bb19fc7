"""How often a word is said in a language, as `wordfreq` counted it in social media, subtitles,
books and the web.
"""

from functools import lru_cache
from math import log

NEIGHBOURS = ("es", "pt", "it", "de", "nl", "ro")
LANGUAGES = ("fr", "en", *NEIGHBOURS)
_UNHEARD = 3e-7
"""The frequency of a word that is not among a language's 30,000 most frequent ones: below the rarest of them."""


@lru_cache(1)
def frequencies() -> dict[str, dict[str, float]]:
    """Language -> word in lower case, with its accents -> its share of all words."""
    from wordfreq import get_frequency_dict

    return {language: get_frequency_dict(language, wordlist="small") for language in LANGUAGES}


def chances(word: str) -> tuple[float, ...]:
    """The logarithm of a word's frequency in each of `LANGUAGES`; what nobody says is as rare in
    all of them.
    """
    return tuple(log(known.get(word, 0.0) + _UNHEARD) for known in frequencies().values())


def is_heard(word: str) -> bool:
    """Whether French or English has the word among its 30,000 most frequent ones."""
    known = frequencies()
    return word in known["fr"] or word in known["en"]
