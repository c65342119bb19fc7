"""Once a week: merge small files of the lake, remove what nobody needs any more.

**What goes.** Shards that were read, logs of nights and tasks after a month, the run ledger after
a year. Posts, mails and reports go when their communities' files say so, every night
(`keep_no_longer` in `community_nightly`). Airflow's own database is not opened from a task: see
"Upkeep" in `docs/operate.md`.

**When it is red.** Nothing is lost: files are merged whole before the small ones go. Clear the
task, or wait for next week; `cmr upkeep` does the same by hand.
"""

from datetime import datetime
from typing import Any

from airflow.sdk import dag, task


def _tell(context: Any) -> None:
    """Whoever is named in CMR_NOTIFY or `cmr_notify` is told once, until the task runs well again."""
    from transforms.operate.told import notify

    notify.task_failed(context)


@dag(
    description="Once a week: merge small files, remove what nobody needs any more.",
    schedule="40 1 * * 0",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["communities"],
    default_args={"owner": "data-engineering", "retries": 2, "on_failure_callback": _tell},
)
def community_upkeep():
    @task(pool="warehouse", queue="warehouse")
    def tidy() -> dict[str, int]:
        """Merge what many nights left, and remove what was read or is old."""
        from transforms.operate.week import upkeep

        return upkeep.tidy()

    tidy()


community_upkeep()
