"""Addresses: what no server takes is said before the night; a domain in any letters is one that
every server reads.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.config import addresses

SENT_AS = {
    "cm@example.org": "cm@example.org",
    "Chef.Rouge@Example.ORG": "Chef.Rouge@Example.ORG",
    "cm+nuit@example.org": "cm+nuit@example.org",
    "o'brien@example.org": "o'brien@example.org",
    "cm/fr@example.org": "cm/fr@example.org",
    "élodie@example.org": "élodie@example.org",
    "cm@bücher.example": "cm@xn--bcher-kva.example",
    "cm@例え.jp": "cm@xn--r8jz45g.jp",
    "cm@[192.0.2.1]": "cm@[192.0.2.1]",
    "root@localhost": "root@localhost",
    "cm@nas.local": "cm@nas.local",
}
NEVER = {
    "o’brien@example.org": "typographic apostrophe",
    "cm..x@example.org": "two periods",
    "cm.@example.org": "period immediately before",
    ".cm@nas.local": "start with a period",
    "cm@example.org.": "end with a period",
    "cm@-a.org": "hyphen",
    "a@b@c.org": "invalid",
    "cm": "@-sign",
    "c m@example.org": "SPACE",
    "x" * 65 + "@example.org": "too long",
    "cm@exa\nmple.org": "invalid",
}


@pytest.mark.parametrize(("written", "sent"), SENT_AS.items())
def test_an_address_is_sent_to_with_its_domain_in_ascii(written, sent):
    assert addresses.mailable(written) == sent
    assert addresses.key(written) == sent.lower()
    assert addresses.key(addresses.shown(sent)) == addresses.key(sent)


@pytest.mark.parametrize(("written", "why"), NEVER.items())
def test_an_address_that_no_server_takes_is_refused_in_plain_words(written, why):
    with pytest.raises(ValueError, match=why):
        addresses.mailable(written)


@given(st.text(max_size=80))
def test_whatever_is_written_as_an_address_is_mailable_or_refused_with_a_reason(written):
    if addresses.is_mailable(written):
        assert addresses.key(addresses.mailable(written)) == addresses.key(written)
        assert addresses.mailable(written).rpartition("@")[2].isascii()
