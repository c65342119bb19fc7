"""The lake of the marts' benchmark: every post once, every text read once an industry."""

import pytest

from transforms import lake
from transforms.bench import lake as bench_lake


@pytest.fixture
def filled(folder):
    bench_lake.fill(60)


def test_every_post_is_of_a_community_with_a_file_and_every_text_has_a_reading(filled):
    posts = lake.read("raw/export")
    assert posts.num_rows == 60
    assert set(posts["community_id"].to_pylist()) <= set(bench_lake.COMMUNITIES)
    readings = lake.read("enriched")
    assert 0 < readings.num_rows <= 60
    assert set(readings["model"].to_pylist()) == {bench_lake.MODEL}
    assert all(0 <= share <= 1 for share in readings["anger"].to_pylist())


def test_a_night_more_has_new_posts_and_figures_read_again(filled):
    before = set(lake.read("raw/export")["post_id"].to_pylist())
    bench_lake.add_a_night(20)
    after = lake.read("raw/export")["post_id"].to_pylist()
    assert len(set(after) - before) == 18
    assert len(after) <= 60 + 20
