"""The climate and the themes over time."""

from datetime import date, timedelta
from types import SimpleNamespace

import pytest

from transforms.reading import EMOTIONS
from transforms.report.said.blocks import plain
from transforms.report.said.words import words
from transforms.site.pages import series
from transforms.site.render import HERE

EN, DAY = words("en", HERE / "languages"), date(2025, 6, 17)


def day(back: int, posts: int = 20, **more) -> dict:
    known = {f"{e}_{end}": 0.25 for e in EMOTIONS for end in ("share", "low", "high")}
    return (
        {"date": DAY - timedelta(days=back), "member_posts": posts, "sentiment": 0.1} | known | more
    )


def theme_day(back: int, posts: int) -> dict:
    return {
        "date": DAY - timedelta(days=back), "posts": posts, "member_posts": 20, "share": 0.2, "share_low": 0.1,
        "share_high": 0.3,
    }  # fmt: skip


def seen(**known) -> SimpleNamespace:
    usual = {"days": [], "themes": {}, "told_themes": [], "facts": SimpleNamespace(labels={})}
    return SimpleNamespace(**(usual | known))


def test_the_table_has_the_newest_day_first_and_no_shares_where_posts_are_few():
    content = series.climate(seen(days=[day(1), day(0, posts=9)]), EN).content
    newest, before = content["rows"]
    assert (newest[0], before[0]) == (DAY, DAY - timedelta(days=1))
    assert set(newest[3:]) == {None}
    assert set(before[3:]) == {0.25}
    assert len(content["drawings"]) == 2 + len(EMOTIONS)


def test_a_drawing_says_in_words_its_lowest_highest_and_last():
    days = [day(2, sentiment=-0.2), day(1, sentiment=0.4), day(0, sentiment=0.1)]
    told = plain(series.climate(seen(days=days), EN).content["drawings"][1].told)
    assert "3 days" in told


def test_a_community_without_days_has_a_page_without_drawings():
    assert series.climate(seen(), EN).content["drawings"] == []
    assert series.themes(seen(), EN).content["rows"] == []


def test_posts_of_a_theme_are_counted_by_the_last_week_and_the_one_before():
    themes = {
        "delay": [theme_day(9, 3), theme_day(6, 2), theme_day(0, 1)],
        "food": [theme_day(1, 9)],
    }
    content = series.themes(seen(themes=themes, told_themes=["delay"]), EN).content
    assert [row[:4] for row in content["rows"]] == [("food", 9, 0, 9), ("delay", 3, 3, 6)]
    assert len(content["drawings"]) == 1


@pytest.mark.parametrize("posts", [None, 0])
def test_a_day_on_which_nobody_spoke_of_a_theme_is_no_day_of_it(posts):
    content = series.themes(seen(themes={"delay": [theme_day(0, posts)]}), EN).content
    assert content["rows"][0][3:] == (0, 0)
