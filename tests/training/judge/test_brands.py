"""Whether posts to brands are read: what they ask, how they stand to it, and what is plain."""

import pytest

from tests.training.judge.rows import read
from transforms.training.judge import brands


def found(rows) -> dict:
    lines = brands.lines(rows)
    return {(one.group, one.of, one.language, one.figure): one for one in lines}


YES = [1.0, 0.0] * 10
SAID = [0.9, 0.1] * 9 + [0.1, 0.1]


def test_a_question_has_its_f1_by_set_and_over_all_three():
    lines = found(read({"question": SAID}, {"question": YES}, kind=None))
    one, whole = (lines["brands", of, "fr", "question F1"] for of in ("telecom", "all three"))
    assert one.value == whole.value == pytest.approx(2 * 0.9 / 1.9)
    assert one.target == "0.90"
    assert ("brands", "support", "fr", "question F1") not in lines


def test_an_area_needs_enough_of_both_sides():
    few = [1.0] * 3 + [0.0] * 17
    lines = found(
        read({"anger": few, "negative": SAID}, {"anger": few, "negative": YES}, kind=None)
    )
    assert ("brands", "telecom", "fr", "anger AUC") not in lines
    assert lines["brands", "telecom", "fr", "negative AUC"].value == 0.95


def test_sentiment_is_judged_where_both_of_its_sides_are_labelled():
    rows = read(
        {"positive": [0.9, 0.1, 0.1, 0.9], "negative": [0.1, 0.9, 0.1, 0.1]},
        {"positive": [1, 0, 0, float("nan")], "negative": [0, 1, 0, 0]},
        kind=None,
    )
    line = found(rows)["sentiment", "telecom", "fr", "macro-F1 of three"]
    assert (line.value, line.n) == (1.0, 3)


def test_plain_sentences_tell_how_far_from_nought_they_read():
    rows = read(
        {"positive": [0.2, 0.2, 0.9], "negative": [0.4, 0.2, 0.1]}, {"anger": [0, 0, 0]},
        data_set="irony_short_plain", kind=["plain", "plain", "irony"],
    )  # fmt: skip
    line = found(rows)["neutral sentences", "plain", "fr", "mean sentiment"]
    assert round(line.value, 3) == -0.1
    assert line.n == 2
