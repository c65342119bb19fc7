"""Personal data in texts; every text and number here is made up."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from transforms.people.masking import is_iban, is_luhn, mask

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
    "digits in a link": (
        "https://shop.example/i/4111111111111111",
        "https://shop.example/i/4111111111111111",
    ),
    "short number": ("call 3244 at 12:45 on 12/03/2024", "call 3244 at 12:45 on 12/03/2024"),
    "no card": ("4111 1111 1111 1112", "4111 1111 1111 1112"),
    "e-mail with arobase": ("jean.dupont arobase mail.example", "[email]"),
    "French square": ("au 3 place de la République 75011 Paris", "au [address]"),
    "French estate": ("8 lotissement des Pins 33000 Bordeaux", "[address]"),
    "British flat": ("Flat 2, 221B Baker Street, London NW1 6XE!", "Flat 2, [address]!"),
    "post box": ("PO Box 1234, Dallas TX 75201", "[address]"),
    "Belgian phone": ("+32 470 12 34 56", "[phone]"),
    "toll-free phone": ("1-800-435-9792", "[phone]"),
    "French social security": ("n° 1 85 05 78 006 084 91", "n° [id]"),
    "US social security": ("SSN 123-45-6789", "SSN [id]"),
    "American Express": ("3782 822463 10005", "[card]"),
    "card with no-break spaces": (
        "carte 4111\u00a01111\u00a01111\u00a01111 merci",
        "carte [card] merci",
    ),
    "card with narrow spaces": ("4111\u202f1111\u202f1111\u202f1111", "[card]"),
    "account number with no-break spaces": (
        "FR76\u00a03000\u00a06000\u00a00112\u00a03456\u00a07890\u00a0189",
        "[iban]",
    ),
    "account number with dashes": ("FR76-3000-6000-0112-3456-7890-189 merci", "[iban] merci"),
    "street in capitals": (
        "RDV 12 RUE VICTOR HUGO 75002 PARIS EST EN PANNE",
        "RDV [address] EST EN PANNE",
    ),
    "street in capitals without a town": ("12 RUE DE LA PAIX, PANNE", "[address], PANNE"),
    "avenue abbreviated": ("12 av. Foch 75016 Paris", "[address]"),
    "boulevard abbreviated": ("au 12 bd. Saint-Michel", "au [address]"),
    "street of one letter": ("5 r. Monge 75005 Paris", "[address]"),
    "alley without its accent": ("3 allee des Lilas", "[address]"),
    "square in capitals": ("24 PLACE DE LA REPUBLIQUE 75011 PARIS", "[address]"),
    "street in capitals, English": ("12 MAIN ST, DALLAS TX 75201", "[address]"),
    "WhatsApp": ("https://wa.me/33612345678 now", "https://wa.me/[phone] now"),
    "WhatsApp's API": (
        "https://api.whatsapp.com/send?phone=33612345678",
        "https://api.whatsapp.com/send?phone=[phone]",
    ),
    "a phone in a link": (
        "https://exemple.fr/?tel=0612345678&x=1",
        "https://exemple.fr/?tel=[phone]&x=1",
    ),
    "a phone as a link": ("tel:+33-6-12-34-56-78", "tel:+[phone]"),
    "an e-mail in a link": (
        "https://a.example/?m=jean%40mail.example",
        "https://a.example/?m=[email]",
    ),
    "a person's page by name": (
        "https://www.facebook.com/people/Jean-Dupont/100012345678/",
        "https://www.facebook.com/people/user",
    ),
    "a person's page by number": (
        "https://facebook.com/profile.php?id=100012345",
        "https://facebook.com/profile.php?id=user",
    ),
    "a story": (
        "https://instagram.com/stories/jean.dupont/123",
        "https://instagram.com/stories/user",
    ),
    "an account of a server": (
        "https://social.example/users/jeandupont",
        "https://social.example/users/user",
    ),
    "full-width e-mail": ("jean.dupont＠mail.example", "[email]"),
    "a person's id": ("at://did:plc:janedoe1234567/app", "at://did:user/app"),
    "nothing": ("the train is late", "the train is late"),
}


@pytest.mark.parametrize(("text", "expected"), MASKED.values(), ids=MASKED)
def test_what_can_be_told_by_its_form_is_masked_and_the_rest_is_left(text, expected):
    assert mask(text, kept=KEPT) == expected


LEFT = {
    "flights": "Vol AF1234 du 12/06/2025 à 14h35, siège 23A; WN 1234 and DL4567, gate B12",
    "booking": "confirmation ABC123, booking XK4P2Q, order #114-5566778-9900112",
    "order": "commande n° 4500123456789, réf 123456789012, order 2024-0099-1234",
    "ticket": "ticket number 0012345678901 and 5262345678901",
    "prices": "$1,299.99 or 1 299,00 €, 500 à 1000 euros entre 2015 et 2020",
    "dates": "le 01/02/2024 au 03/04/2024, 2024-06-17T10:03:57Z, in 2019 2020 2021 2022",
    "scores and speeds": "21-17 21-19 15-21, débit 300 500 700 900 Mb, version 12.04.33.22.11",
    "parcel": "suivi 1Z999AA10123456784, 9400 1000 0000 0000 0000 00",
    "short numbers": "appelez le 3900, 1023 ou 118 218",
    "a device that passes Luhn": "IMEI 356938035643809",
    "wrong key": "1 85 05 78 006 084 92",
    "lessons and seats": "il y a 3 cours de yoga et 2 place de concert, 5 route fermée",
    "a hotel": "the 5 Star Court is closed",
    "capitals": "J'AI 2 COURS DEMAIN ET 3 PLACES, 10 OUT OF 10, IN 2020 THE COURT SAID, 4 PLACES DE CINEMA",
    "abbreviations": "a 10 ch. moteur, il y a 12 Ch. de foot, 5 All Blacks, 3 av. JC, depuis 2 ans rue fermée",
    "links": "https://www.instagram.com/stories/highlights/123/ https://a.example/members https://a.example/?id=12345678",
    "points": "Rapid Rewards 1234 5678 9012 points",
}


@pytest.mark.parametrize("text", LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("language", ["fr", "en", None])
def test_numbers_that_are_nobody_s_stay(text, language):
    assert mask(text, language=language) == text


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
    started = time.process_time()
    mask(text, language="en")
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    ("digits", "valid"), [("4111111111111111", True), ("4111111111111112", False)]
)
def test_luhn(digits, valid):
    assert is_luhn(digits) is valid


@pytest.mark.parametrize(
    ("number", "valid"), [("DE89370400440532013000", True), ("DE88370400440532013000", False)]
)
def test_iban(number, valid):
    assert is_iban(number) is valid
