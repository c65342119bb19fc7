"""Personal data in texts; every text and number here is made up."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.extract.masking import is_iban, is_luhn, mask

KEPT = {"brand", "brand.example"}

MASKED = {
    "e-mail": ("write to jane.doe+x@mail.example.org!", "write to [email]!"),
    "e-mail in words": ("jane (at) mail.example", "[email]"),
    "French phone": ("appelez le 06 12 34 56 78 svp", "appelez le [phone] svp"),
    "French phone, tight": ("au 0612345678.", "au [phone]."),
    "French phone, abroad": ("+33 6 12 34 56 78", "[phone]"),
    "two phones and a letter": ("+33612345678n+33612345679", "[phone]n[phone]"),
    "US phone": ("call (415) 555-2671 now", "call [phone] now"),
    "US phone, tight": ("4155552671", "[phone]"),
    "British phone": ("+44 20 7946 0958", "[phone]"),
    "card": ("4111 1111 1111 1111", "[card]"),
    "card with dashes": ("5500-0000-0000-0004", "[card]"),
    "account number": ("FR76 3000 6000 0112 3456 7890 189 merci", "[iban] merci"),
    "French street": ("au 12 bis rue de la Paix 75002 Paris, svp", "au [address], svp"),
    "English street": ("at 16 Long Meadow Road please", "at [address] please"),
    "mention": ("thanks @Jane_D.", "thanks @user."),
    "mention of the brand": ("@Brand @bRAND hello", "@Brand @bRAND hello"),
    "mention before a full stop without a space": ("ask @Brand.Thanks", "ask @Brand.Thanks"),
    "mention on another server": ("@jane@social.example hi", "@user hi"),
    "full-width mention": ("＠jane hi", "@user hi"),
    "a profile's address": (
        "see https://x.com/jane/status/12345678901234567",
        "see https://x.com/user/status/12345678901234567",
    ),
    "the brand's own profile": ("https://x.com/brand/status/1", "https://x.com/brand/status/1"),
    "bare link": ("https://t.co/Ab12Cd34Ef", "https://t.co/Ab12Cd34Ef"),
    "digits in a link": ("https://shop.example/i/4111111111111111", "https://shop.example/i/4111111111111111"),
    "short number": ("call 3244 at 12:45 on 12/03/2024", "call 3244 at 12:45 on 12/03/2024"),
    "no card": ("4111 1111 1111 1112", "4111 1111 1111 1112"),
    "nothing": ("the train is late", "the train is late"),
}


@pytest.mark.parametrize(("text", "expected"), MASKED.values(), ids=MASKED)
def test_what_can_be_told_by_its_form_is_masked_and_the_rest_is_left(text, expected):
    assert mask(text, kept=KEPT) == expected


def test_a_redditor_is_masked_on_reddit_only():
    assert mask("ask u/some_one", network="reddit") == "ask @user"
    assert mask("ask u/some_one", network="x") == "ask u/some_one"


@given(st.text(max_size=300) | st.text(alphabet="a@.+0123456789 /:xhtps()-", max_size=300))
@settings(max_examples=300, deadline=None)
def test_masking_never_fails_and_a_second_time_changes_nothing(text):
    once = mask(text, language="fr")
    assert mask(once, language="fr") == once


HOSTILE = {
    "letters": "a" * 150_000 + "@",
    "zeros": "0" * 100_000,
    "ats": "@" * 100_000,
    "spaced": "1 " * 50_000,
    "streets": "12 rue " * 20_000,
    "accounts": "fr76 " * 20_000,
    "mails": "a@b." * 25_000,
    "brackets": "+1 (" * 25_000,
    "links": "x.com/" * 20_000,
    "titles": "Aa " * 40_000 + "1 St",
    "dots": "a." * 50_000 + "@b",
    "hyphens": "@a" + "-" * 100_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_long_hostile_text_takes_no_more_than_seconds(text):
    started = time.perf_counter()
    mask(text, language="en")
    assert time.perf_counter() - started < 5


@pytest.mark.parametrize(("digits", "valid"), [("4111111111111111", True), ("4111111111111112", False)])
def test_luhn(digits, valid):
    assert is_luhn(digits) is valid


@pytest.mark.parametrize(("number", "valid"), [("DE89370400440532013000", True), ("DE88370400440532013000", False)])
def test_iban(number, valid):
    assert is_iban(number) is valid
