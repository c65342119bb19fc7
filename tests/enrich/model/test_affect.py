"""The committed affect model: what it promises to everything that reads with it."""

import json
import shutil
import subprocess
import sys
import time

import numpy as np
import pytest

from transforms import lake
from transforms.enrich.model.affect import MODELS, AffectModel
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


@pytest.fixture(scope="module")
def model() -> AffectModel:
    return AffectModel.load()


def test_shapes_and_ranges_are_what_the_contract_says(model):
    affect = model.read(TEXTS, LANGUAGES)
    assert affect.emotions.shape == (len(TEXTS), len(EMOTIONS))
    assert affect.intents.shape == (len(TEXTS), len(INTENTS))
    assert affect.vectors.shape == (len(TEXTS), 512)
    assert affect.neutral.shape == affect.sentiment.shape == (len(TEXTS),)
    for probabilities in (affect.emotions, affect.intents, affect.neutral):
        assert ((probabilities >= 0) & (probabilities <= 1)).all()
    assert (np.abs(affect.sentiment) <= 1).all()
    np.testing.assert_allclose(np.linalg.norm(affect.vectors, axis=1), 1, atol=1e-5)


def test_no_texts_give_no_rows(model):
    assert model.read([], []).emotions.shape == (0, len(EMOTIONS))


def test_one_language_per_text_is_asked_for(model):
    with pytest.raises(ValueError, match="2 texts, but 1 languages"):
        model.read(["a", "b"], ["en"])


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_a_reading_does_not_depend_on_its_neighbours(model, size):
    whole = model.read(TEXTS, LANGUAGES)
    for start in range(0, len(TEXTS), size):
        part = model.read(TEXTS[start : start + size], LANGUAGES[start : start + size])
        rows = slice(start, start + size)
        for name in ("emotions", "neutral", "sentiment", "intents"):
            assert np.array_equal(getattr(part, name), getattr(whole, name)[rows]), name


def test_order_does_not_matter(model):
    order = np.random.default_rng(1).permutation(len(TEXTS))
    shuffled = model.read([TEXTS[i] for i in order], [LANGUAGES[i] for i in order])
    assert np.array_equal(shuffled.emotions, model.read(TEXTS, LANGUAGES).emotions[order])


@pytest.mark.parametrize("text", ["\x00", "\ud800 lone", "\u202eright to left", "💀" * 500, "a" * 100_000, " \n\t "])
def test_hostile_texts_are_read_like_any_other(model, text):
    assert np.isfinite(model.read([text], ["en"]).emotions).all()


def test_every_emotion_has_one_threshold(model):
    assert set(model.thresholds) == set(EMOTIONS)
    assert all(0 < value < 1 for value in model.thresholds.values())


def test_corrections_are_rows_of_the_lake_for_every_language_and_emotion(model):
    columns = set(lake.SCHEMAS["understood/corrections"].names)
    assert {(row["language"], row["emotion"]) for row in model.corrections} == {
        (x, e) for x in ("en", "fr") for e in EMOTIONS
    }
    for row in model.corrections:
        assert columns <= set(row)
        assert row["model"] == model.version
        assert row["true_positive_rate"] > row["false_positive_rate"]
        assert row["mean_if_true"] > row["mean_if_false"]


def test_a_version_is_the_content(model, tmp_path):
    copy = tmp_path / "copy"
    shutil.copytree(MODELS, copy)
    assert AffectModel.load(copy).version == model.version
    facts = json.loads((copy / "affect.json").read_text())
    facts["thresholds"]["joy"] += 0.01
    (copy / "affect.json").write_text(json.dumps(facts))
    assert AffectModel.load(copy).version != model.version


def test_the_committed_models_stay_within_60_mb():
    assert sum(file.stat().st_size for file in MODELS.rglob("*") if file.is_file()) <= 60 * 2**20


def test_no_model_file_can_run_code():
    assert {file.suffix for file in MODELS.rglob("*") if file.is_file()} <= {".npz", ".json", ".onnx"}


def test_it_loads_quickly_and_without_a_network():
    code = (
        "import socket, time\n"
        "def refuse(*a, **k): raise OSError('no network')\n"
        "socket.socket.connect = refuse; socket.getaddrinfo = refuse\n"
        "from transforms.enrich.model.affect import AffectModel\n"
        "start = time.process_time(); AffectModel.load(); print(time.process_time() - start)\n"
    )
    seconds = float(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout)
    assert seconds < 3


@pytest.mark.parametrize(
    ("text", "language", "emotion"),
    [
        ("I am so happy, this made my day", "en", "joy"),
        ("Je suis tellement heureuse, merci !", "fr", "joy"),
        ("this makes me furious, what a bunch of liars", "en", "anger"),
        ("I miss her, my heart is broken", "en", "sadness"),
        ("I am terrified of flying", "en", "fear"),
    ],
)
def test_a_plain_feeling_is_the_strongest_one_read(model, text, language, emotion):
    read = model.read([text], [language]).emotions[0]
    assert EMOTIONS[int(read.argmax())] == emotion


def test_reading_is_quick_enough_for_a_night(model):
    texts = [f"{text} {i}" for i in range(20) for text in TEXTS[:5]]
    model.read(texts, ["en"] * len(texts))
    start = time.process_time()
    model.read(texts, ["en"] * len(texts))
    assert (time.process_time() - start) / len(texts) < 0.02
