"""A toy lake in a home of its own."""

from pathlib import Path

import pytest

from tests.dbt.toy_lake import ToyLake
from transforms import lake
from transforms.config.settings import settings


@pytest.fixture
def toy_lake(home: Path, monkeypatch: pytest.MonkeyPatch) -> ToyLake:
    """A lake with the toy industry's pack and no community yet."""
    for name in ("communities", "industries"):
        folder = home / name
        folder.mkdir(parents=True)
        monkeypatch.setenv(f"CMR_{name.upper()}", str(folder))
    settings.cache_clear()
    lake.initialise()
    toys = ToyLake(home)
    toys.pack()
    return toys
