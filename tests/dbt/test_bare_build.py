"""`dbt build` without the product around it: right where nothing changed, loud where something did."""

import duckdb
import pytest

from tests.dbt.toy_lake import ToyLake, at, rows
from transforms.config.errors import StepFailed
from transforms.config.settings import settings


def change(sql: str) -> None:
    with duckdb.connect(str(settings().warehouse)) as connection:
        connection.execute(sql)


def test_a_bare_build_adds_a_day_and_refuses_rows_of_other_sql_and_other_columns(toy_lake: ToyLake):
    toy_lake.community()
    toy_lake.posts({"post_id": "a", "created_at": at(1)})
    toy_lake.build("2025-03-01")
    toy_lake.posts({"post_id": "b", "created_at": at(2)})
    toy_lake.build("2025-03-02")
    assert rows("select date::varchar, posts from fct_community_days order by 1") == [
        ("2025-03-01", 1), ("2025-03-02", 1),
    ]  # fmt: skip

    toy_lake.posts({"post_id": "c", "created_at": at(3)})
    change("alter table fct_posts drop column audience")
    with pytest.raises(StepFailed, match="out of sync"):
        toy_lake.build("2025-03-03")

    change("update built_sql set sql = 'another' where model = 'int_mood_days'")
    with pytest.raises(StepFailed, match=r"other SQL.*int_mood_days.*--full-refresh"):
        toy_lake.build("2025-03-03")
    toy_lake.build("2025-03-03", None, "--full-refresh")
    assert rows("select count(*), count(audience) from fct_posts") == [(3, 3)]
