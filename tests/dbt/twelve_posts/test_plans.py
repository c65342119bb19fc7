"""How DuckDB would answer each model: none by holding every row of a table against every row of
another.
"""

import pytest

from transforms import warehouse
from transforms.config.settings import settings

pytestmark = pytest.mark.usefixtures("shop")
EVERY_ROW_AGAINST_EVERY_OTHER = "BLOCKWISE_NL_JOIN"


def test_no_model_holds_every_row_against_every_other():
    compiled = settings().home / "dbt" / "compiled" / "community_manager" / "models"
    models = [path for path in compiled.rglob("*.sql") if path.parent.suffix != ".yml"]
    assert len(models) > 60
    with warehouse.read_only() as connection:
        plans = {
            path.stem: connection.execute(f"explain {path.read_text()}").fetchall()[0][1]
            for path in models
        }
    assert [name for name, plan in plans.items() if EVERY_ROW_AGAINST_EVERY_OTHER in plan] == []
