"""Which labels bend a community's readings: those that agree, however many come at once."""

from datetime import UTC, datetime, timedelta

import pytest

from transforms.lake.labels import A_DAY, ENOUGH, in_effect, version

AT = datetime(2025, 6, 18, 9, tzinfo=UTC)


def label(post: int, answer: str = "complaint", is_right: bool = False, **more: object) -> dict:
    return {
        "community_id": "sky", "text_hash": f"h{post}", "answer": answer, "is_right": is_right, "reader": "cm",
        "kept_at": AT + timedelta(minutes=post),
    } | more  # fmt: skip


@pytest.mark.parametrize(("posts", "counted"), [(2, 0), (3, 3), (5, 3), (6, 6)])
def test_labels_count_by_three_posts_that_agree(posts, counted):
    assert len(in_effect("sky", [label(post) for post in range(posts)])) == counted


def test_one_post_said_often_is_one_post():
    said = [label(1, kept_at=AT + timedelta(minutes=minute)) for minute in range(9)]
    assert in_effect("sky", said) == []


def test_another_communitys_labels_are_not_ours():
    assert in_effect("sky", [label(post, community_id="sea") for post in range(ENOUGH)]) == []


def test_a_readers_last_word_counts_and_what_readers_disagree_on_does_not():
    said = [label(post) for post in range(ENOUGH)]
    again = label(0, is_right=True, kept_at=AT + timedelta(hours=1))
    other = label(0, is_right=True, reader="other")
    assert in_effect("sky", [*said, again]) == in_effect("sky", [*said, other]) == []


def test_a_flood_by_one_reader_counts_for_a_few_posts_a_day():
    flood = in_effect("sky", [label(post) for post in range(500)])
    assert {row["text_hash"] for row in flood} <= {f"h{post}" for post in range(A_DAY)}


def test_a_pack_has_a_version_of_its_own_for_what_is_corrected_and_its_old_one_without():
    said = in_effect("sky", [label(post) for post in range(ENOUGH)])
    bent = version("air-1", "sky", said)
    assert bent.startswith("air-1+sky-")
    assert bent == version("air-1", "sky", in_effect("sky", reversed(list(said))))
    assert version("air-1", "sky", []) == "air-1"
    assert version("air-1", "sky", said[:1]) != bent
