"""When the lower storey does not know: learnt from texts that both storeys have read."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

FAR = 0.25
"""By how much the sentiment must differ between the storeys for the upper one to have been needed:
what a negation or irony turns is worth reading on, a probability that moves a little is not."""

_STRICTNESS = 0.001


def fit(
    lower: np.ndarray, below: np.ndarray, above: np.ndarray, share: float, bars: list[np.ndarray]
) -> tuple[np.ndarray, float]:
    """Weights (width, 1) and bias over lower features; positive where a text should be read on.

    `below` and `above` (n,) are the two storeys' sentiments of the same texts; `bars` holds the
    lower features of texts of each kind that will be read: about `share` of them goes up.
    """
    needed = np.abs(below - above) > FAR
    scaler = StandardScaler().fit(lower)
    model = LogisticRegression(C=_STRICTNESS, max_iter=500).fit(scaler.transform(lower), needed)
    weights = (model.coef_[0] / scaler.scale_)[:, None]
    bias = float(model.intercept_[0] - scaler.mean_ @ weights[:, 0])
    cuts = [float(np.quantile(features @ weights[:, 0] + bias, 1 - share)) for features in bars]
    return weights, bias - float(np.mean(cuts))
