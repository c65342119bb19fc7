"""App reviews: intents learnt on one app's reviews and judged on the other's, both ways."""

from typing import Any

import numpy as np

from transforms.enrich.affect import OUTPUTS
from transforms.enrich.hashed_ngrams import table
from transforms.enrich.training import linear
from transforms.enrich.training.calibration import f1
from transforms.enrich.training.data import Examples

JUDGED = ("complaint", "suggestion")


def cross_app(examples: Examples, vectors: np.ndarray) -> list[dict[str, Any]]:
    """Per intent and language ("all" too): F1 of the yes, and the mean of the F1 of yes and no, over both directions.

    The threshold comes from the app that teaches: a fifth of its reviews is kept aside for it.
    """
    rows = linear.unit_rows(table(examples.texts))
    columns = [OUTPUTS.index(intent) for intent in JUDGED]
    app, language = examples.frame["app"].to_numpy(), examples.frame["language"].to_numpy()
    found: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in sorted(set(app)):
        teach = np.flatnonzero(app == one)
        aside, learn = teach[::5], np.setdiff1d(teach, teach[::5])
        judge = np.flatnonzero(app != one)
        fitted = linear.fit(
            rows[learn],
            vectors[learn],
            examples.targets[learn][:, columns],
            np.ones((len(learn), len(columns))),
            strength=1.0,
            seen=2,
        )
        for j, intent in enumerate(JUDGED):
            logits = {key: fitted.logits(rows[r], vectors[r])[:, j] for key, r in (("aside", aside), ("judge", judge))}
            true = {key: examples.targets[r, columns[j]] == 1 for key, r in (("aside", aside), ("judge", judge))}
            cut = max(np.arange(-3, 1, 0.1), key=lambda t: f1(logits["aside"] >= t, true["aside"]))
            said = logits["judge"] >= cut
            for of in ("en", "fr", "all"):
                some = (language[judge] == of) | (of == "all")
                yes, no = f1(said[some], true["judge"][some]), f1(~said[some], ~true["judge"][some])
                found.setdefault((intent, of), []).append((yes, (yes + no) / 2))
    return [
        {
            "class": intent,
            "language": of,
            "f1": float(np.mean([y for y, _ in v])),
            "f1_yes_and_no": float(np.mean([m for _, m in v])),
        }
        for (intent, of), v in found.items()
    ]
