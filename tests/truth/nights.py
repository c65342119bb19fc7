"""Nights of planted anger through the SQL that judges them: how often a rise is told, and how often
a usual night tells something.

Worlds are drawn from the bank as it is read, straight into what `int_series_measured` would hold of
them; from there on the models of dbt are those that ship. A choice of theirs is made on the seeds
below `UNSEEN`, and its figures are told on those above.
"""

from functools import lru_cache

import duckdb
import jinja2
import numpy as np
import pandas as pd

from tests.truth.bank_days import ANGER, Read, read_bank
from transforms.config.settings import PROJECT
from transforms.reading import EMOTIONS

MODELS = PROJECT / "dbt" / "models" / "intermediate"
STATISTICS = PROJECT / "dbt" / "macros" / "statistics.sql"
JUDGING = (
    "int_series_levelled", "int_series_moved", "int_series_dispersed", "int_series_expected", "int_series_judged",
    "int_signals_found",
)  # fmt: skip
"""In the order in which one rests on the other."""
UNSEEN = 1000
"""Seeds from here on chose nothing."""
USUAL = 0.15
DAYS, QUIET, RISEN = 87, 14, 3
"""Of a world's days the last three have more anger; the fourteen before are judged as quiet."""
THEMES = 25
"""Shares of themes that stay as they are, as many as a pack and its indices have."""
WORLDS = 80
STATED_RATE = 0.1
"""On how many quiet nights something may be shown."""


def power(
    language: str,
    posts: int,
    share: float,
    worlds: int = WORLDS,
    seed: int = UNSEEN,
    moods: bool = True,
) -> dict[str, float]:
    """How often a night whose share of anger is `share` is told from usual ones by what it is looked
    through for: that night, or by the third of three such nights; how often `quiet` nights tell
    anything at all, and `nights`, how many there were; and what `at most` could be told that night.

    moods: what is felt beside anger changes from week to week.
    """
    series = measured(language, posts, share, worlds, seed, moods)
    told = signals(series)
    shown = np.zeros((2, worlds, DAYS), bool)
    for place, of in enumerate((told, told[told["is_watched"]])):
        shown[place, of["community_id"].astype(int), of["day"]] = True
    usual, risen = shown[0, :, -QUIET - RISEN : -RISEN], shown[1, :, -RISEN:]
    return {
        "quiet": usual.mean(), "nights": usual.size,
        "that night": risen[:, 0].mean(), "by the third": risen.any(axis=1).mean(),
        "at most": _reach(series),
    }  # fmt: skip


def _reach(series: pd.DataFrame) -> float:
    """How often the night stands out for who knows how anger is read on usual nights of all worlds,
    and spends the whole stated rate on it: what this reader lets be seen.
    """
    anger = series[(series["metric"] == "emotion") & (series["subject"] == "anger")]
    read = (anger["k"] / anger["n"]).to_numpy().reshape(-1, DAYS)
    bar = np.nanquantile(read[:, -QUIET - RISEN : -RISEN], 1 - STATED_RATE)
    return float((read[:, -RISEN] > bar).mean())


def measured(
    language: str, posts: int, share: float, worlds: int, seed: int, moods: bool
) -> pd.DataFrame:
    """What `int_series_measured` holds of such worlds, one community each."""
    bank = read_bank(language)
    rng = np.random.default_rng([seed, posts, int(share * 1000)])
    angry = np.full((worlds, DAYS), USUAL)
    angry[:, -RISEN:] = share
    said = np.stack([_said(bank, rng, rng.poisson(posts, DAYS), row, moods) for row in angry])
    count = said.sum(axis=2)
    read = [("emotion", name, bank.probabilities[:, i]) for i, name in enumerate(EMOTIONS)]
    read += [("complaint", "", bank.complaint), ("sentiment", "", bank.sentiment)]
    series = [(metric, of, said @ values, said @ values**2) for metric, of, values in read]
    series.append(("volume", "", count, np.full(count.shape, np.nan)))
    for theme in range(THEMES):
        talked = rng.binomial(count, 0.02 + 0.01 * (theme % 10))
        series.append(("theme", str(theme), talked, talked))
    about = {
        "community_id": np.repeat(np.arange(worlds), DAYS).astype(str), "industry": "any",
        "day": np.tile(np.arange(DAYS, dtype="int32"), worlds), "n": count.ravel(),
    }  # fmt: skip
    return pd.concat(
        pd.DataFrame(about | {"metric": metric, "subject": of or None, "k": k.ravel(), "squares": q.ravel()})
        for metric, of, k, q in series
    )  # fmt: skip


def _said(
    bank: Read, rng: np.random.Generator, count: np.ndarray, angry: np.ndarray, moods: bool
) -> np.ndarray:
    """(days, bank) how often each post is said: anger as planted, all else as the week's mood has it."""
    felt = bank.felt
    many = rng.binomial(count, angry)
    odds = felt[:, ANGER] / felt[:, ANGER].sum()
    said = rng.multinomial(many, odds)
    feelings = np.maximum(felt.sum(axis=1), 1)
    for week in range(0, len(count), 7):
        mood = rng.gamma(2.0, 0.5, len(EMOTIONS)) if moods else np.ones(len(EMOTIONS))
        loud = np.where(felt.any(axis=1), felt @ mood / feelings, 1.0) * ~felt[:, ANGER]
        days = slice(week, week + 7)
        said[days] += rng.multinomial((count - many)[days], loud / loud.sum())
    return said


def signals(series: pd.DataFrame) -> pd.DataFrame:
    """What is told of them: `community_id`, `day`, `signal_id` and whether it `is_watched`."""
    with duckdb.connect(config={"threads": 1}) as connection:
        connection.register("series", series)
        connection.execute(
            "create table int_series_measured as"
            " select * replace (if(isnan(squares), null, squares) as squares), date '2025-01-01' + day as date"
            " from series"
        )
        connection.execute(
            "create table int_emotion_days_corrected as select '' as community_id, current_date as date,"
            " '' as emotion, 1 as days, 0.0 as share, 0.0 as slope limit 0"
        )
        for name in JUDGING:
            connection.execute(f"create table {name} as {_sql(name)}")
        return connection.execute(
            "select community_id, date - date '2025-01-01' as day, signal_id, is_watched"
            " from int_signals_found join int_series_judged using (community_id, date, metric)"
            " where int_signals_found.subject is not distinct from int_series_judged.subject"
        ).df()


@lru_cache
def _sql(name: str) -> str:
    """The model as a whole build would run it."""
    files = (STATISTICS, next(MODELS.rglob(f"{name}.sql")))
    return jinja2.Template("".join(file.read_text(encoding="utf-8") for file in files)).render(
        ref=lambda model: model, config=lambda **_: "", only_days=lambda *_, **__: "true"
    )
