"""A night that is late is said once: in the log, in the run ledger, and to whoever is named.

The DAG's file names this callback, so that every task imports this module: it imports nothing.
"""

from typing import Any

TITLE = "The night is late"
WORDS = (
    "the night is late: it has not ended in the time it is given (CMR_DEADLINE_MINUTES).\n\n"
    "Look at `community_nightly` in Airflow: the task that runs or waits is late; its doc says what to do.\n"
    "Until the night ends, readers see yesterday's figures, and no report goes out.\n"
)


def night_is_late(**_: Any) -> dict[str, Any]:
    """Called by Airflow once per night that missed its deadline; returns who was told.

    It names no community and quotes nothing: whoever is woken looks into Airflow.
    """
    from transforms.lake import run_ledger
    from transforms.operate.told import notify

    with run_ledger.step("deadline") as facts:
        facts["told"] = notify.tell(TITLE, WORDS)
    return {"told": facts["told"]}
