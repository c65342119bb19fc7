"""Foreseen reactions: shares between 0 and 1, wide when few, from rows only."""

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.reading import EMOTIONS
from transforms.recommend.choose import reactions


def replies(rows: list[tuple[str, str, set[str]]]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "network": "x",
                "post_id": post,
                "theme": theme,
                "form": "text",
                "tone": "trust",
                "audience": None,
            }
            | {e: float(e in felt) for e in EMOTIONS}
            for post, theme, felt in rows
        ]
    )


one = st.tuples(
    st.sampled_from("abcdef"),
    st.sampled_from(["delay", "food"]),
    st.sets(st.sampled_from(EMOTIONS), max_size=3),
)


@given(st.lists(one, min_size=1, max_size=60))
@settings(max_examples=40, deadline=None)
def test_every_share_lies_in_its_interval_and_between_0_and_1(rows):
    shares = reactions.from_replies(replies(rows), "delay", "text", "trust").shares
    assert list(shares["emotion"]) == list(EMOTIONS)
    assert (shares["low"] >= 0).all()
    assert (shares["high"] <= 1).all()
    assert (shares["low"] <= shares["share"]).all()
    assert (shares["share"] <= shares["high"]).all()


def test_a_theme_that_angers_is_told_from_one_that_pleases():
    rows = [(str(i), "delay", {"anger"}) for i in range(80)] + [
        (str(i + 100), "food", {"joy"}) for i in range(80)
    ]
    delay = reactions.from_replies(replies(rows), "delay", "text", "trust").shares.set_index(
        "emotion"
    )["share"]
    food = reactions.from_replies(replies(rows), "food", "text", "trust").shares.set_index(
        "emotion"
    )["share"]
    assert delay["anger"] > 0.7 > 0.3 > food["anger"]
    assert (
        reactions.from_replies(replies(rows), "delay", "text", "trust").likeliest_negative
        == "anger"
    )


def test_posts_that_differ_make_a_wider_interval():
    alike = [(f"{i}", "food", {"joy"} if j % 2 else set()) for i in range(60) for j in range(10)]
    different = [
        (f"{i}", "food", {"joy"} if i % 2 else set()) for i in range(60) for j in range(10)
    ]
    near, far = (
        reactions.from_replies(replies(rows), "food", "text", "trust")
        .shares.set_index("emotion")
        .loc["joy"]
        for rows in (alike, different)
    )
    assert far["high"] - far["low"] > near["high"] - near["low"] + 0.3


def test_concentration_tells_alike_posts_from_different_ones():
    rng = np.random.default_rng(0)
    sizes = np.full(200, 20.0)
    alike = rng.binomial(20, 0.3, 200).astype(float)
    different = rng.binomial(20, rng.beta(0.6, 1.4, 200)).astype(float)
    expected = np.full(200, 0.3)
    near, far = (reactions.concentration(counts, sizes, expected) for counts in (alike, different))
    assert near > 30 > 5 > far


def test_posts_that_differ_as_foreseen_are_alike():
    rng = np.random.default_rng(1)
    sizes, expected = np.full(200, 20.0), np.repeat([0.1, 0.6], 100)
    felt = rng.binomial(20, expected).astype(float)
    by_post, by_mean = (
        reactions.concentration(felt, sizes, mean) for mean in (expected, np.full(200, 0.35))
    )
    assert by_post > 30 > by_mean
