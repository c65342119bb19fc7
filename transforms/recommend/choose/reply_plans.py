"""Which prepared answers calm people: the pack's reply plans, ordered by what happened after
earlier answers.

Two things of the community's own past count: how people of the plan's themes felt after any answer,
and what the acts of answers (an apology, a hand-over, a promised time …) did.
`tests/benchmarks/recommend_dialogues.py` judges the second on real dialogues.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from transforms.config.industries import Pack
from transforms.recommend.choose import answer_acts

WORTH = 5.0
"""Past answers without any effect that are added before a theme's own mean is believed."""

SILENT_NEEDED = 20
"""People without an answer below whom nobody knows how they would have felt anyway."""

ACTS_WORTH = 50.0
"""Past answers' weight of the belief that no act does anything, per act of unit variance."""
ACTS_NEEDED = 30


@dataclass(frozen=True)
class ActEffects:
    """What each act of an answer did to the next message's sentiment (-1 to 1), an association
    shrunk to nothing.
    """

    effect: np.ndarray
    centre: np.ndarray
    spread: np.ndarray

    def of(self, *texts: str) -> float:
        """The mean change that the acts of these answers foretell, against the community's usual
        answer.
        """
        rows = np.array([(_counts(text) - self.centre) / self.spread for text in texts])
        return float((rows @ self.effect).mean())


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
    pack: Pack | None, turns: pd.DataFrame, theme: str, emotion: str | None, intents: list[str], many: int = 3,
    acts: "ActEffects | None" = None,
) -> list[Plan]:  # fmt: skip
    """The plans that fit a reaction, best first: those made for its theme, emotion and intent, then
    what calmed before.

    A plan whose `when` names nothing fits everything; one that names another theme, emotion or
    intent fits not. `acts` is what `learn_acts` made of `turns`, for who asks several times.
    """
    if pack is None:
        return []
    found = []
    acts = acts or learn_acts(turns)
    for plan_id, plan in sorted(pack.reply_plans.items()):
        fit = plan.fit(theme, emotion, intents)
        if fit is None:
            continue
        calmed, answers = calmed_by(turns, plan.themes or [theme])
        likely = (calmed or 0.0) + (acts.of(plan.text.fr, plan.text.en) if acts else 0.0)
        found.append((fit, likely, Plan(plan_id, plan.text.fr, plan.text.en, calmed, answers)))
    found.sort(key=lambda item: (-item[0], -item[1], item[2].plan_id))
    return [plan for _, _, plan in found[:many]]


def calmed_by(turns: pd.DataFrame, themes: list[str]) -> tuple[float | None, int]:
    """How much better upset members felt after the brand's answer than people as upset who got none,
    shrunk to no difference, and how many answers tell; None where too few went without one.

    Who is upset is mostly less so the next time, answered or not: the line through those without an
    answer, next feeling on the first, is what an answer is compared with.
    """
    known = turns.dropna(subset=["before", "after"])
    known = known[known["before"] < 0]
    answered = known[known["answer"].notna() & known["theme"].isin(themes)]
    silent = known[known["answer"].isna()]
    if answered.empty or len(silent) < SILENT_NEEDED:
        return None, len(answered)
    before = silent["before"].to_numpy(float) - silent["before"].mean()
    slope = float(before @ silent["after"].to_numpy(float) / (before @ before + 1.0))
    expected = silent["after"].mean() + slope * (answered["before"] - silent["before"].mean())
    gain = float((answered["after"] - expected).sum())
    return gain / (len(answered) + WORTH), len(answered)


def learn_acts(turns: pd.DataFrame) -> ActEffects | None:
    """What answers to negative messages did, by ridge regression on their acts beside how bad the
    message was.

    None with fewer than 30 such turns.
    """
    bad = turns.dropna(subset=["before", "after", "answer"])
    bad = bad[bad["before"] < 0]
    if len(bad) < ACTS_NEEDED:
        return None
    counts = np.vstack([_counts(text) for text in bad["answer"]])
    centre, spread = counts.mean(axis=0), np.maximum(counts.std(axis=0), 0.1)
    x = np.column_stack([(counts - centre) / spread, bad["before"] - bad["before"].mean()])
    y = (bad["after"] - bad["after"].mean()).to_numpy(float)
    penalty = np.append(np.full(counts.shape[1], ACTS_WORTH), 1.0)
    effect = np.linalg.solve(x.T @ x + np.diag(penalty), x.T @ y)
    return ActEffects(effect[:-1], centre, spread)


def _counts(text: str) -> np.ndarray:
    found = answer_acts.describe("", text).counts
    return np.array([float(min(found[act], 3)) for act in answer_acts.ACTS])
