"""Bulk posts have the shape of an export and come fast."""

import time

import pyarrow as pa
import pyarrow.compute as pc

from transforms.simulate.bulk import SCHEMA, bulk
from transforms.simulate.export import COLUMNS


def test_bulk_gives_exactly_as_many_rows_in_the_order_of_time_with_unique_ids():
    table = pa.Table.from_batches(bulk(25_001, 30, seed=3, communities=("a", "b"), rows=4_000))
    assert table.schema == SCHEMA
    assert tuple(table.column_names) == COLUMNS
    assert table.num_rows == 25_001
    assert pc.count_distinct(table["post_id"]).as_py() == 25_001
    created = table["created_at"].to_pylist()
    assert created == sorted(created)
    assert (created[-1] - created[0]).days == 29
    assert set(pc.unique(table["account"]).to_pylist()) == {"a", "b"}
    assert pc.count_distinct(table["text"]).as_py() > 24_000


def test_bulk_is_the_same_for_the_same_seed_and_another_for_another():
    one, two, other = (pa.Table.from_batches(bulk(3_000, 10, seed=s)) for s in (1, 1, 2))
    assert one.equals(two)
    assert not one.equals(other)


def test_bulk_replies_stay_in_their_community_and_point_back():
    rows = pa.Table.from_batches(bulk(9_000, 10, communities=("a", "b", "c"))).to_pylist()
    by_id = {row["post_id"]: row for row in rows}
    replies = [row for row in rows if row["in_reply_to"]]
    assert 0.3 < len(replies) / len(rows) < 0.4
    for row in replies:
        parent = by_id[row["in_reply_to"]]
        assert parent["account"] == row["account"]
        assert parent["created_at"] <= row["created_at"]
    assert any(row["likes"] is None for row in rows)


def test_a_hundred_thousand_posts_take_seconds():
    started = time.process_time()
    assert sum(batch.num_rows for batch in bulk(100_000, 365)) == 100_000
    assert time.process_time() - started < 20
