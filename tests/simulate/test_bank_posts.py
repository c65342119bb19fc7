"""Posts labelled by hand, as simulated communities say them."""

import pytest

from transforms.reading import EMOTIONS
from transforms.simulate.bank_posts import bank_posts


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_post_has_a_text_an_id_of_its_own_and_known_labels(language):
    posts = bank_posts(language)
    assert len(posts) == len({post.id for post in posts}) > 100
    assert all(post.text.strip() for post in posts)
    assert {one for post in posts for one in post.emotions} <= set(EMOTIONS)
    assert {one for post in posts for one in post.intents} <= {
        "question", "complaint", "praise", "suggestion",
    }  # fmt: skip


def test_every_emotion_and_some_irony_is_said_in_both_languages():
    for language in ("fr", "en"):
        posts = bank_posts(language)
        assert {one for post in posts for one in post.emotions} == set(EMOTIONS)
        assert any(post.irony for post in posts)
        assert any(not post.emotions for post in posts)
