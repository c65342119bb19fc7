"""Whoever is to know when a night went wrong: what CMR_NOTIFY or the Airflow connection
`cmr_notify` names, and CMR_ALERT_TO.

Apprise knows how Slack, Teams, a webhook, an e-mail and a hundred others want to be told; an address
holds a secret and never reaches a log. Who is told nothing when all is well is read when it is not.
"""

import logging
import os
import smtplib
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any

from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.report.delivery import airflow_connection, smtp

log = logging.getLogger("cmr")


def tell(title: str, words: str) -> list[str]:
    """Tell everybody who is named; returns who took it: 'notifier', 'mail', both or nobody.

    A channel that is gone is an error in the log: it hides neither the news nor how the step ended.
    """
    log.warning("%s: %s", title, words)
    ways = {"notifier": _notified, "mail": _mailed}
    return [name for name, way in ways.items() if way(title, words)]


def _notified(title: str, words: str) -> bool:
    addresses = _addresses()
    if not addresses:
        return False
    import apprise

    channels = apprise.Apprise()
    known = [channels.add(one) for one in addresses]
    if not all(known):
        log.error(
            "CMR_NOTIFY: not every address is one that Apprise knows, such as slack://… or json://host/path"
        )
    if not channels:
        return False
    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # it would name hosts and paths
    if channels.notify(title=title, body=words, body_format=apprise.NotifyFormat.TEXT):
        return True
    log.error("the notifier did not take it: %s", title)
    return False


def _addresses() -> list[str]:
    """Apprise's URLs, by spaces or commas apart: of the connection in Airflow's tasks, else of the
    environment.
    """
    held = settings().notify
    given = held.get_secret_value() if held else ""
    if "AIRFLOW_CTX_DAG_ID" in os.environ or "AIRFLOW_CONN_CMR_NOTIFY" in os.environ:
        given = airflow_connection.notify_urls() or given
    return given.replace(",", " ").split()


def _mailed(title: str, words: str) -> bool:
    address, server = settings().alert_to, settings().smtp_url
    if not address or server is None:
        return False
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = settings().mail_from, address, title
    message.set_content(words)
    try:
        with smtp.mail_server(server.get_secret_value()).connect() as connection:
            connection.send_message(message)
    except (smtplib.SMTPException, OSError, BadInput) as error:
        log.error("nobody could be mailed: %s: %s", title, type(error).__name__)
        return False
    return True


def task_failed(context: Mapping[str, Any]) -> None:
    """Airflow's callback of a task that failed for good; the same task failing run after run is told
    once.
    """
    task = context["task_instance"]
    before = task.get_previous_ti()
    if before is None or str(before.state) != "failed":
        tell(
            f"{task.dag_id}: {task.task_id} failed",
            f"Its log in Airflow says why (run {task.run_id}); the page of the DAG says what to do.",
        )
