"""How dbt builds the warehouse: its environment, its commands, and what came of them."""

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path

from transforms import lake
from transforms.config.errors import StepFailed
from transforms.config.settings import PROJECT, settings
from transforms.warehouse import lineage
from transforms.warehouse.dbt_server import DbtServer

log = logging.getLogger("cmr")
SERVER = DbtServer()


def dbt_environment(schema: str = "", communities: Sequence[str] = ()) -> dict[str, str]:
    """The environment dbt needs: where the lake and the warehouse are; BLAS and telemetry off.

    schema: of the DuckLake, for the writer of these communities; none for the warehouse's file.
    """
    writer = {
        "DBT_TARGET": "ducklake",
        "CMR_WRITER_SCHEMA": schema,
        "CMR_WRITER_COMMUNITIES": ",".join(communities),
    }
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


def get_ready() -> None:
    """Have dbt start and read its project, beside what the caller does before it builds."""
    SERVER.get_ready(dbt_environment())


def dbt(*arguments: str, schema: str = "", communities: Sequence[str] = ()) -> list[dict]:
    """Run `dbt <arguments>`; returns the results (`unique_id`, `status`, `failures`, `message`).

    schema, communities: for one of the DuckLake's writers, see `dbt_environment`.

    StepFailed lists what failed, in dbt's words. A failing data test is no error here when its
    severity is `warn`.
    """
    settings().warehouse.parent.mkdir(parents=True, exist_ok=True)
    _results_path(schema).unlink(missing_ok=True)
    environment = dbt_environment(schema, communities)
    done = SERVER.run(["--log-level-file", "info", *arguments], environment)
    results = _results(schema)
    for line in told(results):
        log.info("%s", line)
    if results:
        lineage.tell(environment)
    if done.code != 0:
        failed = [one for one in results if one["status"] in ("error", "fail")]
        words = "\n".join(f"{one['unique_id']}: {one.get('message')}" for one in failed)
        raise StepFailed(
            f"dbt {' '.join(arguments)} failed:\n{words or done.said[-6000:]}",
            of=[_name(one) for one in failed],
        )
    return results


def told(results: Sequence[dict]) -> list[str]:
    """What a build did, one line a model with its seconds and rows, then its tests in one; whatever
    failed in dbt's own words.
    """
    models = [one for one in results if one["unique_id"].startswith("model.")]
    tests = [one for one in results if one["unique_id"].startswith(("test.", "unit_test."))]
    lines = [_line(one) for one in models]
    if tests:
        passed = sum(one["status"] == "pass" for one in tests)
        lines.append(f"{passed} of {len(tests)} tests passed")
    lines += [_line(one) for one in tests if one["status"] != "pass"]
    return lines


def _line(result: dict) -> str:
    name = _name(result)
    rows = (result.get("adapter_response") or {}).get("rows_affected")
    said = f"{name:<40} {result['status']:<8} {result.get('execution_time', 0):>6.2f} s"
    said += f"  {rows:>9,} rows" if isinstance(rows, int) and rows >= 0 else ""
    words = " ".join((result.get("message") or "").split())
    return said if result["status"] in ("success", "pass", "skipped") else f"{said}  {words[:300]}"


def _name(result: dict) -> str:
    return result["unique_id"].split(".")[2]


def _results_path(schema: str) -> Path:
    return settings().home.resolve() / "dbt" / schema / "run_results.json"


def _results(schema: str) -> list[dict]:
    path = _results_path(schema)
    return json.loads(path.read_text())["results"] if path.exists() else []
