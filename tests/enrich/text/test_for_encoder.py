"""A post as the encoder reads it: the writer's words, emoji and slang, without addresses and calls."""

import pytest

from transforms.enrich.text.for_encoder import LONGEST, for_encoder


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("@sosh @orange_fr svp répondez 😭😭😭😭 https://t.co/abc", "svp répondez 😭😭"),
        ("Le nouveau parfum 😍", "Le nouveau parfum 😍"),
        ("so #NervousWreck and #nervous", "so Nervous Wreck and nervous"),
        ("merci @julie !!!!!", "merci user !!"),
        ("C’EST INADMISSIBLE, OUI", "C'EST inadmissible, OUI"),
        ("🤷🏽\u200d♀️ jsp mdr", "🤷 jsp mdr"),
        ("Tom &amp; moi\u200b", "Tom & moi"),
        ("[NAME] is sooooo good", "user is soo good"),
        ("@marie @paul", ""),
        ("", ""),
    ],
)
def test_noise_goes_and_the_writer_s_own_words_stay(written, read):
    assert for_encoder(written) == read


@pytest.mark.parametrize(
    "text",
    ["#QuelleHonte!!!!", "ça maaaarche pas ❤️❤️❤️", "RT @a: #ok", "A\u0301 &lt;3", "ZUT 🧑🏿\u200d🚀"],
)
def test_what_was_prepared_stays_as_it_is(text):
    assert for_encoder(for_encoder(text)) == for_encoder(text)


@pytest.mark.parametrize(
    "text",
    ["\x00", "\ud800 lone", "\u202eright to left", "💀" * 5_000, "a" * 100_000, "&#x110000;"],
)
def test_hostile_texts_are_taken_and_cut(text):
    assert len(for_encoder(text)) <= LONGEST
    for_encoder(text).encode("utf-8")
