"""Do foreseen intervals hold, and is the foresight better than knowing nothing? On simulated and on real posts.

`python -m tests.benchmarks.recommend_intervals [--simulated 20]` prints JSON.

Time-ordered: each community's posts are cut in five; every fifth from the second on is foreseen from all before it.
Real: the French media accounts of ../shared (evaluation only), whose posts were read once, at the end. Their themes
come from the media pack's phrases, forms and slots from the rows, tone from nothing: no model reads them here.
"""

import argparse
import json
import re
import unicodedata
from datetime import timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.reading import EMOTIONS
from transforms.recommend import effects, reactions, usual
from transforms.recommend.slots import slots_of
from transforms.simulate.bundled import random_world
from transforms.simulate.export import simulate_world

FOLDS = 5
RESAMPLES = 2000


def interval_score(y: np.ndarray, low: np.ndarray, high: np.ndarray, alpha: float = 0.1) -> np.ndarray:
    """Width plus 2/alpha times what lies outside (Gneiting and Raftery 2007); lower is better."""
    return (high - low) + 2 / alpha * (np.maximum(low - y, 0) + np.maximum(y - high, 0))


def crps(y: np.ndarray, mean: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """Continuous ranked probability score of the normal that the interval's width implies; lower is better."""
    from scipy import stats

    sd = np.maximum((high - low) / (2 * 1.645), 1e-9)
    z = (y - mean) / sd
    return sd * (z * (2 * stats.norm.cdf(z) - 1) + 2 * stats.norm.pdf(z) - 1 / np.sqrt(np.pi))


def foreseen(posts: pd.DataFrame, values: pd.Series) -> pd.DataFrame:
    """One row per held-out post of one community: what came, what was foreseen, and what others would have said."""
    known = posts[values.notna()].sort_values("created_at")
    parts = []
    edges = np.linspace(0, len(known), FOLDS + 1).astype(int)
    for begin, end in zip(edges[1:-1], edges[2:], strict=True):
        past, future = known.iloc[:begin], known.iloc[begin:end]
        if len(past) < 5 or future.empty:
            continue
        now = future["created_at"].iloc[0].to_pydatetime()
        before = values[past.index]
        base = usual.usual_at(past, before, now)
        learned = effects.fit(past, usual.lifts(past, before, now), now)
        out = effects.foresee(learned, future) + 0.0
        y = values[future.index] - base
        climate = np.quantile(before - base, [0.05, 0.95])
        parts.append(
            pd.DataFrame(
                {
                    "y": y, "mean": out["mean"], "low": out["low"], "high": out["high"],
                    "average": before.mean() - base, "last": before.iloc[-1] - base,
                    "climate_low": climate[0], "climate_high": climate[1],
                    "day": future["created_at"].dt.date.astype(str),
                }
            )  # fmt: skip
        )
    return pd.concat(parts) if parts else pd.DataFrame()


def judged(rows: pd.DataFrame) -> dict:
    """Coverage, interval score and error, each with a bootstrap over whole community-days."""
    y, low, high = (rows[c].to_numpy() for c in ("y", "low", "high"))
    held = rows.assign(
        inside=(y >= low) & (y <= high),
        ours=interval_score(y, low, high),
        climatology=interval_score(y, rows["climate_low"].to_numpy(), rows["climate_high"].to_numpy()),
        crps=crps(y, rows["mean"].to_numpy(), low, high),
        crps_climatology=crps(
            y, rows["average"].to_numpy(), rows["climate_low"].to_numpy(), rows["climate_high"].to_numpy()
        ),
        error=np.abs(y - rows["mean"]),
    )
    for other in ("average", "last", "industry"):
        if other in rows:
            held[f"gain_{other}"] = np.abs(y - rows[other]) - held["error"]
    out = {"posts": len(held), "clusters": int(held["cluster"].nunique())}
    out["coverage"] = bootstrap(held, "inside")
    out["interval_score"] = {n: round(float(held[n].mean()), 3) for n in ("ours", "climatology")}
    out["interval_score_gain"] = bootstrap(held.assign(gain=held["climatology"] - held["ours"]), "gain")
    out["crps"] = {"ours": round(float(held["crps"].mean()), 4), "climatology": round(float(held["crps_climatology"].mean()), 4)}
    out["error_below"] = {c[5:]: bootstrap(held, c) for c in held if c.startswith("gain_")}
    return out


def bootstrap(rows: pd.DataFrame, column: str) -> dict[str, float]:
    """Mean with a 95 % interval from resampling clusters."""
    sums = rows.groupby("cluster")[column].agg(["sum", "size"]).to_numpy(float)
    rng = np.random.default_rng(0)
    picks = rng.integers(0, len(sums), (RESAMPLES, len(sums)))
    totals = sums[picks].sum(axis=1)
    low, high = np.quantile(totals[:, 0] / totals[:, 1], [0.025, 0.975])
    return {"mean": round(float(rows[column].mean()), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def simulated(seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Brand posts of one world with their true features, and the replies' true feelings."""
    world = random_world(seed, days=150, brand_posts_per_day=1.6)
    truth = pd.DataFrame(simulate_world(world).truth)
    return truth, pd.DataFrame([dict(world=world.name)])


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
            "metrics_basis": "final", "account": rows["account"],
        }
    )  # fmt: skip
    posts["form"] = np.where(rows["text"].str.contains(r"\?"), "question", posts["form"])
    return dict(iter(posts.groupby("account")))


def _theme(text: str, pack) -> str:  # type: ignore[no-untyped-def]
    plain = _plain(text)
    hits = {name: sum(len(re.findall(rf"\b{re.escape(_plain(p))}\b", plain)) for p in theme.phrases.fr)
            for name, theme in pack.themes.items()}  # fmt: skip
    best = max(hits, key=lambda n: hits[n])
    return best if hits[best] else ""


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def real(shared: Path) -> dict:
    """The verdict on the real accounts."""
    found = []
    for account, posts in media(shared).items():
        rows = foreseen(posts, usual.grown(posts, {}))
        found.append(rows.assign(community=account, cluster=account + rows["day"]))
    return judged(pd.concat(found))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--simulated", type=int, default=20)
    asked = parser.parse_args()
    print(json.dumps({"media_fr": real(settings().shared)}, indent=2))
