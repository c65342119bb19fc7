"""The DuckDB warehouse: built by dbt, read by the steps."""

from transforms.warehouse.build import dbt, dbt_environment, get_ready
from transforms.warehouse.file import damage, explained, published, read_only, set_aside

__all__ = [
    "damage",
    "dbt",
    "dbt_environment",
    "explained",
    "get_ready",
    "published",
    "read_only",
    "set_aside",
]
