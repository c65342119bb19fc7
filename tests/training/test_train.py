"""From labelled texts to a model: what the parts of the training promise."""

import json

import numpy as np
import pandas as pd
import pytest
import scipy.sparse

from transforms.enrich.model.affect import OUTPUTS
from transforms.enrich.model.hashed_ngrams import BUCKETS, ngrams, table
from transforms.reading import EMOTIONS
from transforms.training import calibration, data, linear, perceptron, shares, stack, train
from transforms.training.cross_app import shift_of_prior
from transforms.training.data import Examples
from transforms.training.labels import answers, data_sets, is_asked


def _examples(targets: np.ndarray, language: str = "en", data_set: str = "xed_en") -> Examples:
    frame = pd.DataFrame({"language": [language] * len(targets), "data_set": data_set, "weight": 1.0, "part": "tune"})
    return Examples(frame, targets)


def test_an_emotion_that_a_data_set_does_not_annotate_is_unknown_and_not_absent():
    known = answers(
        "brighter_eng", {"text": "x", "labels": {}, "plutchik": ["fear"], "sentiment": None, "intent": None}
    )
    assert known["fear"] == 1
    assert known["joy"] == 0
    assert not {"disgust", "trust", "anticipation"} & set(known)


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
    known = answers(
        "minibar_reviews", {"text": "x", "labels": {}, "plutchik": None, "sentiment": stars, "intent": intents}
    )
    assert known.get("praise") == praise
    assert known["complaint"] == float("complaint" in intents)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("where is it?", 1.0),
        ("it is here", 0.0),
        ("where is it", None),
        ("see https://x.y/?q=1", 0.0),
        ("où es-tu ?", 1.0),
    ],
)
def test_a_question_mark_asks_and_a_question_word_alone_says_nothing_sure(text, asked):
    assert is_asked(text) == asked


def test_every_data_set_names_its_file_and_a_licence_that_permits_shipping():
    for table_of in data_sets().values():
        assert table_of["licence"] in {"Apache-2.0", "MIT", "CC-BY-4.0", "CC-BY-3.0"}
        assert table_of["file"].split("/")[0] in {"emotions", "intents"}


def test_the_label_table_is_the_one_the_data_was_prepared_with(shared_data):
    mapping = data_sets()["goemotions"]["origin_labels"]
    raw = pd.read_parquet(shared_data / data_sets()["goemotions"]["file"]).sample(2000, random_state=1)
    for labels, plutchik in zip(raw["labels"], raw["plutchik"], strict=True):
        mapped = {emotion for label in json.loads(labels)["goemotions"] for emotion in mapping[label]}
        assert (mapped - {"neutral"} or mapped) == set(plutchik)


def test_no_dev_row_is_in_a_part_that_teaches_or_tunes(shared_data):
    examples = data.load(shared_data, only=("xed_fr", "brighter_eng"))
    taught = {" ".join(t.lower().split()) for t in examples.part("fit").texts}
    tuned = {" ".join(t.lower().split()) for t in examples.part("tune").texts}
    assert not taught & tuned
    raw = pd.concat([pd.read_parquet(shared_data / data_sets()[n]["file"]) for n in ("xed_fr", "brighter_eng")])
    assert set(examples.part("dev").frame["id"]) == set(raw.loc[raw["split"] == "dev", "id"])


def test_ngrams_are_the_same_wherever_a_text_stands():
    texts = ["Bonjour à tous", "bonjour à tous", "", "x", "tous à bonjour"]
    rows = table(texts)
    for i, text in enumerate(texts):
        assert np.array_equal(rows.buckets[rows.starts[i] : rows.starts[i + 1]], ngrams(text))
    assert np.array_equal(ngrams(texts[0]), ngrams(texts[1]))
    assert not np.array_equal(ngrams(texts[0]), ngrams(texts[4]))
    assert ngrams("a b").max() < BUCKETS


def test_letter_groups_stay_within_a_word():
    assert set(ngrams("ab")) <= set(ngrams("ab cd"))
    shared = len(set(ngrams("abcd")) & set(ngrams("ab cd")))
    assert shared < len(ngrams("abcd"))


def test_the_linear_part_learns_words_and_leaves_unknown_answers_alone():
    texts = ["good day", "good night", "good food", "bad day", "bad night", "bad food"] * 5
    targets = np.full((30, 2), np.nan, dtype=np.float32)
    targets[:, 0] = [1, 1, 1, 0, 0, 0] * 5
    rows = linear.unit_rows(table(texts))
    fitted = linear.fit(rows, np.zeros((30, 4), np.float32), targets, np.ones((30, 2)))
    logits = fitted.logits(linear.unit_rows(table(["good thing", "bad thing"])), np.zeros((2, 4)))
    assert logits[0, 0] > logits[1, 0]
    assert not fitted.ngram[:, 1].any()


