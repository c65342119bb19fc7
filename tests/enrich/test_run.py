"""A shard is read by as many processes as the settings allow, and says the same by one."""

import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.enrich import run

TEXTS = [
    "Toujours pas d'internet depuis trois jours, c'est honteux",
    "Merci pour la réponse rapide !",
    "My flight was cancelled and nobody answers",
    "Could you please add a dark mode?",
    "Great, delayed again. Well done.",
]


@pytest.fixture
def shard(home) -> str:
    lake.initialise()
    rows = [
        {"text_hash": f"h{place}", "text": text, "language": None, "industry": "telecom", "pack_version": "p1"}
        for place, text in enumerate(TEXTS)
    ]  # fmt: skip
    lake.write_rows("shards", "one", rows)
    return "one"


def read_by(workers: int, shard: str, monkeypatch) -> list[dict]:
    monkeypatch.setenv("CMR_WORKERS", str(workers))
    settings.cache_clear()
    about = run.enrich_shard(shard)
    target = f"{run.active_model()}/{shard}"
    rows = lake.read("enriched", target).to_pylist()
    lake.filesystem().rm(lake.path("enriched", f"{target}.parquet"))
    assert about["texts"] == len(rows) == len(TEXTS)
    return rows


def test_forks_read_what_one_process_reads_in_the_same_order(shard, monkeypatch):
    monkeypatch.setattr(run, "_ROWS", 2)
    assert read_by(2, shard, monkeypatch) == read_by(1, shard, monkeypatch)


def test_what_forks_read_on_is_at_hand_for_who_groups_posts(shard, monkeypatch):
    monkeypatch.setattr(run, "_ROWS", 2)
    model = run._model()
    known = model.at_hand(TEXTS)
    monkeypatch.setattr(model, "_known", {})
    read_by(2, shard, monkeypatch)
    by_forks = model.at_hand(TEXTS)
    model._known.clear()
    read_by(1, shard, monkeypatch)
    assert by_forks.keys() == model.at_hand(TEXTS).keys() >= known.keys()
    assert by_forks
