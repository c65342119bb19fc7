"""The checksum of a group of rows changes with any of them, however many change alike."""

import duckdb
import pytest
from jinja2 import Environment, FileSystemLoader

from transforms.config.settings import PROJECT

MACROS = Environment(loader=FileSystemLoader(PROJECT / "dbt" / "macros"))
BEFORE = (("p1", 3, "a seat"), ("p2", 3, "a seat"))


def checksum(*rows: tuple[str, int | None, str | None]) -> int:
    number = MACROS.get_template("checksum.sql").module.checksum("post, likes, want")
    with duckdb.connect() as connection:
        connection.execute("create table said (post varchar, likes integer, want varchar)")
        connection.executemany("insert into said values (?, ?, ?)", rows)
        [(found,)] = connection.execute(f"select {number} from said").fetchall()
    return found


def test_the_order_of_the_rows_does_not_matter():
    assert checksum(*BEFORE) == checksum(*reversed(BEFORE))


@pytest.mark.parametrize(
    "after",
    [
        (("p1", 3, "a meal"), ("p2", 3, "a meal")),
        (("p1", 3, None), ("p2", 3, None)),
        (("p1", 4, "a seat"), ("p2", 4, "a seat")),
        (("p3", 3, "a seat"), ("p2", 3, "a seat")),
        (("p1", 3, "a seat"),),
    ],
    ids=["both to another want", "both to none", "both more liked", "another post", "one is gone"],
)
def test_what_changes_is_seen(after):
    assert checksum(*after) != checksum(*BEFORE)
