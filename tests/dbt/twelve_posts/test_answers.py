"""Whom the shop answered, and how they felt before and after."""

import pytest

from tests.dbt.toy_lake import rows
from tests.dbt.twelve_posts.shop import EMPTY, FIRST, LAST, SECOND, day_values

pytestmark = pytest.mark.usefixtures("shop")


def test_answers_of_the_brand():
    """ann asked at nine and was answered at noon; bob and dan were not."""
    assert day_values("response_minutes_median, answered_share") == [
        (FIRST, 180.0, 0.3333),
        (SECOND, None, 0.0),
        (EMPTY, None, None),
        (LAST, None, 0.0),
    ]


def test_what_an_answer_changed_is_what_the_same_person_felt_before_and_after():
    """ann: -0.8 and anger 0.9 before, p7 and p12 after: (-0.4 + 0.9) / 2 = 0.25, (0.2 + 0) / 2
    = 0.1.

    Unanswered and writing again: bob -0.6 to -0.2, dan 0 to 0.4: 0.4; anger 0.8 to 0, 0 to 0:
    -0.4. ann counts once, by the first time that she asked. Too few on either side to speak of
    an effect.
    """
    columns = "post_id, answered_post_id, author_id, is_first, answered_asks, minutes, posts_after, sentiment_after"
    assert rows(
        f"select {columns}, anger_after, sentiment_change, anger_change from fct_answers"
    ) == [("p4", "p1", "ann", True, True, 180.0, 2, 0.25, 0.1, 1.05, -0.8)]
    columns = "answered, unanswered, answered_sentiment_change, unanswered_sentiment_change, sentiment_effect"
    assert rows(
        f"select date, {columns}, unanswered_anger_change from fct_answer_days order by date"
    ) == [
        (FIRST, 1, 2, 1.05, 0.4, None, -0.4),
        (SECOND, 1, 2, 1.05, 0.4, None, -0.4),
        (EMPTY, 1, 2, 1.05, 0.4, None, -0.4),
        (LAST, 1, 2, 1.05, 0.4, None, -0.4),
    ]


def test_those_never_answered_stand_beside_those_answered():
    """ann's p1 is answered after three hours; p2, p5, p7 and p11 never are, and of a post of the
    last week nobody knows yet whether it will be.
    """
    columns = "post_id, latency, minutes, is_censored, posts_after, sentiment_change, anger_change"
    assert rows(f"select {columns} from fct_answer_latency order by created_at") == [
        ("p1", "within_a_day", 180.0, False, 2, 1.05, -0.8),
        ("p2", "never", None, True, 1, 0.4, -0.8),
        ("p5", "never", None, True, 1, 0.4, 0.0),
        ("p7", "never", None, True, 1, 1.3, -0.2),
        ("p11", "never", None, True, 0, None, None),
    ]
