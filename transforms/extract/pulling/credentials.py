"""Credentials of a connection: from the environment, or from Airflow in its tasks; never from a file of ours."""

import json
import os
from dataclasses import dataclass, field
from typing import Any

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

    @property
    def base_url(self) -> str | None:
        if not self.host:
            return None
        return self.host if self.host.startswith(("http://", "https://")) else f"https://{self.host}"


def read(source: Source) -> Credentials:
    """The source's credentials: connection `connection`, else the network's name. Empty ones when nothing is set.

    In the environment it is CMR_<CONNECTION>: a JSON object with host, login, password, token and whatever else.
    """
    name = source.connection or source.network
    variable = "CMR_" + "".join(c if c.isalnum() else "_" for c in name).upper()
    if value := os.environ.get(variable):
        try:
            found = json.loads(value)
            if not isinstance(found, dict):
                raise ValueError
        except ValueError:
            raise BadInput(f'{variable}: must be a JSON object such as {{"login": "…", "password": "…"}}') from None
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
        f"{found.schema or 'https'}://{found.host}" + (f":{found.port}" if found.port else "") if found.host else None
    )
    return _credentials(name, {"host": host, "login": found.login, "password": found.password} | found.extra_dejson)


def _credentials(name: str, values: dict[str, Any]) -> Credentials:
    known = {key: str(values[key]).strip() for key in ("host", "login", "password", "token") if values.get(key)}
    return Credentials(name, **known, extra={k: v for k, v in values.items() if k not in known})
