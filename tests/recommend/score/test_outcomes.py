"""Which post followed an advice, and which of its figures stands for how it did."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest

from transforms.reading import EMOTIONS
from transforms.recommend.score import outcomes
from transforms.recommend.score.outcomes import Match

DAY = date(2025, 6, 18)
PARIS = ZoneInfo("Europe/Paris")


def advice(*rows: dict) -> pd.DataFrame:
    usual = {
        "advice_id": "a1", "for_date": DAY, "theme_id": "delay", "format": "text", "slot": "18:00-23:00",
        "origin": "live",
    }  # fmt: skip
    return pd.DataFrame([usual | row for row in rows or ({},)])


def posts(*rows: dict) -> pd.DataFrame:
    usual = {
        "network": "x", "post_id": "p1", "created_date": DAY, "theme": "delay", "form": "text", "slot": "18:00-23:00",
        "advice_id": None, "created_at": datetime(2025, 6, 18, 17, tzinfo=UTC),
    }  # fmt: skip
    return pd.DataFrame([usual | row for row in rows or ({},)])


@pytest.mark.parametrize(
    ("post", "basis", "certainty"),
    [
        ({"advice_id": "a1", "theme": "food", "form": "poll"}, "advice_id", 1.0),
        ({}, "theme+form+slot", 0.9),
        ({"slot": "06:00-11:00"}, "theme+form", 0.6),
        ({"form": "image"}, "theme+slot", 0.5),
    ],
)
def test_a_post_follows_the_surer_the_more_it_shares(post, basis, certainty):
    assert outcomes.match(advice(), posts(post)) == [Match("a1", "x", "p1", basis, certainty)]


@pytest.mark.parametrize(
    "post",
    [
        {"theme": "food"},
        {"form": "image", "slot": "06:00-11:00"},
        {"created_date": DAY + timedelta(days=1)},
        {"advice_id": "another"},
        {"advice_id": "a1", "created_date": DAY + timedelta(days=outcomes.EXPLICIT_DAYS)},
    ],
)
def test_what_shares_too_little_or_comes_too_late_followed_nothing(post):
    assert outcomes.match(advice(), posts(post)) == []


def test_one_post_follows_one_advice_and_the_surest_pair_is_kept():
    both = advice({}, {"advice_id": "a2", "slot": "06:00-11:00"})
    found = outcomes.match(both, posts({}, {"post_id": "p2", "form": "image"}))
    assert [(one.advice_id, one.post_id) for one in found] == [("a1", "p1")]


def test_nothing_follows_what_was_not_known_yet():
    known = advice().assign(known_at=datetime(2025, 6, 18, 18, tzinfo=UTC))
    assert outcomes.match(known, posts()) == []


def test_advice_is_known_when_written_or_from_the_beginning_of_its_day_or_never():
    begins = outcomes.known_at(advice({}, {"origin": "backcast"}), PARIS)
    assert begins.iloc[0] == datetime(2025, 6, 18, 4, tzinfo=UTC), "six in Paris"
    assert pd.isna(begins.iloc[1])
    at = datetime(2025, 6, 18, 3, tzinfo=UTC)
    assert outcomes.known_at(advice({"written_at": at}), PARIS).iloc[0] == at


FOUND = Match("a1", "x", "p1", "advice_id", 1.0)


def metrics(*ages: float, basis: str = "observed") -> pd.DataFrame:
    rows = [
        {"network": "x", "post_id": "p1", "age_hours": age, "metrics_basis": basis} for age in ages
    ]
    return pd.DataFrame(rows, columns=["network", "post_id", "age_hours", "metrics_basis"])


@pytest.mark.parametrize(
    ("ages", "horizon", "seen"),
    [((3, 22, 30), "24h", 22), ((3, 60), "24h", None), ((30, 150, 200), "7d", 150)],
)
def test_the_figure_nearest_a_horizon_stands_for_it(ages, horizon, seen):
    found = outcomes.observation(metrics(*ages), FOUND, horizon)
    assert (None if found is None else found["age_hours"]) == seen


def test_posts_read_once_at_the_end_have_that_horizon_alone():
    final = metrics(900, basis="final")
    assert outcomes.horizons(final) == outcomes.horizons(metrics()) == ["final"]
    assert outcomes.observation(final, FOUND, "final")["age_hours"] == 900
    assert outcomes.horizons(metrics(20)) == ["24h", "7d"]


def test_what_could_not_be_measured_is_given_up_in_time():
    late = DAY + timedelta(days=outcomes.GIVE_UP_DAYS + 1)
    assert outcomes.settled("24h", DAY, late)
    assert not outcomes.settled("7d", DAY, late)
    assert not outcomes.settled("24h", DAY, DAY)


def test_reactions_are_shares_of_the_replies_to_that_post():
    felt = dict.fromkeys(EMOTIONS, 0.0)
    replies = pd.DataFrame(
        [{"network": "x", "post_id": "p1"} | felt | {"anger": share} for share in (1.0, 0.0)]
        + [{"network": "x", "post_id": "p2"} | felt | {"joy": 1.0}]
    )
    assert dict(outcomes.reactions(replies, FOUND))["anger"] == 0.5
    assert dict(outcomes.reactions(replies, FOUND))["joy"] == 0.0
    assert outcomes.reactions(replies.iloc[2:], FOUND) == []


def test_a_post_of_an_advised_day_that_follows_nothing_is_one_of_the_others():
    some = posts({}, {"post_id": "p2"}, {"post_id": "p3", "created_date": DAY + timedelta(days=1)})
    found = outcomes.not_followed(some, {DAY}, [FOUND])
    assert np.array_equal(found, [False, True, False])
