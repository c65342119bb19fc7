from dataclasses import replace

import numpy as np
import pytest

from tests.understand.conftest import meaning, post
from transforms import lake
from transforms.understand.wants.meanings import FOLDER, Kept

POSTS = [post(1, "un mode sombre svp"), post(2, "un remboursement")]
TEXTS = [p.text for p in POSTS]


class Counting:
    """`meaning`, and how many texts it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: list[str]) -> np.ndarray:
        self.asked += texts
        return meaning(texts)


@pytest.fixture
def kept(home):
    lake.initialise()
    first = Kept("free", meaning)
    first.meet(POSTS)
    first([*TEXTS, "une phrase"])
    first.write()


@pytest.mark.usefixtures("kept")
def test_a_text_is_met_once_and_says_the_same():
    counting = Counting()
    again = Kept("free", counting)
    again.meet(POSTS)
    found = again(TEXTS)
    assert not set(counting.asked) & set(TEXTS)
    np.testing.assert_allclose(found, meaning(TEXTS), atol=1e-3)


@pytest.mark.usefixtures("kept")
def test_only_posts_are_written_down_and_those_that_are_gone_go():
    assert sorted(lake.read(FOLDER)["text_hash"].to_pylist()) == ["h1", "h2"]
    later = Kept("free", meaning)
    later.meet([replace(POSTS[1], text="autre chose", text_hash="h3"), POSTS[0]])
    later(["autre chose", POSTS[0].text])
    later.write()
    assert sorted(lake.read(FOLDER)["text_hash"].to_pylist()) == ["h1", "h3"]


@pytest.mark.usefixtures("kept")
def test_another_model_meets_every_text_anew():
    other = Kept("free", lambda texts: meaning(texts)[:, ::-1])
    other.meet(POSTS)
    np.testing.assert_allclose(other(TEXTS), meaning(TEXTS)[:, ::-1], atol=1e-3)
    other.write()
    assert len(lake.names(FOLDER)) == 1
