"""Labelled rows with what a model says of them, made by hand for the tests of the judges."""

import numpy as np
import pandas as pd

from transforms.enrich.model.post_model import MEANING, OUTPUTS
from transforms.training.data import Examples
from transforms.training.judge.read import Read


def read(said: dict[str, list], true: dict[str, list], **columns: object) -> Read:
    """Rows of which `said` and `true` give some outputs; nobody labelled the others."""
    n = len(next(iter(true.values())))
    usual = {"id": [str(i) for i in range(n)], "text": "a", "language": "fr", "data_set": "telecom"}
    probabilities = np.full((n, len(OUTPUTS)), 0.1)
    targets = np.full((n, len(OUTPUTS)), np.nan)
    for given, into in ((said, probabilities), (true, targets)):
        for output, values in given.items():
            into[:, OUTPUTS.index(output)] = values
    rows = Examples(pd.DataFrame(usual | columns), targets, np.full((n, 28), np.nan))
    thresholds = dict.fromkeys(OUTPUTS, 0.5)
    return Read(rows, probabilities, np.zeros((n, MEANING)), np.zeros(n, bool), thresholds)
