"""Write, audit, publish: readers see yesterday's figures or tonight's, and never a mixture."""

import hashlib
import json
from datetime import date

from transforms import lake, warehouse
from transforms.config.errors import StepFailed
from transforms.config.settings import settings
from transforms.lake import run_ledger
from transforms.publish import audit, duckdb_file, parquet_files, postgres


def publish(nights: dict[str, str]) -> dict[str, int]:
    """Audit the warehouse and publish it for `nights` (community -> night); returns rows per mart.

    StepFailed when the structure is broken: nothing is published and the old file stays. A
    community that fails its own checks keeps the rows it had, and `fct_publications` says why.
    """
    with run_ledger.step("publish") as facts:
        target = settings().published
        duckdb_file.set_aside_when_damaged(target)
        with warehouse.read_only() as connection:
            blocking = audit.structure(connection)
            findings = [] if blocking else audit.communities(connection)
            findings += [] if blocking else audit.shrunk(connection, duckdb_file.posts(target))
            industries = (
                {}
                if blocking
                else dict(
                    connection.execute(
                        "select community_id, industry from dim_communities"
                    ).fetchall()
                )
            )
        reasons: dict[str, str] = {}
        for finding in findings:
            if finding.community:
                reasons[finding.community] = "; ".join(
                    filter(None, [reasons.get(finding.community), finding.reason])
                )
        _record(nights, industries, blocking, reasons)
        if blocking:
            raise StepFailed("not published: " + "; ".join(finding.reason for finding in blocking))
        with warehouse.explained():
            manifest = settings().home.resolve() / "dbt" / "manifest.json"
            rows = duckdb_file.build(settings().warehouse, target, set(reasons), manifest)
        if settings().parquet:
            parquet_files.write(target)
        server = settings().postgres_url
        if server:
            postgres.publish(target, server.get_secret_value())
        facts |= {"rows": rows, "kept": reasons}
    return rows


def _record(
    nights: dict[str, str],
    industries: dict[str, str],
    blocking: list[audit.Finding],
    kept: dict[str, str],
) -> None:
    """Append what was decided; the same decision about the same nights is one record, however often
    it is made.
    """
    if blocking:
        why = "; ".join(finding.reason for finding in blocking)
        decided = dict.fromkeys(nights, ("blocked", why))
    else:
        decided = {c: ("kept", kept[c]) if c in kept else ("published", "") for c in nights}
    identity = hashlib.sha256(json.dumps([nights, decided], sort_keys=True).encode()).hexdigest()[
        :16
    ]
    decisions = lake.read("ledger/publications")["publication_id"].to_pylist()
    if identity not in decisions:
        before = duckdb_file.last_dates(settings().published)
        rows = [
            {
                "publication_id": identity,
                "community_id": community,
                "industry": industries.get(community),
                "night": date.fromisoformat(night),
                "status": decided[community][0],
                "reason": decided[community][1] or None,
                "figures_as_of": date.fromisoformat(night)
                if decided[community][0] == "published"
                else before.get(community),
            }
            for community, night in sorted(nights.items())
        ]
        lake.write_rows("ledger/publications", identity, rows)
