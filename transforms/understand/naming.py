"""What a group of posts is called: words frequent in it and rare elsewhere, in the community's own
spelling.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from spacy.lang.en.stop_words import STOP_WORDS as ENGLISH
from spacy.lang.fr.stop_words import STOP_WORDS as FRENCH

from transforms.ground.accents import without_accents

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
    return frozenset(
        fold(part) for word in (*ENGLISH, *FRENCH, *_FILLER) for part in re.split(r"['’]", word)
    )


def words_of(text: str) -> list[tuple[str, str]]:
    """(folded, as written) of every word of a text that names something."""
    found = ((fold(word), word.lower()) for word in _WORD.findall(_NOISE.sub(" ", text)))
    return [(folded, word) for folded, word in found if folded not in _empty()]


def names(
    texts: Sequence[str], labels: np.ndarray, most: int = 3, skip: frozenset[str] = frozenset()
) -> dict[int, list[str]]:
    """Group -> its `most` most telling words by c-TF-IDF (Grootendorst 2022), each in its commonest
    spelling.

    skip: words that name nothing. A word that only one post of a group of several says does not
    name the group; the words stand in their usual order.
    """
    order: dict[str, list[int]] = {}
    spellings: dict[str, Counter[str]] = {}
    counts: dict[int, Counter[str]] = {}
    posts: dict[int, Counter[str]] = {}
    for text, label in zip(texts, labels.tolist(), strict=True):
        said = [(folded, word) for folded, word in words_of(text) if word not in skip]
        for folded, word in said:
            spellings.setdefault(folded, Counter())[word] += 1
        for place, (folded, _) in enumerate(said):
            order.setdefault(folded, []).append(place)
        counts.setdefault(label, Counter()).update(folded for folded, _ in said)
        posts.setdefault(label, Counter()).update({folded for folded, _ in said})
    total = sum((Counter(c) for c in counts.values()), Counter())
    mean = sum(total.values()) / max(1, len(counts))
    sizes = Counter(labels.tolist())
    chosen = {}
    for label, count in counts.items():
        size = max(1, sum(count.values()))
        least = 2 if sizes[label] > 2 else 1
        weights = {
            w: c / size * np.log1p(mean / total[w])
            for w, c in count.items()
            if posts[label][w] >= least
        }
        best = sorted(weights, key=lambda w: (-weights[w], w))[:most]
        best.sort(key=lambda w: (np.mean(order[w]), w))
        chosen[label] = [
            min(spellings[w].items(), key=lambda item: (-item[1], item[0]))[0] for w in best
        ]
    return chosen
