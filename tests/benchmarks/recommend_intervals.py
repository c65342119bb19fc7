"""Do foreseen intervals hold, and is the foresight better than knowing nothing? On simulated and on
real posts.

`python -m tests.benchmarks.recommend_intervals [--simulated 20]` prints JSON.

Time-ordered: each community's posts are cut in five; every fifth from the second on is foreseen
from all before it. Simulated: worlds with a habit of two posts a day, judged on what their own dice
gave; features and feelings are the true ones. Emotion shares are judged on posts with three replies
or more. Real: the French media accounts of ../shared (evaluation only), whose posts were read once,
at the end. Their themes come from the media pack's phrases, forms, slots and words from the rows,
tone from nothing: no model reads them here. No real set holds the replies to a brand's posts, so
real emotion shares are those of what the public of three airlines writes on one theme in one day
(three messages or more), read by the product's own model.
"""

import argparse
import json
import re
import unicodedata
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import stats

from tests.benchmarks.recommend_learning import FIRST_SEED, habit
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.reading import EMOTIONS
from transforms.recommend.choose import reactions
from transforms.recommend.learn import baseline, effects
from transforms.recommend.learn.slots import slots_of
from transforms.seeds import seed_of
from transforms.simulate.bundled import random_world

FOLDS = 5
DAYS = 120
RESAMPLES = 2000


def interval_score(
    y: np.ndarray, low: np.ndarray, high: np.ndarray, alpha: float = 0.1
) -> np.ndarray:
    """Width plus 2/alpha times what lies outside (Gneiting and Raftery 2007); lower is better."""
    return (high - low) + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0))


