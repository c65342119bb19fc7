"""What `make truth` prints, small: planted days of posts that taught nothing, read by the active
model.
"""

import pandas as pd
import pytest

from tests.truth import bank_days
from tests.truth.plan import CRISES, Plan, told
from transforms.reading import EMOTIONS
from transforms.simulate.bank_posts import bank_posts


@pytest.fixture(scope="module", params=["fr", "en"])
def days(request) -> pd.DataFrame:
    return bank_days.shares(Plan(request.param, 100, days=45, calm_days=30))


def test_shares_are_no_farther_from_the_truth_than_counts_and_their_intervals_hold_it(days):
    [found] = bank_days.summary(days).to_dict("records")
    assert found["error"] <= found["raw_error"], found
    assert found["error"] <= 0.06, found
    assert found["covered"] >= 0.87, found


def test_the_more_anger_is_planted_the_more_is_seen(days):
    seen = days[days["emotion"] == "anger"].groupby("planted")["share"].mean()
    assert seen[max(CRISES)] > seen[0.15]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_bank_says_every_feeling_in_both_languages(language):
    posts = bank_posts(language)
    assert len(posts) >= 350
    assert {emotion for post in posts for emotion in post.emotions} == set(EMOTIONS)
    assert len({post.id for post in posts}) == len(posts)


def test_a_plan_is_the_same_every_time_and_has_the_anger_that_it_plants():
    plan = Plan("fr", 200, days=45, calm_days=30)
    first, second = ([[post.id for post in posts] for _, posts in told(plan)] for _ in range(2))
    assert first == second
    for day, posts in told(plan):
        share = sum("anger" in post.emotions for post in posts) / len(posts)
        assert abs(share - plan.anger_of(day)) < 0.13, day
