import pytest

from transforms.enrich.components.language import language_of
from transforms.enrich.text.normalise import normalise


@pytest.mark.parametrize(
    ("text", "hint", "language"),
    [
        ("je n'ai plus de réseau depuis ce matin", None, "fr"),
        ("my flight has been cancelled and nobody is here", None, "en"),
        ("my flight has been cancelled and nobody is here", "fr", "en"),
        ("je n'ai plus de réseau depuis ce matin", "en", "fr"),
        ("super", "fr", "fr"),
        ("super", "en", "en"),
        ("🔥🔥", "fr", "fr"),
        ("¿dónde está mi maleta? llevo tres horas esperando en el aeropuerto", "en", "other"),
        ("wo ist mein Koffer, ich warte seit drei Stunden am Flughafen", None, "other"),
        ("", None, "other"),
        ("", "fr", "fr"),
        ("omg la nouvelle app est so cool, j'adore le dark mode", "fr", "fr"),
    ],
)
def test_the_text_decides_and_the_hint_helps_where_it_cannot(text, hint, language):
    assert language_of(normalise(text), hint) == language


def test_the_real_posts_are_in_the_language_that_their_file_says(shared_data):
    import json

    for name, code in (("airlines_en", "en"), ("telecom_fr", "fr"), ("media_fr", "fr")):
        with (shared_data / "posts" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            texts = [normalise(json.loads(line)["text"]) for line, _ in zip(lines, range(1_000), strict=False)]
        alone = [language_of(text) for text in texts]
        assert alone.count(code) / len(alone) >= 0.85, name
