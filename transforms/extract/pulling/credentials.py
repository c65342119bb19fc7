"""Credentials of a connection: from the environment, or from Airflow in its tasks; never from a
file of ours.
"""

import json
import os
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from transforms.config.communities import Source
from transforms.config.errors import BadInput


@dataclass(frozen=True)
class Credentials:
    """What a connection holds; its secrets never show in a repr."""

    connection: str
    host: str | None = None
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    token: str | None = field(default=None, repr=False)
    extra: dict[str, Any] = field(default_factory=dict, repr=False)
    withheld: str | None = None
    """Why what the connection holds is not for this source's server; then it holds nothing here."""

    @property
    def base_url(self) -> str | None:
        if not self.host:
            return None
        return (
            self.host if self.host.startswith(("http://", "https://")) else f"https://{self.host}"
        )


def read(source: Source) -> Credentials:
    """The source's credentials: connection `connection`, else the network's name. Empty ones when
    nothing is set, or when the connection was made for another server than the source's.

    In the environment it is CMR_<CONNECTION>: a JSON object with host, login, password, token and
    whatever else.
    """
    found = _connection(source.connection or source.network)
    return _for_its_server(found, source)


def missing(connection: str, about: str) -> str:
    """What to say where a connection holds nothing to log in with: where to put it, and what it is."""
    return f"no credentials: set connection `{connection}` or {variable(connection)} ({about})"


def variable(connection: str) -> str:
    """The environment variable that holds a connection where Airflow does not."""
    return "CMR_" + "".join(c if c.isalnum() else "_" for c in connection).upper()


def server_of(source: Source) -> str | None:
    """The server that the source itself says it is on: host and port; None where its network
    decides.
    """
    said = source.instance or (
        source.network == "mastodon" and (source.handle or "").lstrip("@").partition("@")[2]
    )
    return _place(said) if said else None


def _for_its_server(found: Credentials, source: Source) -> Credentials:
    """The credentials, if they were made for the server that the source is on; else none, and why."""
    server = server_of(source)
    if server is None or not (found.password or found.token):
        return found
    made_for = _place(found.base_url) if found.base_url else None
    alone = bool(source.connection) or _servers_of(source) <= {server}
    if made_for == server or (alone and (made_for is None or not source.instance)):
        return (
            found  # a handle's server may have its interface elsewhere, which is what `host` says
        )
    other = re.sub(r"[^a-z0-9]+", "_", f"{source.network}_{server.partition('.')[0]}".lower())
    whose = (
        f"is of {made_for}"
        if made_for
        else "does not say its `host`, and sources of several servers share it"
    )
    advice = f"no token for {server}: make the connection {other} and name it in the source"
    return Credentials(
        found.connection, withheld=f"{advice} (connection '{found.connection}' {whose})"
    )


def _servers_of(source: Source) -> set[str]:
    """The servers of all sources that would be given this connection without naming it."""
    from transforms.config.communities import read_folder
    from transforms.config.settings import settings

    try:
        communities, _ = read_folder(settings().communities)
    except BadInput:
        return set()
    others = (
        one
        for community in communities
        for one in community.sources
        if one.network == source.network
    )
    return {server for one in others if not one.connection and (server := server_of(one))}


def _place(address: str) -> str:
    return (
        urlsplit(address if "://" in address else f"https://{address}")
        .netloc.lower()
        .rpartition("@")[2]
    )


def _connection(name: str) -> Credentials:
    if value := os.environ.get(variable(name)):
        try:
            found = json.loads(value)
            if not isinstance(found, dict):
                raise ValueError
        except ValueError:
            raise BadInput(
                f'{variable(name)}: must be a JSON object such as {{"login": "…", "password": "…"}}'
            ) from None
        return _credentials(name, found)
    return _from_airflow(name) or Credentials(name)


def _from_airflow(name: str) -> Credentials | None:
    if "AIRFLOW_CTX_DAG_ID" not in os.environ and f"AIRFLOW_CONN_{name.upper()}" not in os.environ:
        return None
    from airflow.exceptions import AirflowException
    from airflow.sdk import Connection

    try:
        found = Connection.get(name)
    except (AirflowException, RuntimeError):  # not defined
        return None
    host = (
        f"{found.schema or 'https'}://{found.host}" + (f":{found.port}" if found.port else "")
        if found.host
        else None
    )
    return _credentials(
        name, {"host": host, "login": found.login, "password": found.password} | found.extra_dejson
    )


def _credentials(name: str, values: dict[str, Any]) -> Credentials:
    known = {
        key: str(values[key]).strip()
        for key in ("host", "login", "password", "token")
        if values.get(key)
    }
    return Credentials(name, **known, extra={k: v for k, v in values.items() if k not in known})