def crps(y: np.ndarray, mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score of the normal that the interval's width implies; lower is
    better.
    """
    sd = np.maximum((high - low) / (2 * 1.645), 1e-9)
    z = (y - mean) / sd
    return sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))


def foreseen(posts: pd.DataFrame, values: pd.Series, industry: pd.DataFrame) -> pd.DataFrame:
    """One row per held-out post of one community: what came, what was foreseen, and what others
    would have said.

    `industry` holds the other communities' `created_at` and `value`.
    """
    known = posts[values.notna()].sort_values("created_at")
    parts = []
    edges = np.linspace(0, len(known), FOLDS + 1).astype(int)
    for begin, end in pairwise(edges[1:]):
        past, future = known.iloc[:begin], known.iloc[begin:end]
        if len(past) < 5 or future.empty:
            continue
        now = future["created_at"].iloc[0].to_pydatetime()
        before = values[past.index]
        base = baseline.usuals(past, before, now, future)
        usual = baseline.usuals(past, before, now, past)
        learned = effects.fit(past, baseline.lifts(past, before, now), now)
        out = effects.foresee(learned, future) + 0.0
        y = values[future.index] - base
        climate = np.quantile(before - usual, [0.05, 0.95])
        parts.append(
            pd.DataFrame(
                {
                    "y": y,
                    "mean": out["mean"],
                    "low": out["low"],
                    "high": out["high"],
                    "average": before.mean() - base,
                    "last": before.iloc[-1] - base,
                    "industry": industry.loc[industry["created_at"] < now, "value"].mean() - base,
                    "climate_low": climate[0],
                    "climate_high": climate[1],
                    "day": future["created_at"].dt.date.astype(str),
                }
            )
        )
    return pd.concat(parts) if parts else pd.DataFrame()


def judged(rows: pd.DataFrame) -> dict:
    """Coverage, interval score and error, each with a bootstrap over whole community-days."""
    y, low, high = (rows[c].to_numpy() for c in ("y", "low", "high"))
    held = rows.assign(
        inside=(y >= low) & (y <= high),
        ours=interval_score(y, low, high),
        climatology=interval_score(
            y, rows["climate_low"].to_numpy(), rows["climate_high"].to_numpy()
        ),
        crps=crps(y, rows["mean"].to_numpy(), low, high),
        crps_climatology=crps(
            y,
            rows["average"].to_numpy(),
            rows["climate_low"].to_numpy(),
            rows["climate_high"].to_numpy(),
        ),
        error=np.abs(y - rows["mean"]),
    )
    for other in ("average", "last", "industry"):
        if other in rows:
            held[f"gain_{other}"] = np.abs(y - rows[other]) - held["error"]
    out = {"posts": len(held), "clusters": int(held["cluster"].nunique())}
    out["coverage"] = bootstrap(held, "inside")
    out["interval_score"] = {n: round(float(held[n].mean()), 3) for n in ("ours", "climatology")}
    out["interval_score_gain"] = bootstrap(
        held.assign(gain=held["climatology"] - held["ours"]), "gain"
    )
    out["crps"] = {
        name: round(float(held[name].mean()), 4) for name in ("crps", "crps_climatology")
    }
    out["error_below"] = {c[5:]: bootstrap(held, c) for c in held if c.startswith("gain_")}
    return out


def bootstrap(rows: pd.DataFrame, column: str) -> dict[str, float]:
    """Mean with a 95 % interval from resampling clusters.

    Simulated: whole worlds, whose posts share a learner and a luck. Real, where accounts are few:
    their days or posts.
    """
    sums = rows.groupby("cluster")[column].agg(["sum", "size"]).to_numpy(float)
    rng = np.random.default_rng(0)
    picks = rng.integers(0, len(sums), (RESAMPLES, len(sums)))
    totals = sums[picks].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], [0.025, 0.975])
    return {
        "mean": round(float(rows[column].mean()), 4),
        "low": round(float(low), 4),
        "high": round(float(high), 4),
    }


def simulated_world(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Brand posts of one world with their true features, and one row per reply with its true
    feeling.
    """
    world = random_world(seed, days=DAYS)
    rng = np.random.default_rng(seed_of(seed, "intervals"))
    posts, replies = [], []
    for number in range(DAYS):
        day = world.date_of(number)
        for i in range(2):
            message = habit(world, rng)
            got = world.respond(message, day, ("intervals", number, i))
            key = {
                "network": "simulated",
                "post_id": f"{number}-{i}",
                "theme": message.theme,
                "form": message.form,
            }
            posts.append(
                key
                | {
                    "tone": message.tone,
                    "slot": message.slot,
                    "weekday": day.isoweekday(),
                    "engagement": got.engagement,
                    "created_at": world.instant(day, 36000 + 3600 * i),
                    "age_hours": 200.0,
                    "metrics_basis": "observed",
                }
            )
            replies += [
                key
                | {"tone": message.tone, "audience": None}
                | {e: float(e == f) for e in EMOTIONS}
                for _, f in got.reactions
            ]
    return pd.DataFrame(posts), pd.DataFrame(replies)


def simulated(seeds: range) -> tuple[dict, dict]:
    """The verdicts on engagement and on emotion shares over simulated worlds."""
    worlds = {seed: simulated_world(seed) for seed in seeds}
    values = {seed: baseline.grown(posts, {}) for seed, (posts, _) in worlds.items()}
    engagement, shares = [], []
    for seed, (posts, replies) in worlds.items():
        others = pd.concat(
            [
                pd.DataFrame({"created_at": p["created_at"], "value": values[s]})
                for s, (p, _) in worlds.items()
                if s != seed
            ]
        )
        rows = foreseen(posts, values[seed], others)
        engagement.append(rows.assign(cluster=str(seed)))
        felt = foreseen_shares(posts, replies)
        shares.append(felt.assign(cluster=str(seed), world=str(seed)))
    return judged(pd.concat(engagement)), judged(_with_industry(pd.concat(shares)))


def _with_industry(shares: pd.DataFrame) -> pd.DataFrame:
    """Adds what the other worlds' communities averaged before, as (c)'s forecast."""
    emotion = shares.index
    total = shares.groupby(emotion)["average"].sum().reindex(emotion).to_numpy()
    own = shares.groupby([emotion, shares["world"]])["average"].agg(["sum", "size"])
    mine = own.reindex(pd.MultiIndex.from_arrays([emotion, shares["world"]]))
    many = shares.groupby(emotion).size().reindex(emotion).to_numpy()
    return shares.assign(
        industry=(total - mine["sum"].to_numpy()) / np.maximum(many - mine["size"].to_numpy(), 1)
    )


def foreseen_shares(posts: pd.DataFrame, replies: pd.DataFrame) -> pd.DataFrame:
    """One row per held-out post and emotion: the share that came, and what was foreseen."""
    parts = []
    order = list(posts["post_id"])
    by_post = dict(iter(replies.groupby("post_id")))
    for begin, end in pairwise(np.linspace(0, len(order), FOLDS + 1).astype(int)[1:]):
        past = replies[replies["post_id"].isin(order[:begin])]
        pool = reactions.learn(past)
        mean_before = past[list(EMOTIONS)].mean()
        per_post = past.groupby("post_id")[list(EMOTIONS)].mean()
        per_post = per_post[past.groupby("post_id").size() >= 3].loc[
            lambda frame: sorted(frame.index, key=order.index)
        ]
        for post in posts.iloc[begin:end].itertuples():
            mine = by_post.get(post.post_id, replies.iloc[:0])
            if len(mine) < 3:
                continue
            shares = pool.foresee(post.theme, post.form, post.tone).shares.set_index("emotion")
            parts.append(
                pd.DataFrame(
                    {
                        "y": mine[list(EMOTIONS)].mean(),
                        "mean": shares["share"],
                        "low": shares["low"],
                        "high": shares["high"],
                        "average": mean_before,
                        "last": per_post.iloc[-1],
                        "climate_low": per_post.quantile(0.05),
                        "climate_high": per_post.quantile(0.95),
                        "post_id": post.post_id,
                    }
                )
            )
    return pd.concat(parts)


def public_shares(shared: Path) -> dict:
    """The verdict on emotion shares of the airlines' public, a theme and a day at a time, per
    account.
    """
    from transforms.enrich import run
    from transforms.enrich.read import read_texts

    rows = pd.read_json(shared / "data" / "posts" / "airlines_en.jsonl", lines=True)
    asked = (
        {"id": str(i), "text": t, "language": "en", "industry": "airlines"}
        for i, t in enumerate(rows["text"])
    )
    read, present = list(read_texts(asked)), run.thresholds()
    felt = pd.DataFrame([{e: float(r.emotions[e] >= present[e]) for e in EMOTIONS} for r in read])
    day = rows["created_at"].dt.tz_convert("America/New_York").dt.date.astype(str)
    theme = pd.Series([r.themes[0].theme if r.themes else "" for r in read])
    said = felt.assign(
        network=rows["account"], post_id=rows["account"] + "|" + day + "|" + theme, day=day, theme=theme, form="",
        tone="", audience=None,
    )  # fmt: skip
    found = []
    for account, replies in said[theme != ""].groupby("network"):
        posts = replies.drop_duplicates("post_id").sort_values(["day", "theme"])[
            ["post_id", "theme", "form", "tone"]
        ]
        shares = foreseen_shares(posts, replies.drop(columns="day"))
        found.append(shares.assign(cluster=shares["post_id"], world=account))
    return judged(_with_industry(pd.concat(found))) | {"model": run.active_model()}


def media(shared: Path) -> dict[str, pd.DataFrame]:
    """The real accounts' posts by account."""
    rows = pd.read_json(shared / "data" / "posts" / "media_fr.jsonl", lines=True)
    pack = read_packs(settings().industries).get("media")
    rows = rows[~rows["text"].str.startswith("RT @")]
    local = rows["created_at"].dt.tz_convert("Europe/Paris")
    posts = pd.DataFrame(
        {
            "network": rows["network"], "post_id": rows["post_id"], "created_at": rows["created_at"],
            "theme": [_theme(t, pack) for t in rows["text"]] if pack else "",
            "form": rows["format"], "tone": "", "slot": slots_of(local.dt.hour), "weekday": local.dt.isocalendar().day,
            "engagement": rows["likes"] + rows["replies"] + rows["shares"], "age_hours": np.inf,
            "metrics_basis": "final", "account": rows["account"], "text": rows["text"],
        }
    )  # fmt: skip
    posts["form"] = np.where(rows["text"].str.contains(r"\?"), "question", posts["form"])
    return dict(iter(posts.groupby("account")))


def _theme(text: str, pack) -> str:  # type: ignore[no-untyped-def]
    plain = _plain(text)
    hits = {name: sum(len(re.findall(_whole(p), plain)) for p in theme.phrases.fr)
            for name, theme in pack.themes.items()}  # fmt: skip
    best = max(hits, key=lambda n: hits[n])
    return best if hits[best] else ""


@cache
def _whole(phrase: str) -> re.Pattern:
    return re.compile(rf"\b{re.escape(_plain(phrase))}\b")


def _plain(text: str) -> str:
    return "".join(
        c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c)
    )


