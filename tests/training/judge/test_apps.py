"""Whether what one app's reviews taught reads another app's."""

import numpy as np
import pytest

from tests.training.judge.rows import read
from transforms.training.judge import apps

N = 120
RNG = np.random.default_rng(6)


def lines(features: np.ndarray, complaint: np.ndarray) -> dict:
    said = {"complaint": complaint, "suggestion": (RNG.random(N) < 0.4).astype(float)}
    languages, kinds = (["en", "fr"] * (N // 2)), (["one"] * (N // 2) + ["other"] * (N // 2))
    rows = read({}, said, app=kinds, language=languages).examples
    return {(one.language, one.figure): one for one in apps.lines(rows, features)}


@pytest.fixture
def complaint() -> np.ndarray:
    return (RNG.random(N) < 0.4).astype(float)


def test_what_both_apps_share_is_found_in_the_one_that_did_not_teach(complaint):
    features = np.column_stack([3 * complaint + RNG.normal(size=N) * 0.1, RNG.normal(size=(N, 3))])
    found = lines(features, complaint)
    assert found["all", "complaint F1"].value > 0.95
    assert (found["all", "complaint F1"].n, found["fr", "complaint F1"].n) == (N, N // 2)


def test_what_only_one_app_s_words_say_is_no_help_in_the_other(complaint):
    side = np.repeat([1.0, -1.0], N // 2)
    turned = np.column_stack([(complaint - 0.5) * 3 * side, RNG.normal(size=(N, 3))])
    assert lines(turned, complaint)["all", "complaint F1"].value < 0.5
