"""Once a week: merge small files of the lake, remove what nobody needs any more.

**What goes.** Shards that were read, logs of nights and tasks after a month, the run ledger after
a year. Posts, mails and reports go when their communities' files say so, every night
(`keep_no_longer` in `community_nightly`). Airflow's own database is not opened from a task: see
"Upkeep" in `docs/operate.md`.

**When it is red.** Nothing is lost: files are merged whole before the small ones go. Clear the
task, or wait for next week; `cmr upkeep` does the same by hand.
"""

from airflow.sdk import dag, task

from transforms.operate.every_dag import WATCHED


@dag(
    description="Once a week: merge small files, remove what nobody needs any more.",
    schedule="40 1 * * 0",
    doc_md=__doc__,
    **WATCHED,
)
def community_upkeep():
    @task(pool="warehouse", queue="warehouse")
    def tidy() -> dict[str, int]:
        """Merge what many nights left, and remove what was read or is old."""
        from transforms.operate.week import upkeep

        return upkeep.tidy()

    tidy()


community_upkeep()
