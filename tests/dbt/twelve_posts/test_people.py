"""Who the shop's people are, and what they did."""

from datetime import date

import pytest

from tests.dbt.toy_lake import rows
from tests.dbt.twelve_posts.shop import FIRST, LAST, SECOND

pytestmark = pytest.mark.usefixtures("shop")


def test_people_fall_into_audiences_by_what_they_did():
    """ann: two complaints of three posts; cat: two praises of two; in a community's first days
    nobody is new.
    """
    assert rows("select author_id, audience from dim_authors order by 1") == [
        ("ann", "critics"),
        ("bob", "regulars"),
        ("brand", None),
        ("cat", "advocates"),
        ("dan", "regulars"),
        ("eve", "regulars"),
    ]
    columns = "audience, label_en, authors, posts, reach, sentiment"
    found = rows(
        f"select {columns} from fct_audience_days where date = '2025-03-04' and authors > 0 order by 1"
    )
    assert found == [
        ("advocates", "advocates", 1, 0, 100, None),
        ("critics", "critics", 1, 1, None, 0.9),
        ("regulars", "regulars", 3, 2, 30, 0.15),
    ]
    assert rows("select count(*) from fct_audience_days where label_en = 'elves'") == [(4,)]


def test_a_post_keeps_the_audience_that_its_author_had_that_day():
    assert rows("select post_id, audience from fct_posts where author_id = 'ann' order by 1") == [
        ("p1", "regulars"),
        ("p12", "critics"),
        ("p7", "critics"),
    ]


def test_people_are_tied_by_replies_among_members():
    """bob answered ann and eve answered cat; cat's reply to the brand ties nobody."""
    assert rows("select author_id, contacts, bridging from dim_authors order by 1") == [
        ("ann", 1, 1.0),
        ("bob", 1, 1.0),
        ("brand", 0, None),
        ("cat", 1, 1.0),
        ("dan", 0, None),
        ("eve", 1, 1.0),
    ]


def test_what_people_did_is_kept_by_author_and_day():
    columns = "author_id, date, posts, questions, complaints, praises, answers, posts_28_days, followers, audience"
    assert rows(
        f"select {columns} from fct_author_days where author_id in ('ann', 'cat') order by 1, 2"
    ) == [
        ("ann", FIRST, 1, 0, 1, 0, 0, 1, None, "regulars"),
        ("ann", SECOND, 1, 0, 1, 0, 0, 2, None, "critics"),
        ("ann", LAST, 1, 0, 0, 1, 0, 3, None, "critics"),
        ("cat", FIRST, 1, 0, 0, 1, 0, 1, None, "regulars"),
        ("cat", SECOND, 1, 0, 0, 1, 0, 2, 100, "advocates"),
    ]


def test_members_are_followed_by_the_week_they_came_in():
    """1 March 2025 is a Saturday: ann, bob, cat and dan come in the week of 24 February."""
    columns = "cohort_week, week_number, members, active_members, retention, is_censored"
    first, second = date(2025, 2, 24), date(2025, 3, 3)
    assert rows(f"select {columns} from fct_cohort_weeks order by 1, 2") == [
        (first, 0, 4, 4, 1.0, False),
        (first, 1, 4, 2, 0.5, True),
        (second, 0, 1, 1, 1.0, True),
    ]
