"""Pull what every community said, read it, build the marts, advise, publish and write the mails.

**What runs.** Four groups: *watch* pulls, *read* reads, *build* makes marts and advice and publishes
them, *tell* writes the mails and says how it ended. `extract` is one task per community and source,
`enrich` one per shard of texts, `report` one per recipient; the tasks between them hold the pool
`warehouse` (one slot), because DuckDB has one writer.

**When.** When `community_clock` finds that a community's local day has ended: at `CMR_NIGHT_HOUR` (4)
on its own clock, so that the mail is there at 8 in Tokyo as in Los Angeles. A run that somebody
starts takes them all.

**When something is red.**

- `check_files`: a community file is unusable; its error names file, line and field. The others go
on without it.
- `extract`: that source could not be pulled. The night goes on and the mail says which source is
missing. Mend the cause that the last log line names (`cmr doctor` checks every source without pulling) and clear
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
- `say_how_it_ended`: the night was not published, or a community file is unusable; its log says in
a sentence what is missing and why. Clear the task that is red before it.

**Who is told.** Nobody, when all is well. When something is missing or the night is late, the
channels of `CMR_NOTIFY` or the connection `cmr_notify` (Slack, Teams, a webhook, a mail: any of
Apprise's addresses), once a night, in that sentence.

**What others may wait for.** Each mart, the published file and each mail is an asset: schedule a
DAG of yours on `fct_community_days` and it runs when tonight's is there.

**When it is late.** A night that has not ended `CMR_DEADLINE_MINUTES` (180) after it was queued is
an error in the log and a row `deadline` in `ops.steps`, and told as above (and by mail to
`CMR_ALERT_TO`): before the readers' 8 o'clock.

**Another night.** Trigger with `{"night": "2025-06-17"}`: facts never rewind, an earlier night
fills gaps, and its report is archived instead of mailed.

**Backups, restores, upgrades, several machines, secrets:** `docs/operate.md`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, cast

from airflow.sdk import (  # type: ignore[attr-defined]  # made when first asked for
    Asset,
    DeadlineAlert,
    DeadlineReference,
    Param,
    SyncCallback,
    TaskGroup,
    TriggerRule,
    chain,
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

from transforms.operate.every_dag import ALONE, TASKS

DAY_ENDED = Asset("a_day_has_ended", uri="cmr://days/ended", group="communities")
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
        callback=SyncCallback("transforms.operate.told.late_night.night_is_late"),
    )
    if MINUTES
    else None
)
AFTER_MAPPED = TriggerRule.NONE_FAILED


def _night() -> str | None:
    return get_current_context()["params"]["night"]


def _is_scheduled() -> bool:
    """Somebody who starts a run wants every community's; the clock, those whose day has ended since."""
    return get_current_context()["dag_run"].run_type == "asset_triggered"


@contextmanager
def _no_retry_on_bad_input() -> Iterator[None]:
    """Trying again does not mend a file: fail at once, with the words that say what to mend."""
    from transforms.config.errors import BadInput

    try:
        yield
    except BadInput as error:
        raise AirflowFailException(str(error)) from None


def _group(name: str, tooltip: str) -> TaskGroup:
    return TaskGroup(name, prefix_group_id=False, tooltip=tooltip)


