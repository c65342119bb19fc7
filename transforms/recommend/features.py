"""A post, made or imagined, as the columns that the effects are about."""

import numpy as np
import pandas as pd

CHOSEN = ["theme", "form", "tone", "slot"]
PAIRS = [("theme", "form"), ("theme", "tone"), ("form", "slot")]
GROUPS = ["theme", "form", "tone", "slot", "weekend", "period", "theme|form", "theme|tone", "form|slot"]
MIN_SEEN = 2


def levels(posts: pd.DataFrame) -> list[str]:
    """The names of the columns worth an effect: each level seen at least twice, singly and in pairs; sorted.

    A name reads `group=level`, such as `theme=delay` or `theme|form=delay|image`.
    """
    names: list[str] = ["weekend=1"]
    for group, values in _values(posts).items():
        counts = values.value_counts()
        names += [f"{group}={level}" for level, count in counts.items() if count >= MIN_SEEN and level]
    return sorted(set(names))


def matrix(posts: pd.DataFrame, names: list[str]) -> np.ndarray:
    """One row per post and one column per name, 0 or 1; an unknown level is a row of zeros."""
    values = _values(posts) | {"weekend": (posts["weekday"] >= 6).astype(int).astype(str)}
    out = np.zeros((len(posts), len(names)))
    place = {name: i for i, name in enumerate(names)}
    for group, column in values.items():
        index = column.map(lambda level, g=group: place.get(f"{g}={level}", -1)).to_numpy(int)
        rows = np.flatnonzero(index >= 0)
        out[rows, index[rows]] = 1.0
    return out


def group_of(name: str) -> str:
    """`theme|form=delay|image` -> `theme|form`."""
    return name.split("=", 1)[0]


def _values(posts: pd.DataFrame) -> dict[str, pd.Series]:
    single = {name: posts[name].astype(str) for name in CHOSEN}
    period = {"period": posts["period"].astype(str)} if "period" in posts else {}
    return single | period | {f"{a}|{b}": single[a] + "|" + single[b] for a, b in PAIRS}
