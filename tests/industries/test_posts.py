"""The posts that the theme tagger is tried on are fit for it: their themes exist, and `by` tells
the truth.
"""

import pytest
import yaml

from tests.industries.phrases import holds
from transforms.config.industries import read_packs
from transforms.config.settings import PROJECT

PACKS = read_packs(PROJECT / "transforms" / "industries")
POSTS = yaml.safe_load((PROJECT / "tests" / "industries" / "posts.yml").read_text(encoding="utf-8"))

every_industry = pytest.mark.parametrize("industry", POSTS)


def _said(industry: str, post: dict) -> list[str]:
    """The phrases of the post's theme that are in its text; the tagger hears both languages in
    every post.
    """
    phrases = PACKS[industry].themes[post["theme"]].phrases
    return [phrase for phrase in (*phrases.fr, *phrases.en) if holds(post["text"], phrase)]


def test_every_pack_has_posts():
    assert set(POSTS) == set(PACKS)


@every_industry
def test_an_industry_has_twelve_posts_in_both_languages(industry):
    languages = [post["language"] for post in POSTS[industry]]
    assert len(languages) >= 12
    assert min(languages.count("fr"), languages.count("en")) >= 4


@every_industry
def test_posts_name_themes_of_their_pack(industry):
    assert not [post for post in POSTS[industry] if post["theme"] not in PACKS[industry].themes]


@every_industry
def test_a_post_found_by_phrase_holds_one(industry):
    assert not [
        post["text"] for post in POSTS[industry] if "by" not in post and not _said(industry, post)
    ]


@every_industry
def test_a_post_found_by_meaning_holds_no_phrase_of_its_theme(industry):
    found = {
        post["text"]: _said(industry, post)
        for post in POSTS[industry]
        if post.get("by") == "meaning"
    }
    assert len(found) >= 2
    assert not {text: phrases for text, phrases in found.items() if phrases}
