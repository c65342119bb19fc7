"""Which emotion comes first: strictly, and as the mail says it, which names several where they are
too close to call.
"""

from collections.abc import Sequence

import pandas as pd

from transforms.report.content.headline import leaders
from transforms.report.facts.facts import Feeling


def judged(days: pd.DataFrame, day: Sequence[str]) -> pd.DataFrame:
    """One row per `day`, from one per emotion (`truth`, `share`, `low`): whether the largest share
    `is first`, how many the mail has `named`, whether the first is among them (`said right`) or among
    two of them at most (`of two`), and whether one alone was `sure`. Equals are first alike.
    """
    rows = [
        dict(zip(day, key, strict=True)) | _judged(of_day)
        for key, of_day in days.groupby(list(day))
    ]
    return pd.DataFrame(rows)


def _judged(day: pd.DataFrame) -> dict[str, float]:
    first = set(day.loc[day["truth"] >= day["truth"].max(), "emotion"])
    named = [feeling.emotion for feeling in leaders([_feeling(row) for row in day.itertuples()])]
    return {
        "is first": named[0] in first,
        "of two": bool(first & set(named[:2])),
        "said right": bool(first & set(named)),
        "named": len(named),
        "sure": len(named) == 1,
    }


def _feeling(row) -> Feeling:
    return Feeling(row.emotion, row.share, row.low, None, None, None, None)


def summary(found: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Their means per `by`, how many days, and how often who was named alone is first."""
    grouped = found.groupby(list(by))
    right_when_sure = found[found["sure"]].groupby(list(by))["is first"].mean()
    means = grouped[["is first", "of two", "said right", "named", "sure"]].mean()
    return means.assign(**{"right when sure": right_when_sure}, days=grouped.size())
