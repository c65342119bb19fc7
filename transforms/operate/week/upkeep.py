"""What piles up where nobody looks, taken away once a week: small files, shards that were read,
what the loader noted of its loads, logs.

Posts, mails and reports have their own time (`privacy.retention`, every night); Airflow's database
is cleaned by whoever runs its servers, because a task may not open it (docs/operate.md).
"""

import json
import math
import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath

from transforms import lake
from transforms.config.settings import settings
from transforms.extract.load import LOAD_ID
from transforms.ground.drafts import replacing
from transforms.lake import run_ledger
from transforms.operate.week import compaction

SHARD_DAYS = 7
"""A shard that waits for longer is planned anew by the next night."""
LOG_DAYS = 30
RUN_DAYS = 366


def tidy(now: datetime | None = None) -> dict[str, int]:
    """Merge small lake files, and remove shards, notes of loads, logs and entries of the run ledger
    that are too old; returns how many files went, by kind, and how many lines of the ledger on this
    machine.
    """
    now = now or datetime.now(UTC)
    with run_ledger.step("upkeep") as facts:
        merged = compaction.compact().values()
        facts |= {
            "merged": sum(one["before"] - one["after"] for one in merged),
            "shards": _shards(now - timedelta(days=SHARD_DAYS)),
            "loads": _loads((now - timedelta(days=SHARD_DAYS)).timestamp()),
            "runs": _runs(now - timedelta(days=RUN_DAYS)),
            "logs": _logs(now - timedelta(days=LOG_DAYS)),
            "lines": _lines(now - timedelta(days=RUN_DAYS)),
        }
        return {kind: many for kind, many in facts.items() if isinstance(many, int)}


def _shards(oldest: datetime) -> int:
    files = lake.filesystem()
    paths = [lake.path("shards", f"{name}.parquet") for name in lake.names("shards")]
    return _removed(path for path in paths if files.modified(path) < oldest)


def _loads(oldest: float) -> int:
    """dlt's notes of loads that ended, on this machine and in the lake; nothing reads them."""
    home = settings().home.resolve() / "dlt"
    done = [path for path in home.glob("*/load/loaded/*") if _loaded_at(path.name) < oldest]
    for path in done:
        shutil.rmtree(path, ignore_errors=True)
    notes = lake.filesystem().glob(lake.path("raw", "_dlt_loads", "*.jsonl"))
    return len(done) + _removed(
        note for note in notes if _loaded_at(PurePosixPath(note).stem) < oldest
    )


def _loaded_at(name: str) -> float:
    """When a load began, in seconds of the epoch, as its id at the end of the name says; never for
    another name.
    """
    found = LOAD_ID.search(name)
    return float(found[0]) if found else math.inf


def _runs(oldest: datetime) -> int:
    day = oldest.date().isoformat()
    names = [name for name in lake.names("ops/steps") if name < day]
    return _removed(lake.path("ops/steps", f"{name}.parquet") for name in names)


def _removed(paths: Iterable[str]) -> int:
    found = list(paths)
    for path in found:
        lake.filesystem().rm(path)
    return len(found)


def _logs(oldest: datetime) -> int:
    """Logs of nights and of Airflow's tasks on this machine."""
    home = settings().home.resolve()
    airflow = Path(os.environ.get("AIRFLOW_HOME", home / "airflow"))
    gone = 0
    for folder in (home / "logs", airflow / "logs"):
        for path in sorted(folder.rglob("*"), reverse=True):  # a folder comes after what is in it
            with suppress(OSError):  # another task wrote or removed there
                if path.is_dir() and not path.is_symlink():
                    path.rmdir()  # refuses while anything is in it
                elif path.lstat().st_mtime < oldest.timestamp():
                    path.unlink()
                    gone += 1
    return gone


def _lines(oldest: datetime) -> int:
    """Take what is too old out of `ops/steps.jsonl`, which holds its lines in their order."""
    path = settings().home.resolve() / "ops" / "steps.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True) if path.exists() else []
    first = next((n for n, line in enumerate(lines) if _ended(line) >= oldest), len(lines))
    if first:
        with replacing(str(path)) as draft:
            draft.write_text("".join(lines[first:]), encoding="utf-8")
    return first


def _ended(line: str) -> datetime:
    """When the step of a line ended; long ago for one that was cut short."""
    try:
        return datetime.fromisoformat(json.loads(line)["finished_at"])
    except (ValueError, KeyError, TypeError):
        return datetime.min.replace(tzinfo=UTC)
