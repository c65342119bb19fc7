"""A share corrected for the reader's error, and how honest its interval is."""

import numpy as np
import pandas as pd

from transforms.enrich.model.post_model import OUTPUTS
from transforms.reading import EMOTIONS
from transforms.training import shares
from transforms.training.data import Examples


def test_a_corrected_share_finds_the_truth_behind_known_errors():
    row = {
        "mean_if_true": 0.6,
        "mean_if_false": 0.1,
        "variance_if_true": 0.04,
        "variance_if_false": 0.01,
    }
    truth = np.array([0.0, 0.2, 0.5, 1.0])
    mean = truth * 0.6 + (1 - truth) * 0.1
    known = row | {"positives": 10**6, "negatives": 10**6}
    np.testing.assert_allclose(shares.corrected(mean, 10**6, known)[0], truth, atol=1e-4)
    few, low, high = shares.corrected(mean, 5, row | {"positives": 50, "negatives": 50})
    assert (np.abs(few - mean) <= np.abs(truth - mean)).all()
    assert ((low <= truth) & (truth <= high))[:3].all()


def test_nine_intervals_in_ten_hold_the_truth_when_the_errors_are_only_estimated():
    rng = np.random.default_rng(4)
    held = []
    for _ in range(2000):
        known_true, known_false = rng.beta(3, 3, 150), rng.beta(1, 7, 400)
        row = {
            "mean_if_true": known_true.mean(), "mean_if_false": known_false.mean(), "positives": 150,
            "variance_if_true": known_true.var(), "variance_if_false": known_false.var(), "negatives": 400,
        }  # fmt: skip
        felt = rng.random(300) < rng.uniform(0.05, 0.6)
        read = np.where(felt, rng.beta(3, 3, 300), rng.beta(1, 7, 300))
        usual = 0.2 * 0.5 + 0.8 * 0.125
        _, low, high = shares.corrected(np.array([read.mean()]), 300, row, usual, 10**4)
        held.append(low[0] <= felt.mean() <= high[0])
    assert 0.86 <= np.mean(held) <= 0.95


def _examples(data_sets: list[str]) -> Examples:
    n = len(data_sets)
    frame = pd.DataFrame({"language": "fr", "data_set": data_sets, "sure": 1.0})
    targets = np.zeros((n, len(OUTPUTS)), np.float32)
    targets[::2] = 1
    return Examples(frame, targets, np.full((n, 28), np.nan))


def test_rates_are_those_of_posts_to_brands_first_and_never_of_subtitles():
    examples = _examples(["telecom"] * 40 + ["goemotions"] * 40 + ["xed_fr"] * 400)
    probabilities = np.where(examples.targets == 1, 0.9, 0.1)
    probabilities[40:80] = np.where(examples.targets[40:80] == 1, 0.6, 0.4)
    probabilities[80:] = 0.5
    row = next(
        r
        for r in shares.rates(probabilities, examples, dict.fromkeys(EMOTIONS, 0.5))
        if r["language"] == "fr"
    )
    assert 0.85 < row["mean_if_true"] < 0.9
    assert 0.1 < row["mean_if_false"] < 0.15
    assert 20 <= row["positives"] < 40  # a row that counts little is little knowledge
