"""OpenLineage: what dbt built is told to the server that the environment names, as Airflow tells of
its tasks.

dbt's own integration reads the artifacts of the run that has ended, so that a build is the same
with and without it.
"""

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

log = logging.getLogger("cmr")
TIMEOUT_SECONDS = 30


def is_on() -> bool:
    """Whether the environment names a transport, in the words that Airflow's provider and dbt's
    both read.
    """
    is_named = "OPENLINEAGE_URL" in os.environ or any(
        name.startswith("OPENLINEAGE__TRANSPORT") for name in os.environ
    )
    return is_named and os.environ.get("OPENLINEAGE_DISABLED", "").lower() not in ("true", "1")


def tell(environment: Mapping[str, str]) -> None:
    """Tell of the dbt run whose artifacts lie in `DBT_TARGET_PATH`, if it is on; a failure is a
    warning in the log.
    """
    if not is_on():
        return
    where = [
        "--project-dir",
        environment["DBT_PROJECT_DIR"],
        "--target-path",
        environment["DBT_TARGET_PATH"],
    ]
    command = [str(Path(sys.executable).parent / "dbt-ol"), "send-events", *where]
    try:
        done = subprocess.run(
            command,
            env=dict(environment),
            capture_output=True,
            text=True,
            check=False,
            timeout=TIMEOUT_SECONDS,
        )
    except FileNotFoundError:
        log.warning("OpenLineage is switched on, and the extra `lineage` is not installed")
    except subprocess.TimeoutExpired:
        log.warning("OpenLineage was not told of dbt's run in %d s", TIMEOUT_SECONDS)
    else:
        if done.returncode != 0 or "failed to emit" in done.stdout:
            log.warning(
                "OpenLineage was not told of dbt's run: %s",
                done.stdout[-1000:] + done.stderr[-1000:],
            )
