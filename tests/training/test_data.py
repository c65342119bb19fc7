"""Which rows teach: never one that judges, nor a copy, an original, a translation or a twin of it."""

import json
from pathlib import Path

import pandas as pd
import pytest

from transforms.reading import EMOTIONS, INTENTS
from transforms.training import data
from transforms.training.data import Examples, same_words
from transforms.training.labels import data_sets

ONLY = (
    "goemotions",
    "goemotions_fr",
    "brighter_eng",
    "brighter_fr",
    "irony_short_plain",
    "reviews",
    "minibar",
    "written",
)


@pytest.fixture(scope="module")
def examples(shared_data) -> Examples:
    return data.load(shared_data, only=ONLY)


def test_the_dev_rows_are_those_of_the_files(examples, shared_data):
    dev = examples.part("dev").frame
    for name in ONLY:
        raw = pd.read_parquet(shared_data / data_sets()[name]["file"])
        assert set(dev.loc[dev["data_set"] == name, "id"]) == set(
            raw.loc[raw["split"] == "dev", "id"]
        )


@pytest.mark.parametrize("kept", ["dev", "tune"])
def test_no_text_that_is_kept_aside_teaches_under_another_name(examples, kept):
    aside = {same_words(text) for text in examples.part(kept).texts}
    assert not aside & {same_words(text) for text in examples.part("fit").texts}


@pytest.mark.parametrize("kept", ["dev", "tune"])
@pytest.mark.parametrize(
    ("french", "english"), [("goemotions_fr", "goemotions"), ("brighter_fr", "brighter_eng")]
)
def test_neither_original_nor_translation_of_a_kept_aside_row_teaches(
    examples, kept, french, english
):
    taught = examples.part("fit").of(french, english).frame
    aside = examples.part(kept).of(french, english).frame
    assert not set(aside["original"].dropna()) & set(taught["id"])
    assert not set(aside["id"]) & set(taught["original"].dropna())


def test_an_ironic_post_and_its_sincere_twin_are_on_the_same_side(examples):
    frame = examples.of("irony_short_plain").frame.set_index("id")
    pairs = frame[frame["twin"].isin(frame.index)]
    sides = {"dev": "held", "held": "held"}
    apart = [
        (p, t)
        for p, t in zip(pairs["part"], frame.loc[pairs["twin"], "part"], strict=True)
        if sides.get(p, p) != sides.get(t, t)
    ]
    assert not apart


def test_about_a_tenth_is_kept_aside_to_tune(examples):
    parts = examples.frame["part"].value_counts()
    assert 0.08 < parts["tune"] / (parts["tune"] + parts["fit"]) < 0.12


def test_an_industry_may_be_left_out_of_teaching_and_still_judges(shared_data):
    frame = data.load(shared_data, only=("written",), without=("games",)).frame
    games = frame[frame["industry"] == "games"]
    assert set(games["part"]) == {"absent", "dev"}
    assert "fit" in set(frame.loc[frame["industry"] == "banking", "part"])


def test_rows_may_be_chosen_by_a_mask_or_by_their_places(examples):
    some = examples.of("written")
    one = some.where((some.frame["language"] == "fr").to_numpy())
    assert set(one.languages) == {"fr"}
    assert some.where(pd.Series([3, 1]).to_numpy()).texts == [some.texts[3], some.texts[1]]
    assert len(one.targets) == len(one.fine) == len(one)


OURS = [name for name, table in data_sets().items() if table.get("ours")]


@pytest.mark.parametrize("name", OURS)
def test_the_posts_written_for_this_project_are_labelled_in_the_readings_own_words(name):
    file = Path(data.__file__).parent / data_sets()[name]["file"]
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {row["lang"] for row in rows} == {"fr", "en"}
    assert {e for row in rows for e in row["plutchik"]} <= {*EMOTIONS, "neutral"}
    assert {i for row in rows for i in row["intent"]} <= set(INTENTS)
    assert {row["sentiment"] for row in rows} == {"positive", "neutral", "negative"}
    assert len({row["id"] for row in rows}) == len({row["text"] for row in rows}) == len(rows)


def test_ours_all_teach_or_tune_but_for_what_a_dev_row_says_too(shared_data):
    frame = data.load(shared_data, only=(*ONLY, *OURS)).of(*OURS).frame
    assert set(frame["part"]) <= {"fit", "tune", "held"}
    assert (frame["part"] == "held").mean() < 0.01
