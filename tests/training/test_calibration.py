"""Honest probabilities and the thresholds that serve posts to brands."""

import numpy as np
import pandas as pd
import pytest

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training import calibration
from transforms.training.data import Examples


def _examples(targets: np.ndarray, language: str = "fr", data_set: str = "telecom") -> Examples:
    frame = pd.DataFrame(
        {"language": [language] * len(targets), "data_set": data_set, "sure": 1.0, "part": "tune"}
    )
    return Examples(frame, targets, np.full((len(targets), 28), np.nan))


def test_calibration_error_is_zero_for_honest_probabilities_and_large_for_boasts():
    true = np.array([True] * 30 + [False] * 70)
    assert calibration.calibration_error(np.full(100, 0.3), true) == pytest.approx(0)
    assert calibration.calibration_error(np.full(100, 0.95), true) == pytest.approx(0.65)


def test_boastful_logits_become_honest():
    rng = np.random.default_rng(1)
    honest = rng.normal(size=(3000, len(OUTPUTS)))
    true = (rng.random(honest.shape) < 1 / (1 + np.exp(-honest))).astype(np.float32)
    scale, shift = calibration.fit(3 * honest + 2, _examples(true))
    np.testing.assert_allclose(scale[1], 1 / 3, atol=0.06)
    np.testing.assert_allclose(shift[1], -2 / 3, atol=0.2)


def test_a_language_with_hardly_any_rows_borrows_those_of_the_other():
    rng = np.random.default_rng(2)
    logits = rng.normal(size=(400, len(OUTPUTS)))
    scale, shift = calibration.fit(logits, _examples((logits > 0.5).astype(np.float32)))
    np.testing.assert_array_equal(scale[0], scale[1])
    np.testing.assert_array_equal(shift[0], shift[1])


def test_thresholds_lie_between_the_yes_and_the_no():
    targets = np.zeros((400, len(OUTPUTS)), np.float32)
    targets[:100] = 1
    chosen = calibration.thresholds(np.where(targets == 1, 0.45, 0.2), _examples(targets))
    assert set(chosen) == set(OUTPUTS)
    assert all(0.2 <= t <= 0.45 for name, t in chosen.items() if name not in calibration.SENTIMENT)


def test_who_wants_nothing_is_seldom_thought_to_want_something_however_many_do():
    targets = np.ones((1000, len(OUTPUTS)), np.float32)
    targets[:100, OUTPUTS.index("wants")] = 0
    probabilities = np.random.default_rng(3).random(targets.shape)
    bar = calibration.thresholds(probabilities, _examples(targets))["wants"]
    assert (probabilities[:100, OUTPUTS.index("wants")] >= bar).mean() == pytest.approx(
        calibration.FALSE["wants"], abs=0.02
    )


@pytest.mark.parametrize(
    ("positive", "negative", "said"),
    [(0.9, 0.1, 1), (0.1, 0.9, -1), (0.3, 0.3, 0), (0.6, 0.9, -1), (0.9, 0.6, 1)],
)
def test_sentiment_is_the_side_further_beyond_its_threshold(positive, negative, said):
    limits = {"positive": 0.5, "negative": 0.5}
    assert calibration.sentiment_class(np.array([positive]), np.array([negative]), limits) == said


def test_macro_f1_counts_each_class_that_is_there_alike():
    assert calibration.macro_f1(np.array([1, 1, 0]), np.array([1, 1, 0])) == 1
    assert calibration.macro_f1(np.array([1, 1, 1]), np.array([1, 1, 0])) == pytest.approx(0.4)
