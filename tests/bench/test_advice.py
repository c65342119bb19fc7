"""The marts that the benchmark of advice makes are ones that advice can be written from."""

import pytest

from transforms import lake, warehouse
from transforms.bench import advice


@pytest.fixture
def small(home, monkeypatch):
    monkeypatch.setattr(advice, "COMMUNITIES", 2)
    monkeypatch.setattr(advice, "POSTS", 40)
    lake.initialise()


def test_every_community_gets_advice_from_the_posts_that_were_made(small):
    assert advice.prepare() == 2 * 2 * 40
    with warehouse.read_only() as connection:
        posts = connection.execute("select count(*) from fct_posts group by is_brand").fetchall()
    assert posts == [(80,), (80,)]
    assert advice.recommend() == 2 * 40
    advised = lake.read("ledger/recommendations")
    assert set(advised["community_id"].to_pylist()) == {"c0", "c1"}
    assert set(advised["history_posts"].to_pylist()) == {40}