@dag(
    description="Every community's night: pull, read, build, advise, publish, write the mails.",
    schedule=[DAY_ENDED],
    doc_md=__doc__,
    deadline=LATE,
    params={
        "night": Param(
            None, type=["null", "string"], format="date", description="The local day to handle"
        )
    },
    default_args=TASKS,
    **ALONE,
)
def community_nightly():
    from transforms.operate import flow
    from transforms.operate.told import assets

    @task(doc_md="Whether every community file can be used; the night goes on with those that can.")
    def check_files() -> list[str]:
        from transforms.config import run

        with _no_retry_on_bad_input():
            return run.check_files()

    @task(doc_md=flow.list_sources.__doc__, trigger_rule=GO_ON)
    def list_sources() -> list[dict]:
        return flow.list_sources(only_due=_is_scheduled())

    @task(doc_md=flow.extract.__doc__, **ANYWHERE, map_index_template="{{ key }}")
    def extract(community: str, source: int, key: str) -> None:
        cast(dict, get_current_context())["key"] = key
        with _no_retry_on_bad_input():
            flow.extract({"community": community, "source": source}, _night())

    @task(doc_md=flow.keep_no_longer.__doc__, **WRITER, trigger_rule=GO_ON)
    def keep_no_longer() -> None:
        flow.keep_no_longer()

    @task(doc_md=flow.stage.__doc__, **WRITER, trigger_rule=GO_ON)
    def stage() -> dict[str, str]:
        instant = get_current_context()["dag_run"].run_after
        return flow.stage(_night(), instant, is_scheduled=_is_scheduled())

    @task(doc_md=flow.plan_shards.__doc__, **WRITER)
    def plan_shards() -> list[str]:
        return flow.plan_shards()

    @task(doc_md=flow.enrich.__doc__, **ANYWHERE)
    def enrich(shard: str) -> None:
        flow.enrich(shard)

    @task(doc_md=flow.understand.__doc__, **WRITER, trigger_rule=AFTER_MAPPED)
    def understand() -> None:
        flow.understand()

    @task(doc_md=flow.marts.__doc__, **WRITER)
    def marts() -> None:
        flow.marts()

    @task(doc_md=flow.recommend.__doc__, **WRITER)
    def recommend(nights: dict[str, str]) -> None:
        flow.recommend(nights)

    @task(doc_md=flow.advice.__doc__, **WRITER)
    def advice() -> None:
        flow.advice()

    @task(doc_md=flow.publish.__doc__, **WRITER, outlets=assets.OF_PUBLISH)
    def publish(nights: dict[str, str], outlet_events: Any = None) -> dict[str, int]:
        rows = flow.publish(nights)
        assets.published(outlet_events, rows)
        return rows

    @task(doc_md=flow.list_recipients.__doc__, trigger_rule=GO_ON)
    def list_recipients() -> list[str]:
        return flow.list_recipients()

    @task(doc_md=flow.report.__doc__, **HOME, trigger_rule=GO_ON, outlets=[assets.MAILS])
    def report(recipient: str, nights: dict[str, str] | None, outlet_events: Any = None) -> None:
        assets.mailed(outlet_events, recipient, flow.report(recipient, nights))

    @task(doc_md=flow.site.__doc__, **HOME, trigger_rule=GO_ON)
    def site(nights: dict[str, str] | None) -> dict[str, int]:
        return flow.site(nights)

    @task(doc_md=flow.flush.__doc__, **HOME, trigger_rule=GO_ON)
    def flush() -> None:
        from transforms.report.delivery import airflow_connection

        flow.flush(airflow_connection.smtp_url())

    @task(doc_md=flow.say_how_it_ended.__doc__, trigger_rule=GO_ON)
    def say_how_it_ended(usable: Any, published: dict[str, int] | None, pages: Any) -> str:
        """The report always runs; without this its success would make a night without new figures,
        or without its pages, look green.
        """
        from transforms.config.errors import StepFailed

        try:
            said = flow.say_how_it_ended(published)
        except StepFailed as error:
            raise AirflowFailException(str(error)) from None
        if usable is None or pages is None:
            raise AirflowFailException(said)
        return said

    with _group("watch", "What was said, through the door into the lake"):
        usable: Any = check_files()
        sources = list_sources()
        usable >> sources
        pulled, kept = extract.expand_kwargs(sources), keep_no_longer()
    with _group("read", "What is meant: emotions, themes, wants"):
        nights: Any = stage()
        shards = plan_shards()
        read, understood = enrich.expand(shard=shards), understand()
    with _group("build", "Marts, advice and the file that everybody reads"):
        built, advised, told = marts(), recommend(nights), advice()
        published: Any = publish(nights)
    with _group("tell", "A mail for each recipient, and how the night ended"):
        recipients = list_recipients()
        mails = report.partial(nights=nights).expand(recipient=recipients)
        pages: Any = site(nights)
        sent, ended = flush(), say_how_it_ended(usable, published, pages)

    steps: dict[str, Any] = {"list_sources": sources, "extract": pulled, "keep_no_longer": kept}
    steps |= {"stage": nights, "plan_shards": shards, "enrich": read, "understand": understood}
    steps |= {"marts": built, "recommend": advised, "advice": told, "publish": published}
    steps |= {"list_recipients": recipients, "report": mails, "site": pages}
    steps |= {"flush": sent, "say_how_it_ended": ended}
    chain(*(steps[name] for name in flow.ORDER))


community_nightly()
