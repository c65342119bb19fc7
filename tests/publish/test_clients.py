"""The published file in the hands of the clients that analysts use: SQLAlchemy and pandas, Python,
the shell.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pandas as pd
import pytest

MARTS = """
create table fct_community_days as
select 'one' as community_id, 'telecom' as industry, date '2025-06-01' + i::int as date, i as posts,
    case when i > 0 then 0.25::decimal(6, 4) end as anger_share, 'très "déçu" 😀; --' as words,
    [struct_pack(network := 'x', post_id := 'p' || i)] as verbatims, timestamptz '2025-06-01 10:00:00+00' as at
from range(3) as t(i)"""


@pytest.fixture
def published(tmp_path) -> Path:
    path = tmp_path / "marts.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(MARTS)
    path.chmod(0o444)
    return path


def test_sqlalchemy_and_pandas_read_it(published):
    pytest.importorskip("duckdb_engine", reason="duckdb-engine is not installed")
    sqlalchemy = pytest.importorskip("sqlalchemy")
    engine = sqlalchemy.create_engine(f"duckdb:///{published}", connect_args={"read_only": True})
    with engine.connect() as connection:
        frame = pd.read_sql(
            sqlalchemy.text("select * from fct_community_days where posts >= :least order by date"),
            connection, params={"least": 0},
        )  # fmt: skip
        with pytest.raises(sqlalchemy.exc.DBAPIError, match="read-only"):
            connection.execute(sqlalchemy.text("delete from fct_community_days"))
    engine.dispose()
    assert frame["posts"].tolist() == [0, 1, 2]
    assert frame["anger_share"].isna().tolist() == [True, False, False]
    assert frame["words"][0] == 'très "déçu" 😀; --'


def test_python_reads_it_in_two_processes_at_once(published):
    sql = "select count(*), sum(posts) from fct_community_days"
    code = f"import duckdb; print(duckdb.connect({str(published)!r}, read_only=True).execute({sql!r}).fetchone())"
    with duckdb.connect(str(published), read_only=True) as connection:
        other = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True
        )
        assert other.stdout.strip() == str(connection.execute(sql).fetchone()) == "(3, 3)"


def test_the_duckdb_shell_reads_it(published):
    shell = shutil.which("duckdb", path=str(Path(sys.executable).parent)) or shutil.which("duckdb")
    if shell is None:
        pytest.skip("no duckdb shell here: pip install duckdb-cli")
    sql = "select date, posts, verbatims[1].post_id as post from fct_community_days order by date desc limit 1"
    done = subprocess.run(
        [shell, "-readonly", "-json", str(published), sql],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout) == [{"date": "2025-06-03", "posts": 2, "post": "p2"}]
