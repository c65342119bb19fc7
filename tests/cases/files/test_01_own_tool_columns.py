"""A person's first try is the file that their tool gives."""

from datetime import UTC, datetime

import pytest

from transforms.config.errors import BadInput

EIGHT = datetime(2025, 6, 17, 8, tzinfo=UTC)
SHAPES = {
    "01_meta_content.csv": (
        "meta_business_suite",
        "Merci pour votre aide",
        datetime(2025, 6, 17, 15, tzinfo=UTC),
    ),
    "02_posts_1.json": (
        "instagram_download",
        "Équipe géniale ❤",
        datetime(2025, 6, 17, 8, 3, 57, tzinfo=UTC),
    ),
    "03_tweets.js": (
        "x_archive",
        "Merci pour votre aide",
        datetime(2025, 6, 18, 2, 30, tzinfo=UTC),
    ),
    "04_x_analytics.csv": ("x_analytics", "Merci pour votre aide", EIGHT),
    "05_yt_comments.csv": (
        "youtube_takeout_comments",
        "Merci beaucoup",
        EIGHT.replace(microsecond=123456),
    ),
    "06_reddit.jsonl": (
        "reddit_dump",
        "Merci pour votre aide, l'équipe est géniale",
        datetime(2025, 6, 17, 8, 3, 57, tzinfo=UTC),
    ),
    "07_outbox.json": ("mastodon_outbox", "Merci", EIGHT),
    "08_tiktok.json": ("tiktok", "Merci", EIGHT),
    "09_linkedin.csv": ("linkedin_page", "Merci", datetime(2025, 6, 17, tzinfo=UTC)),
    "10_hootsuite.csv": ("hootsuite", "Merci", EIGHT),
}


@pytest.mark.parametrize(
    ("file", "kind", "text", "at"), [(f, *v) for f, v in SHAPES.items()], ids=SHAPES
)
def test_each_shape_is_read_by_its_kind(case, taken, file, kind, text, at):
    found = taken(case / file, kind=kind)
    assert found.tally.rejected == []
    assert (found.posts[0]["text"], found.posts[0]["created_at"]) == (text, at)


def test_what_the_account_wrote_itself_is_the_brands(case, taken):
    assert taken(case / "03_tweets.js", kind="x_archive")["is_brand"] == [True]
    assert taken(case / "06_reddit.jsonl", kind="reddit_dump")["is_brand"] == [False] * 3


def test_columns_are_mapped_in_the_community_file_either_way_round(case, taken):
    dates, constants = (
        {"first": "month", "zone": "Europe/Paris"},
        {"network": "facebook", "author_id": "{account}"},
    )
    ours = {
        "post_id": "Post ID",
        "text": ["Description", "Title"],
        "created_at": "Publish time",
        "likes": "Reactions",
    }
    theirs = {
        "Post ID": "post_id",
        "Title": "text",
        "Publish time": "created_at",
        "Reactions": "likes",
    }
    for columns in (ours, theirs):
        [post] = taken(
            case / "01_meta_content.csv", columns=columns, dates=dates, constants=constants
        ).posts
        assert (post["text"], post["created_at"].hour, post["likes"]) == (
            "Merci pour votre aide",
            6,
            50,
        )


def test_the_error_names_the_columns_that_have_spaces_and_hints(case, taken):
    with pytest.raises(BadInput, match=r"'Comment ID', .*'Comment Text'.*columns"):
        taken(case / "05_yt_comments.csv")
    with pytest.raises(BadInput, match="'Post ID' may be 'post_id'"):
        taken(case / "01_meta_content.csv")
    with pytest.raises(BadInput, match=r"Comment\.Comments\.CommentsList"):
        taken(case / "08_tiktok.json")
