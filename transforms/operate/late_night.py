"""Who is told that the night is late: the log, the run ledger, and whoever CMR_ALERT_TO names."""

import logging
import smtplib
from email.message import EmailMessage
from typing import Any

from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.report.delivery import smtp

log = logging.getLogger("cmr")
WORDS = (
    "The night of the communities has not ended in the time it is given (CMR_DEADLINE_MINUTES).\n\n"
    "Look at `community_nightly` in Airflow: the task that runs or waits is late; its doc says what to do.\n"
    "Until the night ends, readers see yesterday's figures, and no report goes out.\n"
)


def night_is_late(**_: Any) -> dict[str, Any]:
    """Called by Airflow once per night that missed its deadline; returns whether somebody was
    mailed.

    It names no community and quotes nothing: whoever is woken looks into Airflow.
    """
    with run_ledger.step("deadline") as facts:
        log.error("the night is late: %s", WORDS.splitlines()[0])
        facts["mailed"] = _mailed()
    return {"mailed": facts["mailed"]}


def _mailed() -> bool:
    address, server = settings().alert_to, settings().smtp_url
    if not address or server is None:
        return False
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = (
        settings().mail_from,
        address,
        "The night is late",
    )
    message.set_content(WORDS)
    try:
        with smtp.mail_server(server.get_secret_value()).connect() as connection:
            connection.send_message(message)
    except (
        smtplib.SMTPException,
        OSError,
        BadInput,
    ) as error:  # what stands in log and ledger does not hang on a mail
        log.error("nobody could be mailed that the night is late: %s", type(error).__name__)
        return False
    return True
