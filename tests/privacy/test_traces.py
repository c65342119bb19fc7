"""What tells of a person in the data."""

from datetime import UTC, datetime

import pytest

from transforms import lake
from transforms.privacy.traces import Traces, gather, is_distinctive


@pytest.mark.parametrize(
    ("raw_id", "expected"),
    [
        ("2244994945", True),
        ("1234567", False),
        ("did:plc:jane7", True),
        ("jane_doe", True),
        ("delay", False),
        ("constantinople", True),
        ("abc", False),
        ("", False),
    ],
)
def test_an_id_is_searched_for_where_it_cannot_be_a_word_or_a_number_that_means_something_else(
    raw_id, expected
):
    assert is_distinctive(raw_id) is expected


def test_ids_of_posts_that_could_be_words_are_not_searched_for():
    traces = Traces(
        posts={("x", "12345678"), ("x", "1234567"), ("reddit", "comments"), ("reddit", "t3_abc123")}
    )
    assert traces.names() == {"12345678", "t3_abc123"}


HERS = "the lift in our stairwell has been broken since the spring fair"
SAYING = "better late than never as my grandmother always used to say"


@pytest.fixture
def lake_of_posts(home):
    """Ann (a1) wrote two posts; others wrote the saying before her, and one quotes her."""
    lake.initialise()
    posts = [
        ("a1", "1", HERS, 10),
        ("a1", "2", SAYING, 11),
        ("b1", "3", SAYING, 1),
        ("c1", "4", f"she said {HERS} and she is right", 12),
    ]
    rows = [
        {
            "community_id": "one", "network": "x", "author_id": author, "post_id": post, "text": text,
            "created_at": datetime(2025, 6, day, tzinfo=UTC),
        }
        for author, post, text, day in posts
    ]  # fmt: skip
    lake.write_rows("raw/export", "posts", rows)


def test_her_posts_and_her_own_words_are_found_and_a_saying_stays_everybodys(lake_of_posts):
    found = gather({"a1"}, [])
    assert found.posts == {("x", "1"), ("x", "2")}
    assert found.passages
    own = " ".join(found.passages)
    assert "stairwell" in own
    assert "grandmother" not in own


def test_who_wrote_nothing_leaves_no_trace(lake_of_posts):
    found = gather({"z9"}, [])
    assert (found.posts, found.passages, found.hashes) == (set(), {}, set())
