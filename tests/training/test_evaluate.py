"""The committed model's figures on rows that never taught it: floors a little below what was
measured.
"""

import json

import pytest

from transforms.enrich.model.post_model import TRAINED, PostModel
from transforms.training import data
from transforms.training.evaluate import as_text, evaluate

FLOORS = {
    ("parity", "goemotions_fr", "fr", "mean AUC"): 0.85,
    ("parity", "goemotions_fr", "en", "mean AUC"): 0.89,
    ("emotions", "goemotions", "en", "macro-F1"): 0.53,
    ("emotions", "goemotions", "en", "mean AUC"): 0.89,
    ("emotions", "goemotions_fr", "fr", "macro-F1"): 0.53,
    ("emotions", "goemotions_fr", "fr", "mean AUC"): 0.85,
    ("emotions", "xed_en", "en", "macro-F1"): 0.35,
    ("emotions", "xed_en", "en", "mean AUC"): 0.75,
    ("emotions", "xed_fr", "fr", "macro-F1"): 0.26,
    ("emotions", "xed_fr", "fr", "mean AUC"): 0.63,
    ("brands", "all three", "fr", "anger AUC"): 0.88,
    ("brands", "all three", "fr", "suggestion AUC"): 0.84,
    ("brands", "all three", "fr", "negative AUC"): 0.95,
    ("brands", "all three", "fr", "question F1"): 0.75,
    ("brands", "all three", "fr", "complaint F1"): 0.94,
    ("brands", "all three", "en", "anger AUC"): 0.77,
    ("brands", "all three", "en", "suggestion AUC"): 0.81,
    ("brands", "all three", "en", "negative AUC"): 0.88,
    ("brands", "all three", "en", "question F1"): 0.89,
    ("brands", "all three", "en", "complaint F1"): 0.86,
    ("sentiment", "goemotions", "en", "macro-F1 of three"): 0.66,
    ("sentiment", "goemotions_fr", "fr", "macro-F1 of three"): 0.59,
    ("app never seen by the head", "minibar", "all", "complaint F1"): 0.89,
    ("app never seen by the head", "minibar", "all", "suggestion F1"): 0.70,
    ("irony", "twins", "fr", "AUC"): 0.77,
    ("irony", "twins", "en", "AUC"): 0.81,
    ("wants", "written", "fr", "explicit found"): 0.95,
    ("wants", "written", "fr", "implied found"): 0.64,
    ("wants", "written", "en", "explicit found"): 0.90,
    ("wants", "written", "en", "implied found"): 0.46,
    ("grouping", "written", "both", "nearest wants the same, all"): 0.19,
    ("grouping", "written", "both", "ARI, all"): 0.07,
    ("grouping", "written", "both", "nearest wants the same, explicit"): 0.30,
    ("grouping", "written", "both", "ARI, explicit"): 0.15,
}


@pytest.fixture(scope="module")
def measured(shared_data):
    return evaluate(shared_data)


@pytest.fixture(scope="module")
def lines(measured):
    return {
        (one["group"], one["of"], one["language"], one["figure"]): one for one in measured["lines"]
    }


@pytest.mark.parametrize("figure", FLOORS)
def test_no_figure_has_fallen(lines, figure):
    assert lines[figure]["value"] >= FLOORS[figure]


def test_every_figure_of_rows_has_its_number_of_rows_and_its_interval(measured):
    for one in measured["lines"]:
        assert one["n"] > 0, one
        assert "ARI" in one["figure"] or one["low"] <= one["value"] <= one["high"], one


def test_both_languages_answer_every_question(lines):
    for group in (
        "parity",
        "brands",
        "sentiment",
        "neutral sentences",
        "irony",
        "wants",
        "grouping",
    ):
        assert {"fr", "en"} <= {language for of, _, language, _ in lines if of == group}, group


def test_a_corrected_share_is_far_nearer_the_truth_than_a_raw_one(measured):
    assert measured["share_error"]["less_by"] >= 0.35


def test_intervals_are_narrower_than_raw_counting_made_honest(measured):
    share = measured["share_error"]
    assert share["coverage_high"] >= 0.85
    assert share["width"] < share["honest_raw_width"]


def test_much_is_left_to_the_upper_storey_and_not_all(measured):
    assert 0.2 <= measured["read_on"] <= 0.95


def test_the_figures_that_ship_with_the_model_are_the_ones_measured(measured, lines):
    shipped = PostModel.load().figures["macro_f1"]
    for data_set, value in shipped.items():
        found = next(
            one
            for key, one in lines.items()
            if key[0] == "emotions" and key[1] == data_set and key[3] == "macro-F1"
        )
        assert value == pytest.approx(found["value"], abs=0.01)


def test_the_checksums_in_the_model_are_those_of_the_data(shared_data):
    assert json.loads((TRAINED / "post.json").read_text())["data"] == data.checksums(shared_data)


def test_the_figures_print_as_a_table(measured):
    assert as_text(measured).count("\n| irony | twins |") >= 4
