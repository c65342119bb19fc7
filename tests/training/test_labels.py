"""What a labelled row says, and what it leaves open."""

import json

import pandas as pd
import pytest

from transforms.training.labels import answers, data_sets, fine_labels

BY_HAND = {
    "plutchik": ["anger"],
    "sentiment": "negative",
    "intent": ["complaint"],
    "irony": False,
    "need": None,
}


def test_an_emotion_that_a_data_set_does_not_annotate_is_unknown_and_not_absent():
    known = answers("brighter_eng", {"plutchik": ["fear"]})
    assert known["fear"] == 1
    assert known["joy"] == 0
    assert not {"disgust", "trust", "anticipation"} & set(known)


def test_no_emotion_at_all_is_neutral():
    assert answers("red_ro", {"plutchik": []})["neutral"] == 1
    assert answers("red_ro", {"plutchik": ["fear", "neutral"]})["neutral"] == 1
    assert answers("red_ro", {"plutchik": ["fear"]})["neutral"] == 0


@pytest.mark.parametrize(
    ("labels", "positive", "negative"),
    [
        (["joy"], 1, 0),
        (["anger", "remorse"], 0, 1),
        (["neutral"], 0, 0),
        (["curiosity"], None, None),
        (["joy", "anger"], None, None),
    ],
)
def test_the_sentiment_of_goemotions_is_the_grouping_of_its_own_labels(labels, positive, negative):
    known = answers("goemotions", {"plutchik": ["joy"], "fine": labels})
    assert (known.get("positive"), known.get("negative")) == (positive, negative)


@pytest.mark.parametrize(
    ("need", "explicit", "wants", "said"),
    [
        ("un remboursement", True, 1, 1),
        ("un remboursement", False, 1, 0),
        (None, None, 0, 0),
        (float("nan"), None, 0, 0),
    ],
)
def test_who_wants_and_who_says_so_are_two_things(need, explicit, wants, said):
    known = answers("telecom", BY_HAND | {"need": need, "explicit": explicit})
    assert (known["wants"], known["explicit"]) == (wants, said)


def test_where_nobody_was_asked_what_they_want_nothing_is_known_of_it():
    known = answers("irony_short_plain", BY_HAND)
    assert not {"wants", "explicit"} & set(known)
    assert known["irony"] == 0


@pytest.mark.parametrize(
    ("stars", "intents", "praise"),
    [
        ("positive", [], 1.0),
        ("negative", ["complaint"], 0.0),
        ("positive", ["suggestion"], None),
        ("neutral", [], None),
    ],
)
def test_praise_is_a_good_review_that_wants_nothing(stars, intents, praise):
    known = answers("minibar", {"plutchik": None, "sentiment": stars, "intent": intents})
    assert known.get("praise") == praise
    assert known["complaint"] == float("complaint" in intents)


def test_irony_may_be_a_share_of_annotators():
    assert answers("multipico", {"plutchik": None, "ironic_share": 0.4}) == {"irony": 0.4}


def test_every_data_set_names_its_file_and_a_licence_that_permits_shipping():
    for table in data_sets().values():
        assert table["licence"] in {"Apache-2.0", "MIT", "CC-BY-4.0", "CC-BY-3.0"}
        assert table["file"].split("/")[0] in {"emotions", "intents", "made", "irony", "ours"}


def test_no_posts_that_are_not_free_to_teach_are_in_the_table():
    assert not [
        t
        for t in data_sets().values()
        if "airlines" in t["file"] or "media" in t["file"] or "licence_unverified" in t["file"]
    ]


def test_the_label_table_is_the_one_the_data_was_prepared_with(shared_data):
    mapping = data_sets()["goemotions"]["origin_labels"]
    assert set(mapping) == set(fine_labels())
    raw = pd.read_parquet(shared_data / data_sets()["goemotions"]["file"]).sample(
        2000, random_state=1
    )
    for labels, plutchik in zip(raw["labels"], raw["plutchik"], strict=True):
        mapped = {
            emotion for label in json.loads(labels)["goemotions"] for emotion in mapping[label]
        }
        assert (mapped - {"neutral"} or mapped) == set(plutchik)
