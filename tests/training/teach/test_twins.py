"""A line that may translate one kept aside does not teach."""

import numpy as np
import pytest

from tests.training.teach.classroom import examples
from transforms.training.teach import twins

PLACES = {"here": (1.0, 0.0), "ici": (0.95, 0.31), "away": (0.0, 1.0), "loin": (0.1, 0.99)}


@pytest.fixture(autouse=True)
def _placed(monkeypatch):
    """Each text where `PLACES` says, at length one."""

    def vectors(texts: list[str]) -> np.ndarray:
        found = np.array([PLACES[text] for text in texts])
        return found / np.linalg.norm(found, axis=1, keepdims=True)

    monkeypatch.setattr(twins, "of", vectors)


def parts(**columns: list[str]) -> list[str]:
    return twins.without_twins(examples(4, **columns)).frame["part"].tolist()


def test_the_likeliest_translation_of_a_line_kept_aside_is_a_twin_in_either_direction():
    lines = {"text": ["here", "ici", "away", "loin"]}
    sets = {"data_set": ["xed_en", "xed_fr", "xed_en", "xed_fr"]}
    assert parts(**lines, **sets, part=["dev", "fit", "fit", "held"]) == [
        "dev", "twin", "twin", "held",
    ]  # fmt: skip
    assert parts(**lines, **sets, part=["fit"] * 4) == ["fit"] * 4


def test_lines_of_other_sets_teach_whatever_they_are_like():
    sets = {"data_set": ["xed_en", "telecom", "telecom", "xed_fr"]}
    lines = {"text": ["here", "ici", "here", "loin"]}
    assert parts(**lines, **sets, part=["dev", "fit", "fit", "fit"]) == ["dev", "fit", "fit", "fit"]
