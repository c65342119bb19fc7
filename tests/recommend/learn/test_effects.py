"""Effects: found when planted, small when absent, wide when unknown."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.recommend.learn import effects, pooling

NOW = datetime(2025, 6, 1, tzinfo=UTC)


def sample(
    many: int, seed: int, planted: float = 0.8, days: int = 60
) -> tuple[pd.DataFrame, pd.Series]:
    """Posts of three themes and two forms; `planted` is what form `image` adds to the log ratio."""
    rng = np.random.default_rng(seed)
    posts = pd.DataFrame(
        {
            "theme": rng.choice(["a", "b", "c"], many),
            "form": rng.choice(["text", "image"], many),
            "tone": rng.choice(["joy", "trust"], many),
            "slot": rng.choice(["11:00-14:00", "18:00-23:00"], many),
            "weekday": rng.integers(1, 8, many),
            "created_at": [NOW - timedelta(days=float(d)) for d in rng.uniform(0, days, many)],
        }
    )
    lift = planted * (posts["form"] == "image") + rng.normal(0, 0.5, many)
    return posts, lift - lift.mean() if many else lift


def test_a_planted_effect_is_found_and_its_interval_holds_it():
    posts, lift = sample(300, 1)
    learned = effects.fit(posts, lift, NOW)
    table = learned.table().set_index("name")
    gap = table.loc["form=image", "mean"] - table.loc["form=text", "mean"]
    assert gap == pytest.approx(0.8, abs=0.25)
    image, text = (1 + learned.names.index(f"form={form}") for form in ("image", "text"))
    both = learned.covariance[[image, text]][:, [image, text]]
    sd = np.sqrt(both[0, 0] + both[1, 1] - 2 * both[0, 1])
    assert gap - 1.645 * sd < 0.8 < gap + 1.645 * sd
    assert gap - 1.645 * sd > 0.5


def test_where_nothing_is_planted_effects_stay_small():
    posts, lift = sample(300, 2, planted=0.0)
    table = effects.fit(posts, lift, NOW).table()
    assert table["mean"].abs().max() < 0.2


@given(st.integers(0, 40), st.integers(0, 1000))
@settings(max_examples=25, deadline=None)
def test_every_interval_holds_its_mean_and_is_finite(many, seed):
    posts, lift = sample(many, seed)
    learned = effects.fit(posts, lift, NOW)
    asked, _ = sample(10, seed + 1)
    foreseen = effects.foresee(learned, asked)
    assert np.isfinite(foreseen.to_numpy()).all()
    assert (foreseen["low"] < foreseen["mean"]).all()
    assert (foreseen["mean"] < foreseen["high"]).all()


def test_what_was_never_tried_is_less_sure():
    posts, lift = sample(300, 3)
    learned = effects.fit(posts, lift, NOW)
    asked, _ = sample(1, 4)
    tried = effects.foresee(learned, asked)["sd"].iloc[0]
    new = effects.foresee(learned, asked.assign(theme="new", form="video"))["sd"].iloc[0]
    assert new > tried


def test_old_posts_are_forgotten_when_taste_changes():
    old, before = sample(150, 5, planted=0.8)
    new, after = sample(150, 6, planted=-0.8)
    posts = pd.concat(
        [old.assign(created_at=old["created_at"] - timedelta(days=200)), new], ignore_index=True
    )
    lift = pd.concat([before, after], ignore_index=True)
    table = effects.fit(posts, lift, NOW).table().set_index("name")
    assert table.loc["form=image", "mean"] < table.loc["form=text", "mean"]


@pytest.mark.parametrize("seed", range(5))
def test_a_change_of_taste_is_followed_within_ten_days_and_a_steady_taste_is_no_change(seed):
    old, before = sample(120, seed, planted=1.2)
    new, after = sample(24, seed + 50, planted=-1.2, days=8)
    posts = pd.concat(
        [old.assign(created_at=old["created_at"] - timedelta(days=8)), new], ignore_index=True
    )
    changed = effects.fit(posts, pd.concat([before, after], ignore_index=True), NOW)
    steady = effects.fit(*sample(144, seed, planted=1.2), NOW)
    asked = pd.concat(
        [sample(1, 0)[0].assign(form=form) for form in ("image", "text")], ignore_index=True
    )
    image, text = effects.foresee(changed, asked)["mean"]
    assert image < text
    image, text = effects.foresee(steady, asked)["mean"]
    assert image > text + 0.5


def test_draws_agree_with_the_intervals_of_the_mean():
    posts, lift = sample(200, 7)
    learned = effects.fit(posts, lift, NOW)
    asked, _ = sample(5, 8)
    drawn = effects.draw(learned, asked, np.random.default_rng(0), 4000)
    foreseen = effects.foresee(learned, asked)
    np.testing.assert_allclose(drawn.mean(axis=0), foreseen["mean"], atol=0.03)
    np.testing.assert_allclose(drawn.std(axis=0), effects.BOLDNESS * foreseen["sd"], rtol=0.1)


def test_unmeasured_posts_teach_nothing():
    posts, lift = sample(50, 9)
    with_gaps = pd.concat([posts, posts.assign(form="video")], ignore_index=True)
    gaps = pd.concat([lift, lift * np.nan], ignore_index=True)
    assert effects.fit(with_gaps, gaps, NOW).names == effects.fit(posts, lift, NOW).names


def test_a_new_community_starts_from_its_industry_and_moves_to_its_own():
    lenders = [effects.fit(*sample(150, seed), NOW) for seed in range(10, 16)]
    prior = pooling.combine(lenders)
    none, own = sample(0, 0)
    asked = sample(1, 0)[0]
    start, later = (
        effects.fit(none, own, NOW, prior),
        effects.fit(*sample(400, 20, planted=-0.8), NOW, prior),
    )

    def gap(learned: effects.Effects) -> float:
        both = pd.concat([asked.assign(form="image"), asked.assign(form="text")], ignore_index=True)
        return float(-np.diff(effects.foresee(learned, both)["mean"])[0])

    assert gap(start) > 0.3
    assert gap(later) < -0.5
