import pytest

from transforms.enrich.components.negation import negation_of
from transforms.reading import EMOTIONS, INTENTS


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("pas mal du tout ce forfait", "praise"),
        ("aucun souci depuis un an", "praise"),
        ("jamais déçu, rien à redire", "praise"),
        ("not bad at all", "praise"),
        ("no complaints so far", "praise"),
        ("never had a single problem", "praise"),
        ("pas content du tout", "blame"),
        ("ça ne marche pas", "blame"),
        ("le service client ne répond jamais", "blame"),
        ("not happy with this", "blame"),
        ("it doesn't work", "blame"),
        ("nobody answers the phone", "blame"),
        ("ni bien ni mal", "neither"),
        ("neither good nor bad", "neither"),
        ("je vais au marché", None),
        ("great phone", None),
        ("I do not live in Paris", None),
    ],
)
def test_negation_turns_words_of_feeling_round(document, text, kind):
    assert negation_of([token.norm_ for token in document(text)]) == kind


def test_praise_by_negation_lowers_anger_and_blame_lowers_joy(document):
    anger, joy, complaint = EMOTIONS.index("anger"), EMOTIONS.index("joy"), INTENTS.index("complaint")
    praised, blamed = document("no problems at all, not bad"), document("not good, I love nothing here")
    assert praised._.emotions[anger] < 0.1
    assert praised._.sentiment > 0.3
    assert praised._.intents[complaint] < 0.1
    assert blamed._.emotions[joy] < 0.8
    assert blamed._.sentiment < 0
