"""Every hour, between two nights: is there a crisis? Only for communities whose files say `pulse: true`.

**What runs.** `look` pulls what is new within an hourly part of each network's budget, reads it and
counts how many people are upset against the same hour of past weeks; one task per community. When a
crisis begins, doubles or ends, a mail leaves at once: `send`. Nothing here opens the warehouse: the
night's marts stay the night's, and the night finds the texts read.

**When it is red.** `look`: no source of that community could be heard, or its file is unusable; the
log names the cause. Mend it; clearing the task tells what is left to tell and asks no network again
within the hour, the next hour looks anew. `send`: the mail server refused or could not be reached;
the mail waits, and `community_mail` sends it too.

**Why is it silent?** Nothing is told without three weeks of published nights, by fewer than five
upset people, or before a new model has published a night. `cmr pulse --json` says what it counts.
"""

from typing import Any

from airflow.sdk import dag, task

from transforms.operate.every_dag import WATCHED


@dag(
    description="Look for a crisis every hour, where a community's file asks for it, and mail it once.",
    schedule="50 * * * *",
    doc_md=__doc__,
    **WATCHED,
)
def community_pulse():
    @task
    def list_communities() -> list[str]:
        """The communities whose files ask for the pulse."""
        from transforms.pulse import run

        return run.list_communities()

    @task(  # with Celery: the machine that holds the queue of mails
        queue="warehouse",
        doc_md="Pull, read and look at one community; queue what there is to tell.",
    )
    def look(community: str) -> dict[str, Any]:
        from transforms.pulse import run

        return run.look_at(community)

    @task(queue="warehouse", trigger_rule="all_done")
    def send() -> dict[str, Any]:
        """Send what is due, once per recipient and event."""
        from transforms.report.delivery import airflow_connection, send

        return send.send_due(smtp_url=airflow_connection.smtp_url())

    look.expand(community=list_communities()) >> send()


community_pulse()
