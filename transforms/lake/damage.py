"""Lake files that cannot be read any more: found, set aside with their reason, so that the flow
makes them again.

What a source, a model or a step can give once more is set aside under `damaged/` and noted in the
quarantine. A record (a ledger, an answer, the list of forgotten people) exists once: it stops the
step, which says where it lies.
"""

import json
import logging
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.parquet as pq

from transforms import lake
from transforms.config.errors import StepFailed

log = logging.getLogger("cmr")

RECORDS = tuple(
    folder
    for folder in lake.SCHEMAS
    if folder.startswith("ledger/") or folder in ("feedback", "labels", "suppressed")
)


@dataclass(frozen=True)
class Damaged:
    """A file of the lake that cannot be read: its folder, its name without `.parquet`, and what the
    reader said.
    """

    folder: str
    name: str
    reason: str
    community_id: str | None = None
    source: str | None = None

    @property
    def place(self) -> str:
        return f"{self.folder}/{self.name}.parquet"


def find(folders: Iterable[str] = tuple(lake.SCHEMAS), thorough: bool = False) -> list[Damaged]:
    """Files that are cut short or overwritten; `thorough` reads every value too, which costs as
    much as the lake.
    """
    wanted = [(folder, name) for folder in folders for name in _names(folder)]
    with ThreadPoolExecutor(8) as pool:
        found = pool.map(lambda one: _examine(one[0], one[1], thorough), wanted)
    return [damaged for damaged in found if damaged]


def set_aside(found: list[Damaged]) -> None:
    """Move the files out of the readers' way; StepFailed, before anything is moved, when one of
    them is a record.
    """
    records = [one for one in found if one.folder in RECORDS]
    if records:
        raise StepFailed(
            "; ".join(f"{lake.root()}/{one.place} cannot be read ({one.reason})" for one in records)
            + ". It is a record that nothing makes again: bring it back from a backup, or move it away to go on without"
        )
    for one in found:
        log.error(
            "%s/%s cannot be read (%s) and is set aside in damaged/",
            lake.root(),
            one.place,
            one.reason,
        )
        target = lake.path("damaged", f"{one.folder}/{one.name}.parquet")
        lake.filesystem().makedirs(target.rpartition("/")[0], exist_ok=True)
        lake.filesystem().mv(lake.path(one.folder, f"{one.name}.parquet"), target)
    if any(one.folder in lake.RAW for one in found):
        _read_exports_again()
    lake.initialise()
    if found:
        _note(found)


def mend(folders: Iterable[str] = tuple(lake.SCHEMAS), thorough: bool = False) -> int:
    """Find and set aside; returns how many files."""
    found = find(folders, thorough)
    set_aside(found)
    return len(found)


def _names(folder: str) -> list[str]:
    base = lake.path(folder)
    found = lake.filesystem().glob(f"{base}/**/*.parquet")
    return sorted(str(one)[len(base) + 1 : -len(".parquet")] for one in found)


def _examine(folder: str, name: str, thorough: bool) -> Damaged | None:
    about: dict[str, str | None] = {}
    try:
        with lake.filesystem().open(lake.path(folder, f"{name}.parquet"), "rb") as stream:
            file = pq.ParquetFile(stream)
            about = _owner(file)
            for batch in file.iter_batches() if thorough else ():
                batch.validate()
    except FileNotFoundError:
        return None
    except (pa.ArrowException, OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise  # the disk or the bucket is out of reach: that is no damage
        return Damaged(
            folder, name, re.sub(r"\s+", " ", str(error))[:200] or type(error).__name__, **about
        )
    return None


def _owner(file: pq.ParquetFile) -> dict[str, str | None]:
    """Whose file it is, as its footer knows: a load is of one source."""
    owner: dict[str, str | None] = {}
    for column in ("community_id", "source"):
        place = file.schema_arrow.get_field_index(column)
        if place >= 0 and file.metadata.num_row_groups:
            statistics = file.metadata.row_group(0).column(place).statistics
            if statistics and statistics.has_min_max and statistics.min == statistics.max:
                owner[column] = str(statistics.min)
    return owner


def _read_exports_again() -> None:
    """Forget which export files were read already: the next pull takes in what the lake lacks, and
    nothing twice.
    """
    files = lake.filesystem()
    for path in files.glob(lake.path("raw", "_cursors", "*.json")):
        try:
            remembered = json.loads(files.cat_file(path))
        except ValueError:
            remembered = {"version": None}
        if "version" in remembered:  # a network's cursor says something else, and stays
            files.rm(path)


def _note(found: list[Damaged]) -> None:
    now = datetime.now(UTC)
    rows = [
        {
            "community_id": one.community_id,
            "source": one.source,
            "network": one.folder.removeprefix("raw/") if one.folder in lake.RAW else None,
            "file": one.place,
            "reason": f"the lake's file cannot be read: {one.reason}",
            "loaded_at": now,
        }
        for one in found
    ]
    lake.write_rows("quarantine", f"damaged--{now:%Y%m%dT%H%M%S%f}", rows)
