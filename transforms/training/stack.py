"""Several opinions into one honest probability: how much each part of the model counts, per language and answer."""

import numpy as np
import scipy.optimize

from transforms.enrich.model.affect import LANGUAGES, OUTPUTS
from transforms.training.data import Examples

_ENOUGH = 60


def fit(opinions: np.ndarray, examples: Examples, ease: float = 2.0) -> np.ndarray:
    """Weights (languages, parts + 1, outputs), the last row a bias, fitted on held-out texts (Wolpert 1992).

    `opinions` is (n, parts, outputs) of logits, 0 where a part has none for the language. A language with fewer than
    60 texts of either kind borrows the weights of all languages; `ease` pulls the weights towards an equal say.
    """
    weights = examples.weights
    language = examples.frame["language"].to_numpy()
    found = np.zeros((len(LANGUAGES), opinions.shape[1] + 1, len(OUTPUTS)))
    for j in range(len(OUTPUTS)):
        known = ~np.isnan(examples.targets[:, j])
        for i, one in enumerate(LANGUAGES):
            rows = known & (language == one)
            yes = examples.targets[rows, j]
            if yes.sum() < _ENOUGH or (1 - yes).sum() < _ENOUGH:
                rows = known
            found[i, :, j] = _fit(opinions[rows, :, j], examples.targets[rows, j], weights[rows, j], ease)
    return found


def _fit(x: np.ndarray, y: np.ndarray, w: np.ndarray, ease: float) -> np.ndarray:
    speaks = np.abs(x).max(axis=0) > 0 if len(x) else np.zeros(x.shape[1], bool)
    equal = np.where(speaks, 1 / max(1, speaks.sum()), 0.0)

    def loss(b: np.ndarray) -> tuple[float, np.ndarray]:
        z = x @ b[:-1] + b[-1]
        slope = w * (1 / (1 + np.exp(-np.clip(z, -60, 60))) - y)
        value = float((w * (np.logaddexp(0, z) - y * z)).sum() + ease / 2 * ((b[:-1] - equal) ** 2).sum())
        return value, np.append(x.T @ slope + ease * (b[:-1] - equal), slope.sum())

    bounds = [(0.0, None) if s else (0.0, 0.0) for s in speaks] + [(None, None)]
    return scipy.optimize.minimize(loss, np.append(equal, 0.0), jac=True, method="L-BFGS-B", bounds=bounds).x
