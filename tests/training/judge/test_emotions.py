"""Whether emotions are read, one by one and together, and in French as in English."""

import numpy as np

from tests.training.judge.rows import read
from transforms.training.judge import emotions

ANGRY = [1.0, 0.0] * 20
SURE = [0.9, 0.2] * 20
GUESSED = ([0.9, 0.2] * 10) + ([0.2, 0.9] * 10)


def found(lines) -> dict:
    return {(one.group, one.of, one.language, one.figure): one for one in lines}


def test_an_emotion_that_enough_rows_carry_has_its_figures():
    lines = found(
        emotions.lines(read({"anger": SURE}, {"anger": ANGRY, "joy": [1.0] + [0.0] * 39}))
    )
    assert lines["anger", "telecom", "fr", "AUC"].value == 1.0
    assert lines["anger", "telecom", "fr", "F1"].n == 40
    assert not [key for key in lines if key[0] == "joy"], "one row says nothing of joy"


def test_a_set_s_macro_f1_is_the_mean_of_what_it_annotates():
    rows = read(
        {"anger": SURE, "fear": GUESSED}, {"anger": ANGRY, "fear": ANGRY},
        data_set="goemotions", language="en",
    )  # fmt: skip
    lines = found(emotions.lines(rows))
    assert lines["emotions", "goemotions", "en", "macro-F1"].value == 0.75
    assert lines["emotions", "goemotions", "en", "macro-F1"].target == "0.62"


def test_parity_compares_a_translation_with_its_own_original():
    n = 40
    rows = read(
        {"anger": [*SURE, *GUESSED]}, {"anger": [*ANGRY, *ANGRY]},
        id=[f"e{i}" for i in range(n)] + [f"f{i}" for i in range(n)],
        original=[None] * n + [f"e{i}" for i in range(n)],
        data_set=["goemotions"] * n + ["goemotions_fr"] * n, language=["en"] * n + ["fr"] * n,
    )  # fmt: skip
    lines = found(emotions.parity(rows))
    assert lines["parity", "goemotions_fr", "en", "mean AUC"].value == 1.0
    assert lines["parity", "goemotions_fr", "fr", "mean AUC"].value == 0.5
    apart = lines["parity", "goemotions_fr", "en - fr", "mean AUC"]
    assert (apart.value, apart.n) == (0.5, n)
    assert np.isfinite(apart.low)


def test_without_a_translation_there_is_no_parity():
    rows = read({"anger": SURE}, {"anger": ANGRY}, data_set="goemotions", original=None)
    assert list(emotions.parity(rows)) == []
