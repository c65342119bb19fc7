"""Texts that tools give as HTML are read as the text they show."""


def test_no_tag_and_no_entity_is_left(case, taken):
    texts = taken(case / "html.jsonl")["text"]
    assert 'Merci "beaucoup" pour rien' in " ".join(texts)
    assert not [text for text in texts if "&quot;" in text or "<p>" in text or "<br" in text]
