"""Twelve weekly cycles of advice in simulated communities whose causes are known: regret against an
oracle.

`python -m tests.benchmarks.recommend_learning [--seeds 30] [--picture curves.png]` prints JSON
lines.

Three posts a day, chosen the night before, as the product does, from what was posted two days
before or earlier (yesterday's posts have not had their 24 hours). A week's regret is the mean of
its 21: the oracle's expected engagement minus that of the post sent, in units of the base. The
first four weeks of every world follow the brand's own habits and are known to all policies alike.
All policies choose among the same themes, forms, tones and slots; features are the true ones, so
that errors of reading are no part of this.
"""

import argparse
import json
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from datetime import datetime
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd

from transforms.reading import AIMED
from transforms.recommend.learn import effects
from transforms.seeds import seed_of
from transforms.simulate.bundled import random_world
from transforms.simulate.generate import HABITS
from transforms.simulate.world import POSTED, Message, World, theme_weights

WEEKS, BEFORE, PER_DAY = 12, 4, 3
SLOTS = tuple(HABITS["slot"])
COLUMNS = ["theme", "form", "tone", "slot"]
CHANGE = 6
FIRST_SEED = 9200
"""Seeds from here on were never used while building; those below 1000 were, and those below 9130 were looked at."""

CHANGING = "taste_changes_in_week_7"
WORLDS = {
    "as_modelled": ("multiplicative", False),
    "misspecified": ("weakest_link", False),
    CHANGING: ("multiplicative", True),
}

Policy = Callable[[pd.DataFrame, pd.DataFrame, datetime, np.random.Generator], list[int]]


def habit(world: World, rng: np.random.Generator) -> Message:
    """What the brand would post if nobody advised it."""

    def pick(weights: dict[str, float]) -> str:
        return str(
            rng.choice(list(weights), p=np.array(list(weights.values())) / sum(weights.values()))
        )

    return Message(
        pick(dict(theme_weights(world.seed, world.themes))), pick(HABITS["form"]), pick(HABITS["tone"]),
        pick(HABITS["slot"]),
    )  # fmt: skip


def learner(
    past: pd.DataFrame, arms: pd.DataFrame, now: datetime, rng: np.random.Generator
) -> list[int]:
    """The product's own model and sampling, one draw per post."""
    value = np.log1p(past["engagement"])
    learned = effects.fit(past, value - value.mean(), now)
    return [int(row.argmax()) for row in effects.draw(learned, arms, rng, PER_DAY)]


def repeat_best(
    past: pd.DataFrame, arms: pd.DataFrame, _now: datetime, _rng: np.random.Generator
) -> list[int]:
    """The message with the best mean engagement so far, again and again."""
    best = np.log1p(past["engagement"]).groupby([past[c] for c in COLUMNS]).mean().idxmax()
    return [int(np.flatnonzero((arms[COLUMNS] == list(best)).all(axis=1))[0])] * PER_DAY


def best_time(
    past: pd.DataFrame, arms: pd.DataFrame, _now: datetime, rng: np.random.Generator
) -> list[int]:
    """The brand's habits, at the slot that did best so far: what the tools on the market sell."""
    slot = np.log1p(past["engagement"]).groupby(past["slot"]).mean().idxmax()
    sample = past.iloc[rng.integers(0, 7 * PER_DAY * (BEFORE - 1), PER_DAY)]
    wanted = sample.assign(slot=slot)[COLUMNS]
    place = {tuple(row): i for i, row in enumerate(arms[COLUMNS].itertuples(index=False))}
    return [place[tuple(row)] for row in wanted.itertuples(index=False)]


POLICIES: dict[str, Policy] = {
    "advice": learner,
    "best_time_only": best_time,
    "repeat_best": repeat_best,
}


def run(seed: int, policy: str, response: str, changes: bool) -> list[float]:
    """Regret per week of one policy in one world."""
    world = random_world(seed, days=7 * (BEFORE + WEEKS), response=response)
    if changes:
        change_day = world.date_of(7 * (BEFORE + CHANGE))
        world = random_world(
            seed, days=7 * (BEFORE + WEEKS), response=response, taste_change_day=change_day
        )
    arms = pd.DataFrame(list(product(world.themes, POSTED, AIMED, SLOTS)), columns=COLUMNS)
    messages = [Message(*row) for row in arms.itertuples(index=False)]
    rng = np.random.default_rng(seed_of(seed, response, changes, "habit"))
    rows: list[dict] = []
    regrets: list[float] = []
    for number in range(7 * (BEFORE + WEEKS)):
        day = world.date_of(number)
        if number < 7 * BEFORE:
            chosen = [habit(world, rng) for _ in range(PER_DAY)]
        else:
            past = pd.DataFrame(rows[: PER_DAY * (number - 1)])
            own = np.random.default_rng(seed_of(seed, response, changes, policy, number))
            picked = POLICIES[policy](
                past, arms.assign(weekday=day.isoweekday()), world.instant(day, 0), own
            )
            chosen = [messages[i] for i in picked]
        for i, message in enumerate(chosen):
            got = world.respond(message, day, (policy, number, i))
            rows.append(
                {c: getattr(message, c) for c in COLUMNS}
                | {
                    "engagement": got.engagement,
                    "weekday": day.isoweekday(),
                    "created_at": world.instant(day, 43200),
                }
            )
        if number >= 7 * BEFORE:
            best = world.lift(_best(world, messages, day), day)
            regrets += [best - world.lift(message, day) for message in chosen]
    return np.array(regrets).reshape(WEEKS, -1).mean(axis=1).tolist()


_known: dict[tuple, Message] = {}


