"""What every test shares: a home of its own, and where the real data is."""

import os
from pathlib import Path

import pytest

from transforms import lake
from transforms.config.settings import settings


def _absent(reason: str) -> None:
    if os.environ.get("CMR_MUST_RUN") == "1":
        pytest.fail(f"{reason}; CMR_MUST_RUN=1 allows no skip")
    pytest.skip(reason)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What reads for two minutes begins first, so that no core is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name != "test_evaluate.py")


@pytest.fixture
def absent():
    """Skip with a reason, or fail where `.ci/run` says that nothing may be skipped."""
    return _absent


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of the real data; the test skips, and says so, where it is missing."""
    folder = settings().shared / "data"
    if not folder.is_dir():
        if "CMR_SHARED" in os.environ:
            _absent(f"no data in {folder}")
        pytest.skip(f"no real data: {folder} is missing (set CMR_SHARED)")
    return folder


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty CMR_HOME, with the settings read anew."""
    monkeypatch.setenv("CMR_HOME", str(tmp_path / "var"))
    monkeypatch.setenv("CMR_PSEUDONYM_KEYS", "test-key-one")
    settings.cache_clear()
    yield tmp_path / "var"
    settings.cache_clear()


@pytest.fixture
def folder(home, tmp_path, monkeypatch) -> Path:
    """A folder whose `communities` holds no file yet, beside an empty lake."""
    (tmp_path / "communities").mkdir()
    monkeypatch.setenv("CMR_COMMUNITIES", str(tmp_path / "communities"))
    settings.cache_clear()
    lake.initialise()
    return tmp_path
