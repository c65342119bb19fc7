"""Pull what every community said, read it, build the marts, advise, publish and write the mails.

**What runs.** `extract` is one task per community and source, `enrich` one per shard of texts,
`report` one per recipient; the tasks between them hold the pool `warehouse` (one slot), because
DuckDB has one writer.

**When.** Every hour, and nothing but one task unless a community's local day has ended: at
`CMR_NIGHT_HOUR` (4) on its own clock, so that the mail is there at 8 in Tokyo as in Los Angeles. A
run that somebody starts takes them all.

**When something is red.**

- `check_files`: a community file is unusable; its error names file, line and field. The others go
on without it.
- `extract`: that source could not be pulled. The night goes on and the mail says which source is
missing. Mend the
  cause that the last log line names (`cmr doctor` checks every source without pulling) and clear
  the task.
- `keep_no_longer`: what is older than the communities' files allow was not erased; the night goes
on. Clear the task.
- `enrich`, `stage`, `understand`, `marts`, `recommend`, `advice`: clear the task; every step may be
run again.
- `publish`: the audit found the structure broken. Yesterday's file stays and the mail says "no new
figures since".
- `report`, `flush`: clear the task; a mail that was sent is not sent again.
- `site`: the pages behind the mails are those of the night before; the mails leave all the same.
  Clear the task, or `cmr site`.

**When it is late.** A night that has not ended `CMR_DEADLINE_MINUTES` (180) after it was queued is
an error in the log and a row `deadline` in `ops.steps`, and a mail to `CMR_ALERT_TO` where that is
set: before the readers' 8 o'clock.

**Another night.** Trigger with `{"night": "2025-06-17"}`: facts never rewind, an earlier night
fills gaps, and its report is archived instead of mailed.

**Backups, restores, upgrades, several machines, secrets:** `docs/operate.md`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any, cast

from airflow.sdk import (  # type: ignore[attr-defined]  # made when first asked for
    DeadlineAlert,
    DeadlineReference,
    Param,
    SyncCallback,
    TriggerRule,
    chain,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

HOME: dict[str, Any] = {
    "queue": "warehouse"
}  # with Celery: the machine that holds CMR_HOME; all else runs anywhere
WRITER: dict[str, Any] = HOME | {"pool": "warehouse"}
ANYWHERE: dict[str, Any] = {"executor": os.environ.get("CMR_SHARD_EXECUTOR")}  # None: Airflow's own
GO_ON = TriggerRule.ALL_DONE
MINUTES = int(os.environ.get("CMR_DEADLINE_MINUTES", "180"))
LATE = (
    DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(minutes=MINUTES),
        callback=SyncCallback("transforms.operate.late_night.night_is_late"),
    )
    if MINUTES
    else None
)
AFTER_MAPPED = TriggerRule.NONE_FAILED


def _night() -> str | None:
    return get_current_context()["params"]["night"]


def _is_scheduled() -> bool:
    """Somebody who starts a run wants every community's; the schedule, those whose day has ended
    since.
    """
    return get_current_context()["dag_run"].run_type == "scheduled"


@contextmanager
def _no_retry_on_bad_input() -> Iterator[None]:
    """Trying again does not mend a file: fail at once, with the words that say what to mend."""
    from transforms.config.errors import BadInput

    try:
        yield
    except BadInput as error:
        raise AirflowFailException(str(error)) from None


@dag(
    schedule="20 * * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["communities"],
    deadline=LATE,
    params={
        "night": Param(
            None, type=["null", "string"], format="date", description="The local day to handle"
        )
    },
    default_args={"owner": "data-engineering", "retries": 2},
)
def community_nightly():
    @task.short_circuit
    def has_a_day_ended() -> bool:
        from transforms.extract import run

        return not _is_scheduled() or run.is_anybody_due()

    @task
    def check_files() -> None:
        from transforms.config import run

        with _no_retry_on_bad_input():
            run.check_files()

    @task
    def list_sources() -> list[dict]:
        from transforms.operate import flow

        return flow.list_sources(only_due=_is_scheduled())

    @task(**ANYWHERE, map_index_template="{{ key }}")
    def extract(community: str, source: int, key: str) -> None:
        from transforms.operate import flow

        cast(dict, get_current_context())["key"] = key
        with _no_retry_on_bad_input():
            flow.extract({"community": community, "source": source}, _night())

    @task(**WRITER, trigger_rule=GO_ON)
    def keep_no_longer() -> None:
        from transforms.operate import flow

        flow.keep_no_longer()

    @task(**WRITER, trigger_rule=GO_ON)
    def stage() -> dict[str, str]:
        from transforms.operate import flow

        return flow.stage(
            _night(), get_current_context()["dag_run"].run_after, is_scheduled=_is_scheduled()
        )

    @task(**WRITER)
    def plan_shards() -> list[str]:
        from transforms.operate import flow

        return flow.plan_shards()

    @task(**ANYWHERE)
    def enrich(shard: str) -> None:
        from transforms.operate import flow

        flow.enrich(shard)

    @task(**WRITER, trigger_rule=AFTER_MAPPED)
    def understand() -> None:
        from transforms.operate import flow

        flow.understand()

    @task(**WRITER)
    def marts() -> None:
        from transforms.operate import flow

        flow.marts()

    @task(**WRITER)
    def recommend(nights: dict[str, str]) -> None:
        from transforms.operate import flow

        flow.recommend(nights)

    @task(**WRITER)
    def advice() -> None:
        from transforms.operate import flow

        flow.advice()

    @task(**WRITER)
    def publish(nights: dict[str, str]) -> None:
        from transforms.operate import flow

        flow.publish(nights)

    @task(trigger_rule=GO_ON)
    def list_recipients() -> list[str]:
        from transforms.operate import flow

        return flow.list_recipients()

    @task(**HOME, trigger_rule=GO_ON)
    def report(recipient: str, nights: dict[str, str] | None) -> None:
        from transforms.operate import flow

        flow.report(recipient, nights)

    @task(**HOME, trigger_rule=GO_ON)
    def site(nights: Any) -> None:
        from transforms.operate import flow

        flow.site(nights)

    @task(**HOME, trigger_rule=GO_ON)
    def flush() -> None:
        from transforms.operate import flow
        from transforms.report.delivery import airflow_connection

        flow.flush(airflow_connection.smtp_url())

    @task(trigger_rule=TriggerRule.ONE_FAILED)
    def say_the_night_failed() -> None:
        """The report always runs; without this its success would make a night without new figures,
        or without its pages, look green.
        """
        raise AirflowFailException("a step before this one failed: its log says why")

    from transforms.operate.flow import ORDER

    sources, nights, shards, recipients = list_sources(), stage(), plan_shards(), list_recipients()
    has_a_day_ended() >> [check_files(), sources]
    steps = {
        "list_sources": sources,
        "extract": extract.expand_kwargs(sources),
        "keep_no_longer": keep_no_longer(),
        "stage": nights,
        "plan_shards": shards,
        "enrich": enrich.expand(shard=shards),
        "understand": understand(),
        "marts": marts(),
        "recommend": recommend(nights),
        "advice": advice(),
        "publish": publish(nights),
        "list_recipients": recipients,
        "report": report.partial(nights=nights).expand(recipient=recipients),
        "site": site(nights),
        "flush": flush(),
    }
    chain(*(steps[name] for name in ORDER))
    [steps["publish"], steps["site"]] >> say_the_night_failed()


community_nightly()
