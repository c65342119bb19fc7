"""Send the reports that are due at their recipients' local hour: by SMTP, or as `.eml` files in the outbox.

**When it is red.** The mail server refused or could not be reached; the log names it. Nothing is lost: what was not
sent stays in the queue, and the next run sends it under the same Message-ID. Clear the task or wait for the next run.
What else can go wrong at night, backups and secrets: `docs/operate.md`.
"""

from datetime import datetime

from airflow.sdk import dag, task


@dag(
    schedule="*/15 * * * *",
    start_date=datetime(2025, 1, 1),
    catchup=False,
    max_active_runs=1,
    doc_md=__doc__,
    tags=["communities"],
    default_args={"owner": "data-engineering", "retries": 2},
)
def community_mail():
    @task(queue="warehouse")  # with Celery: the machine that holds the queue of mails
    def send() -> dict[str, int]:
        from transforms.report.delivery import airflow_connection, send

        return send.send_due(smtp_url=airflow_connection.smtp_url())

    send()


community_mail()
