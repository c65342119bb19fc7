"""Read what readers answered to their reports, then send those that are due at their recipients'
local hour.

Mails leave by SMTP, or as `.eml` files in the outbox. Answers are read over IMAP where a mailbox is
configured (connection `cmr_imap` or CMR_IMAP_URL).

**When it is red.** The mail server refused or could not be reached; the log names it. Nothing is
lost: what was not sent stays in the queue, and the next run sends it under the same Message-ID.
Clear the task or wait for the next run. `read_answers` is red when the mailbox could not be
reached: the next run reads what is in it, and mails are sent all the same. What else can go wrong
at night, backups and secrets: `docs/operate.md`.
"""

from airflow.sdk import dag, task

from transforms.operate.every_dag import WATCHED


@dag(
    description="Send the mails that are due at their readers' hour; read what was answered.",
    schedule="*/15 * * * *",
    doc_md=__doc__,
    **WATCHED,
)
def community_mail():
    @task(queue="warehouse")
    def read_answers() -> dict[str, int]:
        """Take what readers answered out of the mailbox, from the right reader only."""
        from transforms.recommend.learn import feedback
        from transforms.report.delivery import airflow_connection, mailbox

        return mailbox.read_answers(feedback.answer, airflow_connection.imap_url())

    @task(
        queue="warehouse", trigger_rule="all_done"
    )  # with Celery: the machine that holds the queue of mails
    def send() -> dict[str, int]:
        """Send what is due, once per recipient and night."""
        from transforms.report.delivery import airflow_connection, send

        return send.send_due(smtp_url=airflow_connection.smtp_url())

    read_answers() >> send()


community_mail()
