"""What must hold before figures are shown: the structure of every mart, and each community's own
plausibility.
"""

from dataclasses import dataclass

import duckdb

from transforms.reading import EMOTIONS
from transforms.warehouse.contracts import contracts

PUBLISHED = r"^(dim_|fct_)|__community_days$"


@dataclass(frozen=True)
class Finding:
    """One thing wrong: with the whole (`community` is None) or with one community."""

    community: str | None
    reason: str


def structure(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Marts that are missing or whose key repeats; any finding blocks the publication."""
    present = set(marts(connection))
    promised = contracts()
    findings = [
        Finding(None, f"the mart {name} is missing") for name in promised if name not in present
    ]
    for name, contract in promised.items():
        if name in present:
            columns = ", ".join(contract.key)
            repeated = connection.execute(
                f"select count(*) from (select 1 from {name} group by {columns} having count(*) > 1)"
            ).fetchone()
            if repeated and repeated[0]:
                findings.append(
                    Finding(None, f"{name}: {repeated[0]} keys ({columns}) stand more than once")
                )
    return findings


def communities(connection: duckdb.DuckDBPyConnection) -> list[Finding]:
    """Communities whose own figures cannot be trusted tonight; each keeps its last audited rows."""
    checks = {
        "posts without a reading": """
            select community_id, count(*) from fct_posts where model is null group by community_id""",
        "days with a share outside 0..1": f"""
            select community_id, count(*) from fct_community_days
            where {" or ".join(f"not ({e}_share between 0 and 1)" for e in EMOTIONS)} group by community_id""",
        "posts dated after the night": """
            select community_id, count(*) from fct_posts join dim_communities using (community_id)
            where created_date > last_date group by community_id""",
    }
    return [
        Finding(community, f"{count} {what}")
        for what, sql in checks.items()
        for community, count in connection.execute(sql).fetchall()
    ]


def shrunk(connection: duckdb.DuckDBPyConnection, before: dict[str, int]) -> list[Finding]:
    """Communities that lost more than half of the posts they had `before` (community -> posts
    published).
    """
    now: dict[str, int] = dict(
        connection.execute(
            "select community_id, count(*) from fct_posts group by community_id"
        ).fetchall()
    )
    alive = {
        row[0] for row in connection.execute("select community_id from dim_communities").fetchall()
    }
    return [
        Finding(
            community,
            f"{posts} posts were published before and only {now.get(community, 0)} are left",
        )
        for community, posts in before.items()
        if community in alive and posts >= 20 and now.get(community, 0) < posts / 2
    ]


def marts(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The names of the tables and views that are published, sorted."""
    rows = connection.execute(
        "select table_name from information_schema.tables where table_catalog = current_database() "
        "and table_schema = 'main' and regexp_matches(table_name, ?) order by 1",
        [PUBLISHED],
    ).fetchall()
    return [name for (name,) in rows]
