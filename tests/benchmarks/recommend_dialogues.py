"""Real conversations (../shared, evaluation only): will the same person's next message be positive?

`python -m tests.benchmarks.recommend_dialogues` prints JSON. A case is a customer's negative
message, the brand's answer and the same customer's next message. *Negative*: the product's own
reading gives the message a sentiment below 0 and praise below 0.5. *Positive* (the main label): the
same reading gives the next message a sentiment above 0. Two stricter labels stand beside: praise of
0.5 or more, and words of thanks. The labels are thus a model's, not people's.

Every score is made by models that saw none of the dialogue's family (dialogues that share a message
are one family). Settings were chosen by a look at the main label under other folds. Nothing trained
here ships.
"""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy import sparse, stats
from scipy.sparse.csgraph import connected_components
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.preprocessing import StandardScaler

from transforms.config.settings import settings
from transforms.reading import INTENTS, Reading
from transforms.recommend.choose import answer_acts

FOLDS, TEN, PARTITIONS, RESAMPLES = 8, 10, 40, 1000
THANKS = re.compile(r"\b(thanks|thank you|thank u|thx|appreciated?)\b", re.IGNORECASE)
VECTOR_WEIGHT = 0.3
LABELS = ("positive", "praise", "thanks")


@dataclass(frozen=True)
class Case:
    """A negative message, its answer and the next message of the same person."""

    dialogue: str
    place: int
    message: str
    answer: str
    after: str


@dataclass(frozen=True)
class Half:
    """What is known of one side, row by row: its texts, vectors (n, 512) and other columns."""

    texts: list[str]
    vectors: np.ndarray
    columns: np.ndarray


def triples(path: Path) -> list[Case]:
    """Every customer -> brand -> customer in the dialogues."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        dialogue = json.loads(line)
        turns = dialogue["turns"]
        for i in range(len(turns) - 2):
            if [t["who"] for t in turns[i : i + 3]] == ["customer", "brand", "customer"]:
                found.append(
                    Case(dialogue["dialogue_id"], i, *(t["text"] for t in turns[i : i + 3]))
                )
    return found


def families(cases: list[Case]) -> np.ndarray:
    """One number for all cases of a dialogue, and of dialogues that share a message of 20
    characters or more.
    """
    keys = [
        [c.dialogue, *(t.casefold() for t in (c.message, c.answer, c.after) if len(t) >= 20)]
        for c in cases
    ]
    number = {key: i for i, key in enumerate(sorted({k for row in keys for k in row}))}
    rows = [i for i, row in enumerate(keys) for _ in row]
    columns = [len(cases) + number[k] for row in keys for k in row]
    size = len(cases) + len(number)
    links = sparse.coo_matrix((np.ones(len(rows)), (rows, columns)), shape=(size, size))
    return connected_components(links, directed=False)[1][: len(cases)]


def folds(family: np.ndarray) -> np.ndarray:
    """The fold of each case, by its family."""
    return np.array(
        [int(hashlib.sha256(f"fold {f}".encode()).hexdigest(), 16) % FOLDS for f in family]
    )


def readings_columns(read: list[Reading]) -> np.ndarray:
    """Emotions, neutral, sentiment and intents, a row per reading."""
    return np.array(
        [
            [
                *r.emotions.values(),
                r.neutral,
                r.sentiment,
                *(r.intents.get(i, 0.0) for i in INTENTS),
            ]
            for r in read
        ]
    )


def described(message: list[str], answer: list[str]) -> np.ndarray:
    """What each answer does: counts up to three of every act, its words, its echo of the message."""
    found = [answer_acts.describe(m, a) for m, a in zip(message, answer, strict=True)]
    return np.array(
        [[min(f.counts[k], 3) for k in answer_acts.ACTS] + [f.words, f.echo] for f in found], float
    )


Blocks = list[tuple[np.ndarray, float]]


def logistic(
    left: list[Half], between: np.ndarray
) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Logistic regression on sentence vectors, readings and what the texts do."""
    parts: Blocks = (
        [(h.vectors, VECTOR_WEIGHT) for h in left]
        + [(h.columns, 1.0) for h in left]
        + [(between, 1.0)]
    )

    def score(y: np.ndarray, train: np.ndarray, test: np.ndarray) -> np.ndarray:
        x = np.hstack(
            [StandardScaler().fit(p[train]).transform(p) * w for p, w in parts if p.shape[1]]
        )
        model = LogisticRegression(C=0.003, max_iter=300).fit(x[train], y[train])
        return model.decision_function(x[test])

    return score


