"""Is it found that somebody wants something, outright or not, and that two posts want the same?"""

from collections.abc import Iterator

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import StandardScaler

from transforms.training.data import Examples
from transforms.training.judge.line import Line, line, share
from transforms.training.judge.read import Read

_FALSE = 0.10


def lines(read: Read, all_written: Examples, features: np.ndarray) -> Iterator[Line]:
    score = _industries(all_written, features)
    for language in ("fr", "en"):
        for name in ("written", "telecom", "support", "reviews"):
            some = read.of(name, language=language)
            yield from _found(some, some.said("wants"), name, language)
        yield from _left_out(all_written, score, language)
        yield from _together(read.of("written", language=language), language)
    yield from _together(read.of("written"), "both")


def _found(
    read: Read, said: np.ndarray, name: str, language: str, of: str = "wants"
) -> Iterator[Line]:
    wants, explicit = read.true("wants"), read.true("explicit")
    for kind, rows, target in (
        ("explicit found", wants & explicit, "≥ 0.88"), ("implied found", wants & ~explicit, "≥ 0.72"),
        ("false", ~wants, "≤ 0.10"),
    ):  # fmt: skip
        if rows.sum() >= 5:
            yield line(of, name, language, kind, int(rows.sum()), share(said[rows]), target)


def _industries(written: Examples, features: np.ndarray) -> np.ndarray:
    """How much each written row says a want when one industry is left out at a time: a head fitted
    anew on the others; the encoder knew all of them.
    """
    frame, wants = written.frame, written.column("wants") > 0.5
    score = np.zeros(len(written))
    for industry in frame["industry"].unique():
        aside = (frame["industry"] == industry).to_numpy()
        scaler = StandardScaler().fit(features[~aside])
        head = LogisticRegression(C=0.003, max_iter=500).fit(
            scaler.transform(features[~aside]), wants[~aside]
        )
        score[aside] = head.decision_function(scaler.transform(features[aside]))
    return score


def _left_out(written: Examples, score: np.ndarray, language: str) -> Iterator[Line]:
    """The wants found where 10 % of what wants nothing is taken for one."""
    frame, wants = written.frame, written.column("wants") > 0.5
    rows = ((frame["language"] == language) & (frame["part"] == "dev")).to_numpy()
    explicit = written.column("explicit") > 0.5
    bar = float(np.quantile(score[rows & ~wants], 1 - _FALSE))
    for kind, some in (
        ("explicit found", rows & wants & explicit),
        ("implied found", rows & wants & ~explicit),
    ):
        hits = score[some] > bar
        yield line(
            "wants",
            "written, industry left out of the head",
            language,
            f"{kind} at 10 % false",
            len(hits),
            share(hits),
        )


def _together(read: Read, language: str) -> Iterator[Line]:
    """Dev wants, which taught no meaning: is the nearest post one that wants the same; are groups
    the same groups?
    """
    read = read.where(read.true("wants"))
    want = (read.examples.frame["industry"] + "/" + read.examples.frame["need"]).to_numpy()
    tongue = np.array(read.examples.languages)
    explicit, likeness = read.true("explicit"), read.meanings @ read.meanings.T
    np.fill_diagonal(likeness, -1)
    nearest = want[likeness.argmax(axis=1)] == want
    for kind, rows, target in (
        ("all", np.ones(len(want), bool), "≥ 0.50"),
        ("explicit", explicit, "≥ 0.75"),
    ):
        hits = nearest[rows]
        yield line(
            "grouping",
            "written",
            language,
            f"nearest wants the same, {kind}",
            len(hits),
            share(hits),
            target,
        )
        groups = AgglomerativeClustering(len(set(want[rows])), metric="cosine", linkage="average")
        found = groups.fit_predict(read.meanings[rows])
        value = adjusted_rand_score(want[rows], found)
        goal = "≥ 0.25" if kind == "all" else "≥ 0.50"
        yield Line(
            "grouping",
            "written",
            language,
            f"ARI, {kind}",
            float(value),
            np.nan,
            np.nan,
            len(found),
            goal,
        )
    if len(set(tongue)) > 1:
        across = np.where(tongue[:, None] != tongue[None], likeness, -1)
        hits = want[across.argmax(axis=1)] == want
        yield line(
            "grouping", "written", "across", "nearest wants the same, all", len(hits), share(hits)
        )
