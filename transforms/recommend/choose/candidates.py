"""Everything that could be advised for a day, within the limits that the manager and the pack set."""

from itertools import product

import pandas as pd

from transforms.reading import AIMED
from transforms.recommend.learn.history import History
from transforms.recommend.learn.slots import DAY_SLOTS

TONES = ("trust", *(tone for tone in AIMED if tone != "trust"))
CALM_TONES = ("trust", "anticipation")
"""For a theme that hurts."""
FORMS = ("text", "image", "question", "link")
HURTS_BELOW = -0.2
MAX_THEMES = 24


def themes_of(history: History) -> list[str]:
    """The themes worth considering, most spoken of first, without banned ones.

    What members speak of, what they expect, what the brand posts on, then the rest of the industry's list.
    """
    spoken = history.members.groupby("theme")["posts"].sum().sort_values(ascending=False)
    expected = list(history.expectations["theme_id"].dropna())
    posted = list(history.posts["theme"].value_counts().index)
    listed = sorted(history.pack.themes) if history.pack else []
    ordered = dict.fromkeys([*expected[:8], *spoken.index, *posted, *listed])
    named = set(history.themes.index) | set(listed)
    banned = set(history.limits.banned_themes)
    return [t for t in ordered if t and t in named and t not in banned][:MAX_THEMES]


def imagine(history: History, for_date: pd.Timestamp) -> pd.DataFrame:
    """One row per post that could be sent on `for_date`: theme, form, tone, slot, weekday."""
    felt = feeling(history)
    used = history.posts["form"].value_counts()
    forms = list(dict.fromkeys([*used[used >= 2].index, *FORMS]))
    rows = [
        row
        for theme in themes_of(history)
        for row in product([theme], forms, CALM_TONES if felt.get(theme, 0.0) < HURTS_BELOW else TONES, DAY_SLOTS)
    ]
    frame = pd.DataFrame(rows, columns=["theme", "form", "tone", "slot"])
    return frame.assign(weekday=for_date.isoweekday(), question=(frame["form"] == "question").astype(float))


def feeling(history: History) -> dict[str, float]:
    """Mean sentiment of the members who speak of each theme."""
    known = history.members.dropna(subset=["sentiment"])
    total = (known["sentiment"] * known["posts"]).groupby(known["theme"]).sum()
    mean = total / known.groupby("theme")["posts"].sum()
    return {str(theme): float(value) for theme, value in mean.items()}
