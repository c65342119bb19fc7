"""What a want is called in both languages."""

from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from transforms.understand.asked import ReadPost
from transforms.understand.naming import words_of
from transforms.understand.wants.fitting import roots
from transforms.understand.wants.phrases import Beside, PhraseBook, spoken_as
from transforms.understand.wants.shaping import asks, pleas, quotes, wishes

NAMED = 0.55
"""Nearness of a want's middle to a phrase from which on the phrase is its name."""
NAMED_BY_MANY = 0.5
"""The same for a phrase that `MANY` of the posts have among their `_FIRST` nearest."""
MANY = 0.6
_FIRST = 3
WISHED = 0.5
"""Nearness of a wish in somebody's words to the want's middle from which on it is its name."""
INSIST = 3
"""People who say a wish in the same words from which on it is the name, whatever phrase lies near."""
TRANSLATED = 0.7
"""Nearness of a wish in one language with a phrase from which on the phrase says it in the other."""
QUOTED = 0.45
"""Mean nearness of a sentence to what the others want from which on it may stand for them: by hand, none
of nine that lie nearer was wrong, and 18 of 38 that lie farther."""
ECHOED = 1 / 3
"""Share of the others who say some word of a sentence from which on it may stand for them."""
QUOTED_FOR = 5
"""People for whom a quote may stand: of fewer whom no phrase holds, by hand, a third to a half want the same."""
COMMON, _OFTEN = 0.1, 30
"""Share and number of a community's posts from which on a word that they say tells no want from another."""
_TELLING = 2
"""Words that name something which a quote has at least: « help svp ? » has one."""
COHERENT = 0.35
"""Mean nearness of posts to their middle below which they are called by nothing."""
OUTSPOKEN = 0.2
"""Share of a want's posts that say outright what they want from which on these alone say where it lies:
three who ask for something else do not speak for thirty."""
_CLEAREST = 12
"""Posts whose wishes may name their want: the nearest to its middle."""


@dataclass(frozen=True)
class Name:
    """A want's name: a `phrase`, a wish in the `words` of a post, or a `quote` in the language that
    `said_in` names.
    """

    fr: str
    en: str
    kind: str
    said_in: str | None
    meaning: np.ndarray


_Heard = Sequence[tuple[str, frozenset[str]]]
"""The author of each post, and the `roots` of it that tell something."""


@dataclass(frozen=True)
class _Wish:
    words: str
    language: str
    people: frozenset[str]
    meaning: np.ndarray
    nearness: float


def middle(posts: Sequence[ReadPost], vectors: np.ndarray) -> np.ndarray:
    """Where a want lies: the mean of its outspoken posts, or of all where few are; a unit vector."""
    said = np.array([bool(post.explicit) for post in posts])
    return _unit_mean(vectors[said] if said.mean() >= OUTSPOKEN else vectors)


def name_of(
    posts: Sequence[ReadPost],
    vectors: np.ndarray,
    book: PhraseBook,
    beside: Beside,
    many: bool = True,
    common: frozenset[str] = frozenset(),
) -> Name | None:
    """What `INSIST` people ask for in so many words; else a phrase that lies near; else the wish that
    says best what all want; else a quote; None where posts hold no one want.

    vectors, beside: what is not usual of the posts and of any text; unit. many: whether they are
    of so many people that they are a want whatever it is called; fewer have a phrase for a name or
    none. common: the `roots` that tell no want from another (`often_said`).
    """
    centre = middle(posts, vectors)
    if float((vectors @ centre).mean()) < COHERENT:
        return None
    best = _phrase(vectors, centre, book)
    said: list[_Wish] = []
    clearest: list[ReadPost] = []
    heard = [(post.author_id, roots(post.text) - common) for post in posts]
    if many:
        nearest = sorted(
            range(len(posts)),
            key=lambda i: (not posts[i].explicit, -round(float(vectors[i] @ centre), 4), i),
        )
        clearest = [posts[i] for i in nearest[:_CLEAREST]]
        said = _wishes(clearest, centre, beside, heard)
    if best is not None and not _insisted(said):
        phrase = book.phrases[best]
        return Name(phrase.fr, phrase.en, "phrase", None, book.vectors[best])
    if said and said[0].nearness >= WISHED:
        return _both(said, book)
    if not many:
        return None
    return _quote(clearest, posts, vectors, beside, heard)


def _insisted(said: list[_Wish]) -> bool:
    """Whether so many say the nearest wish that no phrase says it better."""
    return bool(said) and said[0].nearness >= WISHED and len(said[0].people) >= INSIST


def _phrase(vectors: np.ndarray, centre: np.ndarray, book: PhraseBook) -> int | None:
    """The place of the phrase that names posts, None where none does."""
    near = (book.vectors @ centre).round(4)
    best = int(near.argmax())
    if near[best] >= NAMED:
        return best
    each = (vectors @ book.vectors.T).round(4)
    nearer = (each > each[:, [best]]).sum(axis=1)
    named_by_many = near[best] >= NAMED_BY_MANY and (nearer < _FIRST).mean() >= MANY
    return best if named_by_many else None


