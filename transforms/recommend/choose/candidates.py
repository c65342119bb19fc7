"""Everything that could be advised for a day, within the limits that the manager and the pack set."""

from itertools import product

import pandas as pd

from transforms.reading import AIMED
from transforms.recommend.choose import crisis, fitting, receivers
from transforms.recommend.learn.history import History
from transforms.recommend.learn.slots import DAY_SLOTS
from transforms.recommend.tell.ready_posts import ASKING

FORMS = ("text", "image", "question", "link")
MAX_THEMES = 24
ALIVE, ENOUGH = 2, 6
"""Posts that make a theme one of this community, and how many such themes are enough to advise on no other."""
ASKED_FOR = 7
"""Days for which a question of the brand's waits for what was promised on it, before the next one on its theme."""
LISTENED_TO = 3
"""Themes that are heard first of a community of which nothing is known."""


def themes_of(history: History) -> list[str]:
    """The themes worth considering, most spoken of first, without banned ones.

    What members speak of, what they expect, what the brand posts on; where these are few, what a
    single post speaks of and the rest of the industry's list. Themes found in the community have
    some words for a name, which no post could be written on: they are advised only where there is
    no pack.
    """
    spoken = history.members.groupby("theme")["posts"].sum().sort_values(ascending=False)
    expected = list(history.expectations["theme_id"].dropna())
    posted = list(history.posts["theme"].value_counts().index)
    listed = sorted(history.pack.themes) if history.pack else []
    named = set(listed) or set(history.themes.index)
    allowed = named - set(history.limits.banned_themes) - {""}

    def kept(*themes: str) -> list[str]:
        return [t for t in dict.fromkeys(themes) if t in allowed][:MAX_THEMES]

    theirs = kept(*expected[:8], *spoken[spoken >= ALIVE].index, *posted)
    if len(theirs) >= ENOUGH:
        return theirs
    return kept(*expected[:8], *spoken.index, *posted, *listed)


def _hurting_most(history: History, feelings: fitting.ThemeFeelings) -> list[str]:
    """The themes that hurt and are most spoken of, as many as are advised."""
    spoken = history.members.groupby("theme")["posts"].sum()
    natures = fitting.table().listening.natures
    heard = [t for t in themes_of(history) if spoken.get(t, 0) and feelings.nature(t) in natures]
    return sorted(heard, key=lambda theme: -spoken[theme])[:LISTENED_TO]


def _asked(history: History, for_date: pd.Timestamp) -> set[str]:
    """The themes on which the brand asked something in the last days."""
    posts = history.posts
    days = (for_date - pd.to_datetime(posts["created_date"])).dt.days
    return set(posts.loc[(days <= ASKED_FOR) & posts["form"].isin(ASKING), "theme"])


def imagine(history: History, for_date: pd.Timestamp, affinity: pd.DataFrame) -> pd.DataFrame:
    """One row per post that could be sent on `for_date` and that fits: theme, audience, form, tone,
    slot, weekday.

    `affinity` says whom each theme moves (`receivers.affinities`); nobody is spoken to of what does
    not fit them, nor thanked for what nobody said, nor reminded of what hurts and hardly anybody
    named, nor asked again what they were asked this week. A community that is only listened to
    hears of what hurts it most alone.
    """
    heard = history.members.groupby("theme")["posts"].sum()
    spoken = set(heard[heard > 0].index)
    wrong, asked = set(crisis.themes_of(history) or ()), _asked(history, for_date)
    feelings = fitting.feelings(history)
    used = history.posts["form"].value_counts()
    forms = list(dict.fromkeys([*used[used >= 2].index, *FORMS]))
    rows = []
    first = fitting.table().listening if fitting.only_listens(history) else None
    for theme in _hurting_most(history, feelings) if first else themes_of(history):
        nature = feelings.nature(theme)
        if theme not in spoken and nature == "thanked":
            continue
        if feelings.hurts(theme) and heard.get(theme, 0) < ALIVE and theme not in wrong:
            continue
        audience = receivers.best(affinity, theme, fitting.audiences_for(nature)).audience
        rows += [
            (theme, audience, nature, form, tone, slot)
            for form, tone, slot in product(forms, AIMED, DAY_SLOTS)
            if fitting.fits(nature, audience, tone, form)
            and (theme in spoken or tone != "joy")
            and not (form in ASKING and theme in asked)
            and (first is None or first.allows(tone, form))
        ]
    frame = pd.DataFrame(rows, columns=["theme", "audience", "nature", "form", "tone", "slot"])
    return frame.assign(
        weekday=for_date.isoweekday(), question=(frame["form"] == "question").astype(float)
    )
