"""Forgetting: what a person wrote is gone from every file of the lake, and does not come back."""

import json

import pytest

from transforms import lake
from transforms.commands import forgetting
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import run as extract

COMMUNITY = """name: one
industry: telecom
language: en
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""


@pytest.fixture
def pulled(home, tmp_path, monkeypatch):
    """A lake with five posts of two people; returns their export file and the folder of community files."""
    folder = tmp_path / "communities"
    folder.mkdir()
    path = tmp_path / "one.jsonl"
    (folder / "one.yml").write_text(COMMUNITY.format(path=path))
    monkeypatch.setenv("CMR_COMMUNITIES", str(folder))
    settings.cache_clear()
    write(path, range(5))
    extract.extract_night("one", 0, None)
    return path, folder


def write(path, numbers):
    rows = [
        {
            "post_id": f"p{n}", "network": "x", "author_id": "leaver" if n % 2 else "stayer", "text": f"words of {n}",
            "created_at": "2025-06-01T10:00:00Z",
        }
        for n in numbers
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)))


def texts() -> set[str]:
    return set(lake.read("raw/export")["text"].to_pylist())


def lake_bytes() -> bytes:
    return b"".join(path.read_bytes() for path in settings().home.rglob("*") if path.is_file())


def test_a_person_s_posts_leave_the_lake_and_the_others_stay(pulled):
    assert texts() == {f"words of {n}" for n in range(5)}
    erased = forgetting.forget_author("x", "leaver")
    assert erased["raw/export"] == 2
    assert texts() == {"words of 0", "words of 2", "words of 4"}


def test_a_forgotten_person_does_not_come_back_with_the_next_pull(pulled):
    path, _ = pulled
    forgetting.forget_author("x", "leaver")
    write(path, range(8))
    extract.extract_night("one", 0, None)
    assert texts() == {"words of 0", "words of 2", "words of 4", "words of 6"}


def test_the_list_that_keeps_a_person_out_does_not_name_them(pulled):
    forgetting.forget_author("x", "leaver")
    assert b"leaver" not in lake_bytes()


def test_a_community_is_forgotten_only_when_its_file_is_gone(pulled):
    _, folder = pulled
    with pytest.raises(BadInput, match="remove it first"):
        forgetting.forget_community("one")
    (folder / "one.yml").unlink()
    forgetting.forget_community("one")
    assert texts() == set()


def test_a_community_that_never_was_is_an_error(pulled):
    with pytest.raises(BadInput, match="holds nothing"):
        forgetting.forget_community("nobody")
