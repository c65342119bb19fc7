"""How dbt builds the warehouse.

dbt runs as a subprocess, because dbt in this process would keep the database open and lock out the next reader.
"""

import ctypes
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import PROJECT, settings
from transforms.warehouse import lineage

log = logging.getLogger("cmr")
CURE = "the lake holds all that it held: `cmr rebuild` makes it anew, and so does the next night"


def dbt_environment(schema: str = "", communities: Sequence[str] = ()) -> dict[str, str]:
    """The environment dbt needs: where the lake and the warehouse are; BLAS and telemetry off.

    schema: of the DuckLake, for the writer of these communities; none for the warehouse's file.
    """
    writer = {"DBT_TARGET": "ducklake", "CMR_WRITER_SCHEMA": schema, "CMR_WRITER_COMMUNITIES": ",".join(communities)}
    return (
        os.environ
        | (writer if schema else {})
        | {
            "CMR_LAKE_ROOT": lake.root(),
            "CMR_WAREHOUSE": str(settings().warehouse),
            "CMR_INDUSTRY_MODELS": os.path.relpath(settings().industry_models, PROJECT / "dbt"),
            "DBT_PROFILES_DIR": str(PROJECT / "dbt"),
            "DBT_PROJECT_DIR": str(PROJECT / "dbt"),
            "DBT_TARGET_PATH": str(settings().home.resolve() / "dbt" / schema),
            "DBT_LOG_PATH": str(settings().home.resolve() / "dbt" / schema / "logs"),
            "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
            "DO_NOT_TRACK": "1",
        }
    )


def dbt(*arguments: str, schema: str = "", communities: Sequence[str] = ()) -> list[dict]:
    """Run `dbt <arguments>`; returns the results (`unique_id`, `status`, `failures`, `message`).

    schema, communities: for one of the DuckLake's writers, see `dbt_environment`.

    StepFailed lists what failed, in dbt's words. A failing data test is no error here when its severity is `warn`.
    """
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    _results_path(schema).unlink(missing_ok=True)
    command = [str(Path(sys.executable).parent / "dbt"), "--log-level-file", "info", *arguments]
    environment = dbt_environment(schema, communities)
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=_dying_with_us(),
    )
    results = _results(schema)
    if results:
        lineage.tell(environment)
    if done.returncode != 0:
        failed = [f"{r['unique_id']}: {r.get('message')}" for r in results if r["status"] in ("error", "fail")]
        raise StepFailed(
            f"dbt {' '.join(arguments)} failed:\n" + ("\n".join(failed) or done.stdout[-4000:] + done.stderr[-2000:])
        )
    return results


def _results_path(schema: str) -> Path:
    return settings().home.resolve() / "dbt" / schema / "run_results.json"


def _results(schema: str) -> list[dict]:
    path = _results_path(schema)
    return json.loads(path.read_text())["results"] if path.exists() else []


def _dying_with_us() -> Callable[[], None] | None:
    """What makes a child die with this process: a dbt whose step was killed would lock the retry out. Linux only."""
    if not sys.platform.startswith("linux"):
        return None
    library, parent = ctypes.CDLL(None), os.getpid()

    def ask() -> None:
        library.prctl(1, signal.SIGKILL)  # PR_SET_PDEATHSIG
        if os.getppid() != parent:
            os._exit(1)

    return ask
