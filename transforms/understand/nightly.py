"""What was worked out for a night stays until what it rests on changes."""

from datetime import date
from typing import Any

from transforms import lake


class Nightly:
    """A folder of the lake with one file for each community's day, named after what it rests on
    (`key`).

    Its names are listed once: asking for a year of nights costs one listing.
    """

    def __init__(self, folder: str) -> None:
        self._folder, self._names = folder, set(lake.names(folder))

    def holds(self, community: str, day: date, key: str) -> bool:
        """Whether the day's file is there, under the same key."""
        return _name(community, day, key) in self._names

    def read(self, community: str, day: date, key: str) -> list[dict[str, Any]]:
        """The rows of a file that is there."""
        return lake.read(self._folder, _name(community, day, key)).to_pylist()

    def keep(self, community: str, day: date, key: str, rows: list[dict[str, Any]]) -> None:
        """Write the day's file; those under its older keys go."""
        name, of_the_day = _name(community, day, key), _name(community, day, "")
        lake.write_rows(self._folder, name, rows)
        for other in [one for one in self._names if one.startswith(of_the_day) and one != name]:
            lake.filesystem().rm(lake.path(self._folder, f"{other}.parquet"))
            self._names.remove(other)
        self._names.add(name)


def _name(community: str, day: date, key: str) -> str:
    return f"{community}/{day.isoformat()}-{key}"
