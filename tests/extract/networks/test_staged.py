"""Every network that can be pulled has its staging model, and staging gives all networks the same columns."""

import re

import duckdb
import pytest
import yaml

from transforms import lake
from transforms.config.settings import PROJECT
from transforms.extract.networks import READY

MODELS = PROJECT / "dbt" / "models" / "staging"
NETWORKS = ("export", *READY)


def columns(network: str) -> list[tuple]:
    sql = (MODELS / network / f"stg_{network}__posts.sql").read_text()
    table = f"read_parquet('{lake.root()}/raw/{network}/**/*.parquet', union_by_name = true)"
    sql = re.sub(r"\{\{ source\([^)]*\) \}\}", table, sql)
    return sorted(row[:2] for row in duckdb.sql(f"describe {sql}").fetchall())


@pytest.mark.parametrize("network", READY)
def test_a_networks_posts_have_the_columns_of_an_exports_posts(home, network):
    lake.initialise()
    assert columns(network) == columns("export")


def test_what_can_be_pulled_is_what_staging_unites():
    project = yaml.safe_load((PROJECT / "dbt" / "dbt_project.yml").read_text())
    assert sorted(project["vars"]["networks"]) == sorted(NETWORKS)
