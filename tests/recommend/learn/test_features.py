"""A post as the columns that the effects are about."""

import pandas as pd
import pytest

from transforms.recommend.learn import features


@pytest.fixture
def posts() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "theme": ["delay", "delay", "food"],
            "form": ["image", "image", "text"],
            "tone": ["trust", "joy", "joy"],
            "slot": ["08:00-11:00"] * 3,
            "weekday": [6, 1, 7],
        }
    )


def test_a_level_is_worth_an_effect_from_its_second_post_on(posts):
    assert features.levels(posts) == [
        "form=image", "slot=08:00-11:00", "theme=delay", "theme|form=delay|image", "tone=joy", "weekend=1",
    ]  # fmt: skip


def test_each_post_has_a_one_where_it_is_of_the_level(posts):
    names = ["theme=delay", "theme|form=delay|image", "tone=joy", "weekend=1"]
    assert features.matrix(posts, names).tolist() == [[1, 1, 0, 1], [1, 1, 1, 0], [0, 0, 1, 1]]


def test_a_level_never_seen_is_a_row_of_zeros(posts):
    known = [one for one in features.levels(posts) if features.group_of(one) != "weekend"]
    imagined = posts.assign(theme="new", form="poll", tone="fear", slot="never")
    assert not features.matrix(imagined, known).any()


def test_the_group_of_a_pair_keeps_its_bar():
    assert features.group_of("theme|form=delay|image") == "theme|form"
