"""What a want is called in both languages, and which posts prove it."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from transforms.understand.posts import Post
from transforms.understand.wants.phrases import PhraseBook
from transforms.understand.wants.shaping import quote, wish

NAMED = 0.5
"""Nearness of a want's middle to a phrase from which on the phrase is its name."""
LARGE = 0.2
"""Share of all posts from which on a want is itself what is usual, and is seen beside the phrases alone."""
NAMED_LARGE = 0.4
"""What `NAMED` is for a large want."""
TRANSLATED = 0.65
"""Nearness of a wish in one language with a phrase from which on the phrase says it in the other."""
PROVEN = 0.4
"""Likeness of a post to its want's middle from which on it may prove the want."""
ENTAILED = 0.35
"""Nearness of a post to the phrase that names its want from which on it may prove the want."""
COHERENT = 0.45
"""Mean likeness of posts to their middle below which they are called by nothing."""
PROOFS = 5


@dataclass(frozen=True)
class Name:
    """A want's name: a `phrase`, a wish in the `words` of a post, or a `quote` in the language that
    `said_in` names.
    """

    fr: str
    en: str
    kind: str
    said_in: str | None
    meaning: np.ndarray | None = None


def middle(posts: Sequence[Post], vectors: np.ndarray) -> np.ndarray:
    """Where a want lies: the mean of its outspoken posts, or of all where none is; a unit vector."""
    said = np.array([bool(post.explicit) for post in posts])
    return _unit_mean(vectors[said] if said.any() else vectors)


def name_of(
    posts: Sequence[Post],
    vectors: np.ndarray,
    book: PhraseBook,
    usual: np.ndarray,
    share: float = 0.0,
) -> Name | None:
    """A phrase that lies near; else the clearest post's own wish; else its quote; None where posts
    hold no one want.

    share: the part of all posts that these are.
    """
    centre = _unit_mean(vectors)
    large = share >= LARGE
    near = book.nearness(centre, book.centre if large else usual)
    best = int(near.argmax())
    if near[best] >= (NAMED_LARGE if large else NAMED):
        phrase = book.phrases[best]
        return Name(phrase.fr, phrase.en, "phrase", None, book.vectors[best])
    if float((vectors @ centre).mean()) < COHERENT:
        return None
    return _in_their_words(posts, vectors, book, usual)


def _in_their_words(
    posts: Sequence[Post], vectors: np.ndarray, book: PhraseBook, usual: np.ndarray
) -> Name | None:
    fit = vectors @ middle(posts, vectors)
    clearest = sorted(
        range(len(posts)), key=lambda i: (not posts[i].explicit, -round(float(fit[i]), 4), i)
    )[:PROOFS]
    for i in clearest:
        language = "fr" if posts[i].language == "fr" else "en"
        asked = wish(posts[i].text, language) if posts[i].explicit else ""
        if asked:
            return _both(asked, language, book, book.nearness(vectors[i], usual))
    for i in clearest:
        if said := quote(posts[i].text):
            return Name(f"« {said} »", f"“{said}”", "quote", posts[i].language)
    return None


def _both(asked: str, language: str, book: PhraseBook, near: np.ndarray) -> Name:
    """A wish in its own language; in the other a phrase that says the same, or the wish in
    quotation marks.
    """
    other = book.phrases[int(near.argmax())] if near.max() >= TRANSLATED else None
    if language == "fr":
        return Name(asked, other.en if other else f"“{asked}”", "words", None if other else "fr")
    return Name(other.fr if other else f"« {asked} »", asked, "words", None if other else "en")


def proofs(posts: Sequence[Post], vectors: np.ndarray, name: Name, usual: np.ndarray) -> list[int]:
    """The posts that show the want, at most `PROOFS`, each by another person: the outspoken first,
    then the nearest.
    """
    fit = vectors @ middle(posts, vectors)
    shows = fit >= PROVEN
    if name.meaning is not None:
        own = vectors - usual
        fit = own @ name.meaning / np.maximum(np.linalg.norm(own, axis=1), 1e-9)
        shows &= fit >= ENTAILED
    order = sorted(
        np.flatnonzero(shows).tolist(),
        key=lambda i: (not posts[i].explicit, -round(float(fit[i]), 4), i),
    )
    first_of: dict[str, int] = {}
    for i in order:
        first_of.setdefault(posts[i].author_id, i)
    return list(first_of.values())[:PROOFS]


def _unit_mean(vectors: np.ndarray) -> np.ndarray:
    mean = vectors.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)
