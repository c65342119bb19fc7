"""Which prepared answers calm people: the pack's reply plans, ordered by what happened after earlier answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from transforms.config.industries import Pack, ReplyPlan

WORTH = 5.0
"""Past answers without any effect that are added before a theme's own mean is believed."""


@dataclass(frozen=True)
class Plan:
    """One prepared answer, for a human to finish."""

    plan_id: str
    text_fr: str
    text_en: str
    calmed: float | None
    """Mean change of the same people's sentiment after past answers on the plan's themes; null without any."""
    answers: int


def plans_for(
    pack: Pack | None, turns: pd.DataFrame, theme: str, emotion: str | None, intents: list[str], many: int = 3
) -> list[Plan]:
    """The plans that fit a reaction, best first: those made for its theme, emotion and intent, then what calmed before.

    A plan whose `when` names nothing fits everything; one that names another theme, emotion or intent fits not.
    """
    if pack is None:
        return []
    found = []
    for plan_id, plan in sorted(pack.reply_plans.items()):
        fit = _fit(plan, theme, emotion, intents)
        if fit is None:
            continue
        calmed, answers = calmed_by(turns, plan.themes or [theme])
        found.append((fit, calmed or 0.0, Plan(plan_id, plan.text.fr, plan.text.en, calmed, answers)))
    found.sort(key=lambda item: (-item[0], -item[1], item[2].plan_id))
    return [plan for _, _, plan in found[:many]]


def calmed_by(turns: pd.DataFrame, themes: list[str]) -> tuple[float | None, int]:
    """How much better the same member felt after the brand's answer, shrunk to no change; None without an answer."""
    mine = turns[turns["theme"].isin(themes)].dropna(subset=["before", "after"])
    if mine.empty:
        return None, 0
    gain = float((mine["after"] - mine["before"]).sum())
    return gain / (len(mine) + WORTH), len(mine)


def _fit(plan: ReplyPlan, theme: str, emotion: str | None, intents: list[str]) -> int | None:
    asked: list[tuple[Sequence[str], set[str | None]]] = [
        (plan.themes, {theme}),
        (plan.emotions, {emotion}),
        (plan.intents, set(intents)),
    ]
    if any(wanted and not set(wanted) & given for wanted, given in asked):
        return None
    return sum(bool(wanted) for wanted, _ in asked)
