"""The models' own unit tests, run on the shop's tables."""

import pytest

from transforms import warehouse

pytestmark = pytest.mark.usefixtures("shop")


def test_every_unit_test_of_the_models_holds():
    results = warehouse.dbt("test", "--select", "test_type:unit")
    assert len(results) >= 7
    assert {result["status"] for result in results} <= {"pass", "success"}
