"""A toy lake in a home of its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.dbt.toy_lake import ToyLake
from transforms import lake
from transforms.config.settings import settings

PLACE = TemporaryDirectory(prefix="toys-")
"""Where toy lakes lie, one at a time: dbt reads its project anew for every other place."""
READ_BY_DBT = ("dbt", "industry_models")


@contextmanager
def open_toy_lake() -> Iterator[ToyLake]:
    """An empty lake with the toy industry's pack and no community yet; the last one is gone."""
    folder = Path(PLACE.name)
    _empty(folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CMR_HOME", str(folder / "var"))
        for name in ("communities", "industries"):
            (folder / name).mkdir()
            patch.setenv(f"CMR_{name.upper()}", str(folder / name))
        settings.cache_clear()
        lake.initialise()
        toys = ToyLake()
        toys.pack()
        yield toys
    settings.cache_clear()


def _empty(folder: Path) -> None:
    for path in [*folder.glob("*"), *folder.glob("var/*")]:
        if path.is_dir() and path.name not in ("var", *READ_BY_DBT):
            shutil.rmtree(path)
        elif path.is_file():
            path.unlink()


@pytest.fixture
def toy_lake() -> Iterator[ToyLake]:
    """One test's own toy lake."""
    with open_toy_lake() as toys:
        yield toys
