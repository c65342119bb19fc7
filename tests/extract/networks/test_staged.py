"""Every network that can be pulled has its staging model, and staging gives all networks the same
columns.
"""

import re

import duckdb
import pytest

from transforms import lake
from transforms.config.networks import PULLED
from transforms.config.settings import PROJECT

MODELS = PROJECT / "dbt" / "models" / "staging"


def columns(network: str) -> list[tuple]:
    sql = (MODELS / network / f"stg_{network}__posts.sql").read_text()
    table = f"read_parquet('{lake.root()}/raw/{network}/**/*.parquet', union_by_name = true)"
    sql = re.sub(r"\{\{ source\([^)]*\) \}\}", table, sql)
    return sorted(row[:2] for row in duckdb.sql(f"describe {sql}").fetchall())


@pytest.mark.parametrize("network", PULLED)
def test_a_networks_posts_have_the_columns_of_an_exports_posts(home, network):
    lake.initialise()
    assert columns(network) == columns("export")
