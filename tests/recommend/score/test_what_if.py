"""What if you had followed us: found from what was written down, causal only where chance chose."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from transforms.recommend.score import what_if
from transforms.recommend.score.outcomes import Match

DAY = date(2025, 6, 1)
NAMES = [("delay", "text"), ("delay", "image"), ("food", "text"), ("food", "image")]
TRUTH = np.array([0.0, 0.2, 0.1, 0.6])
POLICY = np.array([0.05, 0.15, 0.2, 0.6])


def advice(days: int, origin: str = "live") -> pd.DataFrame:
    """One advice a day; the first says what else might have been advised, foretold 0.3 too low."""
    foretold = np.expm1(TRUTH - 0.3)
    possible = [
        {
            "theme_id": t,
            "format": f,
            "tone": "trust",
            "slot": "14:00-18:00",
            "propensity": p,
            "engagement_lift": e,
        }
        for (t, f), p, e in zip(NAMES, POLICY, foretold, strict=True)
    ]
    return pd.DataFrame(
        [
            {"advice_id": f"a{i}", "for_date": DAY + timedelta(days=i), "origin": origin, "assigned": True,
             "alternatives": possible}
            for i in range(days)
        ]
    )  # fmt: skip


def sent(days: int, seed: int, named: bool = False) -> tuple[pd.DataFrame, pd.Series]:
    """Sixty days of past habits, then a post a day by the same habits: all four alike often."""
    rng = np.random.default_rng(seed)
    picks = rng.choice(4, days + 60, p=POLICY if named else None)
    posts = pd.DataFrame(
        [
            {"network": "x", "account": "brand", "post_id": str(i),
             "theme": NAMES[k][0], "form": NAMES[k][1], "tone": "trust", "slot": "14:00-18:00",
             "created_date": DAY + timedelta(days=i - 60),
             "created_at": datetime(2025, 6, 1, tzinfo=UTC) + timedelta(days=i - 60),
             "advice_id": f"a{i - 60}" if named else None}
            for i, k in enumerate(picks)
        ]
    )  # fmt: skip
    return posts, pd.Series(2.0 + TRUTH[picks] + rng.normal(0, 0.3, len(picks)))


def usual(_day: date, _network: str, _account: str) -> float:
    return 2.0


def test_the_interval_holds_what_following_would_have_brought_although_the_forecast_is_low():
    held = 0
    for seed in range(20):
        posts, values = sent(200, seed)
        found = what_if.gain(advice(200), posts, values, usual, [], seed)
        assert (found.basis, found.rounds) == ("association", 200)
        held += found.low <= POLICY @ TRUTH - TRUTH.mean() <= found.high
    assert held >= 15


def test_only_what_chance_chose_is_called_assigned():
    posts, values = sent(60, 1, named=True)
    matches = [Match(f"a{i}", "x", str(i + 60), "advice_id", 1.0) for i in range(60)]
    assert what_if.gain(advice(60), posts, values, usual, matches, 1).basis == "assigned"
    assert what_if.gain(advice(60), posts, values, usual, matches[:-1], 1).basis == "association"


def all_assigned(seed: int, effect: float, days: int = 200) -> what_if.Estimate:
    """Sixty days of habits that choose all four alike, then a post a day as the policy's dice said."""
    rng = np.random.default_rng(seed)
    posts, _ = sent(days, seed, named=True)
    habits = rng.choice(4, 60)
    posts.loc[:59, ["theme", "form"]] = [NAMES[k] for k in habits]
    place = [NAMES.index((t, f)) for t, f in zip(posts["theme"], posts["form"], strict=True)]
    values = pd.Series(2.0 + effect * TRUTH[place] + rng.normal(0, 0.3, len(place)))
    matches = [Match(f"a{i}", "x", str(i + 60), "advice_id", 1.0) for i in range(days)]
    found = what_if.gain(advice(days), posts, values, usual, matches, seed)
    assert found.basis == "assigned"
    return found


def test_a_cause_is_found_where_there_is_one_and_grows_with_it():
    found = [all_assigned(seed, 1.0) for seed in range(4)]
    truth = POLICY @ TRUTH - TRUTH.mean()
    assert all(one.low > 0 for one in found)
    assert abs(np.mean([one.value for one in found]) - truth) < 0.08
    assert np.mean([all_assigned(seed, 3.0).value for seed in range(3)]) > 2 * truth


def test_engagement_that_is_noise_is_no_cause():
    claimed = [
        not one.low <= 0 <= one.high for one in (all_assigned(seed, 0.0) for seed in range(40))
    ]
    assert sum(claimed) <= 8


@pytest.mark.parametrize(
    ("given", "days"), [(advice(60, "backcast"), 60), (advice(60).assign(alternatives=None), 60), (advice(10), 10)],
    ids=["backcast", "written before alternatives were", "ten days"],
)  # fmt: skip
def test_without_enough_live_alternatives_nothing_is_said(given: pd.DataFrame, days: int):
    posts, values = sent(days, 2)
    found = what_if.gain(given, posts, values, usual, [], 2)
    assert (found.value, found.basis) == (None, "too_few")


def test_an_unmeasured_post_is_left_out():
    posts, values = sent(60, 3)
    values.iloc[-1] = np.nan
    assert what_if.gain(advice(60), posts, values, usual, [], 3).rounds == 59
