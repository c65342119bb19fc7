"""A reader for the tests of the components: real vectors, two tiny packs and a model that knows
some words.
"""

from types import SimpleNamespace

import numpy as np
import pytest

from transforms.config.industries import Pack
from transforms.enrich import pipeline
from transforms.enrich.model.post_model import PostModel
from transforms.enrich.read import Reader
from transforms.reading import EMOTIONS, INTENTS

CUES = {
    "joy": "love merci great génial super adore happy",
    "trust": "merci thanks reliable fiable",
    "fear": "scared peur",
    "surprise": "wow incroyable",
    "sadness": "sad triste",
    "disgust": "gross dégoûtant",
    "anger": "angry furieux honteux",
    "anticipation": "hope hâte",
    "question": "?",
    "complaint": "delay retard panne outage broken bug lost perdu honteux",
    "praise": "merci thanks great super love",
    "suggestion": "please add ajoutez",
    "irony": "bravo classy",
    "wants": "please wish voudrais manque need waiting",
    "explicit": "please wish voudrais",
}


class WordModel:
    """An affect model whose probabilities are 0.8 for what one of its words says and 0.1 otherwise."""

    version = "words-1"
    thresholds = dict.fromkeys((*EMOTIONS, "neutral", *INTENTS, "irony", "wants", "explicit"), 0.5)
    corrections: tuple[dict, ...] = ()

    def read(self, texts: list[str], languages: list[str]) -> SimpleNamespace:
        said = [set(text.lower().replace("?", " ? ").replace(",", " ").split()) for text in texts]
        shares = {
            name: np.array([0.8 if words & set(cues.split()) else 0.1 for words in said])
            for name, cues in CUES.items()
        }
        emotions = np.stack([shares[e] for e in EMOTIONS], axis=1)
        bad = emotions[:, [2, 4, 5, 6]].max(axis=1)
        return SimpleNamespace(
            emotions=emotions, neutral=1 - emotions.max(axis=1), sentiment=emotions[:, :2].max(axis=1) - bad,
            intents=np.stack([shares[i] for i in INTENTS], axis=1), irony=shares["irony"], wants=shares["wants"],
            explicit=shares["explicit"], vectors=self.meanings(texts),
        )  # fmt: skip

    def meanings(self, texts: list[str]) -> np.ndarray:
        return PostModel.load().meanings(texts)


def theme(
    label_fr: str, label_en: str, need_fr: str, need_en: str, fr: list[str], en: list[str]
) -> dict:
    return {
        "label": {"fr": label_fr, "en": label_en}, "need": {"fr": need_fr, "en": need_en},
        "phrases": {"fr": fr, "en": en},
    }  # fmt: skip


def pack(name: str, themes: dict) -> Pack:
    first = next(iter(themes))
    index = {"label": {"fr": "i", "en": "i"}, "themes": [first], "emotions": ["anger"]}
    escalate = {"fr": ["me tuer"], "en": ["kill myself"]}
    return Pack.model_validate({
        "name": name, "label": {"fr": name, "en": name}, "themes": themes, "indices": {"pain": index},
        "escalate": escalate, "version": f"{name}-test",
    })  # fmt: skip


@pytest.fixture(scope="session")
def packs() -> dict[str, Pack]:
    """Two trades."""
    return {
        "games": pack(
            "games",
            {
                "performance": theme("Performances", "Performance", "un jeu fluide", "a smooth game",
                                     ["lag", "saccades", "baisse de fps"], ["lag", "stutter", "frame drops"]),
                "servers": theme("Serveurs", "Servers", "des serveurs stables", "stable servers",
                                 ["serveurs en panne", "serveur", "serveurs"], ["servers down", "server", "servers"]),
            },
        ),
        "banking": pack(
            "banking",
            {
                "fees": theme("Frais", "Fees", "des frais clairs et justes", "fees that are clear and fair",
                              ["frais", "frais bancaires", "commission"], ["fees", "charges", "overdraft fee"]),
                "refund": theme("Remboursement", "Refunds", "un remboursement rapide", "a quick refund",
                                ["remboursement", "rembourser"], ["refund", "refunded", "money back"]),
                "app": theme("Application", "App", "une application qui marche", "an app that works",
                             ["application", "appli mobile", "thème sombre"], ["app", "mobile app", "dark mode"]),
            },
        ),
    }  # fmt: skip


@pytest.fixture(scope="session")
def reader(packs) -> Reader:
    return Reader(WordModel(), packs)


@pytest.fixture(scope="session")
def read(reader):
    """One text as a reading."""
    return lambda text, **about: next(iter(reader.read([{"text": text, **about}])))


@pytest.fixture(scope="session")
def document(packs):
    """One text as a document, through the pipeline."""
    nlp = pipeline.build(WordModel(), packs)

    def make(text: str, language: str = "en", industry: str | None = None):
        doc = nlp.make_doc(text)
        doc._.industry, doc._.language = industry, language
        return nlp(doc)

    return make