def often_said(posts: Sequence[ReadPost]) -> frozenset[str]:
    """The `roots` that `COMMON` of the posts say, and `_OFTEN` at least."""
    said = Counter(root for post in posts for root in roots(post.text))
    return frozenset(root for root, n in said.items() if n >= max(_OFTEN, COMMON * len(posts)))


def _quote(
    clearest: Sequence[ReadPost],
    posts: Sequence[ReadPost],
    vectors: np.ndarray,
    beside: Beside,
    heard: _Heard,
) -> Name | None:
    """The sentence of the clearest outspoken posts that says best what the others want, in its own
    words and language; None where few want it or that is an exclamation: it, and no want, holds the
    posts together.
    """
    if len({author for author, _ in heard}) < QUOTED_FOR:
        return None
    said = {
        words: post
        for post in clearest
        if post.explicit
        for words in quotes(post.text)
        if sum(word not in pleas() for word, _ in words_of(words)) >= _TELLING
        and _echo(words, {post.author_id}, heard) >= ECHOED
    }
    if not said:
        return None
    where = beside(list(said), [post.language for post in said.values()])
    authors = np.array([post.author_id for post in posts])
    others = np.array([authors != post.author_id for post in said.values()])
    fit = (where @ vectors.T * others).sum(axis=1) / np.maximum(others.sum(axis=1), 1)
    nearness, best, at = max(
        (near, words, place)
        for place, (near, words) in enumerate(zip(fit.round(4).tolist(), said, strict=True))
    )
    if nearness < QUOTED or is_exclamation(best, posts):
        return None
    return Name(f"« {best} »", f"“{best}”", "quote", said[best].language, where[at])


def _echo(sentence: str, own: Set[str], heard: _Heard) -> float:
    """The share of posts, but those of its `own` authors, that say some word of a sentence."""
    said = [bool(roots(sentence) & theirs) for author, theirs in heard if author not in own]
    return sum(said) / max(1, len(said))


def is_exclamation(sentence: str, posts: Sequence[ReadPost]) -> bool:
    """Whether several people say a sentence that asks nothing word for word, and one of them beside
    something else: « tellement vrai, c'est une honte » is said of anything.
    """
    if asks(sentence):
        return False
    said = {post: [one.casefold() for one in quotes(post.text)] for post in posts}
    having = [post for post in posts if sentence.casefold() in said[post]]
    return len({post.author_id for post in having}) > 1 and any(len(said[p]) > 1 for p in having)


def _wishes(
    posts: Sequence[ReadPost], centre: np.ndarray, beside: Beside, heard: _Heard
) -> list[_Wish]:
    """The wishes of outspoken posts that `INSIST` say or others echo, the one that says best what all
    want first.
    """
    asked: dict[tuple[str, str], set[str]] = {}
    for post in posts:
        language = spoken_as(post.language)
        for words in wishes(post.text, language) if post.explicit else []:
            asked.setdefault((words, language), set()).add(post.author_id)
    asked = {
        wish: people
        for wish, people in asked.items()
        if len(people) >= INSIST or _echo(wish[0], people, heard) >= ECHOED
    }
    if not asked:
        return []
    where = beside(*map(list, zip(*asked, strict=True)))
    near = (where @ centre).round(4).tolist()
    found = [
        _Wish(*said, frozenset(people), at, nearness)
        for (said, people), at, nearness in zip(asked.items(), where, near, strict=True)
    ]
    return sorted(found, key=lambda wish: (-wish.nearness, wish.words))


def _both(said: list[_Wish], book: PhraseBook) -> Name:
    """The best wish in its own language; in the other a wish that says it too, a phrase that does,
    or the same in quotation marks.
    """
    best = said[0]
    other = "en" if best.language == "fr" else "fr"
    named = {best.language: best.words}
    for wish in said:
        alike = float(wish.meaning @ best.meaning) >= TRANSLATED
        if wish.language == other and wish.nearness >= WISHED and alike:
            named.setdefault(other, wish.words)
    near = (book.vectors @ best.meaning).round(4)
    if near.max() >= TRANSLATED:
        phrase = book.phrases[int(near.argmax())]
        named.setdefault(other, phrase.en if other == "en" else phrase.fr)
    said_in = None if other in named else best.language
    named.setdefault(other, f"“{best.words}”" if other == "en" else f"« {best.words} »")
    return Name(named["fr"], named["en"], "words", said_in, best.meaning)


def _unit_mean(vectors: np.ndarray) -> np.ndarray:
    mean = vectors.mean(axis=0)
    return mean / max(float(np.linalg.norm(mean)), 1e-9)
