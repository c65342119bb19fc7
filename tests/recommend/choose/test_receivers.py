"""Who a theme speaks to."""

from types import SimpleNamespace

import pandas as pd
import pytest

from transforms.recommend.choose import receivers


def history(members: list[tuple], replies: list[tuple] = ()) -> SimpleNamespace:
    return SimpleNamespace(
        members=pd.DataFrame(members, columns=["theme", "audience", "posts"]),
        replies=pd.DataFrame(list(replies), columns=["theme", "audience"]),
    )


MIXED = [("delay", "critics", 30), ("delay", "regulars", 10), ("food", "regulars", 40)]


def test_affinity_is_a_share_against_the_usual_share_with_ten_usual_posts_added():
    """Critics write 30 of 80 posts: (30 + 10 * 0.375) / (40 + 10) / 0.375 = 1.8."""
    found = receivers.affinities(history(MIXED)).set_index(["theme", "audience"])
    assert found.loc[("delay", "critics"), "affinity"] == pytest.approx(1.8)
    assert found.loc[("food", "critics"), "posts"] == 0


def test_a_reply_to_the_brand_counts_as_a_post_on_its_theme():
    found = receivers.affinities(history(MIXED, [("food", "helpers")]))
    assert found.set_index(["theme", "audience"]).loc[("food", "helpers"), "posts"] == 1


def test_the_audience_moved_most_is_spoken_to_where_it_may_be():
    affinity = receivers.affinities(history(MIXED))
    assert receivers.best(affinity, "delay").audience == "critics"
    assert receivers.best(affinity, "delay", ["regulars", "helpers"]).audience == "regulars"


def test_regulars_are_spoken_to_where_nothing_is_known():
    nobody = receivers.affinities(history([("delay", None, 3), ("", "critics", 3)]))
    assert nobody.empty
    assert receivers.best(nobody, "delay") == receivers.Receivers("regulars", 1.0, 0)
