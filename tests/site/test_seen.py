"""What a community's pages show: all that is published of it, each row where a page looks for it."""

from datetime import timedelta

import pytest

from tests.report.nights import NIGHT
from transforms.config.settings import settings
from transforms.report.facts.published import Published
from transforms.site import seen
from transforms.site.seen import Seen


@pytest.fixture
def read(published, altered):
    """Reads what is seen of `free`, beside another community, after some changes."""

    def make(kind: str, *changes: str) -> Seen:
        published(("free", kind), ("other", "crisis"))
        for change in changes:
            altered(change)
        with Published(settings().published) as opened:
            return seen.read(opened, "free", NIGHT)

    return make


def test_days_and_themes_are_the_community_s_own_in_order(read):
    found = read("crisis")
    days = [row["date"] for row in found.days]
    assert days == sorted(days)
    assert days[-1] == NIGHT
    assert {row["community_id"] for row in found.days} == {"free"}
    assert found.told_themes == ["outage", "billing"], "most posts first"


def test_so_many_themes_have_a_drawing_and_the_table_holds_them_all(read):
    many = (
        "insert into fct_theme_days (community_id, industry, date, theme_id, posts) "
        "select 'free', 'telecom', date '2026-06-16', 't' || n, n from range(30) t(n)"
    )
    found = read("calm", many)
    assert len(found.told_themes) == seen.TOLD_THEMES
    assert len(found.themes) > seen.TOLD_THEMES


def test_a_want_is_shown_as_its_last_night_told_it(read):
    earlier = (
        "insert into fct_expectations (community_id, industry, date, need_id, people) "
        "values ('free', 'telecom', date '2026-06-10', 'n1', 3), "
        "('free', 'telecom', date '2026-06-10', 'n0', 9)"
    )
    found = read("crisis", earlier)
    assert [(row["need_id"], row["people"]) for row in found.wants] == [("n1", 187), ("n0", 9)]


def test_what_nobody_can_know_of_a_want_is_not_told(read):
    young = "update dim_communities set first_date = date '2026-06-01'"
    long_heard = "update dim_communities set first_date = date '2026-01-01'"
    spoke = "update fct_community_days set posts = member_posts + 1"
    silent = "update fct_community_days set posts = member_posts"
    known = ("people_before", "people_answered")
    wants = "update fct_expectations set people_before = 4, people_answered = 2"
    [told] = read("crisis", wants, long_heard, spoke).wants
    assert [told[key] for key in known] == [4, 2]
    [told] = read("crisis", wants, young, spoke).wants
    assert [told[key] for key in known] == [None, 2]
    [told] = read("crisis", wants, long_heard, silent).wants
    assert [told[key] for key in known] == [4, None]


def test_weeks_of_a_want_add_up_its_days(read):
    days = (
        "insert into fct_expectation_days (community_id, industry, date, need_id, posts, explicit_posts, people) "
        "values ('free', 'telecom', date '2026-06-15', 'n1', 4, 1, 3), "
        "('free', 'telecom', date '2026-06-16', 'n1', 6, 2, 5)"
    )
    [week] = read("crisis", days).want_days["n1"]
    assert (week["posts"], week["explicit_posts"], week["people"]) == (10, 3, 5)


def test_advice_comes_newest_first_with_what_came_of_it(read):
    new, old = read("crisis").advice
    assert (new["advice_id"], old["advice_id"]) == ("a1", "a-old")
    assert new["for_date"] == NIGHT + timedelta(days=1)
    assert new["outcomes"] == []
    [came] = old["outcomes"]
    assert (came["status"], came["theme_id"], float(came["foreseen"])) == (
        "followed",
        "fibre",
        0.21,
    )


def test_a_community_without_a_published_row_shows_nothing(cmr):
    with Published(settings().published) as opened:
        found = seen.read(opened, "free", NIGHT)
    assert (found.days, found.themes, found.wants, found.advice) == ([], {}, [], [])
