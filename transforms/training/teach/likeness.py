"""How alike texts are to the whole pretrained encoder, all twelve layers: what a student's meaning
begins from.
"""

from collections.abc import Sequence

import numpy as np
import torch
from torch.nn import functional

from transforms.enrich.model.post_model import MEANING
from transforms.training.teach import e5
from transforms.training.teach.batches import padded
from transforms.training.teach.student import quick

_LAYERS, _TOGETHER, _LONGEST = 12, 128, 48


def vectors(texts: Sequence[str]) -> np.ndarray:
    """(n, 384) unit sentence vectors: the mean of the last layer."""
    bert, pieces = e5.whole(_LAYERS)
    split = e5.pieces(pieces)
    bert.eval()
    ids = [split(f"query: {text}", _LONGEST).tolist() for text in texts]
    found = np.zeros((len(ids), 384), dtype=np.float32)
    order = np.argsort([len(one) for one in ids], kind="stable")
    for start in range(0, len(order), _TOGETHER):
        rows = order[start : start + _TOGETHER]
        given, there = padded([ids[row] for row in rows])
        with torch.no_grad(), quick():
            seen = bert(input_ids=given, attention_mask=there.long()).last_hidden_state.float()
        mean = (seen * there[..., None]).sum(1) / there.sum(1, keepdim=True)
        found[rows] = functional.normalize(mean, dim=1).numpy()
    return found


def condensed(whole: np.ndarray) -> np.ndarray:
    """(n, 128) unit: the widest directions of `whole` once its middle is taken away, where all
    texts are alike.
    """
    centred = whole - whole.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    narrow = centred @ directions[:, ::-1][:, :MEANING]
    return narrow / np.maximum(np.linalg.norm(narrow, axis=1, keepdims=True), 1e-9)
