"""A post, made or imagined, as the columns that the effects are about."""

import numpy as np
import pandas as pd

CHOSEN = ["theme", "form", "tone", "slot"]
PAIRS = [("theme", "form")]
JOINED = ["theme|form"]
OWN = [*JOINED, "wording"]
"""Effects that no other community has under the same name."""
GROUPS = [*CHOSEN, "weekend", "period", *OWN]
MIN_SEEN = 2


def levels(posts: pd.DataFrame) -> list[str]:
    """The names of the columns worth an effect: each level seen at least twice, singly and in
    pairs; sorted.

    A name reads `group=level`, such as `theme=delay` or `theme|form=delay|image`.
    """
    names: list[str] = ["weekend=1"]
    for group, (codes, values) in _coded(posts).items():
        counts = np.bincount(codes, minlength=len(values))
        names += [
            f"{group}={v}"
            for v, count in zip(values, counts, strict=True)
            if count >= MIN_SEEN and v
        ]
    return sorted(set(names))


def matrix(posts: pd.DataFrame, names: list[str]) -> np.ndarray:
    """One row per post and one column per name, 0 or 1; an unknown level is a row of zeros."""
    weekend = (posts["weekday"] >= 6).to_numpy().astype(int)
    coded = _coded(posts) | {"weekend": (weekend, ["0", "1"])}
    out = np.zeros((len(posts), len(names)))
    place = {name: i for i, name in enumerate(names)}
    for group, (codes, values) in coded.items():
        index = np.array([place.get(f"{group}={value}", -1) for value in values], int)[codes]
        rows = np.flatnonzero(index >= 0)
        out[rows, index[rows]] = 1.0
    return out


def group_of(name: str) -> str:
    """`theme|form=delay|image` -> `theme|form`."""
    return name.split("=", 1)[0]


def _coded(posts: pd.DataFrame) -> dict[str, tuple[np.ndarray, list[str]]]:
    """Per group, the number of each post's level and the levels by number."""
    single = {name: _factorised(posts[name]) for name in [*CHOSEN, "period"] if name in posts}
    pairs = {}
    for a, b in PAIRS:
        (left, lefts), (right, rights) = single[a], single[b]
        codes, both = pd.factorize(left * len(rights) + right)
        pairs[f"{a}|{b}"] = (
            codes,
            [f"{lefts[c // len(rights)]}|{rights[c % len(rights)]}" for c in both],
        )
    return single | pairs


def _factorised(column: pd.Series) -> tuple[np.ndarray, list[str]]:
    codes, values = pd.factorize(column.astype(object))
    return codes, [str(v) for v in values]
