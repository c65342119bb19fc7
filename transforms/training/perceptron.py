"""The second part: a small network over sentence vectors, where one feeling has many directions in both languages."""

from dataclasses import dataclass

import numpy as np

SCALE = np.float32(np.sqrt(512))


@dataclass(frozen=True)
class Perceptron:
    """Unit sentence vectors (n, 512) -> hidden (ReLU) -> logits (n, outputs)."""

    first: np.ndarray
    first_bias: np.ndarray
    second: np.ndarray
    second_bias: np.ndarray

    def logits(self, vectors: np.ndarray) -> np.ndarray:
        return np.maximum(vectors @ self.first + self.first_bias, 0) @ self.second + self.second_bias


def fit(
    vectors: np.ndarray, targets: np.ndarray, weights: np.ndarray, hidden: int = 768, epochs: int = 12, seed: int = 1
) -> Perceptron:
    """Fit to what is known of `targets` with Adam (Kingma & Ba 2015) and dropout; same seed, same network."""
    rng = np.random.default_rng(seed)
    outputs = targets.shape[1]
    parameters = [
        rng.normal(0, vectors.shape[1] ** -0.5, (vectors.shape[1], hidden)).astype(np.float32),
        np.zeros(hidden, np.float32),
        rng.normal(0, hidden**-0.5, (hidden, outputs)).astype(np.float32), np.zeros(outputs, np.float32),
    ]  # fmt: skip
    adam = _Adam(parameters)
    known, truth = ~np.isnan(targets), np.nan_to_num(targets).astype(np.float32)
    share = known * weights.astype(np.float32)
    batch, step, steps = 256, 0, epochs * (len(vectors) // 256)
    for _ in range(epochs):
        order = rng.permutation(len(vectors))
        for start in range(0, len(order) - batch + 1, batch):
            rows = order[start : start + batch]
            step += 1
            rate = 2e-3 * min(1.0, step / (0.1 * steps)) * (1 - step / (steps + 1))
            adam.step(parameters, _slopes(parameters, vectors[rows] * SCALE, truth[rows], share[rows], rng), rate)
    first, first_bias, second, second_bias = parameters
    return Perceptron(first * SCALE, first_bias, second, second_bias)


def _slopes(
    parameters: list[np.ndarray], x: np.ndarray, truth: np.ndarray, share: np.ndarray, rng: np.random.Generator
) -> list[np.ndarray]:
    first, first_bias, second, second_bias = parameters
    x = x * (rng.random(x.shape, np.float32) > 0.1) / np.float32(0.9)
    inner = x @ first + first_bias
    kept = (inner > 0) * (rng.random(inner.shape, np.float32) > 0.5) / np.float32(0.5)
    active = inner * kept
    error = (
        share * (1 / (1 + np.exp(-np.clip(active @ second + second_bias, -30, 30))) - truth) / np.float32(len(x) * 9)
    )
    back = (error @ second.T) * kept
    return [x.T @ back, back.sum(axis=0), active.T @ error, error.sum(axis=0)]


class _Adam:
    def __init__(self, parameters: list[np.ndarray], decay: float = 0.05) -> None:
        self._mean = [np.zeros_like(p) for p in parameters]
        self._square = [np.zeros_like(p) for p in parameters]
        self._count, self._decay = 0, decay

    def step(self, parameters: list[np.ndarray], slopes: list[np.ndarray], rate: float) -> None:
        self._count += 1
        for p, g, m, v in zip(parameters, slopes, self._mean, self._square, strict=True):
            m += (1 - 0.9) * (g - m)
            v += (1 - 0.999) * (g * g - v)
            p -= np.float32(rate) * (
                m / (1 - 0.9**self._count) / (np.sqrt(v / (1 - 0.999**self._count)) + 1e-8)
                + self._decay * p * (p.ndim > 1)
            )
