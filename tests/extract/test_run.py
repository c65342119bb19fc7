"""The extract step: which sources are pulled, and what becomes of the night when one cannot be."""

import pytest

from transforms.config.errors import BadInput
from transforms.extract import run


def test_one_broken_source_does_not_touch_the_other_communities(bench, post):
    bench.lines(post(1))
    bench.community("absent", bench.folder / "nowhere.jsonl")
    bench.community("wrong", bench.folder / "posts.xlsx")
    for name in ("absent", "wrong"):
        with pytest.raises(BadInput):
            run.extract_night(name, 0, None)
    assert bench.pull()["rows"] == 1
    assert {name: row["status"] for name, row in bench.status.items()} == {
        "absent": "failed",
        "wrong": "failed",
        "brand": "ok",
    }


def test_the_sources_are_listed_with_stable_keys(bench):
    assert run.list_sources() == [{"community": "brand", "source": 0, "key": "export_posts_brand"}]


def test_what_went_wrong_is_recorded_without_the_folder_that_it_went_wrong_in(bench):
    bench.community("absent", bench.folder / "nowhere.jsonl")
    with pytest.raises(BadInput, match=str(bench.folder)):
        run.extract_night("absent", 0, None)
    assert bench.status["absent"]["message"].startswith("nowhere.jsonl: ")
