"""The steps of the flow, one name each, as the DAG calls them: `python -m tests.faults.steps STEP…
[--night N]`.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from tests.faults.small_world import NOW
from transforms.config.errors import BadInput, StepFailed
from transforms.operate import flow


def _notes() -> Path:
    return Path(os.environ["CMR_HOME"]) / "notes.json"


def _noted() -> dict[str, Any]:
    return json.loads(_notes().read_text()) if _notes().exists() else {}


def _note(**facts: Any) -> None:
    """What Airflow keeps between tasks (XCom), which is not the flow's to lose."""
    draft = _notes().with_suffix(".new")
    draft.write_text(json.dumps(_noted() | facts))
    os.replace(draft, _notes())


def _extract(night: str | None) -> None:
    failed = []
    for source in flow.list_sources():  # mapped tasks: one that fails leaves the others alone
        try:
            flow.extract(source, night)
        except (BadInput, StepFailed, OSError) as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _any(name: str, night: str | None) -> None:
    known = flow.run(night, _now(), first=name, last=name, **{"nights": {}} | _noted())
    _note(**{gift: known[gift] for gift in ("nights", "shards") if gift in known})
    if name == "recommend" and known["recommend"]["failed"]:
        raise RuntimeError(f"failed for {known['recommend']['failed']}")


def _now() -> datetime:
    return datetime.fromisoformat(os.environ.get("FAULTS_NOW", NOW.isoformat())).astimezone(UTC)


STEPS: dict[str, Callable[[str | None], None]] = {
    name: partial(_any, name)
    for name in flow.ORDER
    if not name.startswith("list_") and name != "keep_no_longer"
} | {"extract": _extract}


def main() -> None:
    """Run the steps named, or all of them, for the night given last."""
    arguments = sys.argv[1:]
    night = arguments.pop() if arguments and arguments[-1][:2] == "20" else None
    for name in arguments or STEPS:
        STEPS[name](night)


if __name__ == "__main__":
    main()
