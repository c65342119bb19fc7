"""Numbers, dates, plurals and elision as each language has them."""

from datetime import UTC, date, datetime

import pytest

from transforms.report.said import words
from transforms.report.said.blocks import plain


@pytest.mark.parametrize(
    ("language", "n", "shown"),
    [
        ("fr", 0, "0 message"),
        ("fr", 1, "1 message"),
        ("fr", 2, "2 messages"),
        ("fr", 12345, "12\u202f345 messages"),
        ("en", 0, "0 posts"),
        ("en", 1, "1 post"),
        ("en", 12345, "12,345 posts"),
    ],
)
def test_counts_agree_with_their_noun(language, n, shown):
    assert plain(words.words(language).count("messages", n, "m")) == shown


@pytest.mark.parametrize(
    ("language", "day", "shown"),
    [
        ("fr", date(2025, 7, 1), "mardi 1er juillet 2025"),
        ("fr", date(2025, 7, 11), "vendredi 11 juillet 2025"),
        ("fr", date(2025, 7, 21), "lundi 21 juillet 2025"),
        ("en", date(2025, 7, 1), "Tuesday 1 July 2025"),
    ],
)
def test_dates_are_written_out(language, day, shown):
    assert words.words(language).day(day) == shown


@pytest.mark.parametrize(
    ("language", "shown"), [("fr", "mercredi 1\u202fh\u202f30"), ("en", "Wednesday 01:30")]
)
def test_a_moment_is_told_on_the_communitys_own_clock(language, shown):
    assert (
        words.words(language).moment(datetime(2026, 6, 16, 23, 30, tzinfo=UTC), "Europe/Paris")
        == shown
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Quoi ?", "Quoi\u202f?"),
        ("« oui » ; non : 5 %", "«\u202foui\u202f»\u202f; non\u00a0: 5\u202f%"),
        ("l'heure", "l’heure"),
        ("de -1 à 1", "de \u22121 à 1"),
    ],
)
def test_french_has_its_no_break_spaces(text, shown):
    assert words.french(text) == shown


def test_both_languages_have_the_same_sentences_and_placeholders():
    def shape(data, path=""):
        if isinstance(data, dict) and not {"one", "other"} & set(data):
            return {
                k: v
                for key, value in data.items()
                for k, v in shape(value, f"{path}.{key}").items()
            }
        text = data["other"] if isinstance(data, dict) else str(data)
        return {
            path: sorted({name.lower() for _, name, _, _ in words.Formatter().parse(text) if name})
        }

    assert shape(words._read("fr")) == shape(words._read("en"))


def test_a_draft_shows_what_a_human_fills_in():
    assert (
        words.words("fr").filled("Bonjour {name}, voir {link}.") == "Bonjour [prénom], voir [lien]."
    )


def test_iso_dates_in_a_basis_are_written_out():
    assert words.words("fr").dated("depuis le 2025-04-01.") == "depuis le 1er avril 2025."


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0.0003, "0\u00a0%"),
        (0.004, "0,4\u00a0%"),
        (0.27, "27\u00a0%"),
        (66.12, "6\u202f612\u00a0%"),
    ],
)
def test_a_share_shows_no_digit_that_says_nothing_and_groups_its_thousands(value, shown):
    assert words.words("fr").share(value, "mart").text == shown


def test_what_rounds_to_nought_has_no_minus():
    assert words.words("fr").number(-0.3, "").text == "0"
