"""Every place where CMR_HOME, the lake and given folders keep something, searched and emptied of
forgotten people.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import fsspec

from transforms import lake
from transforms.config.settings import settings
from transforms.ground.drafts import replacing
from transforms.privacy.erasure import leftovers
from transforms.privacy.erasure.cells import Forgotten
from transforms.privacy.erasure.contents import scrub_content, scrub_file
from transforms.warehouse import lakehouse

LISTS = ("lake/suppressed", "secrets")
"""The list itself holds nothing but keyed hashes, and the keys are nobody's data."""
MADE_ANEW = ("dlt", "dbt", "preview")
"""Working folders that the next run makes again: when they hold something, they go as a whole."""


@dataclass
class Findings:
    """How many rows and values each store held, and the files that hold something that cannot be
    taken out.
    """

    held: Counter[str] = field(default_factory=Counter)
    stays: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)


def search(forgotten: Forgotten, folders: tuple[Path, ...] = ()) -> Findings:
    """What every store holds of forgotten people; nothing is changed."""
    return _walk(forgotten, folders, erase=False)


def erase(forgotten: Forgotten, folders: tuple[Path, ...] = ()) -> Findings:
    """Take it out of every store; returns what they held."""
    return _walk(forgotten, folders, erase=True)


def _walk(forgotten: Forgotten, folders: tuple[Path, ...], erase: bool) -> Findings:
    findings, home = Findings(), settings().home.resolve()
    lakehouse_data = (
        Path(lakehouse.data()).resolve() if settings().ducklake else None
    )  # its catalog counts its rows
    for place in leftovers.drop() if erase else [scrap.place for scrap in leftovers.find()]:
        findings.held[store_of(place)] += 1
    for path in _files(home):
        place = path.relative_to(home).as_posix()
        is_the_lakehouse_s = lakehouse_data is not None and path.is_relative_to(lakehouse_data)
        if not place.startswith(LISTS) and not leftovers.is_scrap(place) and not is_the_lakehouse_s:
            _local(path, place, forgotten, erase, findings)
    if erase:
        for name in MADE_ANEW:
            if findings.held[name]:
                shutil.rmtree(home / name, ignore_errors=True)
    if not lake.is_under(home):
        _lake(forgotten, erase, findings)
    for folder in folders:
        for path in _files(folder.resolve()):
            _local(
                path,
                f"{folder}/{path.relative_to(folder.resolve())}",
                forgotten,
                erase,
                findings,
                str(folder),
            )
    return findings


def _local(
    path: Path,
    place: str,
    forgotten: Forgotten,
    erase: bool,
    findings: Findings,
    store: str | None = None,
) -> None:
    try:
        scrubbed = scrub_file(path, forgotten, erase)
    except FileNotFoundError:
        return  # a passing file, such as a database's log
    except Exception as error:  # a damaged file must not keep the others from being searched
        findings.unreadable.append(f"{place}: {type(error).__name__}")
        return
    _count(place, store or store_of(place), scrubbed.found, scrubbed.stays, findings)
    if scrubbed.found and erase and not scrubbed.in_place and not scrubbed.stays:
        _replace(path, scrubbed.content)


def _lake(forgotten: Forgotten, erase: bool, findings: Findings) -> None:
    """A lake that is not in CMR_HOME: a bucket, or a folder elsewhere."""
    files: fsspec.AbstractFileSystem = lake.filesystem()
    base = lake.path()
    for found in files.find(base):
        place = "lake/" + str(found)[len(base) :].lstrip("/")
        if place.startswith(LISTS) or leftovers.is_scrap(place):
            continue
        try:
            scrubbed = scrub_content(place, files.cat_file(found), forgotten)
        except FileNotFoundError:
            continue
        except Exception as error:
            findings.unreadable.append(f"{place}: {type(error).__name__}")
            continue
        _count(place, store_of(place), scrubbed.found, scrubbed.stays, findings)
        if scrubbed.found and erase and not scrubbed.stays:
            files.pipe_file(found, scrubbed.content)


def store_of(place: str) -> str:
    """The store that a file of CMR_HOME belongs to: a folder of the lake, a database file, or a
    folder of the home.
    """
    parts = place.split("/")
    if parts[0] == "lake":
        return "/".join(parts[: 3 if parts[1] in ("raw", "ledger", "understood") else 2])
    return "/".join(parts[:2]) if parts[0] == "published" else parts[0]


def _count(place: str, store: str, found: int, stays: bool, findings: Findings) -> None:
    if found:
        findings.held[store] += found
    if stays:
        findings.stays.append(place)


def _files(folder: Path) -> Iterator[Path]:
    for parent, _, names in os.walk(folder, followlinks=False):
        for name in sorted(names):
            path = Path(parent) / name
            if (
                not path.is_symlink()
                and path.is_file()
                and not name.endswith((".wal", "-wal", "-shm"))
            ):
                yield path


def _replace(path: Path, content: bytes) -> None:
    with replacing(path) as draft:
        draft.write_bytes(content)
        shutil.copymode(path, draft)
