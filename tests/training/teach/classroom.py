"""Small students and lessons for the tests of teaching, which are skipped where torch is not there."""

import numpy as np
import pandas as pd
import pytest

torch = pytest.importorskip("torch", reason="teaching needs torch, which the product does not")
pytest.importorskip(
    "transformers", reason="teaching needs transformers, which the product does not"
)

from transforms.enrich.model.post_model import OUTPUTS  # noqa: E402
from transforms.training.data import Examples  # noqa: E402
from transforms.training.labels import fine_labels  # noqa: E402
from transforms.training.teach import e5  # noqa: E402
from transforms.training.teach.student import Student  # noqa: E402

WORDS = 60
PIECES = [(mark, 0.0) for mark in (e5.FIRST, e5.UNKNOWN, e5.LAST)] + [
    (f"\u2581{number}", -1.0) for number in range(3, WORDS)
]
"""The pieces of a student: a number is its own piece."""


def examples(n: int = 64, **columns: object) -> Examples:
    """Teaching rows of two kinds, glad ones and others; `columns` of the frame may be others."""
    good = np.arange(n) % 2 == 0
    usual = {
        "id": [str(i) for i in range(n)], "text": np.where(good, "9 9 9", "8 8 8"), "language": "fr", "sure": 1.0,
        "data_set": "telecom", "part": "fit", "group": [str(i) for i in range(n)],
    }  # fmt: skip
    targets = np.full((n, len(OUTPUTS)), np.nan, np.float32)
    targets[:, 0] = good
    fine = np.full((n, len(fine_labels())), np.nan, np.float32)
    return Examples(pd.DataFrame(usual | columns), targets, fine)


def split(text: str, longest: int) -> np.ndarray:
    """The numbers of a text as pieces."""
    return np.array([0, *map(int, text.split()[: longest - 2]), 2])


def student(layers: int = 2) -> Student:
    """Untaught, the same each time; its lower exit is above the first layer."""
    torch.manual_seed(1)
    return Student(e5.empty(WORDS, layers), 1, layers, len(OUTPUTS), len(fine_labels()))
