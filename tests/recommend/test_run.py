"""The step as the DAG calls it: advice from a warehouse, into ledgers that are never rewritten."""

from datetime import timedelta

import pyarrow.parquet as pq
import pytest

from tests.recommend.conftest import (
    LATER,
    LIVE,
    NIGHT,
    NIGHTS,
    Marts,
    advised,
    fill,
    noon,
)
from transforms import lake
from transforms.config.errors import StepFailed
from transforms.recommend import run


def test_a_community_gets_ranked_advice_for_the_next_day_in_both_languages(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60)
    marts.write()
    counts = run.recommend(NIGHTS, LIVE)
    rows = advised()
    assert counts["advice"] == len(rows) == 3
    assert [r["rank"] for r in rows] == [1, 2, 3]
    assert {r["for_date"] for r in rows} == {NIGHT + timedelta(days=1)}
    assert len({r["theme_id"] for r in rows}) == 3
    for row in rows:
        assert row["engagement_low"] < row["engagement_lift"] < row["engagement_high"]
        assert 0 < row["propensity"] <= 1
        assert all(
            row[f"{name}_{language}"]
            for name in ("angle", "opening", "basis")
            for language in ("fr", "en")
        )
        assert row["angle_fr"] != row["angle_en"]
        assert "60 publications" in row["basis_fr"]
        assert "60 measured posts" in row["basis_en"]
        assert row["history_posts"] == 60
        assert all(r["low"] <= r["share"] <= r["high"] for r in row["reactions"])


@pytest.mark.parametrize(
    ("now", "origin"), [(LIVE, "live"), (LATER, "backcast")], ids=["in time", "after its day"]
)
def test_advice_is_live_only_when_written_before_its_day_is_over(marts: Marts, now, origin):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 12)
    marts.write()
    run.recommend(NIGHTS, now)
    assert {r["origin"] for r in advised()} == {origin}


def test_a_key_already_written_is_never_changed(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 30)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    before = {
        name: lake.read("ledger/recommendations", name)
        for name in lake.names("ledger/recommendations")
    }
    fill(marts, "sky", 0)
    for i in range(20):
        marts.post("sky", f"new{i}", noon(5, hour=i), engagement=9000, top_theme_id="loyalty")
    marts.write()
    again = run.recommend(NIGHTS, LATER)
    assert again["reused"] == 1
    assert again["advice"] == 0
    assert {name: lake.read("ledger/recommendations", name) for name in before} == before
    assert lake.names("ledger/recommendations") == list(before)


@pytest.mark.parametrize("kept", [1, 6], ids=["in the first five", "in the others"])
def test_a_replay_that_is_killed_goes_on_as_if_nothing_had_happened(marts: Marts, kept):
    marts.community("sky", NIGHT, simulated=True)
    fill(marts, "sky", 60)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    undisturbed = advised()
    assert len({row["for_date"] for row in undisturbed}) == 1 + run.REPLAYED_NIGHTS
    for name in lake.names("ledger/recommendations")[kept:]:
        lake.filesystem().rm(lake.path("ledger/recommendations", f"{name}.parquet"))
    for folder in ("ledger/outcomes", "ledger/track_record"):
        for name in lake.names(folder):
            lake.filesystem().rm(lake.path(folder, f"{name}.parquet"))
    assert len(advised()) < len(undisturbed)
    run.recommend(NIGHTS, LIVE)
    assert advised() == undisturbed


def test_one_broken_community_does_not_stop_the_others(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 10)
    marts.community("broken", NIGHT, timezone="Nowhere/Land")
    marts.write()
    counts = run.recommend(NIGHTS | {"broken": NIGHT.isoformat(), "gone": NIGHT.isoformat()}, LIVE)
    assert set(counts["failed"]) == {"broken", "gone"}
    assert len(advised()) == 3


def test_the_step_fails_when_every_community_fails(marts: Marts):
    marts.write()
    with pytest.raises(StepFailed):
        run.recommend({"gone": NIGHT.isoformat()}, LIVE)


@pytest.mark.parametrize("name", ["x'; drop table fct_posts; --", "😀", "\u202eabc", "a/../b"])
def test_hostile_theme_names_are_only_text(marts: Marts, name):
    marts.community("sky", NIGHT)
    marts.rows["dim_themes"].append(
        {
            "community_id": "sky",
            "industry": "airlines",
            "theme_id": name,
            "label_fr": name,
            "label_en": name,
        }
    )
    for i in range(40):
        marts.post("sky", f"b{i}", noon(i + 3), engagement=50, top_theme_id=name)
    marts.write()
    counts = run.recommend(NIGHTS, LIVE)
    assert not counts["failed"]
    assert advised()


def test_what_might_have_been_advised_is_written_down_once_a_day(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    first, *rest = advised()
    chances = {
        (a["theme_id"], a["format"], a["tone"], a["slot"]): a["propensity"]
        for a in first["alternatives"]
    }
    assert sum(chances.values()) == pytest.approx(3)
    for row in (first, *rest):
        assert (
            chances[row["theme_id"], row["format"], row["tone"], row["slot"]] == row["propensity"]
        )
    assert [row["alternatives"] for row in rest] == [None, None]
    (record,) = lake.read("ledger/track_record").to_pylist()
    assert (record["what_if"], record["what_if_posts"], record["what_if_basis"]) == (
        None,
        0,
        "too_few",
    )


@pytest.mark.parametrize("folder", ["ledger/recommendations", "ledger/track_record"])
def test_a_ledger_begun_by_an_older_version_gets_the_new_columns_and_keeps_its_files(
    marts: Marts, folder: str
):
    new = {
        "alternatives",
        "what_if",
        "what_if_low",
        "what_if_high",
        "what_if_posts",
        "what_if_basis",
    }
    lake.initialise()
    old = (
        lake.SCHEMAS[folder]
        .empty_table()
        .select([n for n in lake.SCHEMAS[folder].names if n not in new])
    )
    for name in ("_schema", "sky-2025-01-01"):
        with lake.filesystem().open(lake.path(folder, f"{name}.parquet"), "wb") as file:
            pq.write_table(old, file)
    lake.initialise()
    with lake.filesystem().open(lake.path(folder, "_schema.parquet"), "rb") as file:
        assert pq.read_schema(file).names == lake.SCHEMAS[folder].names
    assert lake.read(folder).schema.names == lake.SCHEMAS[folder].names
    with lake.filesystem().open(lake.path(folder, "sky-2025-01-01.parquet"), "rb") as file:
        assert pq.read_schema(file).names == old.schema.names
