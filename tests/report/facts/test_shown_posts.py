"""The posts that a report shows: who waits for an answer, and what is counted in a want."""

from datetime import timedelta

import pytest

from tests.report.published_file import NIGHT, Published
from transforms.report.facts import shown_posts
from transforms.report.facts.published import Published as Read


@pytest.fixture
def read(tmp_path):
    """Four posts of members and one answer of the brand."""
    published = Published(tmp_path / "marts.duckdb")
    published.community("free", "fr", False)
    published.post("free", "waits", "…", complaint=0.9)
    published.post("free", "answered", "…", question=0.9)
    published.post("free", "old", "…", complaint=0.9, day=NIGHT - timedelta(days=3))
    published.post("free", "wants", "…", question=0.6, suggestion=0.7, need_id="n1", sentiment=-0.5)
    published.post("free", "reply", "…", is_brand=True, in_reply_to="answered")
    with Read(published.close()) as found:
        yield found


def test_a_post_waits_until_the_brand_answers_it_or_three_days_have_passed(read):
    waiting = shown_posts.unanswered(read, "free", NIGHT)
    assert {post.post_id for post in waiting} == {"waits", "wants"}


def test_the_likeliest_intent_is_the_posts_and_its_probability_the_certainty(read):
    [post] = shown_posts.wanting(read, "free")
    assert (post.intent, post.certainty, post.asks, post.wishes) == ("question", 0.6, True, True)
    assert post.sentiment == -0.5


def test_posts_are_found_by_network_and_id(read):
    [key] = shown_posts.keys([{"network": "x", "post_id": "waits"}])
    assert shown_posts.named(read, "free", [key])[key].post_id == "waits"
    assert shown_posts.named(read, "free", []) == {}
    assert shown_posts.keys(None) == []


def test_each_want_has_its_posts_of_four_weeks(read):
    found = shown_posts.of_needs(read, "free", ["n1", "n2"], NIGHT)
    assert {need: [post.post_id for post in posts] for need, posts in found.items()} == {
        "n1": ["wants"],
        "n2": [],
    }
    assert shown_posts.of_needs(read, "free", ["n1"], NIGHT + timedelta(days=28)) == {"n1": []}
