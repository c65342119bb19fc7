"""Fewer, larger lake files: what many small nights left is merged, row for row."""

import hashlib

import pyarrow as pa

from transforms import lake
from transforms.lake import run_ledger
from transforms.lake.files import MERGED
from transforms.people.key_mark import check_keys
from transforms.people.pseudonyms import read_keys

LEDGERS = (
    "ledger/nights",
    "ledger/recommendations",
    "ledger/outcomes",
    "ledger/track_record",
    "ledger/publications",
)
FOLDERS = (*lake.RAW, "enriched", "quarantine", "sources", "ops/steps", *LEDGERS)
SMALL = 8 * 2**20


def compact() -> dict[str, dict[str, int]]:
    """Merge the small files of each growing folder; returns files before and after, per folder.

    The merged file is written whole before the small ones go. A kill in between leaves rows twice,
    which every reader of these folders removes by their key (staging ranks versions of a post, and
    readings of a text; a ledger's rows are taken once).
    """
    check_keys(read_keys())  # a half-done rotation knows its files by their names
    with run_ledger.step("compact") as facts:
        result = {folder: _merge(folder) for folder in FOLDERS}
        facts["folders"] = result
    return result


def _merge(folder: str) -> dict[str, int]:
    names = lake.names(folder)
    small = [
        name
        for name in _resting(folder, names)
        if lake.filesystem().size(lake.path(folder, f"{name}.parquet")) < SMALL
    ]
    for group in _by_parent(small).values():
        if len(group) > 1:
            _merge_group(folder, group)
    return {"before": len(names), "after": len(lake.names(folder))}


def _resting(folder: str, names: list[str]) -> list[str]:
    """The files that nobody looks for by their names: not a source's last night, nor a network's
    last load, by which the next one knows that the clock was not set back.
    """
    named = [name for name in names if not lake.is_merged(name)]
    if folder == "sources":
        last = {name.rpartition("--")[0]: name for name in named}
        kept = set(last.values())
    else:
        kept = set(named[-1:]) if folder in lake.RAW else set()
    return [name for name in names if name not in kept]


def _merge_group(folder: str, group: list[str]) -> None:
    tables = {one: lake.read(folder, one) for one in group}
    if folder in LEDGERS:  # one without rows says by its name alone that it was written
        tables = {one: table for one, table in tables.items() if table.num_rows}
    if len(tables) < 2:
        return
    parent = group[0].rpartition("/")[0]
    merged = MERGED + hashlib.sha256("\n".join(tables).encode()).hexdigest()[:16]
    name = f"{parent}/{merged}" if parent else merged
    lake.write(folder, name, pa.concat_tables(tables.values()))
    for one in tables:
        lake.filesystem().rm(lake.path(folder, f"{one}.parquet"))


def _by_parent(names: list[str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for name in names:
        groups.setdefault(name.rpartition("/")[0], []).append(name)
    return groups
