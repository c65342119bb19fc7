"""App reviews: intents learnt on one app's reviews and judged on the other's, both ways."""

from typing import Any

import numpy as np
import scipy.optimize
import scipy.sparse

from transforms.enrich.affect import OUTPUTS
from transforms.enrich.hashed_ngrams import table
from transforms.enrich.training import linear
from transforms.enrich.training.calibration import f1
from transforms.enrich.training.data import Examples

JUDGED = ("complaint", "suggestion")
_ROUNDS, _FOLDS = 100, 4


def cross_app(examples: Examples, vectors: np.ndarray) -> list[dict[str, Any]]:
    """Per intent and language ("all" too): F1 of the yes, and the mean of the F1 of yes and no, over both directions.

    The threshold comes from the app that teaches, read in folds. How common an intent is in the other app is learnt
    from that app's reviews without their labels, per language. `same_app` is the F1 of the yes within the teaching app,
    read in folds: what the labels of one app allow.
    """
    rows = linear.unit_rows(table(examples.texts))
    columns = [OUTPUTS.index(intent) for intent in JUDGED]
    truths = examples.targets[:, columns] == 1
    app, language = examples.frame["app"].to_numpy(), examples.frame["language"].to_numpy()
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for one in sorted(set(app)):
        teach, judge = np.flatnonzero(app == one), np.flatnonzero(app != one)
        folded = np.empty((len(teach), len(columns)))
        for fold in range(_FOLDS):
            folded[fold::_FOLDS] = _read(
                rows, vectors, truths, np.delete(teach, np.s_[fold::_FOLDS]), teach[fold::_FOLDS]
            )
        read = _read(rows, vectors, truths, teach, judge)
        for j, intent in enumerate(JUDGED):
            known, true = truths[teach, j], truths[judge, j]
            slope, start = _honest(folded[:, j], known)
            aside, logits = slope * folded[:, j] + start, slope * read[:, j] + start
            cut, same = _best_cut(aside, known)
            for of in np.unique(language[judge]):
                some = language[judge] == of
                logits[some] += shift_of_prior(logits[some], float(known.mean()))
            for of in ("en", "fr", "all"):
                some = (language[judge] == of) | (of == "all")
                said = logits[some] >= cut
                yes, no = f1(said, true[some]), f1(~said, ~true[some])
                found.setdefault((intent, of), []).append((yes, (yes + no) / 2, same))
    return [
        {"class": intent, "language": of, **dict(zip(("f1", "f1_yes_and_no", "same_app"), means, strict=True))}
        for (intent, of), values in found.items()
        for means in [[float(m) for m in np.mean(values, axis=0)]]
    ]


def _read(
    rows: scipy.sparse.csr_matrix, vectors: np.ndarray, truths: np.ndarray, learn: np.ndarray, judge: np.ndarray
) -> np.ndarray:
    """Logits (judge, intents) of a logistic regression taught by the rows `learn`."""
    weights = np.ones((len(learn), truths.shape[1]))
    fitted = linear.fit(
        rows[learn], vectors[learn], truths[learn].astype(np.float32), weights, strength=3.0, seen=2, rounds=100
    )
    return fitted.logits(rows[judge], vectors[judge])


def _best_cut(logits: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """The cut with the best F1, evened out over its neighbours, and that F1."""
    grid = np.arange(-3, 1, 0.05)
    scores = [f1(logits >= cut, true) for cut in grid]
    smooth = np.convolve(np.pad(scores, 4, mode="edge"), np.ones(9) / 9, mode="valid")
    return float(grid[int(np.argmax(smooth))]), scores[int(np.argmax(smooth))]


def shift_of_prior(logits: np.ndarray, taught: float) -> float:
    """What to add to calibrated logits where yes is as common as these texts themselves suggest (Saerens et al. 2002).

    Expectation maximisation from the share `taught`; no label of the texts is used.
    """
    share = taught
    for _ in range(_ROUNDS):
        shift = _log_odds(share) - _log_odds(taught)
        share = float(np.clip((1 / (1 + np.exp(-(logits + shift)))).mean(), 1e-3, 1 - 1e-3))
    return _log_odds(share) - _log_odds(taught)


def _honest(logits: np.ndarray, true: np.ndarray) -> tuple[float, float]:
    """The slope and start that make logits honest (Platt 1999)."""

    def loss(b: np.ndarray) -> float:
        z = b[0] * logits + b[1]
        return float((np.logaddexp(0, z) - true * z).sum())

    slope, start = scipy.optimize.minimize(loss, np.array([1.0, 0.0]), method="Nelder-Mead").x
    return float(slope), float(start)


def _log_odds(share: float) -> float:
    return float(np.log(share / (1 - share)))
