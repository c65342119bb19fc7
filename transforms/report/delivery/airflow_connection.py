"""The mail server that Airflow knows, where reports are sent by Airflow."""

from transforms.report.delivery.send import connection_url


def smtp_url() -> str | None:
    """The URL of the Airflow connection `cmr_smtp`; None where there is none: then CMR_SMTP_URL or the outbox serve."""
    from airflow.sdk import BaseHook
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return connection_url(BaseHook.get_connection("cmr_smtp"))
    except AirflowNotFoundException:
        return None
