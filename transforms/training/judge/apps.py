"""Are the intents of an app's reviews read by what another app's reviews taught?"""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.preprocessing import StandardScaler

from transforms.training.calibration import f1
from transforms.training.data import Examples
from transforms.training.judge.line import Line, f1_of, line

JUDGED = (("complaint", "0.88"), ("suggestion", "0.80"))
_STRENGTH = 0.002


def lines(reviews: Examples, features: np.ndarray) -> Iterator[Line]:
    """A head fitted on one app and judged on the other, both ways; the encoder below it has read
    both apps' labels.
    """
    app, language = reviews.frame["app"].to_numpy(), np.array(reviews.languages)
    for intent, target in JUDGED:
        true = reviews.column(intent) > 0.5
        said = np.zeros(len(true), dtype=bool)
        for one in sorted(set(app)):
            teach, judge = np.flatnonzero(app == one), np.flatnonzero(app != one)
            scaler = StandardScaler().fit(features[teach])
            head = LogisticRegression(C=_STRENGTH, max_iter=500)
            own = cross_val_predict(
                head, scaler.transform(features[teach]), true[teach], method="decision_function"
            )
            head.fit(scaler.transform(features[teach]), true[teach])
            said[judge] = head.decision_function(scaler.transform(features[judge])) >= _cut(
                own, true[teach]
            )
        for of in ("en", "fr", "all"):
            rows = np.flatnonzero((language == of) | (of == "all"))
            yield line(
                "app never seen by the head",
                "minibar",
                of,
                f"{intent} F1",
                len(rows),
                f1_of(said[rows], true[rows]),
                target,
            )


def _cut(score: np.ndarray, true: np.ndarray) -> float:
    grid = np.quantile(score, np.linspace(0.3, 0.97, 60))
    return float(grid[int(np.argmax([f1(score >= cut, true) for cut in grid]))])
