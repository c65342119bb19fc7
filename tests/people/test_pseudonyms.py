"""Pseudonyms: keyed, stable, chained."""

import stat

import pytest

from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.people.pseudonyms import Pseudonyms, chain, key_file, own_key, read_keys


def test_a_pseudonym_is_stable_keyed_and_of_one_network():
    one = Pseudonyms([b"k1"])
    assert one.of("x", "jane") == Pseudonyms([b"k1"]).of("x", "jane")
    assert (
        len(
            {
                one.of("x", "jane"),
                one.of("bluesky", "jane"),
                one.of("x", "joe"),
                Pseudonyms([b"k2"]).of("x", "jane"),
            }
        )
        == 4
    )
    assert len(one.of("x", "jane")) == 32


def test_a_rotated_key_turns_the_stored_pseudonym_into_the_one_of_the_next_pull():
    assert Pseudonyms([b"k1", b"k2"]).of("x", "jane") == chain(
        b"k2", Pseudonyms([b"k1"]).of("x", "jane")
    )


def test_a_row_keeps_its_fingerprint_when_a_key_is_added():
    assert Pseudonyms([b"k1"]).fingerprint(b"row") == Pseudonyms([b"k1", b"k2"]).fingerprint(b"row")


@pytest.mark.parametrize("value", ["k1,k2", "k1\nk2", " k1 ,\n k2,"])
def test_keys_are_read_oldest_first(home, monkeypatch, value):
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", value)
    settings.cache_clear()
    assert read_keys() == (b"k1", b"k2")


def test_without_a_key_one_is_made_once_for_the_owner_only_and_said(home, monkeypatch, caplog):
    monkeypatch.delenv("CMR_PSEUDONYM_KEYS")
    settings.cache_clear()
    assert read_keys() == read_keys()
    assert stat.S_IMODE(key_file().stat().st_mode) == 0o600
    assert str(key_file()) in caplog.text
    assert read_keys()[0].decode() not in caplog.text


def test_an_empty_key_is_an_error(home, monkeypatch):
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", " ,")
    settings.cache_clear()
    with pytest.raises(BadInput, match="CMR_PSEUDONYM_KEYS"):
        read_keys()


def test_a_person_has_another_pseudonym_in_another_community_and_the_same_after_a_rotation_of_both():
    one, two = (Pseudonyms([b"k1"], name, 1) for name in ("one", "two"))
    everywhere = Pseudonyms([b"k1"]).of("x", "jane")
    assert len({one.of("x", "jane"), two.of("x", "jane"), everywhere}) == 3
    assert Pseudonyms([b"k1", b"k2"], "one", 1).of("x", "jane") == chain(b"k2", one.of("x", "jane"))


def test_a_lake_begun_without_it_becomes_its_communities_own_with_one_more_link():
    held = Pseudonyms([b"k1"]).of("x", "jane")
    migrated = chain(b"k2", chain(own_key(b"k1", "one"), held))
    assert Pseudonyms([b"k1", b"k2"], "one", 1).of("x", "jane") == migrated
