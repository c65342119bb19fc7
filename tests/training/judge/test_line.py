"""A figure and its interval."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from transforms.training.judge.line import Line, as_table, auc, line


def test_the_area_under_the_curve_is_scikit_learn_s_with_ties_too():
    rng = np.random.default_rng(1)
    for _ in range(20):
        score, true = rng.integers(0, 6, 50) / 5, rng.random(50) < 0.4
        assert auc(score, true) == pytest.approx(roc_auc_score(true, score))


def test_without_a_yes_or_a_no_there_is_no_area():
    assert np.isnan(auc(np.array([0.1, 0.2]), np.array([True, True])))


def test_the_interval_of_a_share_is_as_wide_as_its_rows_are_few():
    few, many = (np.arange(n) % 4 == 0 for n in (40, 4000))
    one = line("g", "s", "fr", "share", 40, lambda r: float(few[r].mean()))
    other = line("g", "s", "fr", "share", 4000, lambda r: float(many[r].mean()))
    assert one.value == other.value == 0.25
    assert one.low < 0.25 < one.high
    assert one.high - one.low == pytest.approx(10 * (other.high - other.low), rel=0.3)


def test_no_rows_give_no_figure():
    assert np.isnan(line("g", "s", "fr", "share", 0, lambda r: 1.0).value)


def test_a_table_has_a_row_for_each_figure():
    table = as_table([Line("irony", "twins", "fr", "accuracy", 0.8, 0.7, 0.9, 48, "0.80")])
    assert (
        table.splitlines()[-1]
        == "| irony | twins | fr | accuracy | 0.800 | 0.700–0.900 | 48 | 0.80 |"
    )
