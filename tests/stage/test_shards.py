"""Texts that nobody has read yet, cut into tasks whose names follow from what is in them."""

import duckdb
import pytest

from transforms import lake
from transforms.stage.shards import plan_shards


@pytest.fixture
def warehouse(home):
    """Seven texts in two communities of one industry, one of them read by the active model, one
    shared.
    """
    lake.initialise()
    connection = duckdb.connect()
    connection.execute("""
        create table stg_cmr__communities as
            select unnest(['a', 'b']) as community_id, 'airlines' as industry, 'v1' as pack_version;
        create table int_posts_current as
            select ['a', 'b'][1 + n % 2] as community_id, 'h' || n as text_hash, 'text ' || n as text, 'en' as language
            from range(7) t(n) union all select 'b', 'h0', 'text 0', 'en';
        create table stg_cmr__model as select 'new' as model;
        create table stg_cmr__readings as
            select 'h6' as text_hash, 'airlines' as industry, 'v1' as pack_version, 'new' as model;
    """)
    return connection


def hashes(names: list[str]) -> list[str]:
    return sorted(h for name in names for h in lake.read("shards", name)["text_hash"].to_pylist())


def test_each_unread_text_is_in_one_shard_however_many_communities_wrote_it(warehouse):
    assert hashes(plan_shards(warehouse, 100)) == ["h0", "h1", "h2", "h3", "h4", "h5"]


def test_shards_are_of_nearly_equal_length_and_never_too_long(warehouse):
    names = plan_shards(warehouse, 4)
    assert sorted(lake.read("shards", name).num_rows for name in names) == [3, 3]


def test_the_same_texts_make_the_same_shards_and_write_nothing_twice(warehouse, home):
    first = plan_shards(warehouse, 4)
    written = {
        path: path.stat().st_mtime_ns for path in (home / "lake" / "shards").glob("*.parquet")
    }
    assert plan_shards(warehouse, 4) == first
    assert {
        path: path.stat().st_mtime_ns for path in (home / "lake" / "shards").glob("*.parquet")
    } == written


def test_another_pack_makes_every_text_unread_under_other_names(warehouse):
    first = plan_shards(warehouse, 100)
    warehouse.execute("update stg_cmr__communities set pack_version = 'v2'")
    second = plan_shards(warehouse, 100)
    assert len(hashes(second)) == 7
    assert set(first).isdisjoint(second)


def test_a_model_that_is_not_active_yet_reads_everything_again(warehouse):
    assert len(hashes(plan_shards(warehouse, 100, "newer"))) == 7


def test_nothing_unread_makes_no_shard(warehouse):
    warehouse.execute("delete from int_posts_current where text_hash != 'h6'")
    assert plan_shards(warehouse, 100) == []
