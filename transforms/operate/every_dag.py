"""What every DAG shares: since when it runs, whose its tasks are, who is told when one fails for good.

Every task is a process that reads the DAGs: this imports nothing that a step needs.
"""

from datetime import datetime
from typing import Any


def tell(context: Any) -> None:
    """Whoever is named in CMR_NOTIFY or `cmr_notify` is told once, until the task runs well again."""
    from transforms.operate.told import notify

    notify.task_failed(context)


TASKS: dict[str, Any] = {"owner": "data-engineering", "retries": 2}
"""Whose a task is, and how often it is tried again."""
ALONE: dict[str, Any] = {
    "start_date": datetime(2025, 1, 1),
    "catchup": False,
    "max_active_runs": 1,
    "tags": ["communities"],
}
"""One run at a time, none for the past."""
WATCHED: dict[str, Any] = ALONE | {"default_args": TASKS | {"on_failure_callback": tell}}
"""`ALONE`, and somebody is told of each task that fails for good."""
