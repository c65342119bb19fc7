"""Is what is meant read, where the words say the opposite?"""

from collections.abc import Iterator

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from transforms.training.calibration import sentiment_class
from transforms.training.data import Examples
from transforms.training.judge.line import Line, area, f1_of, line, share
from transforms.training.judge.read import Read


def lines(read: Read, all_written: Examples, features: np.ndarray) -> Iterator[Line]:
    """`all_written` with the upper storey's `features` serves the industries left out one at a
    time.
    """
    said = _industries(all_written, features)
    for language in ("fr", "en"):
        yield from _twins(read.of("irony_short_plain", language=language), language)
        yield from _read_as_positive(
            read.of("written", "irony_short_plain", "telecom", language=language), language
        )
        yield from _multipico(read.of("multipico", language=language), language)
        yield _left_out(all_written, said, language)


def _twins(read: Read, language: str) -> Iterator[Line]:
    frame = read.examples.frame
    read = read.where((frame["kind"] == "irony").to_numpy())
    said, true = read.said("irony"), read.true("irony")
    yield line("irony", "twins", language, "accuracy", len(read), share(said == true), "0.80")
    score = read.score("irony")
    yield line("irony", "twins", language, "AUC", len(read), area(score, true))
    place = {identity: row for row, identity in enumerate(read.examples.frame["id"])}
    pairs = [
        (row, place[twin])
        for row, twin in enumerate(read.examples.frame["twin"])
        if true[row] and twin in place
    ]
    if pairs:
        one, other = np.array(pairs).T
        right = (score[one] > score[other]) & (true[one] > true[other])
        yield line("irony", "twins", language, "pairs told apart", len(pairs), share(right))


def _read_as_positive(read: Read, language: str) -> Iterator[Line]:
    read = read.where(read.true("irony") & read.true("negative"))
    said = sentiment_class(read.score("positive"), read.score("negative"), read.thresholds) == 1
    yield line(
        "irony",
        "ironic and negative",
        language,
        "read as positive",
        len(read),
        share(said),
        "≤ 0.15",
    )


def _multipico(read: Read, language: str) -> Iterator[Line]:
    share = read.examples.frame["ironic_share"].astype(float).to_numpy()
    sure = share != 0.5
    score, true = read.score("irony")[sure], share[sure] > 0.5
    yield line("irony", "MultiPICo", language, "AUC", len(score), area(score, true))


def _industries(written: Examples, features: np.ndarray) -> np.ndarray:
    """Which written rows are read as ironic when one industry is left out at a time: a head fitted
    anew on the others, over the encoder as it is.
    """
    frame, true = written.frame, written.column("irony") > 0.5
    said = np.zeros(len(written), dtype=bool)
    for industry in frame["industry"].unique():
        aside = (frame["industry"] == industry).to_numpy()
        scaler = StandardScaler().fit(features[~aside])
        head = LogisticRegression(C=0.003, max_iter=500, class_weight="balanced")
        head.fit(scaler.transform(features[~aside]), true[~aside])
        said[aside] = head.predict(scaler.transform(features[aside]))
    return said


def _left_out(written: Examples, said: np.ndarray, language: str) -> Line:
    frame, true = written.frame, written.column("irony") > 0.5
    rows = np.flatnonzero((frame["language"] == language) & (frame["part"] == "dev"))
    return line(
        "irony",
        "written, industry left out of the head",
        language,
        "F1",
        len(rows),
        f1_of(said[rows], true[rows]),
        "0.60",
    )
