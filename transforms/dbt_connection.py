"""What every connection of dbt gets before its first model: the way to the lake. A plugin in dbt/profiles.yml."""

import os

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from transforms import bucket


class Plugin(BasePlugin):
    """Opens the lake's bucket where the lake is in one; secrets never stand in a profile, a log or the manifest."""

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        bucket.open_to(conn, os.environ.get("CMR_LAKE_ROOT", ""))
