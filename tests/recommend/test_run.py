"""The step as the DAG calls it: advice from a warehouse, into ledgers that are never rewritten."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow.parquet as pq
import pytest
import yaml

from tests.recommend.conftest import NIGHT, Marts, fill, noon
from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.recommend import run
from transforms.recommend.learn import feedback

LIVE = datetime(2025, 6, 18, 1, tzinfo=UTC)
LATER = datetime(2026, 1, 1, tzinfo=UTC)
NIGHTS = {"sky": NIGHT.isoformat()}


def advised(community: str = "sky") -> list[dict]:
    rows = lake.read("ledger/recommendations").to_pylist()
    return sorted(
        (r for r in rows if r["community_id"] == community),
        key=lambda r: (r["for_date"], r["rank"]),
    )


def community_file(**limits: object) -> None:
    content = {
        "name": "sky",
        "industry": "airlines",
        "language": "en",
        "accounts": ["sky"],
        "sources": [{"network": "export", "path": "posts.jsonl"}],
        "limits": limits,
    }
    (settings().communities / "sky.yml").write_text(yaml.safe_dump(content))


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


def test_the_same_history_gives_the_same_advice_whenever_it_is_computed(
    marts: Marts, tmp_path, monkeypatch
):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 30)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    first = advised()
    monkeypatch.setenv("CMR_LAKE", str(tmp_path / "other"))
    settings.cache_clear()
    run.recommend(NIGHTS, LIVE)
    assert advised() == first


def test_a_giveaway_of_tomorrow_and_a_late_metric_change_nothing(
    marts: Marts, tmp_path, monkeypatch
):
    """What is created or observed after the night must be found neither in the numbers nor in the
    words.
    """
    marts.community("sky", NIGHT)
    fill(marts, "sky", 45)
    marts.post("sky", "old", noon(4), engagement=25, top_theme_id="loyalty", format="image")
    marts.write()
    run.recommend(NIGHTS, LIVE)
    clean = advised()

    late = noon(-1, hour=9)
    for i in range(40):
        marts.post(
            "sky",
            f"giveaway{i}",
            late,
            engagement=90000,
            top_theme_id="loyalty",
            format="image",
            observed_at=late,
        )
        marts.post(
            "sky",
            f"answer{i}",
            late,
            is_brand=False,
            author_id="m1",
            in_reply_to="old",
            audience="advocates",
            top_theme_id="loyalty",
            felt={"joy": 0.99},
            sentiment=1.0,
            expectation_score=1.0,
        )
    key = {"community_id": "sky", "industry": "airlines", "network": "x"}
    marts.rows["fct_post_metrics"].append(
        key
        | {
            "post_id": "old",
            "observed_at": late,
            "age_hours": 140,
            "engagement": 90000,
            "metrics_basis": "observed",
        }
    )
    tomorrow = {"community_id": "sky", "industry": "airlines", "date": NIGHT + timedelta(days=1)}
    marts.rows["fct_expectations"].append(
        tomorrow
        | {
            "need_id": "n",
            "theme_id": "loyalty",
            "people": 900,
            "posts": 900,
            "people_before": 0,
            "rank": 1,
        }
    )
    marts.rows["fct_signals"].append(
        tomorrow
        | {
            "signal_id": "s",
            "metric": "emotion",
            "subject": "anger",
            "direction": "up",
            "z": 9.0,
            "theme_id": "delay",
        }
    )
    marts.write()
    monkeypatch.setenv("CMR_LAKE", str(tmp_path / "other"))
    settings.cache_clear()
    run.recommend(NIGHTS, LIVE)
    assert advised() == clean


def test_the_same_giveaway_is_found_once_its_day_is_over(marts: Marts):
    """The leakage test can fail: the same rows do change the advice of a later night."""
    marts.community("sky", NIGHT + timedelta(days=2))
    fill(marts, "sky", 45)
    late = noon(-1, hour=9)
    for i in range(40):
        marts.post(
            "sky",
            f"giveaway{i}",
            late,
            engagement=90000,
            top_theme_id="loyalty",
            format="image",
            observed_at=late + timedelta(hours=23),
        )
    marts.write()
    run.recommend(NIGHTS, LIVE)
    run.recommend({"sky": (NIGHT + timedelta(days=2)).isoformat()}, LIVE)
    assert sorted({r["history_posts"] for r in advised()}) == [45, 85]


@pytest.mark.parametrize("posts", [0, 5, 50])
def test_a_new_community_gets_advice_and_is_told_why_it_is_unsure(marts: Marts, posts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", posts)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    rows = advised()
    assert len(rows) == 3
    for row in rows:
        if posts < 50:
            assert ("assumption" if posts == 0 else "with care") in row["basis_en"]
            assert ("hypothèse" if posts == 0 else "avec prudence") in row["basis_fr"]
        if posts == 0:
            assert row["reactions"] == []


def test_intervals_narrow_with_history(marts: Marts):
    widths = {}
    for name, posts in {"none": 0, "few": 5, "some": 50, "many": 200}.items():
        marts.community(name, NIGHT)
        fill(marts, name, posts)
    marts.write()
    run.recommend(dict.fromkeys(["none", "few", "some", "many"], NIGHT.isoformat()), LIVE)
    for name in ("none", "few", "some", "many"):
        widths[name] = np.mean(
            [np.log1p(r["engagement_high"]) - np.log1p(r["engagement_low"]) for r in advised(name)]
        )
    assert widths["none"] >= widths["few"] > widths["some"] > widths["many"]


def test_posts_without_any_figure_are_no_posts_with_zero(marts: Marts):
    marts.community("sky", NIGHT)
    for i in range(40):
        marts.post("sky", f"b{i}", noon(i + 3))
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert {r["history_posts"] for r in advised()} == {0}
    assert all("none has an engagement figure" in r["basis_en"] for r in advised())


def test_banned_themes_are_never_advised(marts: Marts):
    community_file(banned_themes=["food", "delay"])
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert advised()
    assert not {"food", "delay"} & {r["theme_id"] for r in advised()}


@pytest.mark.parametrize("most", [0, 1, 2])
def test_no_more_is_advised_than_may_be_posted(marts: Marts, most):
    community_file(max_posts_per_day=most)
    marts.community("sky", NIGHT)
    fill(marts, "sky", 20)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert len(advised()) == most
    assert lake.exists("ledger/recommendations", "sky-2025-06-18")


@pytest.mark.parametrize(
    ("signal", "crisis"),
    [
        ({"metric": "emotion", "subject": "anger", "direction": "up", "z": 6.0}, True),
        ({"metric": "sentiment", "subject": None, "direction": "down", "z": -4.0}, True),
        ({"metric": "theme", "subject": "delay", "direction": "up", "z": 9.0}, True),
        ({"metric": "emotion", "subject": "joy", "direction": "up", "z": 9.0}, False),
        ({"metric": "emotion", "subject": "anger", "direction": "down", "z": -9.0}, False),
        (
            {"metric": "theme", "subject": "food", "direction": "up", "z": 9.0, "theme_id": "food"},
            False,
        ),
    ],
    ids=["anger", "sentiment", "a theme that hurts", "joy", "less anger", "a theme that pleases"],
)
def test_nothing_is_explored_during_a_crisis(marts: Marts, signal, crisis):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60)
    about = {
        "community_id": "sky",
        "industry": "airlines",
        "date": NIGHT,
        "signal_id": "s",
        "theme_id": "delay",
    }
    marts.rows["fct_signals"].append(about | signal)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    rows = advised()
    assert {r["assigned"] for r in rows} == {not crisis}
    if crisis:
        (row,) = rows
        assert (row["theme_id"], row["tone"], row["format"]) == ("delay", "trust", "text")
        assert row["propensity"] == 1.0


def test_nobody_is_advised_to_aim_at_a_bad_feeling(marts: Marts):
    marts.community("sky", NIGHT)
    for i in range(60):
        marts.post("sky", f"b{i}", noon(i + 3), engagement=500, dominant_emotion="anger")
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert not {"anger", "fear", "sadness", "disgust"} & {r["tone"] for r in advised()}


def test_a_theme_that_is_not_for_us_goes_down(marts: Marts, tmp_path, monkeypatch):
    community_file(max_posts_per_day=1)
    marts.community("sky", NIGHT)
    fill(marts, "sky", 120)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    (first,) = advised()
    feedback.record("sky", "advice", first["advice_id"], "not for us", given_at=LIVE)
    run.recommend({"sky": (NIGHT + timedelta(days=1)).isoformat()}, LIVE)
    monkeypatch.setenv("CMR_LAKE", str(tmp_path / "other"))
    settings.cache_clear()
    feedback.record("sky", "theme", first["theme_id"], "not_for_us", given_at=LIVE)
    run.recommend(NIGHTS, LIVE)
    assert advised()[0]["theme_id"] != first["theme_id"]


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


def test_a_rival_gets_no_advice(marts: Marts):
    for name in ("sky", "ground"):
        marts.community(name, NIGHT)
        fill(marts, name, 60)
    marts.write()
    community_file()
    rival = yaml.safe_load((settings().communities / "sky.yml").read_text())
    rival |= {"name": "ground", "rival_of": "sky"}
    (settings().communities / "ground.yml").write_text(yaml.safe_dump(rival))
    assert run.recommend(NIGHTS | {"ground": NIGHT.isoformat()}, LIVE)["failed"] == {}
    assert advised()
    assert advised("ground") == []
