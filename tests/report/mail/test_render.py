"""What readers of the same communities share is made once, and each mail is still its reader's own."""

import pytest

from tests.report import nights
from transforms.report import run
from transforms.report.content import compose
from transforms.report.delivery import reader_keys
from transforms.report.mail import build, render

ANSWERS = "answers@cmr.example"
ADDRESSES = {
    "plain": "cm@example.org",
    "marks": "o'hara+a&b@example.org",
    "accent": "élodie@example.org",
    "long": "x" * 60 + "@" + "y" * 60 + ".example.org",
}


@pytest.fixture
def parts(published, community):
    """One reader's parts of a crisis and a calm night."""
    published(("free", "crisis"), ("orange", "calm"))
    for name in ("free", "orange"):
        community(name, "cm@example.org")
    forget()
    yield run._parts("cm@example.org", {"free": nights.NIGHT, "orange": nights.NIGHT})
    forget()


def forget() -> None:
    render._letter.cache_clear()
    render._report.cache_clear()


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_a_mail_is_the_same_as_if_it_had_been_built_for_its_reader_alone(
    parts, language, address, monkeypatch
):
    shared = render.render(parts, language, address, ANSWERS)
    forget()
    alone = build.Reader(address, reader_keys.sign(address))
    monkeypatch.setattr(build, "ANYBODY", alone)
    assert shared == render.render(parts, language, address, ANSWERS)
    assert alone.sign in shared.html
    assert alone.sign in shared.text


def test_a_second_reader_costs_no_composing_and_sees_no_sign_but_their_own(parts, monkeypatch):
    asked = []
    composed = compose.compose
    monkeypatch.setattr(compose, "compose", lambda *a, **k: asked.append(a) or composed(*a, **k))
    one, other = (render.render(parts, "fr", f"{name}@example.org", ANSWERS) for name in "ab")
    assert len(asked) == len(parts)
    signs = [reader_keys.sign(f"{name}@example.org") for name in "ab"]
    for mail, (own, others) in ((one, signs), (other, signs[::-1])):
        assert own in mail.html
        for said in (mail.html, mail.text):
            assert others not in said
            assert build.ANYBODY.sign not in said
            assert build.ANYBODY.address not in said
    render.render(parts[:1], "fr", "a@example.org", ANSWERS)
    assert len(asked) == len(parts)
    render.render(parts[:1], "en", "a@example.org", ANSWERS)
    assert len(asked) > len(parts)
