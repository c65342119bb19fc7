import json

import pytest

from transforms.enrich.components.language import code_of, language_of


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
        ("🔥🔥", None, "other"),
        ("Le nouveau parfum 😍", None, "fr"),
        ("merci !!", "en", "fr"),
        ("svp répondez", "fr-FR", "fr"),
        ("stp réponds", None, "fr"),
        ("jpp sérieux", "fr_FR", "fr"),
        ("bof", "FR", "fr"),
        ("lol", "fr", "fr"),
        ("nice", "en-GB", "en"),
        ("ça va @some_english_user_name ?", None, "fr"),
        ("#jenaimarre", None, "fr"),
        ("¿dónde está mi maleta? llevo tres horas esperando en el aeropuerto", "en", "other"),
        ("wo ist mein Koffer, ich warte seit drei Stunden am Flughafen", None, "other"),
        ("unde este bagajul meu, aștept de trei ore", "fr", "other"),
        ("أين حقيبتي أنا أنتظر منذ ثلاث ساعات", "fr", "other"),
        ("", None, "other"),
        ("", "fr", "fr"),
        ("omg la nouvelle app est so cool, j'adore le dark mode", "fr", "fr"),
    ],
)
def test_the_text_as_written_decides_and_the_hint_helps_where_it_cannot(text, hint, language):
    assert language_of(text, hint) == language


@pytest.mark.parametrize("tag", ["fr", "FR", "fr-FR", "fr_FR", "fr-ca", " fr "])
def test_every_spelling_of_a_language_tag_is_the_language(tag):
    assert code_of(tag) == "fr"


@pytest.mark.parametrize("tag", [None, "", "und", "es", "frp", "qme"])
def test_another_tag_is_no_hint(tag):
    assert code_of(tag) is None


def test_the_real_posts_are_in_the_language_that_their_file_says(shared_data):
    for name, code in (("airlines_en", "en"), ("support_en", "en"), ("telecom_fr", "fr")):
        with (shared_data / "posts" / f"{name}.jsonl").open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line, _ in zip(lines, range(1_000), strict=False)]
        alone = [language_of(text) for text in texts]
        assert alone.count(code) / len(alone) >= 0.98, name


@pytest.mark.parametrize(("hint", "right"), [(None, 0.90), ("own", 0.97)])
@pytest.mark.parametrize("code", ["fr", "en"])
def test_posts_of_one_to_six_words_are_in_their_language(shared_data, code, hint, right):
    import pandas as pd

    posts = pd.read_parquet(shared_data / "made" / "irony_short_plain.parquet")
    posts = posts[(posts["kind"] == "short") & (posts["lang"] == code)]
    told = [language_of(text, hint and code) for text in posts["text"]]
    assert told.count(code) / len(told) >= right


@pytest.mark.parametrize("code", ["es", "pt", "ro", "de"])
def test_posts_in_a_neighbouring_language_are_in_another(shared_data, code):
    import pandas as pd

    posts = pd.concat(
        map(
            pd.read_parquet,
            sorted((shared_data / "emotions").glob("brighter_es_pt_ro_de*.parquet")),
        )
    )
    texts = posts[posts["lang"] == code]["text"].head(500)
    assert sum(language_of(text, "fr") == "other" for text in texts) / len(texts) >= 0.95
