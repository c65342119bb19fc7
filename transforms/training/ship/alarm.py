"""`python -m transforms.training.ship.alarm FOLDER`: what tells a call for help from a complaint in
a sentence vector and in its words (a minute of a core, no torch).

`ours/humans.jsonl` holds posts that only a human may answer, by kind (distress, violence at home, a
child, mourning, a body, a disability, the law, discrimination, leaked data, threats), ordinary ones
that sound like them (`plain`), posts of the other files that turned out to be such (`found`) and
those that one may see either way (`doubt`, which teach nothing). All other posts that teach are
ordinary, but those that the rules of words find: these are calls for help where they are unhappy.
"""

import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from transforms.enrich.run import encode
from transforms.report.content.replies import human
from transforms.report.content.replies.alarm import Weights, compared, signs
from transforms.training import data

WRITTEN = Path(__file__).parents[1] / "ours" / "humans.jsonl"
OTHERS = (
    "written", "our_wants", "our_signs", "our_brands", "our_voices", "our_feelings", "telecom",
    "support",
)  # fmt: skip
NEEDLESS = 0.04
"""Share of ordinary posts that go to a human needlessly, when others taught."""
_STEADY = 3.0
"""How far the weights may go (the inverse of the penalty)."""

_FOLDS = StratifiedKFold(5, shuffle=True, random_state=0)


@dataclass(frozen=True)
class Lesson:
    """Sentence vectors of the posts written for it and of all, the signs of all, whether each is a call
    for help, how much it counts, and whether it is one of the many that set the threshold.
    """

    written: np.ndarray
    vectors: np.ndarray
    signs: np.ndarray
    calls: np.ndarray
    counts: np.ndarray
    ordinary: np.ndarray


def lesson(folder: Path) -> Lesson:
    """Calls for help count as much as the ordinary posts written beside them, and as the others."""
    written = pd.read_json(WRITTEN, lines=True)
    others = data.load(folder, only=OTHERS).part("fit", "tune")
    frame = others.frame[~others.frame["key"].isin(set(written["text"].map(data.same_words)))]
    unhappy = ~(others.column("positive")[frame.index] >= 0.5)
    words = frame["text"].map(lambda text: human.only(text, None) or "")
    found = frame[(words == "escalate") & unhappy & (frame["data_set"] != "our_signs")]
    ordinary = frame[words == ""]
    calls = written[~written["kind"].isin(["plain", "doubt"])]
    plain = written[written["kind"] == "plain"]
    parts = [[*calls["text"], *found["text"]], list(plain["text"]), list(ordinary["text"])]
    sizes, texts = [len(part) for part in parts], [text for part in parts for text in part]
    return Lesson(
        encode([*calls["text"], *plain["text"]]).astype(np.float16),
        encode(texts),
        signs(texts),
        np.repeat([True, False, False], sizes),
        np.repeat([sizes[0] / size for size in sizes], sizes),
        np.repeat([False, False, True], sizes),
    )


def learnt(taught: Lesson) -> Weights:
    """The weights, and the threshold that `NEEDLESS` of the ordinary posts pass when they are held out."""
    line = LogisticRegression(C=_STEADY, max_iter=5000)
    alike = compared(taught.vectors, taught.signs, taught.written)
    aside = cross_val_predict(
        line, alike, taught.calls, cv=_FOLDS, method="decision_function",
        params={"sample_weight": taught.counts},
    )  # fmt: skip
    line.fit(alike, taught.calls, sample_weight=taught.counts)
    threshold = np.quantile(aside[taught.ordinary], 1 - NEEDLESS) - line.intercept_[0]
    return Weights(taught.written, line.coef_[0], round(float(threshold), 4))


if __name__ == "__main__":
    found = learnt(lesson(Path(sys.argv[1])))
    found.save()
    print(f"a call for help from {found.threshold} on")
