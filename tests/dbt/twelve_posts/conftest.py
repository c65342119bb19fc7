"""The marts of the shop, built once."""

from collections.abc import Iterator

import pytest

from tests.dbt.conftest import open_toy_lake
from tests.dbt.toy_lake import MODEL, ToyLake
from tests.dbt.twelve_posts.shop import ADVICE, CORRECTION, NEEDS, OUTCOMES, POSTS, READINGS
from transforms import lake, warehouse


@pytest.fixture(scope="package")
def shop() -> Iterator[ToyLake]:
    with open_toy_lake() as toys:
        toys.community(timezone="Europe/Paris")
        toys.posts(*POSTS)
        toys.readings(READINGS)
        lake.write_rows("understood/corrections", MODEL, [CORRECTION])
        lake.write_rows("understood/needs", "toyshop-2025-03-04", NEEDS)
        lake.write_rows("ledger/recommendations", "toyshop-2025-03-02", ADVICE)
        lake.write_rows("ledger/outcomes", "toyshop-2025-03-04", OUTCOMES)
        toys_nights = toys.build()
        warehouse.dbt("build", "--select", "tag:advice")
        assert toys_nights == {"toyshop": "2025-03-04"}
        yield toys
