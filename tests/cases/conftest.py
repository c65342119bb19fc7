"""A file of `shared/cases` through the door: the posts that come of it, without the lake."""

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from tests.cases.maison import Maison
from transforms.config.communities import Community, Source
from transforms.config.settings import settings
from transforms.extract import export
from transforms.extract.door import Door
from transforms.extract.exports import pull
from transforms.extract.intake import SCHEMA, Intake, Tally
from transforms.people.pseudonyms import Pseudonyms


@dataclass
class Taken:
    """What became of a file."""

    posts: list[dict]
    tally: Tally
    notes: list[str]

    def __getitem__(self, field: str) -> list:
        return [post[field] for post in self.posts]


def _taken(path: Path, **how) -> Taken:
    source = Source(network="export", path=str(path), **how)
    community = Community(
        name="marque", industry="telecom", language="fr", accounts=["marque"], sources=[source]
    )
    reading, notes, batches, tally = export.ExportReader.of(community, source), [], [], Tally()
    for one in export.files(source):
        export.fingerprint(one)
        about = {"community_id": "marque", "source": "export_file", "file": one.name}
        intake = Intake(
            Door(["marque"], Pseudonyms([b"key"])), about, source.account, None, reading, tally
        )
        batches += pull._whole_file(one, intake, reading, notes)
        tally = tally + intake.tally
    table = pa.Table.from_batches(batches, schema=SCHEMA)
    return Taken(table.to_pylist(), tally, notes)


@pytest.fixture
def taken():
    """Reads a file as a source of the community `marque` would: `taken(path, kind=…, columns=…)`."""
    return _taken


@pytest.fixture
def case(absent, request) -> Path:
    """The folder of the case that the test's module is named after; the test skips where it is
    missing.
    """
    number = request.module.__name__.rpartition("test_")[2].partition("_")[0]
    folder = next(iter((settings().shared / "cases").glob(f"{number}-*")), None)
    if folder is None:
        absent(f"no case {number} in {settings().shared / 'cases'}")
    return folder


@pytest.fixture
def maison(case, folder, monkeypatch) -> Maison:
    """The community of the case, whose nights each pull one of its files."""
    return Maison(folder, case, monkeypatch)
