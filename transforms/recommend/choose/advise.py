"""One community's advice for one day, from its history alone: the pure core of the step."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from transforms.recommend.choose import candidates, policy, reactions, receivers, reply_plans
from transforms.recommend.learn import baseline, effects, pooling
from transforms.recommend.learn.effects import Effects, Prior
from transforms.recommend.learn.history import History
from transforms.recommend.learn.slots import day_begins
from transforms.recommend.ledger import share
from transforms.recommend.tell import basis, story
from transforms.recommend.tell.ready_posts import Situation
from transforms.seeds import seed_of

MODEL = "advice-2"
MAX_ADVICE = 3
SURE = 1.645
"""Standard deviations to either side that hold 90 % of what an effect may be."""


def learn(history: History, gains: dict[int, float], prior: Prior | None = None) -> Effects:
    """What the community's own measured posts say about theme, form, tone and slot, starting from
    `prior`.
    """
    values = baseline.grown(history.posts, gains)
    lift = baseline.lifts(history.posts, values, history.cutoff)
    return effects.fit(history.posts, lift, history.cutoff, prior)


def industry_prior(history: History, lent: Sequence[tuple[History, Effects]]) -> Prior | None:
    """The prior that the pool lends this community; None when it stands alone."""
    allowed = {h.community_id for h in pooling.lenders(history, [h for h, _ in lent])}
    fitted = [e for h, e in lent if h.community_id in allowed and e.posts > 0]
    return pooling.combine(fitted) if len(fitted) >= pooling.LENDERS_NEEDED else None


def advise(history: History, learned: Effects, now: datetime) -> list[dict]:
    """The rows of `ledger/recommendations` for the day after the history's night, best first.

    `origin` is `live` when it is written before the day advised for begins on the community's own
    clock, else `backcast`: a community of old files is always backcast, because whoever wrote that
    advice already lived after it.
    """
    for_date = history.night + timedelta(days=1)
    origin = "live" if now < day_begins(for_date, history.zone) else "backcast"
    affinity = receivers.affinities(history)
    imagined = candidates.imagine(history, pd.Timestamp(for_date), affinity)
    many = min(MAX_ADVICE, history.limits.max_posts_per_day)
    slate = policy.choose(history, learned, imagined, many, seed_of(history.community_id, for_date))
    chosen = slate.choices
    if not chosen:
        return []
    rows = imagined.loc[[c.row for c in chosen]]
    foreseen = effects.foresee(learned, rows).to_dict("records")
    posts = rows.to_dict("records")
    pool = None if history.replies.empty else reactions.learn(history.replies)
    acts = reply_plans.learn_acts(history.turns)
    ground = _Ground(history, learned, for_date, origin, affinity, slate.crisis, pool, acts)
    out = [
        _row(ground, *each)
        for each in zip(range(1, many + 1), chosen, posts, foreseen, strict=False)
    ]
    out[0]["alternatives"] = _alternatives(learned, imagined, slate.chances)
    return out


def _alternatives(learned: Effects, imagined: pd.DataFrame, chances: np.ndarray) -> list[dict]:
    """Every post that might have been advised that day, how probably, and what was foreseen for it,
    likeliest first.
    """
    possible = imagined[chances > 0].assign(propensity=chances[chances > 0])
    possible = possible.assign(lift=np.expm1(effects.foresee(learned, possible)["mean"]))
    possible = possible.sort_values(
        ["propensity", "theme", "form", "tone", "slot"], ascending=[False] + [True] * 4
    )
    named = possible.rename(
        columns={"theme": "theme_id", "form": "format", "lift": "engagement_lift"}
    )
    return named[["theme_id", "format", "tone", "slot", "propensity", "engagement_lift"]].to_dict(
        "records"
    )


def advice_id(
    community: str, for_date: date, theme: str, audience: str, form: str, tone: str, slot: str
) -> str:
    """The same for the same advice to the same community for the same day."""
    key = "|".join([community, for_date.isoformat(), theme, audience, form, tone, slot])
    return hashlib.sha256(key.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class _Ground:
    """What every piece of advice of one day rests on."""

    history: History
    learned: Effects
    for_date: date
    origin: str
    affinity: pd.DataFrame
    crisis: bool
    pool: reactions.Pool | None
    acts: reply_plans.ActEffects | None


def _row(ground: _Ground, rank: int, choice: policy.Choice, post: dict, foreseen: dict) -> dict:
    history, learned, for_date = ground.history, ground.learned, ground.for_date
    theme, audience, form, tone, slot = (
        post[name] for name in ("theme", "audience", "form", "tone", "slot")
    )
    key = advice_id(history.community_id, for_date, theme, audience, form, tone, slot)
    felt = reactions.foresee(history, theme, form, tone, ground.pool)
    situation = Situation(post["nature"], audience, tone, form, ground.crisis)
    told = story.tell(history, theme, situation, seed_of("posts", key))
    behind = receivers.best(ground.affinity, theme, [audience]).posts
    why = basis.of(
        history, theme, learned.posts, felt.basis, learned.prior.communities, behind, for_date, slot
    )
    negative = felt.likeliest_negative
    plans = reply_plans.plans_for(
        history.pack, history.turns, theme, negative, ["complaint"], acts=ground.acts
    )
    return {
        "community_id": history.community_id,
        "industry": history.industry,
        "for_date": for_date,
        "advice_id": key,
        "rank": rank,
        "theme_id": theme,
        "audience": audience,
        "format": form,
        "tone": tone,
        "slot": slot,
        "angle_fr": told.angle["fr"],
        "angle_en": told.angle["en"],
        "opening_fr": next(iter(told.posts["fr"]), ""),
        "opening_en": next(iter(told.posts["en"]), ""),
        "posts_fr": told.posts["fr"],
        "posts_en": told.posts["en"],
        "engagement_lift": baseline.relative(float(foreseen["mean"])),
        "engagement_low": baseline.relative(float(foreseen["low"])),
        "engagement_high": baseline.relative(float(foreseen["high"])),
        "effect_low": baseline.relative(float(foreseen["mean"] - SURE * foreseen["sd"])),
        "effect_high": baseline.relative(float(foreseen["mean"] + SURE * foreseen["sd"])),
        "reactions": shares(felt),
        "reply_plans": [p.plan_id for p in plans],
        "evidence": told.evidence,
        "propensity": choice.propensity,
        "assigned": choice.assigned,
        "history_posts": learned.posts,
        "basis_fr": why.fr,
        "basis_en": why.en,
        "model": MODEL,
        "origin": ground.origin,
    }


def shares(felt: reactions.Reactions) -> list[dict]:
    """Foreseen reactions as the lake stores them."""
    return [
        {
            "emotion": r["emotion"],
            "share": share(r["share"]),
            "low": share(r["low"]),
            "high": share(r["high"]),
        }
        for r in felt.shares.to_dict("records")
    ]
