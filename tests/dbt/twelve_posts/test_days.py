"""What a day of the shop says: counts, moods, emotions, themes and indices."""

import pytest

from tests.dbt.toy_lake import rows
from tests.dbt.twelve_posts.shop import EMPTY, FIRST, LAST, SECOND, day_values

pytestmark = pytest.mark.usefixtures("shop")


def test_the_community_and_its_days_are_counted():
    assert rows(
        "select community_id, industry, first_date, last_date, posts, members from dim_communities"
    ) == [("toyshop", "toys", FIRST, LAST, 12, 5)]
    assert day_values("posts, member_posts, brand_posts, authors, replies") == [
        (FIRST, 5, 4, 1, 4, 1),
        (SECOND, 4, 3, 1, 3, 1),
        (EMPTY, 0, 0, 0, 0, 0),
        (LAST, 3, 3, 0, 3, 1),
    ]


def test_intents_are_counted_over_members():
    assert day_values("questions, complaints, praises, suggestions") == [
        (FIRST, 1, 2, 1, 0),
        (SECOND, 0, 1, 1, 0),
        (EMPTY, 0, 0, 0, 0),
        (LAST, 1, 0, 1, 0),
    ]


def test_mood_is_the_mean_and_its_spread_over_people():
    """1 March: (-0.8 - 0.6 + 0.6 + 0) / 4 = -0.2; squares 1.36 / 4 = 0.34, less 0.04 = 0.30."""
    assert day_values("sentiment, intensity, polarisation, volatility") == [
        (FIRST, -0.2, 0.625, 0.3, None),
        (SECOND, 0.2667, 0.6667, 0.2489, None),
        (EMPTY, None, None, None, None),
        (LAST, 0.4, 0.7, 0.2067, None),
    ]


def test_anger_is_corrected_and_its_interval_carries_the_uncertainty_of_the_correction():
    """1 March, the first day, is all that is usual: mean probability 1.7 / 4 = 0.425, adjusted
    (0.425 - 0.1) / (0.8 - 0.1) = 0.4643.

    A post read there varies by (0.4643 * 0.04 + 0.5357 * 0.01) / 0.7^2 = 0.0488, four by
    0.0122, and the two means by 0.0004: trusted by 0.01 / 0.0226 = 0.4425, 0.425 + 0.4425 *
    0.0393 = 0.4424. 2 March, 0 of 3, mean 0.0667, lies below the usual 0.2714 (of seven): its
    share is none.
    """
    first, second, empty, last = day_values("anger_raw, anger_share, anger_low, anger_high")
    assert first == (FIRST, 0.5, 0.4424, 0.2558, 0.629)
    assert second == (SECOND, 0.0, 0.0, 0.0, 0.1617)
    assert empty == (EMPTY, None, None, None, None)
    assert last == (LAST, 0.0, 0.0, 0.0, 0.1515)


def test_an_emotion_without_measured_errors_has_its_raw_share_and_wilsons_interval():
    """1 of 4: (1 + 1.3528 -+ 1.6449 * sqrt(3 / 4 + 0.6764)) / 6.7055."""
    assert day_values("joy_raw, joy_share, joy_low, joy_high")[0] == (
        FIRST,
        0.25,
        0.25,
        0.0579,
        0.6438,
    )


def test_unequal_participation_over_28_days():
    """2 March, posts 1 2 2 2: 2 (1 + 4 + 6 + 8) / (4 * 7) - 5 / 4; 4 March, 1 2 2 2 3: 68 / 50
    - 6 / 5.
    """
    assert day_values("participation_gini") == [
        (FIRST, 0.0),
        (SECOND, 0.1071),
        (EMPTY, 0.1071),
        (LAST, 0.16),
    ]


def test_engagement_is_null_where_nothing_is_known():
    assert day_values("engagement, engagement_per_post") == [
        (FIRST, None, None),
        (SECOND, 12, 12.0),
        (EMPTY, None, None),
        (LAST, 1, 1.0),
    ]
    assert rows("select engagement, likes, shares from fct_posts where post_id = 'p8'") == [
        (12, 10, None)
    ]


def test_few_replies_say_nothing_of_contagion():
    assert day_values("contagion, contagion_replies")[-1] == (LAST, None, 2)


def test_themes_of_the_day():
    """Wilson for 2 of 4: (3.3528 -+ 1.6449 * sqrt(1 + 0.6764)) / 6.7055."""
    columns = "theme_id, posts, authors, share, share_low, share_high, sentiment, dominant_emotion, anger, joy"
    assert rows(f"select {columns} from fct_theme_days where date = '2025-03-01' order by 1") == [
        ("delivery", 2, 2, 0.5, 0.1824, 0.8176, -0.7, "anger", 0.85, 0.0),
        ("price", 2, 2, 0.5, 0.1824, 0.8176, 0.3, "joy", 0.0, 0.4),
    ]
    assert (
        rows("select posts, share from fct_theme_days where date = '2025-03-03'") == [(0, None)] * 2
    )


def test_an_index_counts_posts_whose_theme_and_emotion_meet():
    """p1, p2 by anger; p7 by sadness; p12 speaks of delivery with joy. Usual on 4 March: (2 +
    1) / (4 + 3).
    """
    columns = "date, posts, member_posts, share, usual_share, few_posts"
    assert rows(f"select {columns} from fct_index_days order by date") == [
        (FIRST, 2, 4, 0.5, None, True),
        (SECOND, 1, 3, 0.3333, 0.5, True),
        (EMPTY, 0, 0, None, 0.4286, True),
        (LAST, 0, 3, 0.0, 0.4286, True),
    ]


def test_the_calendar_and_a_benchmark_of_one_community():
    assert rows("select date, event_id, day_of_event from fct_event_days order by date") == [
        (FIRST, "spring_sale", 1),
        (SECOND, "spring_sale", 2),
    ]
    assert rows("select count(*) from fct_benchmark_days") == [(0,)]


def test_the_wide_mart_says_the_same():
    columns = "date, theme_delivery_posts, theme_delivery_share, theme_price_posts, index_late_parcel_anger_share"
    assert rows(f"select {columns} from toys__community_days order by date") == [
        (FIRST, 2, 0.5, 2, 0.5),
        (SECOND, 1, 0.3333, 0, 0.3333),
        (EMPTY, 0, None, 0, None),
        (LAST, 1, 0.3333, 1, 0.0),
    ]


def test_two_weeks_of_history_raise_no_signal():
    assert rows("select count(*) from fct_signals") == [(0,)]


def test_few_posts_and_whole_days_are_said():
    assert day_values("is_complete_day, few_posts") == [
        (FIRST, True, True),
        (SECOND, True, True),
        (EMPTY, None, True),
        (LAST, True, True),
    ]
