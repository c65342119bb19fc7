"""dbt's project, read once for the builds of a night: half of what a small build costs is reading it.

dbt's own partial parse still loads, checks and writes everything for each command; a manifest in
memory costs nothing until a file or a setting is another one.
"""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

READ_BY_DBT = ("CMR_", "DBT_")
"""How the variables begin that the project, its profile and dbt read."""


class Project:
    """What dbt made of the project's files, for as long as they and the settings are the same."""

    def __init__(self) -> None:
        self._made_of: object = None
        self._manifest: Any = None

    def manifest(self, environment: Mapping[str, str]) -> Any:
        """dbt's manifest under `environment`, which becomes this process's own; None where there is
        no project, or not all of it yet, or one that dbt cannot read: the command says why.
        """
        made_of = _settings(environment), list(_files(environment))
        if made_of != self._made_of:
            self._manifest = _parsed(environment) if made_of[1] else None
            self._made_of = made_of
        return self._manifest


def _settings(environment: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in environment.items() if name.startswith(READ_BY_DBT)}


def _files(environment: Mapping[str, str]) -> Iterator[tuple[str, int, int]]:
    """Name, size and age of every file of the project and of the industries' models."""
    project = Path(environment.get("DBT_PROJECT_DIR", ""))
    models = project / environment.get("CMR_INDUSTRY_MODELS", "none")
    for folder in (project, models) if models.is_dir() else ():
        for path in sorted(folder.rglob("*.*")):
            about = path.stat()
            yield str(path), about.st_size, about.st_mtime_ns


def _parsed(environment: Mapping[str, str]) -> Any:
    from dbt.cli.main import dbtRunner

    os.environ.clear()
    os.environ.update(environment)
    with _silence():
        return dbtRunner().invoke(["--log-level-file", "info", "parse"]).result


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing is said while dbt reads: what is wrong, the command says that follows. Nor is it ever
    by the watcher of locks that dbt starts here, which complains of those that forks leave.
    """
    said = {of: os.dup(of) for of in (1, 2)}
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for of in said:
        os.dup2(nowhere, of)
    os.close(nowhere)
    try:
        yield
    finally:
        for of, to in said.items():
            os.dup2(to, of)
            os.close(to)
