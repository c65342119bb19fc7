"""Ask every half hour whose local day has ended, and begin their night.

A day has ended at `CMR_NIGHT_HOUR` (4) on the community's own clock, so that the mail is there at 8
in Tokyo as in Los Angeles. Whoever is due is an event of the asset `a_day_has_ended`, which
`community_nightly` is scheduled on: every run of the night is a night, and none is skipped. While
one runs nobody is asked for; the next half hour is.

**When it is red.** The community files or the lake cannot be read; the log names which. No night
begins until they can: mend the cause and clear the task, or trigger `community_nightly` by hand.
It runs from the start; paused, no night begins by itself. What else can go wrong at night:
`docs/operate.md`.
"""

from typing import Any

from airflow.sdk import AssetAlias, dag, get_current_context, task

from transforms.operate.every_dag import WATCHED

NIGHTS = AssetAlias("nights", group="communities")


@dag(
    description="Ask every half hour whose local day has ended, and begin their night.",
    schedule="20,50 * * * *",
    is_paused_upon_creation=False,
    doc_md=__doc__,
    **WATCHED,
)
def community_clock():
    @task(outlets=[NIGHTS])
    def has_a_day_ended(outlet_events: Any = None) -> list[str]:
        """The communities whose local day has ended since they were pulled."""
        from transforms.extract import run
        from transforms.operate.told import assets

        now: Any = get_current_context()["ti"]
        running = now.get_dr_count("community_nightly", states=["queued", "running"])
        due = [] if running else run.due()
        if due:
            outlet_events[NIGHTS].add(assets.DAY_ENDED, extra={"communities": due})
        return due

    has_a_day_ended()


community_clock()
