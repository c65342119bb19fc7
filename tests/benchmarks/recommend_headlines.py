"""Real randomised headline tests (../shared, evaluation only): which of two headlines gets more
clicks?

`python -m tests.benchmarks.recommend_headlines` prints JSON. Weeks at risk are left out. A fifth of
the tests is judged by `cmr anticipate`; a night of the product has seen the others as posts of one
community. Tests that share a headline, directly or through others, are on one side together. A pair
is two headlines of one test over the same picture; it is *sure* when their click rates differ with
p < 0.05. Nothing learnt here ships.
"""

import hashlib
import json
import os
import subprocess
import sys
from datetime import datetime
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import yaml
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components

from transforms.config.settings import settings
from transforms.recommend.learn.effects import BOLDNESS

NAME = "headlines"
TRAFFIC = (100, 300, 1000, 2000)
TESTS = 300
REPLAYED = 12_000
"""Impressions an arm that every test is replayed with: few impressions are replayed often, as luck is larger there."""


def arms(shared: Path) -> pd.DataFrame:
    """One row per arm: test, picture, text, impressions, clicks, judged."""
    rows = pd.read_parquet(shared / "data" / "experiments" / "upworthy_ab_dev.parquet")
    labels, metrics = rows["labels"].map(json.loads), rows["metrics"].map(json.loads)
    frame = pd.DataFrame(
        {
            "test": rows["parent_id"], "text": rows["text"], "picture": labels.str["eyecatcher_id"],
            "week": labels.str["test_week"].astype(int),
            "impressions": metrics.str["impressions"], "clicks": metrics.str["clicks"],
        }
    )  # fmt: skip
    frame = frame[~labels.str["randomization_risk_by_week"].astype(bool)]
    family = _families(frame)
    frame["judged"] = family.map(lambda t: int(hashlib.sha256(t.encode()).hexdigest(), 16) % 5 == 0)
    own = ["test", "week", "picture", "text", "judged"]
    return frame.groupby(own, as_index=False, dropna=False)[["impressions", "clicks"]].sum()


def _families(frame: pd.DataFrame) -> pd.Series:
    """One name for all tests that share a headline."""
    tests, texts = (
        pd.factorize(frame["test"])[0],
        pd.factorize(frame["text"].str.casefold().str.strip())[0],
    )
    links = sparse.coo_matrix(
        (np.ones(len(tests)), (tests, texts + tests.max() + 1)),
        shape=[tests.max() + texts.max() + 2] * 2,
    )
    labels = connected_components(links, directed=False)[1][tests]
    return frame["test"].groupby(labels).transform("min")


def pairs(frame: pd.DataFrame) -> pd.DataFrame:
    """Pairs of rows of one test over one picture, with the z of the difference in click rate."""
    rows = []
    for _, group in frame.groupby(["test", "picture"], dropna=False):
        for a, b in combinations(group.index, 2):
            rows.append((a, b))
    found = pd.DataFrame(rows, columns=["a", "b"])
    n1, n2 = (frame.loc[found[c], "impressions"].to_numpy(float) for c in "ab")
    k1, k2 = (frame.loc[found[c], "clicks"].to_numpy(float) for c in "ab")
    pooled = (k1 + k2) / (n1 + n2)
    se = np.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    return found.assign(z=np.divide(k1 / n1 - k2 / n2, se, out=np.zeros_like(se), where=se > 0))


def by_product(frame: pd.DataFrame) -> np.ndarray:
    """What `cmr anticipate` foresees of every judged arm, after a night on the unjudged ones as the
    posts of one community, each in its test's week; NaN for those that taught.
    """
    with TemporaryDirectory() as folder:
        home = Path(folder)
        _write_community(home, frame[~frame["judged"]])
        drafts = frame.loc[frame["judged"], ["text"]].assign(format="link").reset_index(names="id")
        drafts.to_json(home / "drafts.jsonl", orient="records", lines=True)
        for command in ("extract", "enrich", "recommend", "publish"):
            _cmr(home, command)
        said = _cmr(home, "anticipate", "--community", NAME, str(home / "drafts.jsonl"), "--json")
    answers = [json.loads(line) for line in said.splitlines()]
    lifts = pd.Series({int(one["id"]): np.log1p(one["engagement"]["lift"]) for one in answers})
    return lifts.reindex(frame.index).to_numpy(float)


