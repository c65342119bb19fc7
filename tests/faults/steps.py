"""The steps of the flow, one name each, as the DAG calls them: `python -m tests.faults.steps STEP… [--night N]`."""

import json
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.faults.small_world import NOW


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
    from transforms.config.errors import BadInput, StepFailed
    from transforms.extract import run

    failed = []
    for source in run.list_sources():  # mapped tasks: one that fails leaves the others alone
        try:
            run.extract_night(source["community"], source["source"], night)
        except (BadInput, StepFailed, OSError) as error:
            failed.append(error)
    if failed:
        raise failed[0]


def _stage(night: str | None) -> None:
    from transforms.enrich import run as enrich
    from transforms.stage import run

    _note(nights=run.stage(night, _now(), enrich.active_model(), enrich.thresholds()))


def _plan_shards(night: str | None) -> None:
    from transforms.stage import run

    _note(shards=run.plan_shards())


def _enrich(night: str | None) -> None:
    from transforms.enrich import run

    for shard in _noted()["shards"]:
        run.enrich_shard(shard)


def _understand(night: str | None) -> None:
    from transforms.enrich import run as enrich
    from transforms.understand import run

    run.understand(enrich.corrections(), enrich.encode)


def _marts(night: str | None) -> None:
    from transforms.stage import run

    run.build_marts()


def _recommend(night: str | None) -> None:
    from transforms.recommend import run

    done = run.recommend(_noted()["nights"], _now())
    if done["failed"]:
        raise RuntimeError(f"failed for {done['failed']}")


def _advice(night: str | None) -> None:
    from transforms.stage import run

    run.build_advice()


def _publish(night: str | None) -> None:
    from transforms.publish import run

    run.publish(_noted()["nights"])


def _report(night: str | None) -> None:
    from transforms.report import run

    for recipient in run.list_recipients():
        run.render_recipient(recipient, _noted().get("nights", {}))


def _send(night: str | None) -> None:
    from transforms.report.delivery import send

    send.flush_outbox()


def _now() -> datetime:
    return datetime.fromisoformat(os.environ.get("FAULTS_NOW", NOW.isoformat())).astimezone(UTC)


STEPS: dict[str, Callable[[str | None], None]] = {
    "extract": _extract, "stage": _stage, "plan_shards": _plan_shards, "enrich": _enrich, "understand": _understand,
    "marts": _marts, "recommend": _recommend, "advice": _advice, "publish": _publish, "report": _report, "send": _send,
}  # fmt: skip


def main() -> None:
    """Run the steps named, or all of them, for the night given last."""
    arguments = sys.argv[1:]
    night = arguments.pop() if arguments and arguments[-1][:2] == "20" else None
    for name in arguments or STEPS:
        STEPS[name](night)


if __name__ == "__main__":
    main()
