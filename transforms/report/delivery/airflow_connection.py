"""The mail server, the mailbox and the notifier that Airflow knows, where reports are sent, answers
read and failures told by Airflow.
"""

from urllib.parse import quote

from transforms.report.delivery.send import connection_url


def smtp_url() -> str | None:
    """The URL of the Airflow connection `cmr_smtp`; None where there is none: then CMR_SMTP_URL or
    the outbox serve.
    """
    connection = _connection("cmr_smtp")
    return connection_url(connection) if connection else None


def imap_url() -> str | None:
    """The URL of the Airflow connection `cmr_imap`, its schema the folder; None without one, then
    CMR_IMAP_URL is.
    """
    box = _connection("cmr_imap")
    if box is None:
        return None
    login = f"{quote(box.login or '', safe='')}:{quote(box.password or '', safe='')}"
    scheme = "imap" if box.port == 143 else "imaps"
    return f"{scheme}://{login}@{box.host}:{box.port or 993}/{quote(box.schema or '')}"


def notify_urls() -> str | None:
    """Where to say that a night went wrong: Apprise's URLs, held in the password of the connection
    `cmr_notify`.
    """
    held = _connection("cmr_notify")
    return held.password if held else None


def _connection(name: str):  # type: ignore[no-untyped-def]
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return BaseHook.get_connection(name)
    except AirflowNotFoundException:
        return None
