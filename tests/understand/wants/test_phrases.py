import re

import numpy as np

from tests.understand.conftest import meaning
from transforms.understand.wants.phrases import apart, phrase_book, written


def test_phrases_are_short_and_differ_and_are_in_both_languages():
    phrases = [phrase for group in written().values() for phrase in group]
    assert len(phrases) > 250
    for fr, en in (way for phrase in phrases for way in phrase.ways):
        assert 3 <= len(fr) <= 75
        assert 2 <= len(en) <= 75
        assert not re.search(r"[.@#]|  ", fr + en)


def test_no_name_of_a_want_that_judges_is_among_the_phrases(shared_data):
    import pandas as pd

    rows = pd.read_parquet(shared_data / "made" / "written.parquet")
    judging = rows[(rows["split"] == "dev") & rows["need"].notna()]
    phrases = {
        text
        for group in written().values()
        for phrase in group
        for way in phrase.ways
        for text in way
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


def test_other_ways_of_saying_a_phrase_lie_where_they_say_and_are_called_by_its_name():
    book = phrase_book(meaning, "florists", {})
    place = next(i for i, phrase in enumerate(book.phrases) if len(phrase.ways) > 1)
    assert (book.way_of == place).sum() == len(book.phrases[place].ways)
    assert len(book.ways) == sum(len(phrase.ways) for phrase in book.phrases)
    np.testing.assert_array_equal(book.ways[book.way_of == place][0], book.vectors[place])


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
