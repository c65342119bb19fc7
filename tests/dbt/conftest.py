"""A toy lake in a home of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.dbt.toy_lake import ToyLake
from transforms import lake
from transforms.config.settings import settings


@contextmanager
def open_toy_lake(folder: Path) -> Iterator[ToyLake]:
    """A lake under `folder` with the toy industry's pack and no community yet."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CMR_HOME", str(folder / "var"))
        for name in ("communities", "industries"):
            (folder / name).mkdir(parents=True)
            patch.setenv(f"CMR_{name.upper()}", str(folder / name))
        settings.cache_clear()
        lake.initialise()
        toys = ToyLake()
        toys.pack()
        yield toys
    settings.cache_clear()


@pytest.fixture
def toy_lake(tmp_path: Path) -> Iterator[ToyLake]:
    """One test's own toy lake."""
    with open_toy_lake(tmp_path) as toys:
        yield toys
