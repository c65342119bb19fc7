"""A night without Airflow, the steps of the DAG one after the other: `python -m tests.plain_night NIGHT…`."""

import sys
from datetime import UTC, datetime

from transforms.enrich import run as enrich
from transforms.extract import run as extract
from transforms.publish import run as publish
from transforms.recommend import run as recommend
from transforms.report import run as report
from transforms.report.delivery import send
from transforms.stage import run as stage
from transforms.understand import run as understand


def pull(night: str | None) -> None:
    for source in extract.list_sources():
        extract.extract_night(source["community"], source["source"], night)


def from_stage_to_report(night: str | None) -> None:
    """Everything that follows the pulls, up to the queued mails."""
    nights = stage.stage(night, datetime.now(UTC), enrich.active_model(), enrich.thresholds())
    for shard in stage.plan_shards():
        enrich.enrich_shard(shard)
    understand.understand(enrich.corrections(), enrich.encode)
    stage.build_marts()
    recommend.recommend(nights)
    stage.build_advice()
    publish.publish(nights)
    for recipient in report.list_recipients():
        report.render_recipient(recipient, nights)


def main() -> None:
    for named in sys.argv[1:]:
        night = None if named == "latest" else named
        pull(night)
        from_stage_to_report(night)
        send.flush_outbox()


if __name__ == "__main__":
    main()
