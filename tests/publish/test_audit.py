"""What must hold before figures are shown."""

from datetime import date

import duckdb
import pytest

from transforms.publish import audit
from transforms.reading import EMOTIONS
from transforms.warehouse import contracts


@pytest.fixture
def marts():
    with duckdb.connect() as connection:
        for mart in contracts.contracts():
            contracts.create(connection, mart)
        connection.execute(
            "insert into dim_communities (community_id, industry, last_date) values "
            "('shop', 'toys', date '2025-06-17')"
        )
        yield connection


def post(marts, number: int, model: str | None = "m", day: date = date(2025, 6, 17)) -> None:
    marts.execute(
        "insert into fct_posts (community_id, industry, network, post_id, author_id, created_date, model) "
        "values ('shop', 'toys', 'x', ?, 'a', ?, ?)",
        [f"p{number}", day, model],
    )


def test_marts_as_the_contracts_say_are_in_order(marts):
    post(marts, 1)
    assert audit.structure(marts) == []
    assert audit.communities(marts) == []


def test_a_mart_that_is_missing_and_a_key_that_repeats_block_the_publication(marts):
    marts.execute("drop table fct_signals")
    marts.execute("create or replace table fct_posts as from fct_posts")
    post(marts, 1)
    post(marts, 1)
    missing, repeated = sorted(found.reason for found in audit.structure(marts))[::-1]
    assert missing == "the mart fct_signals is missing"
    assert repeated.startswith("fct_posts: 1 keys")


def test_a_community_whose_posts_are_unread_or_of_tomorrow_is_named(marts):
    post(marts, 1, model=None)
    post(marts, 2, day=date(2025, 6, 18))
    assert {(found.community, found.reason) for found in audit.communities(marts)} == {
        ("shop", "1 posts without a reading"),
        ("shop", "1 posts dated after the night"),
    }


def test_a_share_outside_nought_and_one_is_seen(marts):
    marts.execute(
        f"insert into fct_community_days (community_id, industry, date, {EMOTIONS[0]}_share) "
        "values ('shop', 'toys', date '2025-06-17', 1.2)"
    )
    [found] = audit.communities(marts)
    assert found.reason == "1 days with a share outside 0..1"


def test_a_community_that_lost_more_than_half_of_its_posts_is_named_and_a_small_one_is_not(marts):
    for number in range(10):
        post(marts, number)
    assert audit.shrunk(marts, {"shop": 20}) == []
    [found] = audit.shrunk(marts, {"shop": 21, "gone": 50})
    assert found == audit.Finding("shop", "21 posts were published before and only 10 are left")
    assert audit.shrunk(marts, {"shop": 19}) == []
