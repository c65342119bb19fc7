"""The truth gate: planted communities through the product, and every figure of a day against what
was planted.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from tests.truth import leaders
from tests.truth import plan as plans
from tests.truth.plan import Plan
from transforms import lake
from transforms.config.settings import settings
from transforms.enrich import run as enrich
from transforms.extract import run as extract
from transforms.reading import EMOTIONS
from transforms.stage import run as stage
from transforms.understand import run as understand

COMMUNITY = """
name: {name}
industry: telecom
language: {language}
timezone: UTC
accounts: [{name}]
sources:
  - {{network: export, path: '{path}'}}
as_of: latest
simulated: true
"""
BANDS = (0.0, 0.05, 0.2, 0.5, 0.95)


def run(folder: Path, chosen: list[Plan]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The planted communities through a night in `folder`: a table of days and emotions, and one of
    signals.
    """
    with _home(folder):
        truth = pd.concat([_written(folder, plan) for plan in chosen], ignore_index=True)
        _night()
        with duckdb.connect(str(settings().warehouse), read_only=True) as connection:
            shares, signals = _shares(connection), _signals(connection)
    days = _of_weeks(truth).merge(shares, on=["community", "date", "emotion"])
    alone = days["told_days"] == 1
    days["told_truth"] = days["truth"].where(alone, days["week_truth"])
    return days.assign(language=days["community"].str[:2]), signals.merge(
        truth.query("emotion == 'anger'")[["community", "date", "planted", "truth"]],
        on=["community", "date"],
        how="right",
    )


def leading(days: pd.DataFrame) -> pd.DataFrame:
    """Per community what comes first: of the day, counted raw too, and as the mail tells it: of the
    week where a day has fewer than fifty posts.
    """
    day = ["community", "date"]
    told = days.assign(truth=days["told_truth"], share=days["told_share"], low=days["told_low"])
    by_count = days.assign(share=days["raw"], low=days["raw"])
    of_day, raw, as_told = (
        leaders.summary(leaders.judged(one.dropna(subset="share"), day), ["community"])
        for one in (days, by_count, told)
    )
    return as_told.add_prefix("told: ").assign(
        **{"day's first": of_day["is first"], "raw first": raw["is first"], "days": of_day["days"]}
    )


def errors(days: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    """Mean absolute error of the shares, of the raw counts, and how often the interval holds the
    truth.
    """
    judged = days.assign(
        error=(days["share"] - days["truth"]).abs(), raw_error=(days["raw"] - days["truth"]).abs(),
        covered=days["truth"].between(days["low"], days["high"]), width=days["high"] - days["low"],
        band=pd.cut(days["truth"], BANDS, include_lowest=True),
    )  # fmt: skip
    columns = ["error", "raw_error", "covered", "width"]
    grouped = judged.groupby(by, observed=True)
    return grouped[columns].mean().assign(n=grouped.size())


def signals_found(signals: pd.DataFrame) -> pd.DataFrame:
    """Per community and planted share of anger: nights, nights on which anger was said to rise, and
    with any signal.
    """
    after = signals[signals["date"] >= signals["date"].min() + pd.Timedelta(days=21)]
    night = after.assign(
        anger=(after["signal_id"] == "emotion:anger:up") | (after["signal_id"] == "sentiment:down"),
        any=after["signal_id"].notna(),
    ).groupby(["community", "planted", "date"])[["anger", "any"]].max()  # fmt: skip
    grouped = night.groupby(["community", "planted"])
    return grouped.mean().assign(nights=grouped.size())


def _written(folder: Path, plan: Plan) -> pd.DataFrame:
    path = folder / f"{plan.name}.jsonl"
    truth = plans.write(plan, path)
    text = COMMUNITY.format(name=plan.name, language=plan.language, path=path)
    (folder / "communities" / f"{plan.name}.yml").write_text(text, encoding="utf-8")
    return truth.assign(community=plan.name, size=plan.posts, date=pd.to_datetime(truth["date"]))


def _night() -> None:
    lake.initialise()
    for source in extract.list_sources():
        extract.extract_night(source["community"], source["source"])
    stage.stage(None, datetime.now(UTC), enrich.active_model(), enrich.thresholds())
    for shard in stage.plan_shards():
        enrich.enrich_shard(shard)
    understand.understand(enrich.corrections(), enrich.encode)
    stage.build_marts()


def _of_weeks(truth: pd.DataFrame) -> pd.DataFrame:
    """With the share of the seven days that end with each, weighted as the climate is: 7 for its
    last day, 1 for its first.
    """
    truth = truth.sort_values("date").assign(felt=truth["truth"] * truth["posts"])
    days = truth.groupby(["community", "emotion"])
    felt, posts = (
        np.sum([(7 - ago) * days[of].shift(ago, fill_value=0) for ago in range(7)], axis=0)
        for of in ("felt", "posts")
    )
    return truth.assign(week_truth=felt / posts).drop(columns="felt")


def _shares(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    wide = " union all ".join(
        f"select community_id as community, date, '{e}' as emotion, {e}_share::double as share, "
        f"{e}_low::double as low, {e}_high::double as high, {e}_raw::double as raw from fct_community_days"
        for e in EMOTIONS
    )
    told = (
        f"select days.*, climate.days as told_days, climate.share::double as told_share,"
        f" climate.low::double as told_low from ({wide}) as days"
        " left join (select community_id as community, * from fct_climate_days) as climate"
        " using (community, date, emotion)"
    )
    return connection.execute(told).df().assign(date=lambda found: pd.to_datetime(found["date"]))


def _signals(connection: duckdb.DuckDBPyConnection) -> pd.DataFrame:
    found = connection.execute(
        "select community_id as community, date, unnest([signal_id] || also) as signal_id from fct_signals"
    ).df()
    return found.assign(date=pd.to_datetime(found["date"]))


@contextmanager
def _home(folder: Path) -> Iterator[None]:
    """The settings of a home under `folder`, and back to those before."""
    (folder / "communities").mkdir(parents=True, exist_ok=True)
    mine = {
        "CMR_HOME": str(folder / "var"), "CMR_COMMUNITIES": str(folder / "communities"), "CMR_PSEUDONYM_KEYS": "truth",
    }  # fmt: skip
    before = {name: os.environ.get(name) for name in mine}
    os.environ.update(mine)
    settings.cache_clear()
    lake.files._filesystem.cache_clear()
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None) if value is None else os.environ.update({name: value})
        settings.cache_clear()
        lake.files._filesystem.cache_clear()
