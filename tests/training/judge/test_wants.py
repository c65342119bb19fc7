"""Whether wants are found and grouped, on posts whose answers are known."""

import numpy as np
import pandas as pd
import pytest

from transforms.enrich.model.post_model import MEANING, OUTPUTS
from transforms.training.data import Examples
from transforms.training.judge import wants
from transforms.training.judge.read import Read

WANTS, EXPLICIT = OUTPUTS.index("wants"), OUTPUTS.index("explicit")


def _read(meanings: np.ndarray) -> Read:
    """Two wants, thirty posts each in either language, a third outspoken, and forty posts that want
    nothing.
    """
    n = 100
    frame = pd.DataFrame({
        "industry": np.where(np.arange(n) % 2, "games", "banking"), "language": ["fr", "en"] * 50, "part": "dev",
        "data_set": "written", "need": ["a"] * 30 + ["b"] * 30 + [None] * 40,
    })  # fmt: skip
    frame["industry"] = "games"
    targets = np.zeros((n, len(OUTPUTS)), np.float32)
    targets[:60, WANTS] = 1
    targets[:60:3, EXPLICIT] = 1
    probabilities = targets.astype(float) * 0.8 + 0.1
    return Read(
        Examples(frame, targets, targets),
        probabilities,
        meanings,
        np.zeros(n, bool),
        dict.fromkeys(OUTPUTS, 0.5),
    )


def _meanings(apart: bool) -> np.ndarray:
    rng = np.random.default_rng(2)
    rows = rng.normal(size=(100, MEANING)) * 0.2
    if apart:
        rows[:30, 0] += 5
        rows[30:60, 1] += 5
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def _figures(apart: bool) -> dict[tuple[str, str, str], float]:
    read = _read(_meanings(apart))
    features = (
        np.random.default_rng(3).normal(size=(100, 12)) + 3 * read.examples.targets[:, [WANTS]]
    )
    features = np.concatenate([features, features])
    both = read.examples.where(np.concatenate([np.arange(100), np.arange(100)]))
    both.frame["industry"] = ["games"] * 100 + ["banking"] * 100
    return {
        (one.group, one.language, one.figure): one.value
        for one in wants.lines(read, both, features)
    }


def test_what_is_read_as_labelled_is_found_and_nothing_false():
    found = _figures(apart=True)
    assert found["wants", "fr", "explicit found"] == found["wants", "en", "implied found"] == 1
    assert found["wants", "fr", "false"] == 0


@pytest.mark.parametrize(("apart", "low", "high"), [(True, 0.99, 1.0), (False, 0.3, 0.7)])
def test_grouping_is_good_where_meanings_part_the_wants_and_chance_where_they_do_not(
    apart, low, high
):
    found = _figures(apart)
    assert low <= found["grouping", "both", "nearest wants the same, all"] <= high
    assert low <= found["grouping", "across", "nearest wants the same, all"] <= high
    assert (found["grouping", "fr", "ARI, all"] > 0.9) is apart
