import re

import numpy as np

from tests.understand.conftest import meaning
from transforms.understand.wants.phrases import apart, phrase_book, written


def test_phrases_are_short_and_differ_and_are_in_both_languages():
    phrases = [phrase for group in written().values() for phrase in group]
    assert len(phrases) > 250
    for phrase in phrases:
        assert 3 <= len(phrase.fr) <= 75
        assert 2 <= len(phrase.en) <= 75
        assert not re.search(r"[.@#]|  ", phrase.fr + phrase.en)


def test_no_name_of_a_want_that_judges_is_among_the_phrases(shared_data):
    import pandas as pd

    rows = pd.read_parquet(shared_data / "made" / "written.parquet")
    judging = rows[(rows["split"] == "dev") & rows["need"].notna()]
    phrases = {
        text for group in written().values() for phrase in group for text in (phrase.fr, phrase.en)
    }
    assert not phrases & (set(judging["need_fr"]) | set(judging["need_en"]))


def test_a_book_holds_what_any_trade_wants_its_own_trade_and_its_pack():
    need = {"dark": {"fr": "un thème sombre", "en": "a dark theme"}}
    games, unknown = phrase_book(meaning, "games", need), phrase_book(meaning, "florists", need)
    assert len(games.phrases) == len(unknown.phrases) + len(written()["games"])
    assert unknown.phrases[-1].en == "a dark theme"
    assert len(phrase_book(meaning, "florists", need | {"again": need["dark"]}).phrases) == len(
        unknown.phrases
    )


def test_what_is_usual_among_many_posts_is_their_mean_and_among_few_that_of_the_phrases():
    book, many = phrase_book(meaning, "games", {}), 100_000
    posts = np.tile(meaning(["un mode sombre"]), (many, 1))
    usual = book.usual(posts, ["fr"] * many)
    np.testing.assert_allclose(usual["fr"], posts[0], atol=0.01)
    np.testing.assert_allclose(usual["en"], book.centres["en"])


def test_what_a_language_says_of_everything_is_taken_from_its_own_posts_alone():
    book = phrase_book(meaning, "games", {})
    posts = meaning(["un mode sombre", "a refund"])
    seen = apart(posts, ["fr", "de"], {"fr": posts[0] / 2, "en": posts[1] * 0})
    np.testing.assert_allclose(seen, posts)
    assert apart(posts[:0], [], book.centres).shape == posts[:0].shape
