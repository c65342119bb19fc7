"""Whether a text may be offered."""

from types import SimpleNamespace

import pytest

from transforms.recommend.tell.sayable import sayable

PACK = SimpleNamespace(never_say=[SimpleNamespace(fr="remboursement immédiat", en="full refund")])
NEVER = {
    "a promise": ("en", "This is guaranteed."),
    "begging": ("en", "A reply without having to ask twice."),
    "what the pack never says": ("en", "You get a FULL  refund today."),
    "the same in French": ("fr", "Un remboursement immédiat."),
}


@pytest.mark.parametrize(("language", "text"), NEVER.values(), ids=NEVER)
def test_what_nobody_could_sign_is_never_offered(language, text):
    assert not sayable(text, language, PACK, hurts=False)
    assert not sayable(text, language, PACK, hurts=True)


def test_cheer_is_no_word_for_what_hurts():
    assert sayable("We are thrilled!", "en", PACK, hurts=False)
    assert not sayable("We are thrilled.", "en", PACK, hurts=True)
    assert not sayable("An update at noon!", "en", PACK, hurts=True)


def test_a_word_inside_another_is_another_word():
    assert sayable("The window seat.", "en", None, hurts=True)
