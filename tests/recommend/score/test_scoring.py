"""Past advice scored: which post followed it, and how that did, once and never again."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.recommend.conftest import NIGHT, Marts, fill, noon
from transforms import lake
from transforms.recommend import run

LIVE = datetime(2025, 6, 18, 1, tzinfo=UTC)
DAY = NIGHT + timedelta(days=1)


def nights(days: int) -> dict[str, str]:
    return {"sky": (NIGHT + timedelta(days=days)).isoformat()}


def outcomes() -> list[dict]:
    return lake.read("ledger/outcomes").to_pylist()


def begin(marts: Marts) -> dict:
    """A community with its first advice written; the advice ranked first."""
    marts.community("sky", NIGHT + timedelta(days=20))
    fill(marts, "sky", 60)
    marts.write()
    run.recommend(nights(0), LIVE)
    return next(r for r in lake.read("ledger/recommendations").to_pylist() if r["rank"] == 1)


def follow(marts: Marts, advice: dict, **more: object) -> None:
    hour = int(advice["slot"][:2])
    at = datetime(DAY.year, DAY.month, DAY.day, hour, tzinfo=UTC)
    form = {"question": {"format": "text", "question": 0.9}}.get(
        advice["format"], {"format": advice["format"]}
    )
    marts.post("sky", "followed", at, top_theme_id=advice["theme_id"], **form, **more)


@pytest.mark.parametrize("certain", [True, False], ids=["by id", "by theme, form and slot"])
def test_a_post_that_follows_is_scored_at_24_hours_and_at_7_days(marts: Marts, certain):
    advice = begin(marts)
    named = {"advice_id": advice["advice_id"]} if certain else {}
    follow(
        marts,
        advice,
        engagement=40,
        observed_at=noon(-2, hour=int(advice["slot"][:2]) + 2),
        **named,
    )
    key = {"community_id": "sky", "industry": "airlines", "network": "x", "post_id": "followed"}
    marts.rows["fct_post_metrics"].append(
        key
        | {
            "observed_at": noon(-9),
            "age_hours": 190.0,
            "engagement": 60,
            "metrics_basis": "observed",
        }
    )
    marts.write()
    run.recommend(nights(2), LIVE)
    first = [r for r in outcomes() if r["advice_id"] == advice["advice_id"]]
    assert [r["horizon"] for r in first] == ["24h"]
    run.recommend(nights(10), LIVE)
    rows = {r["horizon"]: r for r in outcomes() if r["advice_id"] == advice["advice_id"]}
    assert set(rows) == {"24h", "7d"}
    assert rows["24h"]["match_certainty"] == (1.0 if certain else 0.9)
    assert rows["24h"]["match_basis"] == ("advice_id" if certain else "theme+form+slot")
    assert rows["7d"]["engagement_lift"] > rows["24h"]["engagement_lift"]
    assert rows["7d"]["origin"] == "live"
    assert rows["7d"]["post_id"] == "followed"


def test_one_final_figure_is_a_final_horizon(marts: Marts):
    marts.community("sky", NIGHT + timedelta(days=20))
    for i in range(40):
        marts.post(
            "sky",
            f"b{i}",
            noon(i + 5),
            engagement=20 + i % 5,
            metrics_basis="final",
            observed_at=noon(1),
        )
    marts.write()
    run.recommend(nights(0), LIVE)
    advice = next(r for r in lake.read("ledger/recommendations").to_pylist() if r["rank"] == 1)
    follow(
        marts,
        advice,
        advice_id=advice["advice_id"],
        engagement=30,
        metrics_basis="final",
        observed_at=noon(-3),
    )
    marts.write()
    run.recommend(nights(4), LIVE)
    assert [r["horizon"] for r in outcomes() if r["status"] == "followed"] == ["final"]


def test_what_nobody_followed_is_said_once(marts: Marts):
    begin(marts)
    for days in (3, 4, 5):
        run.recommend(nights(days), LIVE)
    first = [r for r in outcomes() if r["for_date"] == DAY]
    assert {r["status"] for r in first} == {"not_followed"}
    assert len(first) == len({r["advice_id"] for r in first}) == 3
    assert all(r["engagement_lift"] is None and r["inside_interval"] is None for r in first)


def test_outcomes_and_record_are_never_rewritten(marts: Marts):
    advice = begin(marts)
    run.recommend(nights(3), LIVE)
    folders = ("ledger/outcomes", "ledger/track_record")
    before = {(f, n): lake.read(f, n) for f in folders for n in lake.names(f)}
    follow(marts, advice, engagement=5000, advice_id=advice["advice_id"], observed_at=noon(-2))
    marts.write()
    run.recommend(nights(3), LIVE)
    run.recommend(nights(0), LIVE)
    assert {(f, n): lake.read(f, n) for f in folders for n in lake.names(f)} == before


def test_a_track_record_without_scores_says_so(marts: Marts):
    begin(marts)
    (row,) = lake.read("ledger/track_record").to_pylist()
    assert (row["scored"], row["effect"], row["basis"]) == (0, None, "no_live_advice")
