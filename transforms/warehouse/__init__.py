"""The DuckDB warehouse: built by dbt, read by the steps."""

from transforms.warehouse.build import dbt, dbt_environment
from transforms.warehouse.file import damage, explained, read_only, set_aside

__all__ = ["damage", "dbt", "dbt_environment", "explained", "read_only", "set_aside"]
