"""Servers that Airflow knows, as URLs."""

from types import SimpleNamespace

import pytest

from transforms.report.delivery import airflow_connection


@pytest.fixture
def known(monkeypatch):
    """Connections by name; what is not there is None."""
    held: dict[str, SimpleNamespace] = {}
    monkeypatch.setattr(airflow_connection, "_connection", held.get)
    return held


def box(**more) -> SimpleNamespace:
    usual = {"login": "ann@home", "password": "p/w", "host": "mail.example", "port": None}
    return SimpleNamespace(**(usual | {"schema": None} | more))


def test_signs_in_a_login_are_quoted_and_the_port_says_how_it_is_read(known):
    known["cmr_imap"] = box()
    assert airflow_connection.imap_url() == "imaps://ann%40home:p%2Fw@mail.example:993/"
    known["cmr_imap"] = box(port=143, schema="Reports")
    assert airflow_connection.imap_url() == "imap://ann%40home:p%2Fw@mail.example:143/Reports"


def test_the_notifiers_addresses_are_its_password(known):
    known["cmr_notify"] = box(password="slack://a/b")
    assert airflow_connection.notify_urls() == "slack://a/b"


@pytest.mark.usefixtures("known")
def test_without_a_connection_there_is_no_url():
    assert airflow_connection.imap_url() is None
    assert airflow_connection.smtp_url() is None
    assert airflow_connection.notify_urls() is None
