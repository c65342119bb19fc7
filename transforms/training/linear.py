"""The linear part: one logistic regression per answer over hashed n-grams and sentence vectors, all fitted together."""

from dataclasses import dataclass

import numpy as np
import scipy.optimize
import scipy.sparse

from transforms.enrich.model.hashed_ngrams import BUCKETS, Ngrams

SENTENCE_SCALE = 3.0
"""How loudly a unit sentence vector speaks beside the n-grams' unit row."""


@dataclass(frozen=True)
class Linear:
    """Weights of the n-gram buckets (BUCKETS, outputs), of dense features (features, outputs), and a bias."""

    ngram: np.ndarray
    dense: np.ndarray
    bias: np.ndarray

    def logits(self, rows: scipy.sparse.csr_matrix, dense: np.ndarray) -> np.ndarray:
        return rows @ self.ngram + dense @ self.dense + self.bias


def unit_rows(ngrams: Ngrams) -> scipy.sparse.csr_matrix:
    """One row of length one per text: each of its n buckets counts 1 / sqrt(n)."""
    counts = np.diff(ngrams.starts)
    values = np.repeat(1 / np.sqrt(np.maximum(counts, 1)), counts).astype(np.float32)
    return scipy.sparse.csr_matrix((values, ngrams.buckets, ngrams.starts), shape=(len(counts), BUCKETS))


def fit(
    rows: scipy.sparse.csr_matrix, dense: np.ndarray, targets: np.ndarray, weights: np.ndarray,
    strength: float = 2.0, rounds: int = 60, seen: int = 3, loudness: float = SENTENCE_SCALE,
) -> Linear:  # fmt: skip
    """The L2-regularised fit (L-BFGS) to what is known of `targets` (n, outputs; NaN is unknown).

    `weights` is (n, outputs); `strength` is the penalty's weight in units of one example; a bucket that fewer than
    `seen` texts hold stays 0; rare ones speak louder (inverse document frequency, folded into the weights).
    """
    held = np.asarray((rows != 0).sum(axis=0)).ravel()
    kept = np.flatnonzero(held >= seen)
    rarity = (np.log((1 + rows.shape[0]) / (1 + held[kept])) + 1).astype(np.float32)
    small = (rows[:, kept] @ scipy.sparse.diags(rarity)).tocsr()
    lengths = np.sqrt(small.multiply(small).sum(axis=1))
    evened = np.float32(max(1, len(lengths)) / max(float(lengths.sum()), 1e-6))
    small *= evened
    across = small.T.tocsr()
    known = ~np.isnan(targets)
    truth = np.nan_to_num(targets).astype(np.float32)
    share = known * weights.astype(np.float32)
    outputs, features = targets.shape[1], dense.shape[1]
    scaled = np.ascontiguousarray(dense * loudness, dtype=np.float32)

    def split(flat: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        all_weights = flat.reshape(-1, outputs).astype(np.float32)
        return all_weights[: len(kept)], all_weights[len(kept) : len(kept) + features], all_weights[-1]

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        on_ngrams, on_dense, bias = split(flat)
        logits = small @ on_ngrams + scaled @ on_dense + bias
        value = float((share * (np.logaddexp(0, logits) - truth * logits)).sum(dtype=np.float64))
        slope = share * (_sigmoid(logits) - truth)
        value += strength / 2 * float((on_ngrams**2).sum() + (on_dense**2).sum())
        gradient = np.concatenate([
            across @ slope + strength * on_ngrams, scaled.T @ slope + strength * on_dense,
            slope.sum(axis=0, keepdims=True),
        ])  # fmt: skip
        return value, gradient.ravel().astype(np.float64)

    start = np.zeros((len(kept) + features + 1) * outputs)
    result = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds, "maxcor": 6})
    on_ngrams, on_dense, bias = split(result.x)
    table = np.zeros((BUCKETS, outputs), dtype=np.float32)
    table[kept] = on_ngrams * rarity[:, None] * evened
    return Linear(table, on_dense * np.float32(loudness), bias)


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -60, 60)))
