"""The committed model of posts: what it promises to everything that reads with it."""

import json
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from transforms import lake
from transforms.enrich.model import post_model
from transforms.enrich.model.post_model import MEANING, OUTPUTS, TRAINED, PostModel
from transforms.enrich.run import corrections
from transforms.reading import EMOTIONS, INTENTS

TEXTS = [
    "I love this so much, thank you all!",
    "Vous vous moquez de nous, c'est inadmissible !!",
    "Why is my order still not here?",
    "Pourriez-vous ajouter un mode sombre ?",
    "the train leaves at noon",
    "",
    "ok",
    "J'ai peur que tout soit perdu... " * 30,
]
LANGUAGES = ["en", "fr", "en", "fr", "en", "fr", "en", "fr"]
ONE_NUMBER = ("neutral", "sentiment", "irony", "wants", "explicit")


@pytest.fixture(scope="module")
def model() -> PostModel:
    return PostModel.load()


def test_shapes_and_ranges_are_what_the_contract_says(model):
    found = model.read(TEXTS, LANGUAGES)
    assert found.emotions.shape == (len(TEXTS), len(EMOTIONS))
    assert found.intents.shape == (len(TEXTS), len(INTENTS))
    assert found.vectors.shape == (len(TEXTS), MEANING)
    for name in ("emotions", "intents", *ONE_NUMBER):
        values = getattr(found, name)
        assert len(values) == len(TEXTS)
        assert ((values >= (-1 if name == "sentiment" else 0)) & (values <= 1)).all()
    np.testing.assert_allclose(np.linalg.norm(found.vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(model):
    assert model.read([], []).emotions.shape == (0, len(EMOTIONS))
    assert model.meanings([]).shape == (0, MEANING)


def test_what_was_read_on_is_not_read_again_for_its_meaning(model, monkeypatch):
    texts = [f"{text} {number}" for number, text in enumerate(TEXTS)]
    expected = model.meanings(texts)
    read_on = model.read(texts, LANGUAGES).read_on
    assert read_on.any()
    seen, see = [], model.encoder.see
    monkeypatch.setattr(model.encoder, "see", lambda new, up: seen.extend(new) or see(new, up))
    np.testing.assert_array_equal(model.meanings(texts), expected)
    assert len(seen) == len(texts) - read_on.sum()


def test_the_oldest_of_what_was_read_on_is_forgotten(model, monkeypatch):
    monkeypatch.setattr(post_model, "_KEPT", 2)
    model.read(TEXTS, LANGUAGES)
    assert len(model._known) == 2


def test_one_language_per_text_is_asked_for(model):
    with pytest.raises(ValueError, match="2 texts, but 1 languages"):
        model.read(["a", "b"], ["en"])


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_reading_does_not_depend_on_its_neighbours(model, size):
    whole = model.read(TEXTS, LANGUAGES)
    for start in range(0, len(TEXTS), size):
        part = model.read(TEXTS[start : start + size], LANGUAGES[start : start + size])
        for name in ("emotions", "intents", "vectors", "read_on", *ONE_NUMBER):
            assert np.array_equal(
                getattr(part, name), getattr(whole, name)[start : start + size]
            ), name


def test_order_does_not_matter(model):
    order = np.random.default_rng(1).permutation(len(TEXTS))
    shuffled = model.read([TEXTS[i] for i in order], [LANGUAGES[i] for i in order])
    assert np.array_equal(shuffled.emotions, model.read(TEXTS, LANGUAGES).emotions[order])


@pytest.mark.parametrize(
    "text", ["\x00", "\ud800 lone", "\u202eright to left", "💀" * 500, "a" * 100_000, " \n\t "]
)
def test_hostile_texts_are_read_like_any_other(model, text):
    assert np.isfinite(model.read([text], ["en"]).emotions).all()


def test_every_answer_has_one_threshold(model):
    assert set(model.thresholds) == set(OUTPUTS)
    assert all(0 < value < 1 for value in model.thresholds.values())


def test_corrections_are_rows_of_the_lake_for_every_language_and_emotion(model):
    columns = set(lake.SCHEMAS["understood/corrections"].names)
    assert {(row["language"], row["emotion"]) for row in model.corrections} == {
        (x, e) for x in ("en", "fr") for e in EMOTIONS
    }
    assert all(columns <= set(row) for row in corrections())
    for row in model.corrections:
        assert row["model"] == model.version
        assert row["true_positive_rate"] > row["false_positive_rate"]
        assert row["mean_if_true"] > row["mean_if_false"]


def test_a_version_is_the_content(model, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(TRAINED, copy)
    assert PostModel.load(copy).version == model.version
    facts = json.loads((copy / "post.json").read_text())
    facts["thresholds"]["joy"] += 0.01
    (copy / "post.json").write_text(json.dumps(facts))
    assert PostModel.load(copy).version != model.version


def test_the_committed_model_stays_within_60_mb_and_can_run_no_code():
    files = [file for file in TRAINED.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= 60 * 2**20
    assert {file.suffix for file in files} == {".npz", ".json", ".onnx"}


def test_it_loads_quickly_and_without_a_network():
    code = (
        "import socket, time\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from transforms.enrich.model.post_model import PostModel\n"
        "start = time.process_time(); PostModel.load(); print(time.process_time() - start)\n"
    )
    seconds = float(
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout
    )
    assert seconds < 2


@pytest.mark.parametrize(
    ("text", "language", "emotion"),
    [
        ("I am so happy, this made my day", "en", "joy"),
        ("Je suis tellement heureuse, quelle joie !", "fr", "joy"),
        ("this makes me furious, what a bunch of liars", "en", "anger"),
        ("ça me rend furieux, bande de menteurs", "fr", "anger"),
        ("I miss her so much, my heart is broken", "en", "sadness"),
        ("Elle me manque tellement, je suis si triste", "fr", "sadness"),
        ("I am terrified of flying", "en", "fear"),
        ("J'ai une peur bleue de l'avion", "fr", "fear"),
    ],
)
def test_a_plain_feeling_is_the_strongest_one_read(model, text, language, emotion):
    read = model.read([text], [language]).emotions[0]
    assert EMOTIONS[int(read.argmax())] == emotion


@pytest.mark.parametrize(
    "pair",
    [("Où est passé mon colis ?", "Where is my parcel?"), ("wifi en panne", "the wifi is down")],
)
def test_the_same_want_lies_near_in_either_language(model, pair):
    french, english, other = model.meanings([*pair, "J'adore votre nouvelle pub"])
    assert french @ english > french @ other


def test_reading_is_quick_enough_for_a_night(model):
    texts = [f"{text} {i}" for i in range(20) for text in TEXTS[:5]]
    model.read(texts, ["en"] * len(texts))
    start = time.process_time()
    model.read(texts, ["en"] * len(texts))
    assert (time.process_time() - start) / len(texts) < 0.01
