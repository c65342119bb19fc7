"""What is known of each post of the shop."""

import pytest

from tests.dbt.toy_lake import rows
from tests.dbt.twelve_posts.shop import FIRST, SECOND

pytestmark = pytest.mark.usefixtures("shop")


def test_a_post_belongs_to_its_local_day_and_weekday():
    found = rows(
        "select post_id, created_date, local_hour, weekday from fct_posts where author_id = 'dan'"
    )
    assert sorted(found) == [("p5", FIRST, 23, 6), ("p6", SECOND, 0, 7)]


def test_dominant_emotion_is_neutral_where_none_is_present():
    found = rows(
        "select post_id, dominant_emotion, top_theme_id from fct_posts where post_id in ('p5', 'p7', 'p12')"
    )
    assert sorted(found) == [
        ("p12", "joy", "price"),
        ("p5", "neutral", "price"),
        ("p7", "sadness", "delivery"),
    ]


def test_emotions_and_themes_are_long():
    assert rows("select count(*), count(*) filter (where is_present) from fct_post_emotions") == [
        (108, 12)
    ]
    assert rows(
        "select theme_id, rank, score from fct_post_themes where post_id = 'p12' order by rank"
    ) == [
        ("price", 1, 0.9),
        ("delivery", 2, 0.6),
    ]


def test_metrics_and_ages():
    assert rows("select post_id, age_hours, engagement from fct_post_metrics order by 1") == [
        ("p11", 0.0, 1),
        ("p8", 0.0, 12),
        ("p9", 0.0, None),
    ]


def test_a_post_of_the_brand_knows_its_account_and_waits_to_be_settled():
    columns = "post_id, account, slot, engagement, age_hours, is_settled, usual_posts, lift, member_replies"
    assert rows(f"select {columns} from fct_brand_posts") == [
        ("p8", None, "11:00-14:00", 12, 0.0, False, 0, None, 1)
    ]
