"""How DuckDB reads a lake that lies in an S3-compatible bucket: httpfs from its wheel, credentials
of the environment.

Nothing is downloaded: extensions of DuckDB come with the locked packages `duckdb-extension-*`, of
the engine's version.
"""

import importlib
import os
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import duckdb

from transforms.config.errors import BadInput
from transforms.warehouse.sql import literal

ENTRY_POINTS = {"postgres": "postgres_scanner"}


def load_extension(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    """Load a DuckDB extension out of its wheel; nothing is copied to the home folder, which may be
    read-only.
    """
    module = importlib.import_module(f"duckdb_extension_{name}")
    folder = Path(str(module.__path__[0])) / "extensions" / f"v{duckdb.__version__}"
    file = next(folder.glob("*.duckdb_extension"))
    with tempfile.TemporaryDirectory() as place:
        # DuckDB looks for an entry point of the file's name, and the wheel of postgres_scanner has
        # a shorter one
        link = Path(place) / f"{ENTRY_POINTS.get(name, name)}.duckdb_extension"
        link.symlink_to(file)
        connection.load_extension(str(link))


def is_bucket(url: str) -> bool:
    """Whether a URL of the lake names a bucket; a folder's does not."""
    return url.startswith(("s3://", "s3a://"))


def open_to(connection: duckdb.DuckDBPyConnection, url: str) -> None:
    """Let `connection` read and write `url`; a folder needs nothing.

    Credentials, region and endpoint are found as every AWS tool finds them: AWS_ACCESS_KEY_ID,
    AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL(_S3), a profile,
    the machine's role. BadInput without any.
    """
    if not is_bucket(url):
        return
    load_extension(connection, "httpfs")
    options = {name: value for name, value in _options().items() if value is not None}
    assignments = ", ".join(f"{name} {literal(value)}" for name, value in options.items())
    connection.execute(f"create or replace temporary secret cmr_lake (type s3, {assignments})")
    # a bucket that answers 503 for a moment is asked again, 100 ms to 25 s
    connection.execute("set global http_retries = 8")
    connection.execute("set global http_retry_wait_ms = 100")
    connection.execute("set global http_retry_backoff = 2")


def _options() -> dict[str, str | bool | None]:
    import botocore.session  # a third of a second that a folder need not wait for

    session = botocore.session.get_session()
    credentials = session.get_credentials()
    if credentials is None:
        raise BadInput(
            "the lake is in a bucket, but there are no credentials: set AWS_ACCESS_KEY_ID and its secret"
        )
    frozen = credentials.get_frozen_credentials()
    place: dict[str, str | bool | None] = {}
    if endpoint := os.environ.get("AWS_ENDPOINT_URL_S3") or os.environ.get("AWS_ENDPOINT_URL"):
        parts = urlsplit(endpoint)
        place = {"endpoint": parts.netloc, "use_ssl": parts.scheme == "https", "url_style": "path"}
    return place | {
        "key_id": frozen.access_key,
        "secret": frozen.secret_key,
        "session_token": frozen.token,
        "region": session.get_config_variable("region") or "us-east-1",
    }
