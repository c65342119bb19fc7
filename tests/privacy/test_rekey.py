"""Another pseudonym key: the lake is re-keyed as if it had always been there, and no pull knows the
difference.
"""

import json

import pytest

from tests.extract.every_network.ear import Ear
from tests.extract.every_network.recording import Recording
from transforms import lake
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.lake import cursors
from transforms.operate.week import compaction
from transforms.people import suppression
from transforms.people.pseudonyms import Pseudonyms, key_file, read_keys
from transforms.privacy import rekey

BRAND = {"id": "999", "username": "brand", "public_metrics": {}}
TWEETS = [
    {
        "id": f"1700000000000000{n}", "text": f"late again {n}", "author_id": f"5550{n}", "lang": "en",
        "created_at": "2025-06-29T10:00:00.000Z", "public_metrics": {"like_count": n},
        "in_reply_to_user_id": "55501", "entities": {"urls": [{"url": "https://a.example/" + "ab" * 16}]},
    }
    for n in range(3)
]  # fmt: skip


@pytest.fixture
def ear(tmp_path, home, monkeypatch):
    recording = Recording()
    monkeypatch.setenv("CMR_COMMUNITIES", str(tmp_path / "communities"))
    monkeypatch.setenv("CMR_X", json.dumps({"token": "made-up", "host": recording.url}))
    with_keys(monkeypatch, "key-one")
    lake.initialise()
    one = Ear(tmp_path)
    one.listens_to("{network: x, handle: brand}", ["brand"])
    recording.on("/2/users/by/username/brand", {"data": BRAND})
    recording.on("/2/users/999/tweets", {"meta": {}})
    recording.on("/2/users/999/mentions", {"data": TWEETS, "includes": {"users": []}, "meta": {}})
    recording.on("/2/tweets/search/recent", {"meta": {}})
    recording.on("/2/tweets", {"data": []})
    yield one
    recording.http.shutdown()


def with_keys(monkeypatch, keys: str) -> None:
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", keys)
    settings.cache_clear()


def test_the_lake_after_a_rotation_is_what_a_pull_with_both_keys_writes(ear, monkeypatch):
    assert ear.pull()["rows"] == 3
    old = {row["author_id"] for row in ear.raw}
    with_keys(monkeypatch, "key-one,key-two")
    with pytest.raises(BadInput, match="rotate-key"):
        ear.pull()
    assert rekey.rotate()["raw/x"] == 3
    rekeyed = ear.raw
    both = Pseudonyms([b"key-one", b"key-two"], "brand", 1)
    assert [row["author_id"] for row in rekeyed] == [both.of("x", f"5550{n}") for n in range(3)]
    payloads = " ".join(row["payload"] for row in rekeyed)
    assert both.of("x", "55501") in payloads
    assert "ab" * 16 in payloads, "a hash in a link is nobody"
    assert not any(pseudonym in payloads for pseudonym in old)
    facts = ear.pull("2025-07-01")
    assert (facts["rows"], facts["repeated"]) == (0, 3), (
        "a pull after the rotation knows every post"
    )


def test_a_rotation_that_was_killed_goes_on_where_it_stopped(ear, monkeypatch):
    ear.pull()
    table = lake.read("raw/x", lake.names("raw/x")[0])
    lake.write("raw/x", "second", table)
    with_keys(monkeypatch, "key-one,key-two")
    written, real = [], lake.write

    def dies(folder, name, content):
        if written:
            raise KeyboardInterrupt
        written.append(name)
        return real(folder, name, content)

    monkeypatch.setattr(rekey.lake, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        rekey.rotate()
    monkeypatch.setattr(rekey.lake, "write", real)
    rekey.rotate()
    both = Pseudonyms([b"key-one", b"key-two"], "brand", 1)
    assert {row["author_id"] for row in ear.raw} == {both.of("x", f"5550{n}") for n in range(3)}
    assert len(ear.raw) == 6


def test_who_was_forgotten_stays_so(ear, monkeypatch):
    suppression.add("x", "55502", {suppression.NAME: ["Flyer Two"], suppression.PASSAGE: ["p"]})
    before = {row["person"] for row in suppression.rows()}
    for keys in ("key-one,key-two", "key-one,key-two,key-three"):
        with_keys(monkeypatch, keys)
        assert ("x", "55502") in suppression.read(), "before the rotation, too"
        if cursors.read("_pseudonyms"):
            rekey.rotate()
        else:
            with_keys(monkeypatch, "key-one")
            ear.pull()
            with_keys(monkeypatch, keys)
            rekey.rotate()
        found = suppression.read()
        assert ("x", "55502") in found
        assert ("x", "55501") not in found
        assert found.is_name("flyer two")
        assert found.is_passage("p")
    assert before.isdisjoint(row["person"] for row in suppression.rows())


def test_without_a_key_in_the_environment_one_is_made_and_kept_with_the_old_one(ear, monkeypatch):
    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    ear.pull()
    first = read_keys()
    rekey.rotate()
    assert read_keys()[:1] == first
    assert len(read_keys()) == 2
    assert key_file().stat().st_mode & 0o777 == 0o600
    assert ear.pull("2025-07-01")["rows"] == 0


def test_nothing_is_pulled_or_merged_while_a_rotation_is_half_done(ear, monkeypatch):
    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    ear.pull()
    key_file().with_name("pseudonym.key.next").write_text("made-up")
    for work in (ear.pull, compaction.compact):
        with pytest.raises(BadInput, match="not finished"):
            work()
    rekey.rotate()
    compaction.compact()
    assert ear.pull("2025-07-01")["rows"] == 0


@pytest.mark.parametrize(
    ("keys", "said"),
    [("key-one", "append the new key"), ("key-two,key-one", "old keys must stand")],
)
def test_keys_that_cannot_be_right_are_refused(ear, monkeypatch, keys, said):
    ear.pull()
    with_keys(monkeypatch, keys)
    with pytest.raises(BadInput, match=said):
        rekey.rotate()


def test_a_lake_is_not_pulled_into_with_other_keys(ear, monkeypatch):
    ear.pull()
    with_keys(monkeypatch, "another-key")
    with pytest.raises(BadInput, match="not the pseudonym keys"):
        ear.pull()
