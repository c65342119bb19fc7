"""App reviews: intents learnt on one app's reviews and judged on the other's, both ways.

The other app's reviews help without their labels: they tell how common an intent is there, and what the first reading
is sure of teaches a second one (self-training, Yarowsky 1995).
"""

from typing import Any

import numpy as np
import scipy.optimize
import scipy.sparse

from transforms.enrich.model.affect import OUTPUTS
from transforms.enrich.model.hashed_ngrams import table
from transforms.training import linear
from transforms.training.calibration import f1
from transforms.training.data import Examples

JUDGED = ("complaint", "suggestion")
_ROUNDS, _FOLDS = 100, 4
_SURE = (0.15, 0.7)
"""A review of the other app teaches a no below the first probability, and a yes above the second."""


def cross_app(examples: Examples, vectors: np.ndarray) -> list[dict[str, Any]]:
    """Per intent and language ("all" too): F1 of the yes, and the mean of the F1 of yes and no, over both directions.

    The threshold comes from the app that teaches, read in folds. `same_app` is the F1 of the yes within the teaching
    app, read in folds: what the labels of one app allow.
    """
    rows = linear.unit_rows(table(examples.texts))
    truths = examples.targets[:, [OUTPUTS.index(intent) for intent in JUDGED]] == 1
    app, language = examples.frame["app"].to_numpy(), examples.frame["language"].to_numpy()
    found: dict[tuple[str, str], list[tuple[float, float, float]]] = {}
    for one in sorted(set(app)):
        teach, judge = np.flatnonzero(app == one), np.flatnonzero(app != one)
        said, same = _said(rows, vectors, truths[teach], teach, judge, language[judge])
        for j, intent in enumerate(JUDGED):
            for of in ("en", "fr", "all"):
                some = (language[judge] == of) | (of == "all")
                yes, no = (f1(said[some, j] == answer, truths[judge[some], j] == answer) for answer in (True, False))
                found.setdefault((intent, of), []).append((yes, (yes + no) / 2, same[j]))
    return [
        {"class": intent, "language": of, **dict(zip(("f1", "f1_yes_and_no", "same_app"), means, strict=True))}
        for (intent, of), values in found.items()
        for means in [[float(m) for m in np.mean(values, axis=0)]]
    ]


def _said(
    rows: scipy.sparse.csr_matrix, vectors: np.ndarray, taught: np.ndarray, teach: np.ndarray, judge: np.ndarray,
    language: np.ndarray,
) -> tuple[np.ndarray, list[float]]:  # fmt: skip
    """(which of `judge` say each intent (judge, intents), the F1 within `teach`); `language` is that of `judge`."""
    folded = np.empty(taught.shape)
    for fold in range(_FOLDS):
        aside = np.s_[fold::_FOLDS]
        learn, known = np.delete(teach, aside), np.delete(taught, aside, axis=0)
        folded[aside] = _fit(rows, vectors, learn, known).logits(rows[teach[aside]], vectors[teach[aside]])
    first = _fit(rows, vectors, teach, taught).logits(rows[judge], vectors[judge])
    cuts, same, probabilities = [], [], np.empty(first.shape)
    for j in range(taught.shape[1]):
        slope, start = _honest(folded[:, j], taught[:, j])
        cut, within = _best_cut(slope * folded[:, j] + start, taught[:, j])
        logits = slope * first[:, j] + start
        for of in np.unique(language):
            some = language == of
            logits[some] += shift_of_prior(logits[some], float(taught[:, j].mean()))
        probabilities[:, j] = 1 / (1 + np.exp(-logits))
        cuts.append(1 / (1 + np.exp(-cut)))
        same.append(within)
    second = _taught_itself(rows, vectors, teach, taught, judge, probabilities)
    said = np.empty(first.shape, dtype=bool)
    for of in np.unique(language):
        some = language == of
        for j, cut in enumerate(cuts):
            share = float((probabilities[some, j] >= cut).mean())
            said[some, j] = second[some, j] >= np.quantile(second[some, j], 1 - share)
    return said, same


def _fit(
    rows: scipy.sparse.csr_matrix, vectors: np.ndarray, learn: np.ndarray, truths: np.ndarray,
    weights: np.ndarray | None = None,
) -> linear.Linear:  # fmt: skip
    weights = np.ones(truths.shape) if weights is None else weights
    targets = truths.astype(np.float32)
    return linear.fit(rows[learn], vectors[learn], targets, weights, strength=0.3, seen=2, rounds=100, loudness=1.0)


def _taught_itself(
    rows: scipy.sparse.csr_matrix, vectors: np.ndarray, teach: np.ndarray, taught: np.ndarray, judge: np.ndarray,
    probabilities: np.ndarray,
) -> np.ndarray:  # fmt: skip
    """Logits of `judge` once its own sure reviews, weighed by how sure they are, teach beside the labelled ones."""
    no, yes = (1 - probabilities) * (probabilities < _SURE[0]), probabilities * (probabilities > _SURE[1])
    learn = np.concatenate([teach, judge, judge])
    truths = np.concatenate([taught, np.zeros(no.shape, dtype=bool), np.ones(yes.shape, dtype=bool)])
    weights = np.concatenate([np.ones(taught.shape), no, yes])
    return _fit(rows, vectors, learn, truths, weights).logits(rows[judge], vectors[judge])


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
