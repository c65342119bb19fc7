"""Which of the imagined posts are advised: Thompson sampling within limits, and how probable each
choice was.

One draw from the posterior says what could be true; the best posts under it are advised (Thompson
1933; Russo et al. 2018). What is little known varies more between draws and so gets tried. During a
crisis nothing is tried: what to say of it, as early as can be, is the one advice.
"""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import pandas as pd

from transforms.config.industries import PAINFUL
from transforms.recommend.choose import crisis, fitting
from transforms.recommend.learn import effects as effects_
from transforms.recommend.learn import seasons
from transforms.recommend.learn.effects import Effects
from transforms.recommend.learn.history import History

DRAWS = 256
NEED_WORTH = 0.2
"""Log-ratio points that the most expected theme is worth beyond the engagement it will bring."""
SEASON_WORTH = 0.1
"""Log-ratio points that a theme of a season or event of the trade is worth while that lasts."""
VERDICTS = {"not_for_us": -1.5, "done": -0.3}
"""Log-ratio points that the manager's last word on a theme is worth."""


@dataclass(frozen=True)
class Choice:
    """One advised post: its row among the imagined ones, the probability of being advised, and
    whether by chance.
    """

    row: int
    propensity: float
    assigned: bool


@dataclass(frozen=True)
class Slate:
    """The advised posts, best first, and for every imagined post the probability of being among
    them.
    """

    choices: list[Choice]
    chances: np.ndarray
    crisis: bool = False


def worth(history: History, imagined: pd.DataFrame) -> np.ndarray:
    """What each imagined post is worth beyond engagement: unmet needs, the trade's calendar, the
    manager's word.
    """
    wanted = (
        history.expectations.dropna(subset=["theme_id"])
        .groupby("theme_id")["people"]
        .sum()
        .astype(float)
    )
    top = float(wanted.max()) if len(wanted) else 0.0
    pressure = imagined["theme"].map(wanted / top if top > 0 else wanted).fillna(0.0)
    verdict = (
        imagined["theme"]
        .map({t: VERDICTS.get(v, 0.0) for t, v in history.feedback.items()})
        .fillna(0.0)
    )
    events = seasons.near(history.pack, history.night + timedelta(days=1))
    now = (
        imagined["theme"]
        .map(lambda theme: float(seasons.of_theme(events, theme) is not None))
        .astype(float)
    )
    return (NEED_WORTH * pressure + SEASON_WORTH * now + verdict).to_numpy(float)


def choose(
    history: History, effects: Effects, imagined: pd.DataFrame, many: int, seed: int
) -> Slate:
    """The `many` posts to advise, best first, each on another theme; fewer when there are fewer
    themes.
    """
    if many <= 0 or imagined.empty:
        return Slate([], np.zeros(len(imagined)))
    wrong = crisis.themes_of(history)
    extra = worth(history, imagined)
    if wrong is not None:
        calm = _calm(imagined, wrong)
        return Slate(
            calm, np.isin(imagined.index, [c.row for c in calm]).astype(float), crisis=True
        )
    rng = np.random.default_rng(seed)
    value = effects_.draw(effects, imagined, rng, DRAWS) + extra
    slates = _slates(value, imagined["theme"].to_numpy(), many)
    chances = np.bincount(slates.ravel(), minlength=len(imagined)) / DRAWS
    return Slate([Choice(int(row), float(chances[row]), True) for row in slates[0]], chances)


def _slates(value: np.ndarray, themes: np.ndarray, many: int) -> np.ndarray:
    """Per draw, the best row of each of the best themes: (draws, many)."""
    names = sorted(set(themes))
    places = [np.flatnonzero(themes == name) for name in names]
    best = np.column_stack([place[value[:, place].argmax(axis=1)] for place in places])
    peak = np.take_along_axis(value, best, axis=1)
    order = np.argsort(-peak, axis=1, kind="stable")[:, :many]
    return np.take_along_axis(best, order, axis=1)


def _calm(imagined: pd.DataFrame, themes: list[str]) -> list[Choice]:
    """One post as the table allows in a crisis, on the crisis' own theme, in the day's first slot.

    Where that theme may not be spoken of, the one that hurts and is most spoken of.
    """
    row = fitting.table().crisis
    plain = imagined[imagined["tone"].isin(row.tones) & imagined["form"].isin(row.forms)]
    pool = plain[plain["theme"].isin(themes)]
    if pool.empty:
        pool = plain[plain["nature"].isin(PAINFUL)]
    if pool.empty:
        return []
    order = {theme: place for place, theme in enumerate(themes)}
    first = pool.assign(order=pool["theme"].map(order).fillna(len(order)))
    soonest = first.sort_values(["order", "slot"], kind="stable").index[0]
    return [Choice(int(str(soonest)), 1.0, False)]
