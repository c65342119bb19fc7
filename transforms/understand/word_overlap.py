"""How far two texts name the same things, in whichever language: their words laid side by side.

Sentence vectors know what a text is like as a whole; what somebody wants is often one word of it, «
synchronisation » or "sync". Here every word looks for its nearest in the other text, in a space
that French and English share: a soft Dice coefficient of their words, but for those that every
review is full of.
"""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np

from transforms.understand.naming import words_of

Encode = Callable[[list[str]], np.ndarray]
"""Texts -> unit vectors (n, 512), one space for both languages."""

NEAR = 0.5
"""Cosine of two words from which on they say something of each other."""
MANY = 50
VAGUE = 0.6
"""Cosine with a word of `_FILLER` from which on a word tells nothing either."""
FELT = 0.75
"""Cosine with a word of `_FEELING` from which on a word is one."""
_FILLER = (
    "app", "application", "update", "version", "phone", "téléphone", "problem", "problème", "fix", "please",
    "want", "add", "possible", "work", "marche", "fonctionne", "good", "great", "nice", "bien", "love", "like",
    "need", "use", "user", "device", "produit", "product", "service", "company", "time", "fois", "jour", "day",
    "depuis", "since", "always", "toujours", "never", "jamais", "new", "nouveau", "last", "dernier", "star",
    "étoile", "really", "vraiment", "stop", "try", "essayer", "help", "aide", "make", "faire", "option",
    "feature", "fonction", "change", "wish", "aimerais", "dommage", "useful", "utile", "perfect", "super",
    "thing", "chose", "year", "month", "mois", "people",
)  # fmt: skip
_FEELING = (
    "happy", "heureux", "sad", "triste", "angry", "furieux", "colère", "shame", "honte", "scandaleux",
    "disgusting", "écœurant", "fear", "peur", "worried", "inquiet", "hope", "espoir", "trust", "confiance",
    "surprise", "laugh", "rire", "smile", "sourire", "cry", "pleurer", "curious", "curieux", "thanks", "merci",
    "bravo", "congratulations", "sorry", "désolé", "courage", "adore", "hate", "déteste", "awful", "horrible",
    "funny", "drôle", "disappointed", "déçu",
)  # fmt: skip
VOCABULARY = 5_000
"""Words that are looked at: the most frequent ones."""


def likeness(
    texts: Sequence[str], encode: Encode, common: float = 1.0, feelings: bool = True
) -> np.ndarray:
    """(n, n), 0..1: how far each two texts name the same things; 1 on the diagonal.

    feelings: whether words of feeling count; common: share of the texts beyond which a word tells
    nothing, where there are `MANY` texts or more.
    """
    said = _telling([sorted({word for _, word in words_of(text)}) for text in texts], common)
    vocabulary = sorted({word for words in said for word in words})
    if not vocabulary:
        return np.eye(len(texts))
    place = {word: i for i, word in enumerate(vocabulary)}
    vectors = encode(vocabulary)
    near = np.maximum(vectors @ vectors.T - NEAR, 0) / (1 - NEAR)
    has = np.zeros((len(texts), len(vocabulary)), dtype=np.float32)
    echo = np.zeros_like(has)
    for i, words in enumerate(said):
        if words:
            own = [place[word] for word in words]
            has[i, own] = 1
            echo[i] = near[own].max(axis=0)
    vague = _near(vectors, encode, _FILLER, VAGUE)
    if not feelings:
        vague |= _near(vectors, encode, _FEELING, FELT)
    weighted = has * ~vague
    shared, whole = weighted @ echo.T, weighted.sum(axis=1)
    alike = (shared + shared.T) / np.maximum(whole[:, None] + whole[None, :], 1e-9)
    np.fill_diagonal(alike, 1)
    return np.clip(alike, 0, 1)


def vague_words(texts: Sequence[str], encode: Encode) -> frozenset[str]:
    """The words of the texts that name nothing: filler and feelings, as they are written."""
    vocabulary = sorted({word for text in texts for _, word in words_of(text)})
    if not vocabulary:
        return frozenset()
    vectors = encode(vocabulary)
    vague = _near(vectors, encode, _FILLER, VAGUE) | _near(vectors, encode, _FEELING, FELT)
    return frozenset(word for word, is_vague in zip(vocabulary, vague, strict=True) if is_vague)


def _near(vectors: np.ndarray, encode: Encode, words: Sequence[str], least: float) -> np.ndarray:
    return (vectors @ encode(list(words)).T).max(axis=1) >= least


def _telling(said: list[list[str]], common: float) -> list[list[str]]:
    """The words without the too common ones, and without the rarest where there are more than
    `VOCABULARY`.
    """
    counts = Counter(word for words in said for word in words)
    most = common * len(said) if len(said) >= MANY else len(said)
    ranked = sorted(
        (word for word in counts if counts[word] <= most), key=lambda word: (-counts[word], word)
    )
    kept = set(ranked[:VOCABULARY])
    return [[word for word in words if word in kept] for words in said]
