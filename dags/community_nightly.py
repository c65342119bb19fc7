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
from collections.abc import Callable, Iterator
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
    dag,
    get_current_context,
    task,
)
from airflow.sdk.exceptions import AirflowFailException

from transforms.operate.every_dag import ALONE, TASKS

DAY_ENDED = Asset("a_day_has_ended", uri="cmr://days/ended", group="communities")
PLACES: dict[str, dict[str, Any]] = {
    "": {},
    "anywhere": {"executor": os.environ.get("CMR_SHARD_EXECUTOR")},  # None: Airflow's own
    "home": {"queue": "warehouse"},  # with Celery: the machine that holds CMR_HOME
    "warehouse": {"queue": "warehouse", "pool": "warehouse"},
}
GROUPS = {
    "watch": "What was said, through the door into the lake",
    "read": "What is meant: emotions, themes, wants",
    "build": "Marts, advice and the file that everybody reads",
    "tell": "A mail for each recipient, and how the night ended",
}
MINUTES = float(os.environ.get("CMR_DEADLINE_MINUTES", "180"))
LATE = (
    DeadlineAlert(
        reference=DeadlineReference.DAGRUN_QUEUED_AT,
        interval=timedelta(minutes=MINUTES),
        callback=SyncCallback("transforms.operate.told.late_night.night_is_late"),
    )
    if MINUTES
    else None
)


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


def _task(step: Any, after_a_list: bool, **more: Any) -> Any:
    """Makes a task of a function as the step says: where, and after what. Only what later steps
    ask for is kept; a list without an item went well.
    """
    when_all_went_well = TriggerRule.NONE_FAILED if after_a_list else TriggerRule.ALL_SUCCESS
    return task(
        task_id=step.name,
        doc_md=step.call.__doc__,
        trigger_rule=TriggerRule.ALL_DONE if step.goes_on else when_all_went_well,
        do_xcom_push=bool(step.gives),
        multiple_outputs=False,
        **PLACES[step.place],
        **more,
    )


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

    # The steps that ask Airflow something or tell it something; the others are called as they are.

    def list_sources() -> list[dict]:
        return flow.list_sources(only_due=_is_scheduled())

    def extract(source: dict) -> None:
        cast(dict, get_current_context())["key"] = source["key"]
        with _no_retry_on_bad_input():
            flow.extract(source, _night())

    def stage() -> dict[str, str]:
        instant = get_current_context()["dag_run"].run_after
        return flow.stage(_night(), instant, is_scheduled=_is_scheduled())

    def publish(nights: dict[str, str], outlet_events: Any = None) -> dict[str, int]:
        rows = flow.publish(nights)
        assets.published(outlet_events, rows)
        return rows

    def report(recipient: str, nights: dict[str, str] | None, outlet_events: Any = None) -> None:
        assets.mailed(outlet_events, recipient, flow.report(recipient, nights))

    def flush() -> None:
        from transforms.report.delivery import airflow_connection

        flow.flush(airflow_connection.smtp_url())

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

    with_airflow: dict[str, Callable[..., Any]] = {
        one.__name__: one
        for one in (list_sources, extract, stage, publish, report, flush, say_how_it_ended)
    }
    more: dict[str, dict[str, Any]] = {
        "extract": {"map_index_template": "{{ key }}"},
        "publish": {"outlets": assets.OF_PUBLISH},
        "report": {"outlets": [assets.MAILS]},
    }
    groups = {name: TaskGroup(name, prefix_group_id=False, tooltip=GROUPS[name]) for name in GROUPS}

    with groups["watch"]:
        last: Any = check_files()
    given = {"usable": last}  # by the names that later steps ask for, as in flow.run
    after_a_list = False
    for step in flow.NIGHT:
        call = with_airflow.get(step.name, step.call)
        asked = flow.asks(call)
        mine = {name: given[name] for name in asked if name in given}
        with groups[step.group]:
            made = _task(step, after_a_list, **more.get(step.name, {}))(call)
            done = (
                made.partial(**mine).expand(**{asked[0]: given[step.each]})
                if step.each
                else made(**mine)
            )
        last >> done
        last = given[step.gives or step.name] = done
        after_a_list = bool(step.each)


community_nightly()
