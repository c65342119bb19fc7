"""Credentials: from the environment or from Airflow, never shown."""

import json

import pytest

from transforms.config.communities import Source
from transforms.config.errors import BadInput
from transforms.extract.pulling import credentials


def test_the_environment_gives_a_connection_by_the_networks_name(monkeypatch):
    monkeypatch.setenv(
        "CMR_BLUESKY",
        json.dumps({"login": "brand", "password": "secret-word", "host": "pds.example"}),
    )
    held = credentials.read(Source(network="bluesky"))
    assert (held.login, held.password, held.base_url) == (
        "brand",
        "secret-word",
        "https://pds.example",
    )
    assert "secret-word" not in repr(held)


def test_a_source_may_name_another_connection(monkeypatch):
    monkeypatch.setenv("CMR_SECOND_ACCOUNT", json.dumps({"token": "secret-word", "version": 2}))
    held = credentials.read(Source(network="x", connection="second-account"))
    assert (held.connection, held.token, held.extra) == (
        "second-account",
        "secret-word",
        {"version": 2},
    )
    assert "secret-word" not in repr(held)


def test_a_line_end_after_a_token_is_not_part_of_it(monkeypatch):
    monkeypatch.setenv("CMR_X", json.dumps({"token": "secret-word\n"}))
    assert credentials.read(Source(network="x")).token == "secret-word"


@pytest.mark.parametrize("value", ["secret-word", "[1]", "{"])
def test_what_is_no_json_object_is_an_error_that_names_the_variable_and_not_the_value(
    monkeypatch, value
):
    monkeypatch.setenv("CMR_X", value)
    with pytest.raises(BadInput, match="CMR_X: must be a JSON object") as caught:
        credentials.read(Source(network="x"))
    assert "secret-word" not in str(caught.value)


def test_nothing_set_is_empty_credentials(monkeypatch):
    monkeypatch.delenv("CMR_X", raising=False)
    held = credentials.read(Source(network="x"))
    assert (held.login, held.password, held.token, held.base_url) == (None, None, None, None)


def test_airflow_gives_a_connection_too(monkeypatch):
    connection = {
        "conn_type": "http",
        "host": "pds.example",
        "login": "brand",
        "password": "secret-word",
    }
    monkeypatch.setenv(
        "AIRFLOW_CONN_MASTODON", json.dumps(connection | {"extra": {"token": "secret-token"}})
    )
    held = credentials.read(Source(network="mastodon"))
    assert (held.login, held.password, held.token) == ("brand", "secret-word", "secret-token")
    assert held.base_url == "https://pds.example"
