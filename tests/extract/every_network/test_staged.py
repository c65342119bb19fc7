"""Every network that can be pulled has its staging model, and staging gives all networks the same
columns.
"""

import duckdb
import pytest

from tests.extract.every_network.ear import staging_sql
from transforms import lake
from transforms.config.networks import PULLED


def columns(network: str) -> list[tuple]:
    described = duckdb.sql(f"describe {staging_sql(network)}").fetchall()
    return sorted(row[:2] for row in described)


@pytest.mark.parametrize("network", PULLED)
def test_a_networks_posts_have_the_columns_of_an_exports_posts(home, network):
    lake.initialise()
    assert columns(network) == columns("export")
