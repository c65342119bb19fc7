"""The 90 % intervals of the corrected shares hold the true share about nine times in ten.

The SQL of `int_emotion_days_corrected` itself runs over simulated days: each day's posts feel the
emotion with its true share, a model that errs in a known way reads them, and how it errs was
measured on other texts, as in the product.
"""

import os
import re

import duckdb
import numpy as np
import pytest

from transforms.config.settings import PROJECT
from transforms.reading import EMOTIONS

DAYS = int(os.environ.get("CMR_COVERAGE_DAYS", "400"))
MODEL = PROJECT / "dbt" / "models" / "intermediate" / "days" / "int_emotion_days_corrected.sql"


@pytest.mark.parametrize("share", [0.05, 0.2, 0.5])
@pytest.mark.parametrize("posts", [20, 100])
def test_intervals_hold_the_true_share(posts: int, share: float):
    """Each day is a model of its own, measured anew on 150 texts with the emotion and 600 without."""
    rng = np.random.default_rng([posts, int(share * 100)])
    felt = rng.random((DAYS, posts)) < share
    read = np.where(felt, _with(rng, (DAYS, posts)), _without(rng, (DAYS, posts)))
    rows = _corrected(read, _with(rng, (DAYS, 150)), _without(rng, (DAYS, 600)))
    held = np.mean([low <= share <= high for low, high in rows])
    print(f"{posts} posts, share {share}: {held:.3f} of {len(rows)} days")
    assert len(rows) == DAYS
    assert held >= 0.90 - 3 * np.sqrt(0.9 * 0.1 / DAYS)


def _with(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Probabilities that a model gives to texts with the emotion: 0.5 on average."""
    return rng.beta(2, 2, size)


def _without(rng: np.random.Generator, size: tuple[int, int]) -> np.ndarray:
    """Probabilities that a model gives to texts without the emotion: 0.1 on average."""
    return rng.beta(1, 9, size)


def _corrected(read: np.ndarray, with_it: np.ndarray, without_it: np.ndarray) -> list[tuple]:
    """The intervals of anger, one day per row of `read`; a language of its own per day gives it its
    own error rates.
    """
    with duckdb.connect() as connection:
        connection.execute(
            "create table seen as select 'c' || d as community_id, 'toys' as industry, "
            "date '2025-01-01' as created_date, 'l' || d as language, 'm' as model, "
            "true as is_worded, false as is_brand, "
            "unnest(p) as anger, anger >= 0.3 as has_anger, "
            + ", ".join(f"0 as {e}, false as has_{e}" for e in EMOTIONS if e != "anger")
            + " from (select unnest(range($days)) as d, unnest($probabilities) as p)",
            {"days": len(read), "probabilities": read.tolist()},
        )
        connection.execute("create table models as select 'm' as model")
        connection.execute(
            "create table corrections as select 'm' as model, 'l' || unnest(range($days)) as language, "
            "'anger' as emotion, unnest($mean_if_true) as mean_if_true, unnest($mean_if_false) as mean_if_false, "
            "unnest($variance_if_true) as variance_if_true, unnest($variance_if_false) as variance_if_false, "
            "0.0 as between_if_true, 0.0 as between_if_false, $positives as positives, $negatives as negatives",
            {"days": len(read), "mean_if_true": with_it.mean(axis=1).tolist(),
             "mean_if_false": without_it.mean(axis=1).tolist(), "variance_if_true": with_it.var(axis=1).tolist(),
             "variance_if_false": without_it.var(axis=1).tolist(), "positives": with_it.shape[1],
             "negatives": without_it.shape[1]},
        )  # fmt: skip
        return connection.execute(
            f"select low, high from ({_sql()}) where emotion = 'anger'"
        ).fetchall()


def _sql() -> str:
    """The model as dbt would compile it over the three tables, built from the start."""
    import jinja2

    tables = {
        "int_posts_read": "seen",
        "stg_cmr__model": "models",
        "stg_cmr__corrections": "corrections",
    }
    folder = PROJECT / "dbt" / "macros"
    macros = "".join(
        (folder / name).read_text(encoding="utf-8") for name in ("statistics.sql", "readings.sql")
    )
    environment = jinja2.Environment()
    environment.globals |= {
        "ref": tables.__getitem__, "var": {"emotions": list(EMOTIONS)}.__getitem__, "config": lambda **_: "",
        "only_days": lambda *_: "true",
    }  # fmt: skip
    text = re.sub(
        r"\A\{\{.*?\}\}\s", "", MODEL.read_text(encoding="utf-8"), count=1, flags=re.DOTALL
    )
    return environment.from_string(macros + text).render()
