"""How well readings agree with labels: figures that can be counted by hand."""

import json

import pytest

from transforms.reading import EMOTIONS, INTENTS, Expectation, Reading
from transforms.training.judge.agreement import judge, labelled

HALF = dict.fromkeys((*EMOTIONS, *INTENTS), 0.5)


def row(*emotions: str, **more: object) -> dict:
    usual = {
        "intents": [],
        "expectation": None,
        "irony": False,
        "negation": False,
        "emoji_only": False,
    }
    return {"emotions": list(emotions)} | usual | more


def reading(*emotions: str, sentiment: float = 0.0, wants: bool | None = None) -> Reading:
    wish = None
    if wants is not None:
        wish = Expectation(theme=None, need="a date", explicit=wants, score=0.9)
    return Reading(
        id="1", language="fr", neutral=0.1, sentiment=sentiment, themes=[], expectation=wish, model="m",
        emotions={e: 0.9 if e in emotions else 0.1 for e in EMOTIONS}, intents=dict.fromkeys(INTENTS, 0.1),
    )  # fmt: skip


def test_precision_recall_and_f1_of_an_emotion():
    rows = [row("joy"), row("joy"), row(), row("anger")]
    said = [reading("joy"), reading(), reading("joy"), reading("anger")]
    figures = judge(rows, said, HALF)["emotions"]
    assert figures["joy"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5, "support": 2}
    assert figures["anger"]["f1"] == 1.0
    assert figures["macro_f1"] == pytest.approx(1.5 / 8, abs=0.001)


def test_a_threshold_of_its_own_decides_each_class():
    found = judge([row("joy")], [reading("joy")], HALF | {"joy": 0.95})
    assert found["emotions"]["joy"]["recall"] == 0.0


def test_a_want_counts_whether_it_is_found_and_whether_it_is_said_outright():
    wanted = {"explicit": True}
    rows = [row(expectation=wanted), row(expectation={"explicit": False}), row()]
    figures = judge(rows, [reading(wants=False), reading(wants=False), reading()], HALF)
    assert figures["expectation"]["any"]["f1"] == 1.0
    assert figures["expectation"]["explicit"]["recall"] == 0.0


def test_a_subset_says_how_often_the_sign_is_right_and_leaves_out_what_has_none():
    rows = [
        row("joy", irony=True),
        row("anger", irony=True),
        row("joy", "anger", irony=True),
        row(),
    ]
    said = [reading("joy", sentiment=0.5), reading("anger", sentiment=0.5), reading(), reading()]
    found = judge(rows, said, HALF)["subsets"]
    assert (found["irony"]["posts"], found["irony"]["sentiment_right"]) == (3, 0.5)
    assert found["emoji_only"] == {"posts": 0, "emotion_micro_f1": 0.0, "sentiment_right": 0.0}


def test_a_reading_that_lacks_is_an_error():
    with pytest.raises(ValueError, match="shorter"):
        judge([row(), row()], [reading()], HALF)


def test_labelled_posts_are_lines_of_a_file(tmp_path):
    path = tmp_path / "fr.jsonl"
    path.write_text("\n".join(json.dumps({"text": text}) for text in ("un", "deux")))
    assert [one["text"] for one in labelled(path)] == ["un", "deux"]
