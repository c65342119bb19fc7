"""The pages of advice: one list of every piece, and a page for each month."""

import pytest

from tests.report.nights import NIGHT
from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.report.facts.published import Published
from transforms.report.said.blocks import plain
from transforms.report.said.words import words
from transforms.site import seen
from transforms.site.pages import advice
from transforms.site.render import HERE

EN = words("en", HERE / "languages")


@pytest.fixture
def pages(published, altered):
    """The pages of a night of that kind, after some changes."""

    def make(kind: str, *changes: str) -> list:
        published(("free", kind), language="en")
        for change in changes:
            altered(change)
        with Published(settings().published) as opened:
            found = seen.read(opened, "free", NIGHT)
        return list(advice.pages(found, EN, read_packs(settings().industries)["telecom"]))

    return make


def test_every_piece_is_in_the_list_and_each_month_has_a_page_newest_first(pages):
    moved = "update fct_recommendations set for_date = date '2026-05-30' where advice_id = 'a-old'"
    whole, june, may = pages("crisis", moved)
    assert [piece.month for piece in whole.content["pieces"]] == ["2026-06", "2026-05"]
    assert (june.place, may.place) == ("advice/2026-06.html", "advice/2026-05.html")
    assert "May 2026" in may.title
    [(day, [piece])] = june.content["days"]
    assert piece.anchor == f"a-{day}-1"


def test_a_piece_says_what_was_foreseen_and_what_came_of_it(pages):
    whole, *_ = pages("crisis")
    new, old = whole.content["pieces"]
    assert "5%" in plain(new.foreseen)
    assert "80%" in plain(new.foreseen)
    assert new.came == ()
    assert plain(old.came) == "Followed: +33% reactions against your usual."


def test_of_two_scores_of_a_piece_the_later_is_told_and_what_nobody_followed_is_said_so(pages):
    again = "insert into fct_recommendation_outcomes by name select * replace ({}) from fct_recommendation_outcomes"
    later = again.format(
        "'7d' as horizon, scored_on + 6 as scored_on, 0.5 as engagement_lift, false as inside_interval"
    )
    whole, *_ = pages("crisis", later)
    [_, old] = whole.content["pieces"]
    assert plain(old.came).startswith("Followed: +50% reactions")
    assert plain(old.came).endswith("outside what was foreseen.")
    left = "update fct_recommendation_outcomes set status = 'not_followed', engagement_lift = null"
    whole, *_ = pages("crisis", left)
    assert plain(whole.content["pieces"][1].came) == "Not followed."


def test_a_piece_that_was_written_after_its_day_began_says_so(pages):
    late = "update fct_recommendations set origin = 'backcast' where advice_id = 'a-old'"
    whole, *_ = pages("crisis", "update fct_recommendations set origin = 'live'", late)
    assert [piece.is_late for piece in whole.content["pieces"]] == [False, True]


def test_what_following_brought_is_said_once_of_all_and_never_of_a_piece(pages):
    known = "update fct_track_record set scored = 9, covered = 7, effect = 0.2, effect_low = 0.1, effect_high = 0.3"
    whole, *_ = pages("crisis", known)
    forecasts, effect = map(plain, whole.content["record"])
    assert "7" in forecasts
    assert "+20%" in effect
    assert not [one for one in whole.content["pieces"] if "+20%" in plain(one.came)]


@pytest.mark.parametrize(
    "bare",
    ["engagement_low = null, engagement_lift = null", "history_posts = 0"],
    ids=["nothing was", "from no post of the brand's own"],
)
def test_where_nothing_was_foreseen_nothing_is_said_of_it(pages, bare):
    whole, *_ = pages("calm", f"update fct_recommendations set {bare}")
    assert [piece.foreseen for piece in whole.content["pieces"]] == [()]


def test_a_community_without_advice_has_an_empty_list_and_no_month(pages):
    [whole] = pages("empty")
    assert (whole.place, whole.content["pieces"]) == ("advice.html", [])
