"""What understand asks of the warehouse: wants and unexplained posts of members, and what tells their
days from others.
"""

from datetime import date

import duckdb
import pyarrow as pa
import pytest

from tests.understand.conftest import NIGHT, post
from transforms.understand import asked

DAY = date(2025, 6, 29)
POSTS = """
    select 'free' as community_id, 'x' as network, 'p' || n as post_id, 'a' || n as author_id, n = 9 as is_brand,
        'words ' || n as text, 'h' || n as text_hash, 'telecom' as industry, 'v1' as pack_version,
        date '2025-06-29' + (n // 4)::int as created_date
    from unnest([1, 2, 3, 4, 9]) t(n)
"""
READINGS = """
    select 'h' || n as text_hash, 'telecom' as industry, 'v1' as pack_version, 'fr' as language, 'm1' as model,
        if(n % 2 = 0, [{'theme': 'outage'}], []) as themes, if(n in (2, 3, 9), 'a date', null) as expectation_need,
        'outage' as expectation_theme, true as expectation_explicit, 0.7::decimal(6, 4) as expectation_score
    from unnest([1, 2, 3, 4, 9]) t(n)
"""


@pytest.fixture
def warehouse():
    """Four posts of members and one of the brand, two of them without a theme, two with a want."""
    with duckdb.connect() as connection:
        for name, query in (("int_posts_current", POSTS), ("int_readings_active", READINGS)):
            connection.execute(f"create table {name} as {query}")
        connection.execute(
            "create table stg_cmr__communities as select 'free' as community_id, 'telecom' as industry"
        )
        connection.execute(
            "create table stg_cmr__themes as select * from (values "
            "('telecom', 'outage', 'une date', 'a date'), ('media', 'price', 'moins', 'less')) "
            "t(industry, theme_id, need_fr, need_en)"
        )
        yield connection


def test_what_members_want_up_to_the_night_is_found_and_the_brand_s_words_are_not(warehouse):
    found = asked.expecting(warehouse, NIGHT, DAY)
    assert [one.post_id for one in found] == ["p2", "p3"]
    assert (found[0].need, found[0].theme, found[0].explicit) == ("a date", "outage", True)
    assert asked.expecting(warehouse, NIGHT, date(2025, 6, 30)) == []


def test_posts_without_a_theme_are_fetched_for_the_days_that_are_asked_for(warehouse):
    marks = asked.told(warehouse)["free"].unexplained
    unexplained = asked.unexplained(warehouse, "free", marks)
    assert set(unexplained.marks) == {DAY}
    assert [one.post_id for one in unexplained.between(DAY, DAY)] == ["p1", "p3"]
    assert unexplained.between(date(2025, 7, 1), date(2025, 7, 2)) == []


@pytest.mark.parametrize(
    ("change", "unexplained", "expecting"),
    [
        ("update int_posts_current set text_hash = 'h1' where post_id = 'p3'", True, True),
        ("update int_readings_active set expectation_need = 'an hour' where text_hash = 'h2'", False, True),
        ("update int_posts_current set author_id = 'other' where post_id = 'p1'", True, False),
        ("update int_posts_current set text = 'x' where post_id = 'p9'", False, False),
    ],
    ids=["another text", "another want", "another author", "the brand's words"],
)  # fmt: skip
def test_a_day_s_mark_changes_with_its_posts_and_with_how_they_are_read(
    warehouse, change, unexplained, expecting
):
    before = asked.told(warehouse)["free"]
    warehouse.execute(change)
    after = asked.told(warehouse)["free"]
    assert (before.unexplained != after.unexplained) == unexplained
    assert (before.expecting != after.expecting) == expecting


def test_nights_of_communities_that_nobody_follows_any_more_are_left_out(warehouse):
    ledger = pa.table({
        "community_id": ["gone", "free", "free", "free"],
        "night": [DAY, NIGHT.day, DAY, DAY],
    })  # fmt: skip
    found = asked.nights(warehouse, ledger)
    assert [(one.community, one.industry, one.day) for one in found] == [
        ("free", "telecom", DAY), ("free", "telecom", NIGHT.day),
    ]  # fmt: skip


def test_posts_at_hand_are_marked_and_found_by_their_days():
    one, other = post(1, "un", days_ago=1), post(2, "deux", days_ago=3)
    held = asked.held([one, other])
    assert list(held.marks) == [other.created_date, one.created_date]
    assert held.between(one.created_date, NIGHT.day) == [one]


def test_a_theme_s_need_is_the_industry_s_own(warehouse):
    assert asked.needs_of_themes(warehouse, "telecom") == {
        "outage": {"fr": "une date", "en": "a date"}
    }
