"""What if the manager had followed the advice: the posts really sent against what the policy might
have advised.

Doubly robust (see `offpolicy`): what was foreseen that evening for all that might have been
advised, corrected by how the sent posts did that were among it. The manager's own choice is guessed
from the habits before that day, so the answer is an association. Where every post was itself
assigned by chance, what was sent is what the policy brings; it is held against what the manager's
own habits would have brought, found from the same posts weighed by how much likelier the habits
were to choose each: that difference is caused, and it moves with the engagement that was seen.
"""

from collections.abc import Callable
from datetime import date

import numpy as np
import pandas as pd

from transforms.recommend.score import offpolicy
from transforms.recommend.score.offpolicy import Estimate
from transforms.recommend.score.outcomes import Match

NAMED = ["theme", "form", "tone", "slot"]
Usual = Callable[[date, str, str], float]
"""The log(1 + engagement) that was usual before a day, on a network, for an account."""


def gain(
    advice: pd.DataFrame,
    posts: pd.DataFrame,
    values: pd.Series,
    usual: Usual,
    matches: list[Match],
    seed: int,
) -> Estimate:
    """Mean log lift per post that following would have brought beyond what was sent, on days with
    live advice; beyond the manager's own habits, where everything sent was assigned.

    `values` is the final log(1 + engagement) of each of `posts`; days whose alternatives were not
    written down are left out.
    """
    live = advice[advice["origin"] == "live"]
    days = {day: group for day, group in live.groupby("for_date") if _alternatives(group)}
    dates = pd.to_datetime(posts["created_date"]).dt.date
    past = posts[NAMED].astype(object)
    chosen = ~posts["post_id"].isin({match.post_id for match in matches})
    rounds = []
    for place in np.flatnonzero(dates.isin(list(days)).to_numpy() & values.notna().to_numpy()):
        post, day = posts.iloc[place], dates.iloc[place]
        reward = float(values.iloc[place]) - usual(day, post["network"], post["account"])
        if np.isnan(reward):
            continue
        before = dates < day
        habits = past[before], past[before & chosen]
        rounds.append(_round(post, reward, days[day], *habits, matches) | {"day": day})
    if not rounds:
        return Estimate(None, None, None, 0, 0.0, "too_few")
    table = pd.DataFrame(rounds)
    missed = (table["reward"] - table["foretold"]).to_numpy(float)
    if table["assigned"].all():
        weight = offpolicy.capped(table["habit_weight"].to_numpy(float))
        terms = (table["direct"] - table["habit_direct"]).to_numpy(float) + (1 - weight) * missed
    else:
        weight = offpolicy.capped(table["weight"].to_numpy(float))
        terms = (table["direct"] - table["reward"]).to_numpy(float) + weight * missed
    return offpolicy.estimate(
        terms, offpolicy.alike(weight), table["day"].to_numpy(), table["assigned"].to_numpy(), seed
    )


def _round(
    post: pd.Series,
    reward: float,
    advised: pd.DataFrame,
    past: pd.DataFrame,
    chosen: pd.DataFrame,
    matches: list[Match],
) -> dict:
    """One sent post: what the policy would have brought instead, and how much likelier it was to
    send this post.

    past: all that was sent before; chosen: what of it followed no advice.
    """
    possible = _alternatives(advised)
    chance = np.array([one["propensity"] for one in possible], float)
    chance /= chance.sum()
    foretold = np.log1p([one["engagement_lift"] for one in possible])
    names = [(one["theme_id"], one["format"], one["tone"], one["slot"]) for one in possible]
    assigned = _assigned(post, advised, matches)
    sent = tuple(post[name] for name in NAMED)
    mine = names.index(sent) if sent in names else None
    likely = chance[mine] if mine is not None else 0.0
    habits = offpolicy.habits(chosen, pd.DataFrame(names, columns=NAMED), NAMED)
    own = (
        likely
        if assigned and likely
        else offpolicy.habit(past, {name: post[name] for name in NAMED})
    )
    return {
        "reward": reward,
        "direct": float(chance @ foretold),
        "foretold": float(foretold[mine]) if mine is not None else reward,
        "weight": float(likely / max(own, 1e-9)),
        "habit_direct": float(habits @ foretold),
        "habit_weight": float(habits[mine] / max(likely, 1e-9)) if mine is not None else 0.0,
        "assigned": assigned,
    }


def _assigned(post: pd.Series, advised: pd.DataFrame, matches: list[Match]) -> bool:
    """Whether chance chose the post: it names its advice, and all of that day's advice was followed
    by name.
    """
    followed = {m.advice_id for m in matches if m.basis == "advice_id"}
    whole = set(advised["advice_id"]) <= followed and bool(advised["assigned"].all())
    return whole and post["advice_id"] in set(advised["advice_id"])


def _alternatives(advised: pd.DataFrame) -> list[dict]:
    for found in advised["alternatives"]:
        if found is not None and not np.isscalar(found) and len(found):
            return list(found)
    return []
