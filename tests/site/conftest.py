"""A home with a published file, mails that were sent, and the site made of them."""

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest

from tests.report import nights
from tests.report.conftest import cmr, community, published, written
from transforms.config.settings import settings
from transforms.report import run as report
from transforms.site import drawings
from transforms.site import run as site

__all__ = ("cmr", "community", "published", "written")
STATUS = {
    "communities": [],
    "sources": [],
    "quarantine": [],
    "steps": [],
    "sizes": [],
    "model": "m1",
}


@pytest.fixture(autouse=True)
def quick(monkeypatch, request) -> None:
    """No drawing but where drawings are what is tested: each takes a tenth of a second."""
    if "drawings" not in request.node.path.name:
        monkeypatch.setattr(drawings, "_drawn", lambda *_: "<svg></svg>")


@pytest.fixture
def altered(published) -> Callable[..., None]:
    """Changes the published file of a test."""

    def run(query: str, *values: object) -> None:
        with duckdb.connect(str(settings().published)) as connection:
            connection.execute(query, list(values))

    return run


@pytest.fixture
def sent(cmr) -> Callable[..., None]:
    """Writes the mails of a night into queue and archive."""

    def write(*addresses: str, night=nights.NIGHT) -> None:
        for address in addresses:
            report.render_recipient(address, {})

    return write


def write(**more) -> dict[str, int]:
    return site.write(STATUS | more)


def pages(name: str) -> dict[str, str]:
    """Every page of a community: place -> HTML."""
    root = settings().site / name
    return {
        path.relative_to(root).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(root.rglob("*.html"))
    }


def everything(name: str = "") -> str:
    """All that lies in the site's folder, or in one community's."""
    files = [path for path in (settings().site / name).rglob("*") if path.is_file()]
    return "\n".join(str(path) + path.read_text(encoding="utf-8") for path in files)


def night_page(name: str, language: str = "fr") -> Path:
    return settings().site / name / language / "nights" / f"{nights.NIGHT}.html"
