"""Which version of a post is seen: edits, deletions, what is known by when, and loads that come
late or twice.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow.compute as pc

from tests.dbt.conftest import open_toy_lake
from tests.dbt.toy_lake import MODEL, THRESHOLDS, ToyLake, at, rows
from transforms import lake, warehouse
from transforms.config.settings import settings
from transforms.stage import run

FACTS = (
    "dim_communities", "dim_themes", "dim_authors", "fct_posts", "fct_post_metrics", "fct_post_emotions",
    "fct_post_themes", "fct_author_days", "fct_community_days", "fct_climate_days", "fct_flood_days",
    "fct_theme_days", "fct_index_days", "fct_audience_days",
    "fct_signals", "fct_expectations", "fct_expectation_days", "fct_event_days", "fct_benchmark_days", "fct_answers",
    "fct_answer_days", "toys__community_days",
)  # fmt: skip
STEPS = ("int_replies_paired", "int_posts_indexed", "int_emotion_days_felt", "int_emotion_days_corrected",
         "int_series_measured", "int_feelings_followed")  # fmt: skip
"""Intermediate models that are built night by night too."""


def facts(names: Sequence[str] = FACTS) -> dict[str, list[tuple]]:
    """Every fact mart as sorted rows."""
    with warehouse.read_only() as connection:
        return {
            name: sorted(connection.execute(f"select * from {name}").fetchall(), key=repr)
            for name in names
        }


def test_the_latest_visible_edit_wins_and_metrics_are_those_last_observed_in_time(
    toy_lake: ToyLake,
):
    """The night of 10 March: what was rewritten or counted on the 11th is not known yet, a deletion
    always is.
    """
    toy_lake.community()
    original = {"post_id": "edited", "created_at": at(5), "text": "first", "likes": 1}
    toy_lake.posts(
        original,
        original | {"text": "second", "updated_at": at(6), "observed_at": at(6), "likes": 5},
        original | {"text": "third", "updated_at": at(11), "observed_at": at(11), "likes": 9},
        {"post_id": "only_later", "created_at": at(7), "text": "rewritten", "updated_at": at(12)},
        {"post_id": "gone", "created_at": at(8)},
        {"post_id": "tomorrow", "created_at": at(11)},
        {"post_id": "null_again", "created_at": at(9), "likes": 3, "shares": 0},
        {"post_id": "null_again", "created_at": at(9), "observed_at": at(10)},
        {"post_id": "last_figures", "created_at": at(9), "likes": 4, "observed_basis": "file"},
    )
    toy_lake.posts({"post_id": "gone", "created_at": at(8), "deleted": True, "observed_at": at(20)})
    toy_lake.build(night="2025-03-10")
    assert rows(
        "select post_id, text, edited, likes, engagement, metrics_basis from fct_posts order by 1"
    ) == [
        ("edited", "second", True, 5, 5, "observed"),
        ("last_figures", "last_figures", False, 4, 4, "final"),
        ("null_again", "null_again", False, 3, 3, "observed"),
        ("only_later", "rewritten", True, None, None, None),
    ]
    toy_lake.build(night="2025-03-12")
    assert rows(
        "select post_id, text, likes from fct_posts where post_id in ('edited', 'tomorrow') order by 1"
    ) == [
        ("edited", "third", 9),
        ("tomorrow", "tomorrow", None),
    ]


def test_nights_in_any_order_and_run_twice_leave_the_same_facts():
    found, ledgers = [], []
    for order in ((12, 3, 12), (3, 12)):
        with open_toy_lake() as toys:
            toys.community()
            toys.posts(
                *(
                    {"post_id": f"p{d}", "created_at": at(d), "author_id": f"a{d % 3}"}
                    for d in range(1, 13)
                )
            )
            toys.readings(
                {f"p{day}": {"anger": 0.9, "themes": {"delivery": 0.8}} for day in range(1, 13)}
            )
            for day in order:
                toys.build(night=f"2025-03-{day:02}")
                found += [facts()] if len(found) or day == 12 else []
            ledgers.append(
                {name: lake.read("ledger/nights", name) for name in lake.names("ledger/nights")}
            )
    assert [len(found[0]["fct_posts"]), len(found[0]["fct_community_days"])] == [12, 12]
    assert found[0] == found[1] == found[2]
    assert found[0] == found[-1]
    assert len(found[3]["fct_posts"]) == 3
    assert ledgers[0] == ledgers[1]


def test_a_late_post_changes_its_own_day_and_one_community_leaves_without_the_other(
    toy_lake: ToyLake,
):
    toy_lake.community()
    toy_lake.community("other", timezone="America/New_York")
    toy_lake.posts(
        {"post_id": "a", "created_at": at(1)},
        {"post_id": "a", "created_at": at(1), "community_id": "other"},
    )
    assert toy_lake.build() == {"toyshop": "2025-03-01", "other": "2025-03-01"}
    toy_lake.posts({"post_id": "z", "created_at": at(1, 23), "observed_at": at(3)})
    toy_lake.build()
    assert rows("select community_id, posts from fct_community_days order by 1") == [
        ("other", 1),
        ("toyshop", 2),
    ]
    (settings().communities / "other.yml").unlink()
    toy_lake.build()
    for mart in FACTS:
        assert rows(f"select count(*) from {mart} where community_id = 'other'") == [(0,)], mart


def test_a_community_without_data_breaks_nothing_and_a_date_in_the_future_does_not_count(
    toy_lake: ToyLake,
):
    toy_lake.community()
    toy_lake.community("quiet")
    toy_lake.posts(
        {"post_id": "a", "created_at": at(1)},
        {"post_id": "b", "created_at": at(1).replace(year=2099)},
    )
    assert toy_lake.build(instant=datetime(2026, 1, 1, tzinfo=UTC)) == {"toyshop": "2025-03-01"}
    assert rows("select community_id, last_date, posts from dim_communities order by 1") == [
        ("quiet", None, 0),
        ("toyshop", date(2025, 3, 1), 1),
    ]


def test_only_texts_without_a_reading_by_the_active_model_and_pack_are_planned(
    toy_lake: ToyLake, monkeypatch
):
    toy_lake.community()
    toy_lake.posts(*({"post_id": text, "created_at": at(1)} for text in "abcde"))
    toy_lake.readings({"a": {}})
    toy_lake.readings({"b": {}}, model="older")
    run.stage(None, None, MODEL, THRESHOLDS)
    [shard] = run.plan_shards()
    assert sorted(lake.read("shards", shard)["text"].to_pylist()) == ["b", "c", "d", "e"]
    assert run.plan_shards() == [shard]
    monkeypatch.setenv("CMR_SHARD_SIZE", "3")
    settings.cache_clear()
    halves = run.plan_shards()
    assert [lake.read("shards", name).num_rows for name in halves] == [2, 2]
    toy_lake.readings({text: {} for text in "bcde"})
    assert run.plan_shards() == []


def test_a_new_model_can_read_everything_before_it_becomes_the_active_one(toy_lake: ToyLake):
    toy_lake.community()
    toy_lake.posts(*({"post_id": text, "created_at": at(1)} for text in "abc"))
    toy_lake.readings({text: {} for text in "abc"})
    toy_lake.readings({"a": {}}, model="newer")
    run.stage(None, None, MODEL, THRESHOLDS)
    assert run.plan_shards() == []
    [shard] = run.plan_shards("newer")
    assert sorted(lake.read("shards", shard)["text"].to_pylist()) == ["b", "c"]


def test_a_load_that_a_purge_made_smaller_is_staged_anew_and_its_posts_leave_every_mart(
    toy_lake: ToyLake,
):
    toy_lake.community()
    kept = {"post_id": "kept", "created_at": at(1), "author_id": "bob"}
    toy_lake.posts(
        kept, {"post_id": "hers", "created_at": at(1), "author_id": "ann"}, load_id="first"
    )
    toy_lake.posts(
        {"post_id": "answer", "created_at": at(2), "author_id": "bob", "in_reply_to": "hers"}
    )
    toy_lake.readings(
        {"kept": {"joy": 0.9}, "hers": {"anger": 0.9, "themes": {"delivery": 0.8}}, "answer": {}}
    )
    toy_lake.build()
    table = lake.read("raw/export", "first")
    lake.write("raw/export", "first", table.filter(pc.not_equal(table["author_id"], "ann")))
    toy_lake.build()
    assert rows("select post_id, reply_to_author_id from fct_posts order by 1") == [
        ("answer", None),
        ("kept", None),
    ]
    with warehouse.read_only() as connection:
        tables = connection.execute(
            "select distinct table_name from duckdb_columns() where column_name = 'post_id'"
        )
        for name in {name for (name,) in tables.fetchall()} - {
            "chg_posts_to_restage"
        }:  # what this night looked at
            found = connection.execute(
                f"select count(*) from {name} where post_id = 'hers'"
            ).fetchone()
            assert found == (0,), name
    assert rows("select author_id from dim_authors") == [("bob",)]
    assert rows("select date, theme_id, posts from fct_theme_days where posts > 0") == []


def test_what_is_built_night_by_night_equals_a_full_refresh(toy_lake: ToyLake):
    """Late posts, a reply before its parent, edits, a deletion, a move in time, new readings, an
    earlier start.
    """
    toy_lake.community()
    toy_lake.community("other", timezone="Asia/Tokyo")
    month = [
        {"post_id": f"p{d}", "created_at": at(d), "author_id": f"a{d % 4}", "likes": d}
        for d in range(5, 35)
    ]
    followed = month[9] | {"followers": 7, "observed_at": at(15)}
    toy_lake.posts(
        *month,
        followed,
        {
            "post_id": "reply",
            "created_at": at(20),
            "in_reply_to": "late_parent",
            "author_id": "bob",
        },
    )
    toy_lake.posts({"post_id": "o1", "created_at": at(9, 16), "community_id": "other"})
    feeling = {"anger": 0.9, "complaint": 0.8, "sentiment": -0.5, "themes": {"delivery": 0.8}}
    toy_lake.readings({row["post_id"]: feeling for row in month[:15]})
    toy_lake.build(night="2025-03-25")
    toy_lake.posts(
        {"post_id": "late_parent", "created_at": at(19), "author_id": "brand"},
        {"post_id": "answer", "created_at": at(8), "author_id": "brand", "in_reply_to": "p7"},
        month[10] | {"text": "rewritten", "updated_at": at(21), "observed_at": at(21), "likes": 99},
        month[12] | {"created_at": at(3), "updated_at": at(22), "observed_at": at(22)},
        {"post_id": "p9", "created_at": at(9), "deleted": True},
        followed | {"likes": None, "observed_at": at(24)},  # nothing but the followers, as before
        {"post_id": "very_late", "created_at": at(6), "author_id": "a1"},
        {"post_id": "first", "created_at": at(2), "author_id": "zoe"},
        {"post_id": "o0", "created_at": at(1), "community_id": "other"},
    )
    toy_lake.readings({row["post_id"]: feeling for row in month[15:]} | {"rewritten": {"joy": 0.9}})
    toy_lake.build(night="2025-04-12")
    assert not Path(f"{settings().warehouse}.wal").exists()  # whoever copies the file copies all
    night_by_night = facts((*FACTS, *STEPS))
    toy_lake.build("2025-04-12", None, "--full-refresh")
    refreshed = facts((*FACTS, *STEPS))
    for mart in (*FACTS, *STEPS):
        assert night_by_night[mart] == refreshed[mart], mart
    assert len(refreshed["fct_posts"]) == 36
    assert [row[2] for row in refreshed["dim_communities"]] == ["other", "toyshop"]
