"""Three nights of one bundled community, made once for every file of tests that needs such a past."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.end_to_end.conftest import PROJECT, environment, made_once, nights_here
from tests.end_to_end.small import small

NIGHTS = ("2025-06-10", "2025-06-17", "2025-06-18")


@dataclass(frozen=True)
class Past:
    """A home after its nights, to be looked at; and a copy of it from before the last, to be copied."""

    communities: Path
    after: Path
    before: Path

    def environment(self, home: Path, **more: str) -> dict[str, str]:
        """The environment of a night of `home`, whose pseudonyms have the key that lies in it."""
        env = environment(home, self.communities, **more)
        del env["CMR_PSEUDONYM_KEYS"]
        return env


def past(tmp_path_factory: pytest.TempPathFactory) -> Past:
    """The nights, made by whichever worker of this run comes first."""
    return _past(made_once(tmp_path_factory, "fibra", _make))


def _past(folder: Path) -> Past:
    return Past(folder / "communities", folder / "after", folder / "before")


def _make(folder: Path) -> None:
    made = _past(folder)
    made.communities.mkdir(parents=True)
    shutil.copy(PROJECT / "dags" / "communities" / "fibra.yml", made.communities)
    small(made.after, "fibra")
    nights_here(made.environment(made.after), *NIGHTS[:-1])
    shutil.copytree(made.after, made.before)
    nights_here(made.environment(made.after), NIGHTS[-1])
