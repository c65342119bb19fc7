"""What a group of posts is called: a phrase that many of them say, in their own spelling."""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from runpy import run_path

from transforms.enrich.text.frequencies import frequencies
from transforms.ground.accents import without_accents

MANY_SAY = 0.4
"""Share of a group's posts that say a phrase from which on it names the group."""
MOST_SAY = 0.6
"""The same for one word alone."""
COMMON = 6e-5
"""Frequency in French or English from which on a word is said about everything: « rien », "think"."""
_LONGER = 0.3
"""How much better each further word makes a phrase that as many say."""
_LONGEST = 4
_ANY_WORD = re.compile(r"[^\W\d_]+")
_CLAUSE = re.compile(r"[.!?,;:()\n…«»\"]+")
_WORD = re.compile(r"[^\W\d_]{3,}")
_NOISE = re.compile(r"https?://\S+|[@]\S+|\[\w+\]|<\w+>")
_FILLER = (
    "bonjour", "merci", "svp", "please", "thanks", "hello", "bonsoir", "salut", "lol", "mdr", "user", "avez", "suis",
    "etes", "cest", "jai", "est", "sont", "pas", "plus", "beurk", "wow", "haha", "yes", "oui", "non", "noted", "note",
    "vrai", "true", "info", "infos", "quelqu", "aujourd", "hui",
)  # fmt: skip


def fold(word: str) -> str:
    """The word in small letters, without accents."""
    return without_accents(word.lower())


@lru_cache(1)
def _empty() -> frozenset[str]:
    words = _stop_words("en") | _stop_words("fr") | set(_FILLER)
    return frozenset(fold(part) for word in words for part in re.split(r"['’]", word))


def _stop_words(language: str) -> set[str]:
    """spaCy's, out of their file: importing its French takes four seconds, for the exceptions of a
    tokenizer that nobody here uses.
    """
    spacy = find_spec("spacy")
    assert spacy
    assert spacy.origin
    file = Path(spacy.origin).parent / "lang" / language / "stop_words.py"
    return run_path(str(file))["STOP_WORDS"]


def words_of(text: str) -> list[tuple[str, str]]:
    """(folded, as written) of every word of a text that names something."""
    found = ((fold(word), word.lower()) for word in _WORD.findall(_NOISE.sub(" ", text)))
    return [(folded, word) for folded, word in found if folded not in _empty()]


def phrase_of(texts: Sequence[str], skip: frozenset[str] = frozenset()) -> str | None:
    """What the posts of a group are about: the words that many of them say one after the other, in
    their commonest spelling; None where they share none that names something.

    skip: words that name nothing. A phrase begins and ends with a word that does, and holds one that
    is not said about everything; one word alone must be said by most.
    """
    said = [_phrases(text, skip) for text in texts]
    posts = Counter(phrase for found in said for phrase in found)
    shares = {phrase: count / len(texts) for phrase, count in posts.items() if count > 1}
    fit = {
        phrase: share * (1 + _LONGER * (len(phrase) - 1))
        for phrase, share in shares.items()
        if share >= (MOST_SAY if len(phrase) == 1 else MANY_SAY) and not _common(phrase)
    }
    if not fit:
        return None
    best = min(fit, key=lambda phrase: (-round(fit[phrase], 6), phrase))
    spelled = Counter(found[best] for found in said if best in found)
    return min(spelled, key=lambda spelling: (-spelled[spelling], spelling))


def _phrases(text: str, skip: frozenset[str]) -> dict[tuple[str, ...], str]:
    """The runs of one to `_LONGEST` words that begin and end with a telling one: folded -> as written."""
    found: dict[tuple[str, ...], str] = {}
    for clause in _CLAUSE.split(_NOISE.sub(" ", text)):
        words = [(match.start(), match.end(), match[0]) for match in _ANY_WORD.finditer(clause)]
        folded = [fold(word) for _, _, word in words]
        tells = [
            len(form) >= 3 and form not in _empty() and word.lower() not in skip
            for form, (_, _, word) in zip(folded, words, strict=True)
        ]
        for start in range(len(words)):
            for end in range(start, min(start + _LONGEST, len(words))):
                if tells[start] and tells[end]:
                    written = clause[words[start][0] : words[end][1]].lower()
                    found.setdefault(
                        tuple(folded[start : end + 1]), " ".join(written.replace("#", "").split())
                    )
    return found


def _common(phrase: tuple[str, ...]) -> bool:
    """Whether each word of a phrase is one that is said about everything."""
    return all(_frequency(word) >= COMMON for word in phrase)


@lru_cache(1)
def _frequencies() -> dict[str, float]:
    """Folded word -> its frequency in French or English, whichever is higher."""
    known: dict[str, float] = {}
    for language in ("fr", "en"):
        for word, share in frequencies()[language].items():
            form = fold(word)
            known[form] = max(known.get(form, 0.0), share)
    return known


def _frequency(word: str) -> float:
    return _frequencies().get(word, 0.0)