def words(
    left: list[Half], between: np.ndarray
) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Logistic regression on words and pairs of words, readings and what the texts do."""
    dense = np.hstack([*(h.columns for h in left), between])

    def score(y: np.ndarray, train: np.ndarray, test: np.ndarray) -> np.ndarray:
        parts = [sparse.csr_matrix(StandardScaler().fit(dense[train]).transform(dense) * 0.1)]
        for half in left:
            grams = TfidfVectorizer(ngram_range=(1, 2), min_df=4, sublinear_tf=True)
            parts.append(grams.fit([half.texts[i] for i in train]).transform(half.texts))
        x = sparse.hstack(parts).tocsr()
        return (
            LogisticRegression(C=0.3, max_iter=500)
            .fit(x[train], y[train])
            .decision_function(x[test])
        )

    return score


def trees(
    left: list[Half], between: np.ndarray
) -> Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """Gradient-boosted trees on readings and what the texts do."""
    dense = np.hstack([*(h.columns for h in left), between])

    def score(y: np.ndarray, train: np.ndarray, test: np.ndarray) -> np.ndarray:
        model = HistGradientBoostingClassifier(
            max_iter=120,
            learning_rate=0.04,
            max_leaf_nodes=6,
            min_samples_leaf=30,
            l2_regularization=5,
            random_state=0,
        )
        return model.fit(dense[train], y[train]).decision_function(dense[test])

    return score


APPROACHES = {"vectors": logistic, "words": words, "trees": trees}


def held_out(
    approach: Callable, left: list[Half], between: np.ndarray, y: np.ndarray, fold: np.ndarray
) -> np.ndarray:
    """The log odds of each case by models of the other folds."""
    out, score = np.zeros(len(y)), approach(left, between)
    for k in range(FOLDS):
        out[fold == k] = score(y, np.flatnonzero(fold != k), np.flatnonzero(fold == k))
    return out


def resampled(y: np.ndarray, scores: list[np.ndarray], family: np.ndarray) -> np.ndarray:
    """AUC of each score in resamples of whole families: (resamples, scores)."""
    rng = np.random.default_rng(5)
    members = [np.flatnonzero(family == f) for f in np.unique(family)]
    found = []
    for _ in range(RESAMPLES):
        rows = np.concatenate([members[i] for i in rng.integers(0, len(members), len(members))])
        found.append([_auc(y[rows], s[rows]) for s in scores])
    return np.array(found)


def _auc(y: np.ndarray, score: np.ndarray) -> float:
    """The Mann-Whitney form, faster than a curve."""
    ranks = stats.rankdata(score)
    positive = int(y.sum())
    return float(
        (ranks[y == 1].sum() - positive * (positive + 1) / 2) / (positive * (len(y) - positive))
    )


def compared(y: np.ndarray, scores: dict[str, np.ndarray], family: np.ndarray) -> dict:
    """AUC and 90 % interval of message, answer and both, and what the answer adds to the message."""
    draws = resampled(y, list(scores.values()), family)
    out: dict = {
        name: [
            round(float(v), 3)
            for v in (roc_auc_score(y, s), *np.quantile(draws[:, i], [0.05, 0.95]))
        ]
        for i, (name, s) in enumerate(scores.items())
    }
    gain = draws[:, 2] - draws[:, 0]
    low, high = np.quantile(gain, [0.05, 0.95])
    adds = roc_auc_score(y, scores["both"]) - roc_auc_score(y, scores["message"])
    out["answer_adds"] = [round(float(v), 3) for v in (adds, low, high)]
    out["answer_adds_p"] = round(float((1 + (gain <= 0).sum()) / (1 + len(gain))), 4)
    return out


def first_of_ten(
    y: np.ndarray, score: np.ndarray, ease: np.ndarray, theme: list[str], fold: np.ndarray
) -> dict:
    """How much oftener the answer ranked first of ten to the same theme calmed than the ten did on
    average.

    Tens are drawn at random, without overlap, among cases of one theme and one fold; `ease` is the
    probability that the message alone gives, and is taken off for `beyond_message`. Intervals: 90
    %, by resampling tens, averaged over the partitions; `tens` is their number in one partition.
    """
    rng = np.random.default_rng(11)
    kinds = np.array([f"{k}|{t}" if t else "" for k, t in zip(fold, theme, strict=True)])
    plain, beyond = [], []
    for _ in range(PARTITIONS):
        tens = []
        for kind in sorted(set(kinds) - {""}):
            rows = rng.permutation(np.flatnonzero(kinds == kind))
            tens += [rows[i : i + TEN] for i in range(0, len(rows) - TEN + 1, TEN)]
        picked = np.array(tens)
        first = picked[np.arange(len(picked)), score[picked].argmax(axis=1)]
        plain.append(_mean(y[first] - y[picked].mean(axis=1), rng))
        rest = y - ease
        beyond.append(_mean(rest[first] - rest[picked].mean(axis=1), rng))
    return {
        "tens": len(picked),
        "gain": np.mean(plain, axis=0).round(3).tolist(),
        "beyond_message": np.mean(beyond, axis=0).round(3).tolist(),
    }


def _mean(values: np.ndarray, rng: np.random.Generator) -> list[float]:
    draws = values[rng.integers(0, len(values), (400, len(values)))].mean(axis=1)
    return [float(values.mean()), *np.quantile(draws, [0.05, 0.95]).tolist()]


def acts_alone(y: np.ndarray, acts: np.ndarray, ease: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """What the product itself can learn without any of these words: how the acts of answers went,
    and nothing else.
    """
    out = np.zeros(len(y))
    for k in range(FOLDS):
        train = fold != k
        scaled = StandardScaler().fit(acts[train]).transform(acts)
        rest = y[train] - ease[train]
        gram = scaled[train].T @ scaled[train] + 50.0 * np.eye(acts.shape[1])
        out[fold == k] = scaled[fold == k] @ np.linalg.solve(
            gram, scaled[train].T @ (rest - rest.mean())
        )
    return out


def judge(
    cases: list[Case],
    read: Callable[[list[str]], list[Reading]],
    encode: Callable,
    wanted: Sequence[str] = LABELS,
) -> dict:
    """All figures for the wanted labels, the main one first."""
    first = read([c.message for c in cases])
    bad = [i for i, r in enumerate(first) if r.sentiment < 0 and r.intents.get("praise", 0.0) < 0.5]
    chosen, before = [cases[i] for i in bad], [first[i] for i in bad]
    after = read([c.after for c in chosen])
    labels = {
        "positive": np.array([r.sentiment > 0 for r in after], int),
        "praise": np.array([r.intents.get("praise", 0.0) >= 0.5 for r in after], int),
        "thanks": np.array([bool(THANKS.search(c.after)) for c in chosen], int),
    }
    asked, said = [c.message for c in chosen], [c.answer for c in chosen]
    position = np.array([[c.place, c.place > 0] for c in chosen], float)
    acts = described(asked, said)
    own = np.hstack(
        [readings_columns(before), described([""] * len(asked), asked)[:, :-1], position]
    )
    message = Half(asked, encode(asked), own)
    answer = Half(said, encode(said), np.hstack([readings_columns(read(said)), acts]))
    cosine = (message.vectors * answer.vectors).sum(axis=1)[:, None]
    none = np.empty((len(chosen), 0))
    views = {
        "message": ([message], none),
        "answer": ([answer], none),
        "both": ([message, answer], cosine),
    }
    family = families(chosen)
    fold, theme = folds(family), [r.themes[0].theme if r.themes else "" for r in before]
    out: dict = {"triples": len(cases), "negative": len(chosen), "families": len(np.unique(family))}
    for label, y in ((name, labels[name]) for name in wanted):
        found: dict = {"share": round(float(y.mean()), 3)}
        logs: dict[str, np.ndarray] = {name: np.zeros(len(y)) for name in views}
        for name, approach in APPROACHES.items():
            scores = {view: held_out(approach, *about, y, fold) for view, about in views.items()}
            found[name] = compared(y, scores, family)
            logs = {
                view: logs[view] + scores[view] * (0.5 if name == "trees" else 1.0) / 2.5
                for view in views
            }
        found["mean_of_three"] = compared(y, logs, family)
        ease = 1 / (1 + np.exp(-logs["message"]))
        found["first_of_ten_by_both"] = first_of_ten(y, logs["both"], ease, theme, fold)
        found["first_of_ten_by_what_the_answer_adds"] = first_of_ten(
            y, logs["both"] - logs["message"], ease, theme, fold
        )
        found["first_of_ten_by_answer"] = first_of_ten(y, logs["answer"], ease, theme, fold)
        found["first_of_ten_by_acts"] = first_of_ten(
            y, acts_alone(y, acts, ease, fold), ease, theme, fold
        )
        out[label] = found
    return out


def found(wanted: Sequence[str] = LABELS) -> dict:
    """`judge` on the real dialogues, by the product's own reader."""
    from transforms.enrich import run
    from transforms.enrich.read import read_texts

    def read(texts: list[str]) -> list[Reading]:
        rows = (
            {"id": str(i), "text": t, "language": "en", "industry": "airlines"}
            for i, t in enumerate(texts)
        )
        return list(read_texts(rows))

    cases = triples(settings().shared / "data" / "dialogues" / "airlines_en.jsonl")
    return judge(cases, read, run.encode, wanted) | {"model": run.active_model()}


if __name__ == "__main__":
    print(json.dumps(found()))
