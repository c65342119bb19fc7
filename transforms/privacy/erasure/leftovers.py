"""Files that nothing reads: damaged copies that were set aside, and drafts that a killed step left.

What they held was made again since, or never became anything. Nobody can search half a Parquet
file, so they go as a whole when people are forgotten, and after a while by themselves.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from transforms import lake
from transforms.config.settings import settings

KEPT_DAYS = 30
"""As long as somebody may still want to look into what was damaged."""
_DRAFT = re.compile(r"\.[0-9a-f]{32}\.(tmp|new|draft)(\.wal)?$|(^|/)\.[^/]+\.\d+\.new(\.wal)?$")
_ASIDE = re.compile(r"^lake/damaged/|\.damaged(\.wal)?$")


@dataclass(frozen=True)
class Scrap:
    """A file by its place in CMR_HOME or in the lake, whether it lies in the lake, and since when."""

    place: str
    path: str
    in_lake: bool
    since: datetime

    def remove(self) -> None:
        if self.in_lake:
            lake.filesystem().rm_file(self.path)
        else:
            Path(self.path).unlink(missing_ok=True)


def is_scrap(place: str) -> bool:
    return bool(_ASIDE.search(place) or _DRAFT.search(place))


def find() -> Iterator[Scrap]:
    """Every scrap of CMR_HOME and of the lake, wherever that is."""
    home = settings().home.resolve()
    base = lake.path()
    for path in sorted(home.rglob("*")):
        place = path.relative_to(home).as_posix()
        if is_scrap(place) and path.is_file() and not path.is_symlink():
            yield Scrap(place, str(path), False, datetime.fromtimestamp(path.stat().st_ctime, UTC))
    for path, facts in (
        {} if lake.is_under(home) else lake.filesystem().find(base, detail=True).items()
    ):
        place = "lake/" + str(path)[len(base) :].lstrip("/")
        if is_scrap(place):
            yield Scrap(place, str(path), True, _since(facts))


def drop(before: datetime | None = None) -> Counter[str]:
    """Remove every scrap, or those that lie there since before an instant; returns how many, by
    place.
    """
    gone: Counter[str] = Counter()
    for scrap in find():
        if before is None or scrap.since < before:
            scrap.remove()
            gone[scrap.place] += 1
    return gone


def _since(facts: dict[str, Any]) -> datetime:
    """When it came there: moving keeps a local file's time of writing, but not that of its last
    change of place.
    """
    if "created" in facts:
        return datetime.fromtimestamp(facts["created"], UTC)
    return facts["LastModified"].astimezone(UTC)
