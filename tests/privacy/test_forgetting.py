"""Forgetting: what a person wrote is gone from every file of the lake, and does not come back."""

import json
from datetime import UTC, datetime

import duckdb
import pytest

from transforms import lake
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.extract import run as extract
from transforms.privacy import forgetting

COMMUNITY = """name: one
industry: telecom
language: en
accounts: [brand]
sources: [{{network: export, path: "{path}"}}]
"""


@pytest.fixture
def pulled(home, tmp_path, monkeypatch):
    """A lake with five posts of two people; returns their export file and the folder of community
    files.
    """
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
    proof = forgetting.forget_author("x", "leaver")
    assert proof.stores["lake/raw/export"] == forgetting.Store(held=2, holds=0)
    assert proof.is_clean
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


def test_the_brand_cannot_be_forgotten(pulled):
    with pytest.raises(BadInput, match="speaks for a community's brand"):
        forgetting.forget_author("x", "Brand")


@pytest.mark.parametrize("name", ["jo", "!!", ""])
def test_a_name_too_short_for_texts_is_refused(pulled, name):
    with pytest.raises(BadInput, match="too short"):
        forgetting.forget_author("x", "leaver", [name])


def test_words_that_several_use_stay_with_the_others(pulled, tmp_path):
    path, _ = pulled
    saying = "thank you very much for your help"
    rows = [
        {
            "post_id": f"s{n}", "network": "x", "author_id": author, "text": f"{saying} {n}",
            "created_at": f"2025-06-02T1{n}:00:00Z",
        }
        for n, author in enumerate(["leaver", "one", "two", "three"])
    ]  # fmt: skip
    path.write_text("\n".join(map(json.dumps, rows)))
    extract.extract_night("one", 0, None)
    forgetting.forget_author("x", "leaver")
    assert {f"{saying} {n}" for n in (1, 2, 3)} <= texts()


def test_what_cannot_be_looked_into_is_said_and_the_proof_fails(pulled, tmp_path):
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "backup.tar.gpg").write_bytes(b"\x85\x02 sealed")
    (folder / "cut.parquet").write_bytes(b"PAR1 cut short")
    proof = forgetting.forget_author("x", "leaver", folders=[folder])
    assert not proof.is_clean
    assert [line.rpartition("/")[2].partition(":")[0] for line in proof.left] == [
        "backup.tar.gpg",
        "cut.parquet",
    ]


def test_a_server_that_does_not_answer_is_no_proof(pulled, monkeypatch):
    monkeypatch.setenv("CMR_POSTGRES_URL", "postgresql://nobody:secret@127.0.0.1:1/none")
    settings.cache_clear()
    proof = forgetting.forget_author("x", "leaver")
    assert not proof.is_clean
    assert "secret" not in str(proof.left)


def test_what_is_held_of_a_person_is_shown_on_request(pulled):
    rows = forgetting.access("x", "leaver")
    assert {row["text"] for row in rows} == {"words of 1", "words of 3"}
    assert forgetting.access("x", "stranger") == []


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


@pytest.mark.parametrize("asked", [forgetting.forget_author, forgetting.access])
def test_a_network_that_nothing_is_of_is_an_error_that_lists_those_that_are(folder, asked):
    with pytest.raises(
        BadInput, match=r"'twiter' is no network that posts are held of; there are .*bluesky"
    ):
        asked("twiter", "jane_doe")


def test_it_is_said_when_nothing_was_held(folder):
    assert (
        forgetting.told(forgetting.forget_author("x", "never_seen_1"))["note"]
        == forgetting.NOTHING_HELD
    )


def test_who_was_only_heard_by_the_pulse_is_reached_and_their_readings_go(pulled):
    """Posts of today are in no mart yet: they lie in `lake/pulse`, their readings with all others."""
    from transforms.people.pseudonyms import Pseudonyms, read_keys
    from transforms.pulse import taken

    with duckdb.connect(str(settings().warehouse)) as connection:
        connection.execute("create table int_posts_versioned (text_hash varchar)")
    said = {"leaver": "my parcel is lost for good", "stayer": "a lovely new shop in Lyon"}
    now = datetime.now(UTC)
    people = {name: Pseudonyms(read_keys(), "one").of("x", name) for name in ("leaver", "stayer")}
    rows = [
        {
            "community_id": "one", "source": "s", "network": "x", "post_id": f"today-{name}-12345", "created_at": now,
            "author_id": pseudonym, "text": said[name], "text_hash": f"hash-{name}",
        }
        for name, pseudonym in people.items()
    ]  # fmt: skip
    lake.write_rows(taken.FOLDER, "one--s", rows)
    readings = [{"text_hash": f"hash-{name}", "industry": "telecom"} for name in (*people, "old")]
    lake.write_rows("enriched", "m/one", readings)
    assert len(forgetting.access("x", "leaver")) == 3
    proof = forgetting.forget_author("x", "leaver")
    assert proof.stores["lake/pulse"] == forgetting.Store(held=1, holds=0)
    assert proof.is_clean
    assert lake.read(taken.FOLDER)["text_hash"].to_pylist() == ["hash-stayer"]
    assert lake.read("enriched")["text_hash"].to_pylist() == ["hash-stayer"]


def test_a_community_that_is_forgotten_leaves_the_pulse_too(pulled):
    from transforms.pulse import state, taken
    from transforms.pulse.state import State

    _, folder = pulled
    now = datetime.now(UTC)
    state.write("one", State(looked_at=now))
    lake.write_rows(taken.FOLDER, "one--s", [{"community_id": "one", "created_at": now}])
    (folder / "one.yml").unlink()
    forgetting.forget_community("one")
    assert lake.read(taken.FOLDER).num_rows == 0
    assert state.read("one") == State()