def _write_community(home: Path, arms_: pd.DataFrame) -> None:
    rows = pd.DataFrame(
        {
            "post_id": arms_.index.astype(str), "network": "x", "account": NAME, "author_id": NAME,
            "text": arms_["text"], "language": "en", "format": "link", "likes": arms_["clicks"],
            "views": arms_["impressions"], "created_at": arms_["week"].map(_in_week),
        }
    )  # fmt: skip
    (home / "communities").mkdir()
    rows.to_json(home / "posts.jsonl", orient="records", lines=True)
    community = {
        "name": NAME, "industry": "media", "language": "en", "timezone": "America/New_York",
        "accounts": [NAME], "as_of": "latest", "retention": {"posts_days": 3650},
        "sources": [{"network": "export", "path": str(home / "posts.jsonl"), "account": NAME}],
    }  # fmt: skip
    (home / "communities" / f"{NAME}.yml").write_text(yaml.safe_dump(community), encoding="utf-8")


def _in_week(week: int) -> str:
    """Wednesday noon, UTC, of a week such as 201501; the first days of a year are in its week 0."""
    return datetime.strptime(f"{week} 3 12Z", "%Y%W %w %H%z").isoformat()


def _cmr(home: Path, *arguments: str) -> str:
    own = {"CMR_HOME": str(home / "var"), "CMR_COMMUNITIES": str(home / "communities")}
    return subprocess.run(
        [sys.executable, "-m", "transforms.cli", *arguments], check=True, stdout=subprocess.PIPE, text=True,
        env=os.environ | own | {"CMR_PSEUDONYM_KEYS": "headlines", "RUNTIME__DLTHUB_TELEMETRY": "false"},
    ).stdout  # fmt: skip


POLICIES = ("with_prior", "thompson", "a_b_test")


def replay(frame: pd.DataFrame, score: np.ndarray, sure_slope: float) -> dict[str, dict]:
    """Clicks per 1,000 impressions of bandits on judged tests: each arm answers at its own observed
    rate.

    `gains` are those of the prior over each rival, with 90 % intervals from resampling the tests
    (paired).
    """
    judged = frame.assign(score=score)[frame["judged"]]
    judged = judged.drop_duplicates(["test", "text"])
    rate = (
        frame.loc[~frame["judged"], "clicks"].sum()
        / frame.loc[~frame["judged"], "impressions"].sum()
    )
    strength = rate * (1 - rate) / _spread(frame[~frame["judged"]])
    groups = [g for _, g in judged.groupby("test") if len(g) >= 2][:TESTS]
    clicks = np.zeros((len(TRAFFIC), len(groups), len(POLICIES)))
    arms_of = np.array([len(g) for g in groups], float)
    for place, group in enumerate(groups):
        true = ((group["clicks"] + 0.5) / (group["impressions"] + 1)).to_numpy()
        centre = (
            rate
            * np.exp(
                np.clip(sure_slope * (group["score"] - group["score"].mean()), -0.7, 0.7)
            ).to_numpy()
        )
        rng = np.random.default_rng(place)
        for row, traffic in enumerate(TRAFFIC):
            total, times = traffic * len(group), REPLAYED // traffic
            clicks[row, place] = [
                _thompson(true, centre, strength, total, times, rng, BOLDNESS),
                _thompson(true, np.full(len(group), rate), strength, total, times, rng),
                _a_b(true, total, times, rng),
            ]
    return {str(t): _clicks(clicks[row], t * arms_of) for row, t in enumerate(TRAFFIC)}


