"""What a brand's answer does, found in both languages."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.recommend.choose import answer_acts


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Nous sommes désolés de l'attente.", "apology"),
        ("We're so sorry for this.", "apology"),
        ("Écrivez-nous en privé.", "hands_over"),
        ("Please send us a DM.", "hands_over"),
        ("Prochain point demain à 9 h.", "time_promise"),
        ("We'll have news within the hour.", "time_promise"),
        ("Quel est votre numéro de vol ?", "question"),
        ("All here: https://example.org/help", "link"),
        ("Unfortunately we are unable to do that.", "refusal"),
        ("We are on it. *AB", "signature"),
    ],
)
def test_an_act_is_found_in_both_languages(text, act):
    assert act in answer_acts.describe("", text).acts


def test_an_answer_that_says_the_message_s_words_again_echoes():
    assert answer_acts.describe(
        "my suitcase vanished", "Your suitcase vanished?"
    ).echo == pytest.approx(2 / 3)
    assert answer_acts.describe("my suitcase vanished", "").echo == 0.0


@given(st.text(), st.text())
def test_any_text_can_be_described(message, answer):
    found = answer_acts.describe(message, answer)
    assert 0 <= found.echo <= 1
    assert set(found.counts) == set(answer_acts.ACTS)