def test_the_perceptron_learns_what_no_straight_line_divides():
    rng = np.random.default_rng(2)
    vectors = rng.normal(size=(4000, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    truth = (vectors[:, 0] * vectors[:, 1] > 0).astype(np.float32)[:, None]
    fitted = perceptron.fit(vectors, truth, np.ones((4000, 1)), hidden=64, epochs=30)
    again = perceptron.fit(vectors, truth, np.ones((4000, 1)), hidden=64, epochs=30)
    assert ((fitted.logits(vectors) > 0) == truth).mean() > 0.85
    assert np.array_equal(fitted.first, again.first)


def test_the_stack_believes_the_part_that_is_right():
    rng = np.random.default_rng(3)
    truth = (rng.random((500, len(OUTPUTS))) > 0.5).astype(np.float32)
    opinions = np.stack([rng.normal(size=truth.shape), 4 * truth - 2, np.zeros_like(truth)], axis=1)
    weights = stack.fit(opinions, _examples(truth))
    assert (weights[0, 1] > weights[0, 0]).all()
    assert not weights[0, 2].any()


def test_calibration_error_is_zero_for_honest_probabilities_and_large_for_boasts():
    true = np.array([True] * 30 + [False] * 70)
    assert calibration.calibration_error(np.full(100, 0.3), true) == pytest.approx(0)
    assert calibration.calibration_error(np.full(100, 0.95), true) == pytest.approx(0.65)


def test_a_corrected_share_finds_the_truth_behind_known_errors():
    row = {"mean_if_true": 0.6, "mean_if_false": 0.1, "variance_if_true": 0.04, "variance_if_false": 0.01}
    truth = np.array([0.0, 0.2, 0.5, 1.0])
    mean = truth * 0.6 + (1 - truth) * 0.1
    known = row | {"positives": 10**6, "negatives": 10**6}
    np.testing.assert_allclose(shares.corrected(mean, 10**6, known)[0], truth, atol=1e-4)
    few, low, high = shares.corrected(mean, 5, row | {"positives": 50, "negatives": 50})
    assert (np.abs(few - mean) <= np.abs(truth - mean)).all()
    assert ((low <= truth) & (truth <= high))[:3].all()


def test_nine_intervals_in_ten_hold_the_truth_when_the_errors_are_only_estimated():
    rng = np.random.default_rng(4)
    held = []
    for _ in range(2000):
        known_true, known_false = rng.beta(3, 3, 150), rng.beta(1, 7, 400)
        row = {
            "mean_if_true": known_true.mean(), "mean_if_false": known_false.mean(), "positives": 150,
            "variance_if_true": known_true.var(), "variance_if_false": known_false.var(), "negatives": 400,
        }  # fmt: skip
        truth = rng.uniform(0.05, 0.6)
        read = np.where(rng.random(300) < truth, rng.beta(3, 3, 300), rng.beta(1, 7, 300))
        _, low, high = shares.corrected(np.array([read.mean()]), 300, row)
        held.append(low[0] <= truth <= high[0])
    assert 0.86 <= np.mean(held) <= 0.95


def test_thresholds_serve_each_data_set_alike():
    targets = np.zeros((400, len(OUTPUTS)), np.float32)
    targets[:100] = 1
    probabilities = np.where(targets == 1, 0.45, 0.2)
    chosen = calibration.thresholds(probabilities, _examples(targets))
    assert set(chosen) == set(EMOTIONS)
    assert all(0.2 < t <= 0.45 for t in chosen.values())


def test_training_on_a_small_sample_gives_a_model_that_loads_and_reads_the_same_twice(shared_data, tmp_path):
    one = train.train(shared_data, tmp_path / "one", limit=900, encoders=False)
    two = train.train(shared_data, tmp_path / "two", limit=900, encoders=False)
    assert one.version == two.version
    assert (tmp_path / "one" / "model_card.md").read_text().count("| xed_fr | fr |") >= 8
    text = "I love it, thank you so much"
    assert one.read([text], ["en"]).emotions[0, EMOTIONS.index("joy")] > 0.2


def test_an_empty_row_of_ngrams_is_allowed():
    assert linear.unit_rows(table(["", "a"])).shape == (2, BUCKETS)
    assert isinstance(linear.unit_rows(table([""])), scipy.sparse.csr_matrix)


def test_how_common_a_yes_is_elsewhere_is_learnt_from_texts_without_labels():
    rng = np.random.default_rng(4)
    true = rng.random(20_000) < 0.3
    evidence = np.where(true, 1.0, -1.0) + rng.normal(size=20_000)  # worth 2 * evidence in log-odds
    taught = 0.1
    logits = 2 * evidence + np.log(taught / (1 - taught))
    found = taught_share(taught, shift_of_prior(logits, taught))
    assert found == pytest.approx(0.3, abs=0.02)
    assert shift_of_prior(logits, 0.3) != 0


def taught_share(taught: float, shift: float) -> float:
    odds = taught / (1 - taught) * np.exp(shift)
    return float(odds / (1 + odds))


def test_french_lines_read_in_folds_are_never_read_by_parts_that_saw_them():
    texts = ["je suis content", "je suis triste", "quel bonheur", "quelle peine"] * 30
    frame = pd.DataFrame(
        {"text": texts, "language": "fr", "data_set": "xed_fr", "weight": 1.0, "part": ["fit"] * 119 + ["tune"]}
    )
    targets = np.full((120, len(OUTPUTS)), np.nan, dtype=np.float32)
    targets[:, :8] = np.random.default_rng(5).random((120, 8)) < 0.5  # nothing to learn but the lines by heart
    vectors = np.random.default_rng(6).normal(size=(120, 512)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    aside, opinions = train.french_folds(Examples(frame, targets), linear.unit_rows(table(texts)), vectors)
    assert len(aside) == 119
    assert set(aside.frame["part"]) == {"tune"}
    hits = ((opinions[:, 0, :8] > 0) == (aside.targets[:, :8] == 1)).mean()
    assert 0.35 < hits < 0.65
