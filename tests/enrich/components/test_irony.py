import pytest

from transforms.reading import EMOTIONS, INTENTS

IRONIC = [
    ("fr", "merci pour cette panne 🙄"),
    ("fr", "bravo, encore une coupure, vous êtes formidables 👏"),
    ("fr", "génial, encore un bug"),
    ("fr", "super service, 3h d'attente #ironie"),
    ("en", "great, another delay"),
    ("en", "thanks for losing my bag, brilliant"),
    ("en", "love waiting two hours on hold"),
    ("en", "best airline ever /s"),
    ("en", "wonderful, my order was cancelled again 🙃"),
]
EARNEST = [
    ("fr", "merci pour votre aide, la panne est réparée"),
    ("fr", "génial ce nouveau forfait"),
    ("fr", "merci d'avoir remboursé si vite malgré le retard"),
    ("en", "great flight, thanks to the crew"),
    ("en", "thanks for the quick reply, problem solved"),
    ("en", "another great episode"),
    ("en", "my flight is delayed"),
]


@pytest.mark.parametrize(("language", "text"), IRONIC)
def test_marked_irony_is_read_backwards(document, language, text):
    doc = document(text, language)
    emotions = dict(zip(EMOTIONS, doc._.emotions, strict=True))
    assert doc._.irony >= 0.5
    assert emotions["anger"] > max(emotions["joy"], emotions["trust"])
    assert doc._.sentiment < 0
    assert doc._.intents[INTENTS.index("complaint")] > doc._.intents[INTENTS.index("praise")]


@pytest.mark.parametrize(("language", "text"), EARNEST)
def test_plain_words_are_taken_at_their_word(document, language, text):
    assert document(text, language)._.irony < 0.5
