"""Rotating the key: the lake is re-keyed, and what holds the old pseudonyms goes."""

import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.privacy import rekey, rotate_key


@pytest.fixture
def old(home):
    lake.initialise()
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    settings().warehouse.write_bytes(b"old pseudonyms")
    (settings().home / "dlt" / "fibra").mkdir(parents=True)


@pytest.mark.usefixtures("old")
def test_the_warehouse_goes_after_the_lake_was_rekeyed(monkeypatch):
    monkeypatch.setattr(rekey, "rotate", lambda: {"raw/export": 7})
    assert rotate_key.rotate() == {"raw/export": 7}
    assert not settings().warehouse.exists()
    assert not (settings().home / "dlt").exists()


@pytest.mark.usefixtures("old")
def test_a_rotation_that_fails_leaves_the_warehouse(monkeypatch):
    def fail():
        raise OSError("no space left")

    monkeypatch.setattr(rekey, "rotate", fail)
    with pytest.raises(OSError, match="no space left"):
        rotate_key.rotate()
    assert settings().warehouse.exists()
