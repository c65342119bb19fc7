"""What the lake remembers of its keys, and of whether pseudonyms are a community's own."""

import json

import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.extract import run
from transforms.lake import cursors
from transforms.people import key_mark, suppression
from transforms.people.pseudonyms import Pseudonyms
from transforms.privacy import rekey

COMMUNITY = """
name: {name}
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""
KEYS = [b"test-key-one"]


@pytest.fixture
def night(folder):
    """Pulls the same two authors into two communities."""
    row = {
        "post_id": "p1",
        "network": "x",
        "author_id": "jane_doe",
        "text": "t",
        "created_at": "2025-06-17T08:00:00Z",
    }
    (folder / "f.jsonl").write_text(
        "".join(
            json.dumps(one) + "\n" for one in (row, row | {"post_id": "p2", "author_id": "brand"})
        )
    )
    for name in ("one", "two"):
        text = COMMUNITY.format(name=name, path=folder / "f.jsonl")
        (settings().communities / f"{name}.yml").write_text(text)

    def pull() -> dict[str, set[str]]:
        for name in ("one", "two"):
            run.extract_night(name, 0)
        rows = lake.read("raw/export").to_pylist()
        return {
            n: {row["author_id"] for row in rows if row["community_id"] == n}
            for n in ("one", "two")
        }

    return pull


def test_nobody_can_be_followed_from_one_community_to_another_and_forgetting_knows_both(night):
    found = night()
    assert found["one"].isdisjoint(found["two"])
    theirs = set(suppression.pseudonyms("x", "jane_doe"))
    assert theirs & found["one"]
    assert theirs & found["two"]


def test_the_operator_may_say_otherwise(night, monkeypatch):
    monkeypatch.setenv("CMR_PSEUDONYM_SCOPE", "installation")
    settings.cache_clear()
    found = night()
    assert (
        found["one"]
        == found["two"]
        == {Pseudonyms(KEYS).of("x", name) for name in ("jane_doe", "brand")}
    )


def test_a_lake_of_an_older_version_goes_on_as_it_was_until_its_key_is_rotated(night, monkeypatch):
    cursors.write(key_mark.MARK, {"keys": 1, "version": Pseudonyms(KEYS).version})
    assert night()["one"] == {Pseudonyms(KEYS).of("x", name) for name in ("jane_doe", "brand")}
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", "test-key-one,test-key-two")
    settings.cache_clear()
    rekey.rotate()
    both = [b"test-key-one", b"test-key-two"]
    for name, found in night().items():
        assert found == {Pseudonyms(both, name, 1).of("x", one) for one in ("jane_doe", "brand")}


@pytest.mark.parametrize("scope", ["community", "installation"])
def test_a_lost_mark_is_made_again_as_the_lake_has_it(night, monkeypatch, scope):
    monkeypatch.setenv("CMR_PSEUDONYM_SCOPE", scope)
    settings.cache_clear()
    before, mark = night(), cursors.read(key_mark.MARK)
    lake.filesystem().rm(lake.path("raw", "_cursors"), recursive=True)
    monkeypatch.delenv("CMR_PSEUDONYM_SCOPE")
    settings.cache_clear()
    assert night() == before
    assert cursors.read(key_mark.MARK) == mark
