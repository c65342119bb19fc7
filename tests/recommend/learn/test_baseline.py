"""The usual: a weighted mean of what came before, in logs."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.recommend.learn import baseline


def posts(values: list[float | None], network: str = "x") -> pd.DataFrame:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    return pd.DataFrame(
        {
            "network": network,
            "post_id": [str(i) for i in range(len(values))],
            "created_at": [start + timedelta(days=i) for i in range(len(values))],
            "engagement": pd.array(values, dtype="Float64"),
            "age_hours": 200.0,
            "metrics_basis": "observed",
        }
    )


@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=30))
def test_the_usual_lies_between_the_least_and_the_most(values):
    frame = posts(values)
    known = baseline.grown(frame, {})
    at = baseline.usual_at(frame, known, datetime(2026, 1, 1, tzinfo=UTC))
    assert known.min() - 1e-9 <= at <= known.max() + 1e-9


@given(st.integers(0, 10**6), st.integers(1, 20))
def test_a_constant_community_is_always_at_its_usual(value, many):
    frame = posts([value] * many)
    lifts = baseline.lifts(frame, baseline.grown(frame, {}), datetime(2026, 1, 1, tzinfo=UTC))
    np.testing.assert_allclose(lifts, 0.0, atol=1e-9)


def test_null_is_not_zero():
    frame = posts([None, None, 100, None])
    known = baseline.grown(frame, {})
    assert known.isna().tolist() == [True, True, False, True]
    assert baseline.usual_at(frame, known, datetime(2026, 1, 1, tzinfo=UTC)) == pytest.approx(
        np.log1p(100)
    )


def test_networks_do_not_share_a_usual():
    frame = pd.concat(
        [posts([10] * 8), posts([1000] * 8, "bluesky")], ignore_index=True
    ).sort_values("created_at")
    known = baseline.grown(frame, {})
    np.testing.assert_allclose(
        baseline.lifts(frame, known, datetime(2026, 1, 1, tzinfo=UTC)), 0.0, atol=1e-9
    )


def test_an_account_with_a_history_has_its_own_usual_and_a_new_one_that_of_all():
    """20 posts of 1000 and 5 of 10, each as old as the others: five posts of the usual of all beside
    the small account's five own.
    """
    frame = pd.concat([posts([1000] * 20), posts([10] * 5)], ignore_index=True)
    frame["created_at"] = datetime(2025, 1, 1, tzinfo=UTC)
    frame["account"] = ["large"] * 20 + ["small"] * 5
    known, when = baseline.grown(frame, {}), datetime(2025, 1, 1, tzinfo=UTC)
    of_all = (20 * np.log(1001) + 5 * np.log(11)) / 25
    usual = {name: baseline.usual_at(frame, known, when, "x", name) for name in ("small", "new")}
    assert usual["small"] == pytest.approx((np.log(11) + of_all) / 2)
    assert usual["new"] == pytest.approx(of_all)
    lifts = baseline.lifts(frame, known, when)
    assert lifts.std() < (known - of_all).std() / 2


def test_one_account_alone_has_the_usual_of_its_network():
    frame = posts([3, 8, None, 90]).assign(account="only")
    known, when = baseline.grown(frame, {}), datetime(2026, 1, 1, tzinfo=UTC)
    alone = baseline.usual_at(frame, known, when, "x", "only")
    assert alone == pytest.approx(baseline.usual_at(frame, known, when, "x"))


def test_a_post_read_young_is_brought_to_its_end():
    rows = [
        {
            "network": "x",
            "post_id": str(i),
            "age_hours": age,
            "engagement": value,
            "metrics_basis": "observed",
        }
        for i in range(50)
        for age, value in ((24.0, 49), (168.0, 99))
    ]
    gains = baseline.growth(pd.DataFrame(rows))
    young = posts([49]).assign(age_hours=24.0)
    assert gains[3] == pytest.approx(np.log(2) * 50 / 55)
    assert baseline.grown(young, gains).iloc[0] == pytest.approx(np.log1p(49) + gains[3])


def test_a_post_of_an_hour_is_unknown_when_nothing_says_how_posts_grow():
    assert baseline.grown(posts([5]).assign(age_hours=1.0), {}).isna().all()
