"""XED's French lines translate its English ones, and nothing says which: the likeliest are kept
from teaching.
"""

import numpy as np

from transforms.training.data import Examples
from transforms.training.teach.likeness import vectors as of

LIKE, MOST = 0.88, 3
"""Cosine from which, and how many, nearest lines of the other language count as translations of one kept aside."""


def without_twins(examples: Examples) -> Examples:
    """The examples with `part` set to twin where a fit line of XED may translate a dev, held or
    tune line of it.
    """
    frame = examples.frame.copy()
    part = frame["part"].to_numpy(dtype=object)
    places = {name: np.flatnonzero(frame["data_set"] == name) for name in ("xed_en", "xed_fr")}
    vectors = {name: of(frame["text"].iloc[rows].tolist()) for name, rows in places.items()}
    for aside, teaching in (("xed_fr", "xed_en"), ("xed_en", "xed_fr")):
        kept = np.isin(part[places[aside]], ("dev", "held", "tune"))
        taught = part[places[teaching]] == "fit"
        rows = places[teaching][taught]
        likeness = vectors[aside][kept] @ vectors[teaching][taught].T
        nearest = np.argsort(-likeness, axis=1)[:, :MOST]
        like = np.take_along_axis(likeness, nearest, axis=1) >= LIKE
        part[rows[np.unique(nearest[like])]] = "twin"
    frame["part"] = part
    return Examples(frame, examples.targets, examples.fine)
