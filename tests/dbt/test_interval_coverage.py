"""The 90 % intervals of the corrected shares hold the true share about nine times in ten.

The SQL of `int_emotion_days_corrected` itself runs over simulated days: each day's posts feel the
emotion with its true share, a model that errs in a known way reads them, and how it errs was
measured on other texts, as in the product.
"""

import os
import re

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from transforms.config.settings import PROJECT
from transforms.reading import EMOTIONS
from transforms.training import shares

DAYS = int(os.environ.get("CMR_COVERAGE_DAYS", "200"))
DAYS_BEFORE, USUAL = 15, 0.15
FOLDER = PROJECT / "dbt" / "models" / "intermediate" / "days"


@pytest.mark.parametrize("share", [0.05, 0.2, 0.8])
@pytest.mark.parametrize("posts", [20, 100])
def test_intervals_hold_the_true_share(posts: int, share: float):
    """Each day is a community and a model of its own, measured anew on 150 texts with the emotion
    and 600 without; before it fifteen days on which 15 % felt it.
    """
    rng = np.random.default_rng([posts, int(share * 100)])
    rates = _rates(_with(rng, (DAYS, 150)), _without(rng, (DAYS, 600)))
    before, _ = _read(rng, posts * DAYS_BEFORE, USUAL)
    today, truth = _read(rng, posts, share)
    rows = _in_marts(today, before, rates)
    held = np.mean(
        [low <= is_so <= high for is_so, (_, low, high) in zip(truth, rows, strict=True)]
    )
    print(f"{posts} posts, share {share}: {held:.3f} of {len(rows)} days")
    assert len(rows) == DAYS
    assert held >= 0.90 - 3 * np.sqrt(0.9 * 0.1 / DAYS)


def test_the_marts_and_the_training_estimate_alike():
    rng = np.random.default_rng(3)
    rates = _rates(_with(rng, (DAYS, 40)), _without(rng, (DAYS, 90)), between=(0.2, 0.06))
    today, before = _read(rng, 30, 0.4)[0], _read(rng, 600, USUAL)[0]
    both = np.concatenate([today, before], axis=1)
    told = [
        shares.corrected(day.mean(), 30, row, every.mean(), 630)
        for day, every, row in zip(today, both, rates, strict=True)
    ]
    np.testing.assert_allclose(_in_marts(today, before, rates), told, atol=2e-4)


def _read(rng: np.random.Generator, posts: int, share: float) -> tuple[np.ndarray, np.ndarray]:
    """(DAYS, posts) probabilities that posts are given, each of which has the emotion with odds
    `share`, and (DAYS,) which share of them really has it.
    """
    felt = rng.random((DAYS, posts)) < share
    return np.where(felt, _with(rng, felt.shape), _without(rng, felt.shape)), felt.mean(axis=1)


def _with(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Probabilities that a model gives to texts with the emotion: 0.5 on average."""
    return rng.beta(2, 2, size)


def _without(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Probabilities that a model gives to texts without the emotion: 0.1 on average."""
    return rng.beta(1, 9, size)


def _rates(with_it: np.ndarray, without_it: np.ndarray, between=(0.0, 0.0)) -> list[dict]:
    """How texts with and without the emotion are read, one row per day, as a model states it."""
    return [
        {
            "mean_if_true": yes.mean(), "variance_if_true": yes.var(), "positives": len(yes),
            "mean_if_false": no.mean(), "variance_if_false": no.var(), "negatives": len(no),
            "between_if_true": between[0], "between_if_false": between[1],
        }
        for yes, no in zip(with_it, without_it, strict=True)
    ]  # fmt: skip


def _in_marts(today: np.ndarray, before: np.ndarray, rates: list[dict]) -> list[tuple]:
    """Share and interval of anger on 1 January, a community and a language per row; `before` was
    said the day before.
    """
    with duckdb.connect() as connection:
        connection.execute(
            "create table days as select 'c' || unnest(range($days)) as community_id, "
            "'toys' as industry, date '2025-01-01' as date",
            {"days": len(today)},
        )
        connection.execute(
            "create table seen as select 'c' || d as community_id, 'toys' as industry, "
            "created_date, 'l' || d as language, 'm' as model, true as is_worded, false as is_brand, "
            "unnest(p)::decimal(18, 12) as anger, anger >= 0.3 as has_anger, "
            + ", ".join(f"0 as {e}, false as has_{e}" for e in EMOTIONS if e != "anger")
            + " from (select unnest(range($days)) as d, unnest($today) as p, date '2025-01-01' as created_date"
            " union all select unnest(range($days)), unnest($before), date '2024-12-31')",
            {"days": len(today), "today": today.tolist(), "before": before.tolist()},
        )
        connection.execute("create table models as select 'm' as model")
        named = [{"model": "m", "language": f"l{d}", "emotion": "anger"} | row
                 for d, row in enumerate(rates)]  # fmt: skip
        connection.register("corrections", pa.Table.from_pylist(named))
        return connection.execute(
            f"select share::double, low::double, high::double from ({_sql('int_emotion_days_corrected')}) "
            "where emotion = 'anger' and days = 1 order by substr(community_id, 2)::int"
        ).fetchall()


def _sql(model: str) -> str:
    """The model and the steps before it as dbt would compile them, built from the start."""
    import jinja2

    tables = {
        "int_posts_read": "seen", "int_days_listed": "days", "stg_cmr__model": "models",
        "stg_cmr__corrections": "corrections", "chg_days_to_rebuild": "days",
    }  # fmt: skip
    folder = PROJECT / "dbt" / "macros"
    macros = "".join(
        (folder / name).read_text(encoding="utf-8") for name in ("statistics.sql", "readings.sql")
    )
    environment = jinja2.Environment()
    environment.globals |= {
        "ref": lambda name: tables.get(name) or f"({_sql(name)})",
        "var": {"emotions": list(EMOTIONS)}.__getitem__, "config": lambda **_: "",
        "only_days": lambda *_, **__: "true",
    }  # fmt: skip
    text = re.sub(
        r"\A\{\{.*?\}\}\s", "", (FOLDER / f"{model}.sql").read_text(encoding="utf-8"), count=1,
        flags=re.DOTALL,
    )  # fmt: skip
    return environment.from_string(macros + text).render()
