"""The track record: live advice only, and nothing said on too little."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from transforms.recommend.score import track_record


def outcomes(
    many: int, lift: float = 0.2, origin: str = "live", horizon: str = "7d"
) -> pd.DataFrame:
    day = date(2025, 6, 1)
    return pd.DataFrame(
        [
            {
                "advice_id": f"{origin}{i}", "horizon": horizon, "status": "followed", "engagement_lift": lift,
                "inside_interval": i % 10 != 0, "origin": origin, "for_date": day + timedelta(days=i),
            }
            for i in range(many)
        ]
    )  # fmt: skip


def others(many: int) -> pd.DataFrame:
    day = date(2025, 6, 1)
    return pd.DataFrame(
        {"day": [day + timedelta(days=i) for i in range(many)], "log_lift": np.zeros(many)}
    )


def test_backcasts_stay_out_of_the_track_record():
    record = track_record.summarise(outcomes(30, origin="backcast"), others(30), 1)
    assert (record.scored, record.basis, record.effect) == (0, "no_live_advice", None)


def test_coverage_and_effect_are_counted_from_rows():
    record = track_record.summarise(outcomes(30), others(30), 1)
    assert (record.scored, record.covered, record.followed) == (30, 27, 30)
    assert record.effect == pytest.approx(0.2)
    assert record.effect_low <= record.effect + 1e-9
    assert record.effect <= record.effect_high + 1e-9
    assert record.basis == "association"


def test_two_horizons_of_one_advice_are_one_score():
    both = pd.concat([outcomes(10), outcomes(10, horizon="24h")])
    assert track_record.summarise(both, others(10), 1).scored == 10


@pytest.mark.parametrize(("mine", "rest"), [(3, 30), (30, 3)])
def test_too_few_posts_make_no_effect(mine, rest):
    record = track_record.summarise(outcomes(mine), others(rest), 1)
    assert (record.effect, record.basis) == (None, "too_few")


def test_the_interval_of_no_difference_holds_zero():
    rng = np.random.default_rng(3)
    mine = pd.DataFrame({"day": range(60), "log_lift": rng.normal(0, 1, 60)})
    rest = pd.DataFrame({"day": range(60), "log_lift": rng.normal(0, 1, 60)})
    _, low, high = track_record.difference(mine, rest, 1)
    assert low < 0 < high
