"""A small published file written by hand: the columns of the marts, and rows to put in."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from transforms.reading import EMOTIONS
from transforms.warehouse import contracts

NIGHT = date(2026, 6, 16)
USUAL = dict(zip(EMOTIONS, (0.24, 0.30, 0.05, 0.07, 0.08, 0.04, 0.09, 0.13), strict=True))

OPERATIONS = {
    "ops.sources": "source varchar, network varchar, status varchar, message varchar, since date",
    "ops.quarantine": "source varchar, reason varchar, rows bigint, new_rows bigint",
    "ops.quality": "model varchar, language varchar, data_set varchar, macro_f1 double",
}


THEMES = (
    ("outage", "Panne et coupure", "Outage", "une date de retour", "a date for the repair"),
    ("billing", "Facture", "Billing", "une facture claire", "a clear bill"),
    (
        "fibre",
        "Raccordement à la fibre",
        "Fibre connection",
        "un rendez-vous tenu",
        "an appointment that holds",
    ),
)


class Published:
    """Builds the published file of one test."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.connection = duckdb.connect(str(path))
        self.connection.execute("set timezone = 'UTC'")
        for mart in contracts.contracts():
            contracts.create(self.connection, mart)
        self.connection.execute("create schema ops")
        for table, columns in OPERATIONS.items():
            self.connection.execute(
                f"create table {table} (community_id varchar, industry varchar, {columns})"
            )

    def add(self, table: str, community: str, **values: Any) -> None:
        row = {"community_id": community, "industry": "telecom"} | values
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(
            f"insert into {table} ({names}) values ({marks})", list(row.values())
        )

    def close(self) -> Path:
        self.connection.close()
        return self.path

    def community(
        self,
        name: str,
        language: str = "fr",
        simulated: bool = False,
        first: date | None = None,
        last: date | None = NIGHT,
        posts: int = 4000,
    ) -> None:
        self.add(
            "dim_communities",
            name,
            name=name,
            language=language,
            timezone="Europe/Paris",
            simulated=simulated,
            first_date=first or NIGHT - timedelta(days=89),
            last_date=last,
            posts=posts,
            members=820,
        )
        for theme, fr, en, need_fr, need_en in THEMES:
            self.add(
                "dim_themes",
                name,
                theme_id=theme,
                kind="pack",
                label_fr=fr,
                label_en=en,
                need_fr=need_fr,
                need_en=need_en,
            )

    def day(self, name: str, day: date, shares: dict[str, float], posts: int, **more: Any) -> None:
        columns = {}
        for emotion, share in shares.items():
            columns |= {
                f"{emotion}_raw": share,
                f"{emotion}_share": share,
                f"{emotion}_low": max(share - 0.031, 0),
                f"{emotion}_high": share + 0.031,
            }
        values = {
            "posts": posts + 4,
            "member_posts": posts,
            "brand_posts": 4,
            "authors": round(posts * 0.7),
            "questions": 20,
            "complaints": 31,
            "sentiment": 0.21,
            "response_minutes_median": 42.0,
            "answered_share": 0.61,
        }
        self.add("fct_community_days", name, date=day, **(values | columns | more))

    def usual_days(self, name: str, days: int = 45, last: date = NIGHT) -> None:
        for back in range(1, days + 1):
            day = last - timedelta(days=back)
            wobble = ((back * 7) % 11 - 5) / 250
            self.day(
                name,
                day,
                {
                    e: round(max(s + wobble * (1 if i % 2 else -1), 0.01), 4)
                    for i, (e, s) in enumerate(USUAL.items())
                },
                140 + (back * 13) % 37,
            )

    def post(
        self,
        name: str,
        post_id: str,
        text: str,
        network: str = "x",
        author: str | None = None,
        day: date = NIGHT,
        hour: int = 9,
        **more: Any,
    ) -> None:
        values = {
            "is_brand": False,
            "language": "fr",
            "question": 0.1,
            "complaint": 0.1,
            "praise": 0.05,
            "suggestion": 0.02,
            "dominant_emotion": "anger",
            "top_theme_id": "outage",
            "audience": "regulars",
            "followers": 120,
            "engagement": 14,
        }
        created = datetime(day.year, day.month, day.day, hour, 5, tzinfo=UTC)
        self.add(
            "fct_posts",
            name,
            network=network,
            post_id=post_id,
            author_id=author or f"a-{post_id}",
            created_at=created,
            created_date=day,
            text=text,
            **(values | more),
        )

    def audiences(self, name: str) -> None:
        for audience, fr, en in (
            ("regulars", "Habitués", "Regulars"),
            ("advocates", "Ambassadeurs", "Advocates"),
            ("newcomers", "Nouveaux abonnés", "New subscribers"),
        ):
            self.add(
                "fct_audience_days",
                name,
                date=NIGHT,
                audience=audience,
                label_fr=fr,
                label_en=en,
                authors=40,
                posts=80,
            )
