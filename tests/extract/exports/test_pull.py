"""What a pull of files lands in the lake: each version of a post once, whatever happened before."""

import json
import time

import duckdb
import pytest

from transforms import lake


def test_posts_land_once_with_the_lakes_schema_and_a_load_id(bench, post):
    facts = bench.pull(post(1), post(2, observed_at="2025-06-05T00:00:00Z", likes=3))
    assert (facts["rows_in"], facts["rows"], facts["quarantined"]) == (2, 2, 0)
    one, two = bench.posts
    assert one["community_id"] == "brand"
    assert one["likes"] is None
    assert (two["likes"], two["observed_basis"], one["observed_basis"]) == (3, "row", "file")
    assert all(row["_dlt_load_id"] and row["loaded_at"] and row["row_hash"] for row in bench.posts)
    seen = duckdb.sql(
        f"select count(*) from read_parquet('{lake.root()}/raw/export/*.parquet', union_by_name = true)"
    )
    assert seen.fetchone() == (2,)


def test_metrics_of_a_file_are_observed_at_the_end_of_its_last_local_day(bench, post):
    bench.pull(
        post(1, created_at="2025-06-17T23:30:00Z"), post(2, created_at="2025-06-10T00:00:00Z")
    )
    # 23:30 UTC is already the 18th in Paris
    assert {row["observed_at"].isoformat() for row in bench.posts} == {
        "2025-06-18T21:59:59.999999+00:00"
    }


def test_the_same_file_again_costs_next_to_nothing_and_adds_nothing(bench, post):
    bench.pull(*(post(n) for n in range(50)))
    started = time.process_time()
    assert bench.pull()["rows"] == 0
    assert time.process_time() - started < 0.5
    assert len(bench.posts) == 50


def test_a_lost_cursor_adds_nothing(bench, post):
    bench.pull(*(post(n) for n in range(50)))
    lake.filesystem().rm(lake.path("raw", "_cursors"), recursive=True)
    assert bench.pull()["known"] == 50
    assert len(bench.posts) == 50


def test_a_row_repeated_word_for_word_is_taken_once(bench, post):
    assert bench.pull(post(1), post(1))["repeated"] == 1
    assert len(bench.posts) == 1


def test_when_an_account_becomes_the_brands_its_old_posts_follow(bench, post):
    bench.pull(post(1, author_id="newcomer"))
    path = bench.folder / "communities" / "brand.yml"
    path.write_text(path.read_text().replace("other_brand", "newcomer"))
    bench.pull()
    assert [row["is_brand"] for row in bench.posts] == [False, True]


REAL = {"airlines_en": 6746, "media_fr": 3820, "telecom_fr": 3764}


@pytest.mark.parametrize(("name", "count"), REAL.items(), ids=REAL)
def test_every_real_post_lands_exactly_once(bench, shared_data, name, count):
    bench.file = shared_data / "posts" / f"{name}.jsonl"
    bench.community(extra="request_budget: 1")
    with (bench.folder / "communities" / "brand.yml").open("a") as file:
        file.write("as_of: latest\n")  # they are ten years old
    facts = bench.pull()
    assert (facts["rows"], facts["quarantined"], facts["repeated"]) == (count, 0, 0)
    assert (
        len({(row["network"], row["post_id"]) for row in bench.posts}) == count == len(bench.posts)
    )


def test_a_folder_and_a_glob_are_sources_and_a_file_that_cannot_be_read_does_not_cost_the_others(
    bench, post
):
    folder = bench.folder / "exports"
    folder.mkdir()
    for n in (1, 2):
        (folder / f"{n}.jsonl").write_text(json.dumps(post(n)) + "\n" + json.dumps(post(3)) + "\n")
    (folder / "3.csv").write_text("a,b\n1,2\n")
    for path in (folder, folder / "*"):
        bench.community(path=path)
        facts = bench.pull()
        assert "a file gave nothing" in facts["message"]
        assert facts["status_of_source"] == "partial"
    assert sorted(
        row["post_id"] for row in bench.posts if row["source"] == "export_exports_brand"
    ) == [
        "p1",
        "p2",
        "p3",
    ]


def test_a_changed_mapping_is_read_again(bench, post):
    bench.community(extra="account: brand, columns: {text: note}")
    bench.pull(post(1, note="a note"), post(2, note="another"))
    bench.community(extra="account: brand")
    bench.pull()
    assert [row["text"] for row in bench.posts] == [
        "a note",
        "another",
        post(1)["text"],
        post(2)["text"],
    ]
