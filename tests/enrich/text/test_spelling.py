import pytest

from transforms.enrich.text.spelling import Slips, one_slip

KNOWN = ["remboursement", "retard", "luggage", "facture"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("remboursment", "remboursement"), ("rembousrement", "remboursement"), ("lugage", "luggage"),
        ("factrue", "facture"), ("retardd", "retard"), ("retard", None), ("regard", None), ("banana", None),
        ("fature", "facture"), ("ret", None), ("r2tard", None),
    ],
)  # fmt: skip
def test_one_slip_in_an_unknown_word_is_mended(written, meant):
    assert Slips(KNOWN, is_word=lambda word: word == "regard").mend(written) == meant


@pytest.mark.parametrize(
    ("a", "b", "slip"),
    [("abcd", "abdc", True), ("abcd", "abc", True), ("abc", "abcd", True), ("abcd", "abxd", True),
     ("abcd", "abcd", False), ("abcd", "acbx", False), ("abcd", "ab", False), ("", "a", True)],
)  # fmt: skip
def test_a_slip_is_one_letter_off(a, b, slip):
    assert one_slip(a, b) is slip