def real(shared: Path) -> dict:
    """The verdict on the real accounts."""
    accounts = media(shared)
    values = {a: baseline.grown(p, {}) for a, p in accounts.items()}
    found = []
    for account, posts in accounts.items():
        others = pd.concat(
            [
                pd.DataFrame({"created_at": p["created_at"], "value": values[a]})
                for a, p in accounts.items()
                if a != account
            ]
        )
        rows = foreseen(posts, values[account], others)
        found.append(rows.assign(cluster=account + rows["day"]))
    return judged(pd.concat(found))


def pooled(shared: Path) -> dict:
    """The verdict on the real accounts as one community, each held to its own usual (`account`) and
    all to one (`network`).
    """
    posts = pd.concat(media(shared).values(), ignore_index=True)
    values = baseline.grown(posts, {})
    found = {}
    for name, given in (("account", posts), ("network", posts.drop(columns="account"))):
        rows = foreseen(given, values, given.assign(value=values)).drop(columns="industry")
        found[name] = judged(rows.assign(cluster=rows["day"]))
        found[name]["width"] = bootstrap(
            rows.assign(cluster=rows["day"], width=rows["high"] - rows["low"]), "width"
        )
    return found


def verdicts(simulated_worlds: int, first: int) -> dict:
    """Everything that is judged here, by name."""
    engagement, shares = simulated(range(first, first + simulated_worlds))
    shared = settings().shared
    return {
        "simulated_engagement": engagement, "simulated_emotion_shares": shares, "media_fr_engagement": real(shared),
        **{f"media_fr_as_one_community_by_{by}": one for by, one in pooled(shared).items()},
        "airlines_en_emotion_shares": public_shares(shared),
    }  # fmt: skip


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulated", type=int, default=20)
    parser.add_argument("--first", type=int, default=FIRST_SEED)
    asked = parser.parse_args()
    print(json.dumps(verdicts(asked.simulated, asked.first), indent=2))
