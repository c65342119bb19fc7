"""What every connection of dbt gets before its first model: the way to the lake. A plugin in
dbt/profiles.yml.
"""

import os

import duckdb
from dbt.adapters.duckdb.plugins import BasePlugin

from transforms import lake
from transforms.warehouse import bucket, lakehouse


class Plugin(BasePlugin):
    """Opens the lake's bucket, and the DuckLake for its target; secrets never stand in a profile, a
    log, a manifest.
    """

    @property
    def _in_lakehouse(self) -> bool:
        return self.creds is not None and self.creds.database == lakehouse.NAME

    def configure_connection(self, conn: duckdb.DuckDBPyConnection) -> None:
        bucket.open_to(conn, lake.root())
        if self._in_lakehouse:
            lakehouse.introduce(conn)

    def configure_cursor(self, cursor: duckdb.DuckDBPyConnection) -> None:
        if (
            self._in_lakehouse
        ):  # the hook that remembers what was built names its tables without a schema
            cursor.execute(f'use {lakehouse.NAME}."{os.environ.get("CMR_WRITER_SCHEMA", "main")}"')
