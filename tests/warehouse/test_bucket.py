"""How DuckDB is let into a bucket: with the credentials of the environment, or with words that say
what is missing.
"""

import duckdb
import pytest

from transforms.config.errors import BadInput
from transforms.warehouse.bucket import is_bucket, load_extension, open_to


@pytest.fixture
def nobody(monkeypatch, tmp_path):
    """No credentials anywhere, not even of a machine's role."""
    for name in (
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "AWS_PROFILE",
        "AWS_ENDPOINT_URL",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))


@pytest.mark.parametrize(
    ("url", "expected"),
    [("s3://b/lake", True), ("s3a://b", True), ("/var/lake", False), ("", False)],
)
def test_a_bucket_is_known_by_its_url(url, expected):
    assert is_bucket(url) is expected


def test_a_folder_needs_no_secret_and_no_extension():
    with duckdb.connect() as connection:
        open_to(connection, "/var/lake")
        assert connection.execute("select count(*) from duckdb_secrets()").fetchone() == (0,)


def test_a_bucket_without_credentials_is_bad_input_that_names_them(nobody):
    with duckdb.connect() as connection, pytest.raises(BadInput, match="AWS_ACCESS_KEY_ID"):
        open_to(connection, "s3://bucket/lake")


@pytest.mark.parametrize("hostile", ["plain", "it's; drop table t"])
def test_credentials_of_the_environment_make_a_secret_that_lasts_as_long_as_the_connection(
    nobody, monkeypatch, hostile
):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "made-up")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", hostile)
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9000")
    with duckdb.connect() as connection:
        open_to(connection, "s3://bucket/lake")
        [(told, persistent)] = connection.execute(
            "select secret_string, persistent from duckdb_secrets()"
        ).fetchall()
        assert "127.0.0.1:9000" in told
        assert "url_style=path" in told
        assert hostile not in told, "DuckDB shows no secret"
        assert not persistent


def test_an_extension_comes_out_of_its_wheel_and_nothing_is_written_to_the_home_folder(
    monkeypatch, tmp_path
):
    monkeypatch.setenv("HOME", str(tmp_path))
    with duckdb.connect() as connection:
        load_extension(connection, "httpfs")
        loaded = "select loaded from duckdb_extensions() where extension_name = 'httpfs'"
        assert connection.execute(loaded).fetchone() == (True,)
    assert list(tmp_path.iterdir()) == []
