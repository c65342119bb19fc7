"""Bending probabilities: evidence is added on the log-odds scale, where it can never leave 0..1."""

import numpy as np

_EDGE = 1e-4


def bend(probabilities: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """The probabilities with `weights` added to their log-odds; a weight of 0 leaves one as it is."""
    if not weights.any():
        return probabilities
    inside = np.clip(probabilities, _EDGE, 1 - _EDGE)
    bent = 1 / (1 + np.exp(-(np.log(inside / (1 - inside)) + weights)))
    return np.where(weights == 0, probabilities, bent)


def either(*probabilities: float) -> float:
    """The probability of at least one of several independent things (noisy or)."""
    none = 1.0
    for probability in probabilities:
        none *= 1 - probability
    return 1 - none