def _clicks(clicks: np.ndarray, sent: np.ndarray) -> dict:
    """Per policy, and what the first gains over the others, resampling tests: clicks (tests,
    policies).
    """
    picks = np.random.default_rng(1).integers(0, len(sent), (1000, len(sent)))
    drawn = 1000 * clicks[picks].sum(axis=1) / sent[picks].sum(axis=1)[:, None]
    found: dict = {
        n: round(1000 * float(clicks[:, i].sum() / sent.sum()), 4) for i, n in enumerate(POLICIES)
    }
    found["tests"] = len(sent)
    for i, rival in enumerate(POLICIES[1:], start=1):
        gain = drawn[:, 0] - drawn[:, i]
        middle = 1000 * (clicks[:, 0] - clicks[:, i]).sum() / sent.sum()
        found[f"gain_over_{rival}"] = [
            round(float(v), 4) for v in (middle, *np.quantile(gain, [0.05, 0.95]))
        ]
    return found


def _spread(frame: pd.DataFrame) -> float:
    """How much the true click rates of one test's headlines differ: their variance, sampling error
    taken out.
    """
    rate = frame["clicks"] / frame["impressions"]
    within = (rate - rate.groupby(frame["test"]).transform("mean")) ** 2
    many = frame.groupby("test")["test"].transform("size")
    kept = many > 1
    seen = float((within[kept] * many[kept] / (many[kept] - 1)).mean())
    return max(seen - float((rate * (1 - rate) / frame["impressions"])[kept].mean()), 1e-7)


def _thompson(
    true: np.ndarray, mean: np.ndarray, strength: float, total: int, times: int, rng: np.random.Generator,
    boldness: float = 1.0,
) -> float:  # fmt: skip
    """Mean clicks over `times` of Thompson sampling in batches of a fiftieth; draws lie `boldness`
    times as far out.
    """
    arms = np.arange(len(true))
    a, b = np.tile(mean * strength, (times, 1)), np.tile((1 - mean) * strength, (times, 1))
    clicks = 0.0
    batch = max(1, total // 50)
    for _ in range(50):
        centre = a / (a + b)
        drawn = (centre + boldness * (rng.beta(a, b, (batch, *a.shape)) - centre)).argmax(axis=2)
        sent = (drawn[:, :, None] == arms).sum(axis=0)
        got = rng.binomial(sent, true)
        a, b, clicks = a + got, b + sent - got, clicks + got.sum() / times
    return clicks * total / (batch * 50)


def _a_b(true: np.ndarray, total: int, times: int, rng: np.random.Generator) -> float:
    """Half of the traffic shared out evenly, the other half to the winner; mean clicks over
    `times`.
    """
    each = total // 2 // len(true)
    got = rng.binomial(each, true, (times, len(true)))
    return float(
        (got.sum(axis=1) + rng.binomial(total - each * len(true), true[got.argmax(axis=1)])).mean()
    )


def judge() -> dict:
    """How often the product names the better headline, and the clicks of bandits that begin with
    what it foresees.
    """
    frame = arms(settings().shared)
    score = by_product(frame)
    place = {row: i for i, row in enumerate(frame.index)}
    found = pairs(frame[frame["judged"]])
    left, right = found["a"].map(place).to_numpy(), found["b"].map(place).to_numpy()
    sure = found["z"].abs().to_numpy() > stats.norm.ppf(0.975)
    tests = frame.loc[found["a"], "test"].to_numpy()
    right_way = ((score[left] - score[right]) * found["z"].to_numpy() > 0).astype(float)
    groups = pd.Series(right_way[sure]).groupby(tests[sure]).agg(["sum", "size"]).to_numpy()
    rng = np.random.default_rng(0)
    picks = groups[rng.integers(0, len(groups), (1000, len(groups)))].sum(axis=1)
    low, high = np.quantile(picks[:, 0] / picks[:, 1], [0.025, 0.975])
    return {
        "judged_pairs": len(found), "sure_pairs": int(sure.sum()), "tests": len(set(tests)),
        "sure": round(float(right_way[sure].mean()), 4), "sure_low": round(float(low), 4),
        "sure_high": round(float(high), 4), "all": round(float(right_way.mean()), 4),
        "clicks_per_1000": replay(frame, score / np.nanstd(score), 0.15),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(judge(), indent=2))
