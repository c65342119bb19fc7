"""Airflow's commands in this process: `python -m transforms.operate.airflow_process dags test …`.

Airflow takes longer to start than most of its commands take: one process does them all.
"""

import atexit
import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path

MANY = 50_000
"""New objects after which Python looks for cycles: Airflow's start leaves a million that stay."""
READY = (
    ("db", "migrate"),
    ("pools", "set", "warehouse", "1", "DuckDB has one writer"),
)


def main() -> None:
    """The command of `sys.argv`, its database made ready before, with dbt getting ready beside it:
    `airflow dags test` does every task in this one process, and takes as long to start as dbt does.
    """
    command = sys.argv[1:]
    gc.set_threshold(MANY)
    atexit.register(gc.freeze)  # at its end Python would look through all of it once more: 4 s
    import wordfreq  # noqa: F401 (it asks who imports it: below Airflow's tasks that takes a second)

    from transforms.stage import run as stage

    stage.get_ready()
    make_ready()
    _airflow(command)


def make_ready() -> None:
    """Airflow's database and the pool of one slot, once per AIRFLOW_HOME."""
    ready = Path(os.environ["AIRFLOW_HOME"]) / ".ready"
    if ready.exists():
        return
    for command in READY:
        _airflow(command)
    ready.touch()


def _airflow(command: Sequence[str]) -> None:
    from airflow.__main__ import main as airflow

    sys.argv = ["airflow", *command]
    airflow()


if __name__ == "__main__":
    main()
