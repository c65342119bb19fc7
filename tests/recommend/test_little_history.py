"""How sure advice is with no history, a little and much."""

import numpy as np
import pytest

from tests.recommend.conftest import (
    LIVE,
    NIGHT,
    NIGHTS,
    Marts,
    advised,
    fill,
    noon,
)
from transforms.recommend import run


@pytest.mark.parametrize("posts", [0, 5, 50])
def test_a_new_community_gets_advice_and_is_told_why_it_is_unsure(marts: Marts, posts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", posts)
    marts.write()
    run.recommend(NIGHTS, LIVE)
    rows = advised()
    assert len(rows) == 3
    for row in rows:
        if posts < 50:
            assert ("assumption" if posts == 0 else "with care") in row["basis_en"]
            assert ("hypothèse" if posts == 0 else "avec prudence") in row["basis_fr"]
        if posts == 0:
            assert row["reactions"] == []


def test_intervals_narrow_with_history(marts: Marts):
    widths = {}
    for name, posts in {"none": 0, "few": 5, "some": 50, "many": 200}.items():
        marts.community(name, NIGHT)
        fill(marts, name, posts)
    marts.write()
    run.recommend(dict.fromkeys(["none", "few", "some", "many"], NIGHT.isoformat()), LIVE)
    for name in ("none", "few", "some", "many"):
        widths[name] = np.mean(
            [np.log1p(r["engagement_high"]) - np.log1p(r["engagement_low"]) for r in advised(name)]
        )
    assert widths["none"] >= widths["few"] > widths["some"] > widths["many"]


def test_posts_without_any_figure_are_no_posts_with_zero(marts: Marts):
    marts.community("sky", NIGHT)
    for i in range(40):
        marts.post("sky", f"b{i}", noon(i + 3))
    marts.write()
    run.recommend(NIGHTS, LIVE)
    assert {r["history_posts"] for r in advised()} == {0}
    assert all("none has an engagement figure" in r["basis_en"] for r in advised())
