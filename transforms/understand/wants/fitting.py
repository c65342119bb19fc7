"""Which phrase says what a post wants: how near the two mean, and how many of the phrase's words the
post says.

A meaning knows what a post is about, and half of those who write of a technician want their line
back: who lost « internet » says so.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from transforms.understand.naming import words_of
from transforms.understand.wants.phrases import PhraseBook

WORDS = 0.5
"""How much it counts that a post says a phrase's words, beside the likeness of meanings (a cosine)."""
TELLING = 0.75
"""What a phrase's words weigh at least, in words that nobody says: « siège » alone is not « des sièges
côte à côte »."""
SHARP = 12.0
"""How fast a phrase grows likelier with its fit: elevenfold with a fifth more."""
NOTHING = 0.2
"""How well what no phrase says fits every post."""
LIKELY = 0.5
"""Probability from which on a phrase says what a post wants. Of the ten first wants of 1,500 posts to a
telecom brand, all read by hand, 572 people were counted so: 58 % want it outright, 73 % that or
nearly; of those who want it, a third was counted."""
ROUNDS = 30
_ROOT = 5
"""Letters by which the forms of a word are one: « remboursé », « remboursement »."""


def fitting(
    texts: Sequence[str], vectors: np.ndarray, book: PhraseBook
) -> tuple[np.ndarray, np.ndarray]:
    """(n,) the place of the phrase that is likeliest meant, -1 where none is likely, and (n,) how well
    it fits.

    vectors: (n, d), what is not usual of the posts; unit.
    """
    if not len(texts):
        return np.zeros(0, dtype=int), np.zeros(0)
    ways = vectors @ book.ways.T + WORDS * words_said(texts, book)
    fit = _of_phrase(ways, book).round(4)
    meant = likelihood(fit).round(4)
    best = meant.argmax(axis=1)
    return np.where(meant.max(axis=1) >= LIKELY, best, -1), fit[np.arange(len(fit)), best]


def likelihood(fit: np.ndarray) -> np.ndarray:
    """(n, phrases): the probability that each phrase is meant, of how well it fits.

    What many want is likelier meant where little is said: how often each is wanted is what the posts
    say themselves, found by expectation and maximisation (Saerens, Latinne and Decaestecker 2002).
    """
    phrases = fit.shape[1]
    alone, often = np.exp(SHARP * (fit - NOTHING)), np.full(phrases, 1 / phrases)
    for _ in range(ROUNDS):
        meant = alone * often
        meant /= meant.sum(axis=1, keepdims=True) + 1
        often = (meant.sum(axis=0) + 1) / (meant.sum() + phrases)
    return meant


def _of_phrase(ways: np.ndarray, book: PhraseBook) -> np.ndarray:
    """(n, phrases): the best of each phrase's ways, of (n, ways)."""
    first = np.unique(book.way_of, return_index=True)[1]
    return np.maximum.reduceat(ways, first, axis=1)


def words_said(texts: Sequence[str], book: PhraseBook) -> np.ndarray:
    """(n, ways), 0..1: the share of a way's words that a post says, in the language in which it
    says more.

    A word counts the more, the fewer of the posts say it (inverse document frequency, Spärck Jones
    1972); few words, or such as everybody says, are less than a whole phrase.
    """
    rows_of: dict[str, list[int]] = {}
    for row, text in enumerate(texts):
        for root in roots(text):
            rows_of.setdefault(root, []).append(row)

    def weight(root: str) -> float:
        return float(np.log((len(texts) + 1) / (len(rows_of.get(root, ())) + 1)))

    least = TELLING * max(weight(""), 1e-9)
    ways = [way for phrase in book.phrases for way in phrase.ways]
    shares = np.zeros((len(texts), len(ways)))
    for place, way in enumerate(ways):
        for words in map(roots, way):
            said = np.zeros(len(texts))
            for root in words & rows_of.keys():
                said[rows_of[root]] += weight(root)
            whole = max(sum(map(weight, words)), least)
            shares[:, place] = np.maximum(shares[:, place], said / whole)
    return shares


@lru_cache(10_000)  # each anchor of a night asks for the same posts
def roots(text: str) -> frozenset[str]:
    """The words of a text that tell something, each by its first letters."""
    return frozenset(word[:_ROOT] for word, _ in words_of(text))
