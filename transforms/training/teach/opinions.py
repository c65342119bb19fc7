"""What an earlier student says of the teaching rows: a post and its translation are heard together."""

import numpy as np
import pandas as pd
import torch

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.data import Examples
from transforms.training.teach import e5
from transforms.training.teach.batches import LONGEST, padded
from transforms.training.teach.student import Student, quick

TRANSLATED = ("goemotions", "goemotions_fr", "brighter_eng", "brighter_fr")
UNASKED = ("brighter_more", "red_ro", "nlupp", "multipico")

_TOGETHER = 96


def opinions(student: Student, pieces: e5.Pieces, examples: Examples) -> np.ndarray:
    """(n, outputs) probabilities of the student's upper exit; NaN for rows that do not teach or are
    not asked.
    """
    frame = examples.frame
    rows = np.flatnonzero((frame["part"] == "fit") & ~frame["data_set"].isin(UNASKED))
    texts = frame["text"].iloc[rows].tolist()
    said = np.full((len(frame), len(OUTPUTS)), np.nan, dtype=np.float32)
    said[rows] = _said(student, pieces, texts)
    together = rows[frame["data_set"].iloc[rows].isin(TRANSLATED).to_numpy()]
    said[together] = (
        pd.DataFrame(said[together])
        .groupby(frame["group"].iloc[together].to_numpy())
        .transform("mean")
    )
    return said


def _said(model: Student, pieces: e5.Pieces, texts: list[str]) -> np.ndarray:
    model.eval()
    split = e5.pieces(pieces)
    ids = [split(text, LONGEST).tolist() for text in texts]
    said = np.zeros((len(ids), len(OUTPUTS)), dtype=np.float32)
    order = np.argsort([len(one) for one in ids], kind="stable")
    for start in range(0, len(order), _TOGETHER):
        rows = order[start : start + _TOGETHER]
        with torch.no_grad(), quick():
            _, above = model(*padded([ids[row] for row in rows]))
        said[rows] = torch.sigmoid(above[0]).numpy()
    return said
