"""One figure: what was asked, of which posts, the answer with its interval, and what it should be."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np

from transforms.training.calibration import f1

Value = Callable[[np.ndarray], float]
"""A figure of the rows that are chosen by their places."""

_AGAIN = 300
_OUTER = (2.5, 97.5)


@dataclass(frozen=True)
class Line:
    """A figure on n rows; `low` and `high` hold it in 95 of 100 resamplings of the rows (Efron
    1979).
    """

    group: str
    of: str
    language: str
    figure: str
    value: float
    low: float
    high: float
    n: int
    target: str = ""


def line(
    group: str, of: str, language: str, figure: str, n: int, value: Value, target: str = ""
) -> Line:
    """The figure of all n rows and of `_AGAIN` resamplings; `value` takes the chosen rows' numbers."""
    rng = np.random.default_rng(11)
    again = (
        [v for _ in range(_AGAIN) if np.isfinite(v := value(rng.integers(0, n, n)))] if n else []
    )
    low, high = np.percentile(again, _OUTER) if again else (np.nan, np.nan)
    whole = value(np.arange(n)) if n else np.nan
    return Line(group, of, language, figure, float(whole), float(low), float(high), n, target)


def share(said: np.ndarray) -> Value:
    """The mean of the chosen rows: a share where they say yes or no."""
    return lambda rows: float(said[rows].mean())


def area(score: np.ndarray, true: np.ndarray) -> Value:
    """`auc` of the chosen rows."""
    return lambda rows: auc(score[rows], true[rows])


def f1_of(said: np.ndarray, true: np.ndarray) -> Value:
    """F1 of the yes of the chosen rows."""
    return lambda rows: f1(said[rows], true[rows])


def auc(score: np.ndarray, true: np.ndarray) -> float:
    """Area under the curve: how often a yes has the higher score than a no; NaN where one side is
    empty.
    """
    yes, no = int(true.sum()), int((~true).sum())
    if not yes or not no:
        return np.nan
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    values, places = np.unique(score, return_inverse=True)
    mean = np.bincount(places, ranks) / np.bincount(places)
    return (
        float((mean[places][true].sum() - yes * (yes + 1) / 2) / (yes * no))
        if len(values)
        else np.nan
    )


def as_table(lines: Iterable[Line]) -> str:
    """The figures as Markdown, a table."""
    head = [
        "| question | posts | language | figure | value | 95 % | n | target |",
        "|---|---|---|---|---|---|---|---|",
    ]
    return "\n".join(head + [_row(one) for one in lines])


def _row(one: Line) -> str:
    interval = f"{one.low:.3f}–{one.high:.3f}" if np.isfinite(one.low) else "–"
    cells = (
        one.group,
        one.of,
        one.language,
        one.figure,
        f"{one.value:.3f}",
        interval,
        str(one.n),
        one.target,
    )
    return f"| {' | '.join(cells)} |"