def _best(world: World, messages: list[Message], day) -> Message:  # type: ignore[no-untyped-def]
    key = (world.name, world.response, world.taste_version(day))
    if key not in _known:
        _known[key] = max(messages, key=lambda m: world.lift(m, day))
    return _known[key]


def curves(
    seeds: list[int], response: str, changes: bool, workers: int = 2
) -> dict[str, np.ndarray]:
    """Regret per seed and week of every policy: (seeds, weeks)."""
    jobs = [(s, p, response, changes) for p in POLICIES for s in seeds]
    if workers == 1:
        found = [run(*job) for job in jobs]
        return {
            p: np.array(found[i * len(seeds) : (i + 1) * len(seeds)])
            for i, p in enumerate(POLICIES)
        }
    with ProcessPoolExecutor(workers) as pool:
        found = list(pool.map(run, *zip(*jobs, strict=True), chunksize=5))
    return {
        p: np.array(found[i * len(seeds) : (i + 1) * len(seeds)]) for i, p in enumerate(POLICIES)
    }


def verdict(found: dict[str, np.ndarray], changes: bool = False) -> dict:
    """Cumulative regret, how much less than each baseline (with a bootstrap interval over seeds),
    and its course.
    """
    ours = found["advice"].sum(axis=1)
    rng = np.random.default_rng(0)
    out: dict = {"per_week": {p: r.mean(axis=0).round(3).tolist() for p, r in found.items()}}
    out["cumulative"] = {p: round(float(r.sum(axis=1).mean()), 3) for p, r in found.items()}
    for other in ("best_time_only", "repeat_best"):
        theirs = found[other].sum(axis=1)
        picks = rng.integers(0, len(ours), (2000, len(ours)))
        ratio = 1 - ours[picks].mean(axis=1) / theirs[picks].mean(axis=1)
        low, high = np.quantile(ratio, [0.05, 0.95])
        out[f"below_{other}"] = {
            "share": round(float(1 - ours.mean() / theirs.mean()), 3), "low": round(float(low), 3),
            "high": round(float(high), 3),
        }  # fmt: skip
    if changes:
        out["recovered"] = recovery(found["advice"])
    return out


def recovery(regret: np.ndarray) -> dict:
    """How much of the jump at the change was made good by the week three weeks later, over all
    seeds and the median.

    1 is the regret of the week before the change, 0 that of the week after it.
    """
    before, jump, later = (regret[:, CHANGE + i] for i in (-1, 0, 3))
    rng = np.random.default_rng(1)
    picks = rng.integers(0, len(regret), (2000, len(regret)))
    draws = 1 - (later[picks].mean(1) - before[picks].mean(1)) / (
        jump[picks].mean(1) - before[picks].mean(1)
    )
    mean = 1 - (later.mean() - before.mean()) / (jump.mean() - before.mean())
    median = 1 - (np.median(later) - np.median(before)) / (np.median(jump) - np.median(before))
    low, high = np.quantile(draws, [0.05, 0.95])
    return {
        "mean": round(mean, 2),
        "low": round(low, 2),
        "high": round(high, 2),
        "of_medians": round(median, 2),
    }


def measured(seeds: list[int], workers: int = 1) -> dict[str, dict[str, np.ndarray]]:
    """`curves` of every world."""
    return {name: curves(seeds, *kind, workers=workers) for name, kind in WORLDS.items()}


def draw_picture(results: dict[str, dict[str, np.ndarray]], path: Path) -> None:
    """One panel per world, one below the other so that a phone shows them: regret per week of each
    policy.
    """
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    plt.rcParams.update({"font.size": 13, "figure.facecolor": "white", "axes.facecolor": "white"})
    looks = {
        "advice": ("#1b6ca8", "-"),
        "best_time_only": ("#8a8a8a", "--"),
        "repeat_best": ("#c2571a", "-."),
    }
    weeks = range(1, WEEKS + 1)
    figure, axes = plt.subplots(len(results), 1, figsize=(6, 3.2 * len(results)), sharex=True)
    for axis, (name, found) in zip(np.atleast_1d(axes), results.items(), strict=True):
        for policy, regret in found.items():
            colour, line = looks[policy]
            mean, error = regret.mean(axis=0), 1.645 * regret.std(axis=0) / np.sqrt(len(regret))
            axis.plot(
                weeks, mean, line, color=colour, linewidth=2.2, label=policy.replace("_", " ")
            )
            axis.fill_between(weeks, mean - error, mean + error, color=colour, alpha=0.15)
        axis.set_title(name.replace("_", " "), loc="left", fontsize=14)
        axis.set_ylim(bottom=0)
        axis.set_ylabel("regret per post")
        axis.spines[["top", "right"]].set_visible(False)
    last = np.atleast_1d(axes)[-1]
    last.set_xlabel("week")
    last.set_xticks([1, 3, 6, 9, 12])
    seeds = len(next(iter(next(iter(results.values())).values())))
    figure.suptitle(f"Simulated communities, mean of {seeds}; 0 is an oracle", fontsize=13)
    figure.legend(*last.get_legend_handles_labels(), ncols=3, frameon=False, fontsize=12, loc="upper center",
                  bbox_to_anchor=(0.5, 0.975))  # fmt: skip
    figure.tight_layout(rect=(0, 0, 1, 0.96))
    figure.savefig(path, dpi=110)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=30)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--picture", type=Path)
    asked = parser.parse_args()
    seeds = list(range(asked.first, asked.first + asked.seeds))
    results = {}
    for name, kind in WORLDS.items():
        results[name] = curves(seeds, *kind, workers=asked.workers)
        print(json.dumps({name: verdict(results[name], kind[1])}), flush=True)
    if asked.picture:
        draw_picture(results, asked.picture)


if __name__ == "__main__":
    main()
