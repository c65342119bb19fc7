"""A small published file written by hand: the columns of the marts, and rows to put in."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from transforms.reading import EMOTIONS

NIGHT = date(2026, 6, 16)
USUAL = dict(zip(EMOTIONS, (0.24, 0.30, 0.05, 0.07, 0.08, 0.04, 0.09, 0.13), strict=True))

_SHARES = ", ".join(f"{e}_{part} decimal(6,4)" for e in EMOTIONS for part in ("raw", "share", "low", "high"))
COLUMNS = """
dim_communities: name varchar, language varchar, timezone varchar, simulated boolean, pool boolean, first_date date,
    last_date date, posts bigint, members bigint
dim_themes: theme_id varchar, kind varchar, label_fr varchar, label_en varchar, need_fr varchar, need_en varchar
dim_authors: author_id varchar, is_brand boolean, first_post_at timestamptz, last_post_at timestamptz, posts bigint,
    replies_received bigint, followers bigint, audience varchar
fct_posts: network varchar, post_id varchar, author_id varchar, is_brand boolean, created_at timestamptz,
    created_date date, text varchar, language varchar, in_reply_to varchar, likes bigint, replies bigint, followers
    bigint, engagement bigint, question decimal(6,4), complaint decimal(6,4), praise decimal(6,4), suggestion
    decimal(6,4), dominant_emotion varchar, top_theme_id varchar, audience varchar
fct_community_days: date date, posts bigint, member_posts bigint, brand_posts bigint, authors bigint, questions
    bigint, complaints bigint, sentiment decimal(6,4), response_minutes_median double, answered_share decimal(6,4),
    SHARES
fct_theme_days: date date, theme_id varchar, posts bigint, authors bigint, share decimal(6,4)
fct_index_days: date date, index_id varchar, label_fr varchar, label_en varchar, share decimal(6,4)
fct_audience_days: date date, audience varchar, label_fr varchar, label_en varchar, authors bigint, posts bigint
fct_signals: date date, signal_id varchar, metric varchar, subject varchar, direction varchar, value double,
    expected double, low double, high double, z double, false_alarm_rate double, theme_id varchar, theme_share
    decimal(6,4), top_author_share decimal(6,4), authors bigint, top_audience varchar, also varchar[],
    verbatims struct(network varchar, post_id varchar)[], rank bigint
fct_expectations: date date, need_id varchar, theme_id varchar, label_fr varchar, label_en varchar, explicit_share
    decimal(6,4), people bigint, posts bigint, people_before bigint, rise bigint, verbatims struct(network varchar,
    post_id varchar)[], rank bigint
fct_recommendations: for_date date, advice_id varchar, rank bigint, theme_id varchar, audience varchar, format
    varchar, tone varchar, slot varchar, angle_fr varchar, angle_en varchar, opening_fr varchar, opening_en varchar,
    engagement_lift double, engagement_low double, engagement_high double, reactions struct(emotion varchar, share
    decimal(6,4), low decimal(6,4), high decimal(6,4))[], reply_plans varchar[], evidence varchar[], propensity
    double, assigned boolean, history_posts bigint, basis_fr varchar, basis_en varchar, model varchar, origin
    varchar
fct_recommendation_outcomes: advice_id varchar, for_date date, horizon varchar, status varchar, network varchar,
    post_id varchar, match_basis varchar, match_certainty double, engagement_lift double, inside_interval boolean,
    scored_on date, reactions struct(emotion varchar, share decimal(6,4))[], origin varchar
fct_track_record: as_of_date date, scored bigint, covered bigint, followed bigint, not_followed bigint, effect
    double, effect_low double, effect_high double, basis varchar
fct_publications: publication_id varchar, night date, status varchar, reason varchar, figures_as_of date
ops_sources: source varchar, network varchar, status varchar, message varchar, since date
ops_quarantine: rows bigint
ops_quality: model varchar, language varchar, data_set varchar, macro_f1 double
"""
TABLES = dict(
    line.split(": ", 1) for line in COLUMNS.replace("\n    ", " ").replace("SHARES", _SHARES).strip().split("\n")
)


THEMES = (
    ("outage", "Panne et coupure", "Outage", "une date de retour", "a date for the repair"),
    ("billing", "Facture", "Billing", "une facture claire", "a clear bill"),
    ("fibre", "Raccordement à la fibre", "Fibre connection", "un rendez-vous tenu", "an appointment that holds"),
)


class Published:
    """Builds the published file of one test."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self.connection = duckdb.connect(str(path))
        self.connection.execute("set timezone = 'UTC'")
        for table, columns in TABLES.items():
            self.connection.execute(f"create table {table} (community_id varchar, industry varchar, {columns})")

    def add(self, table: str, community: str, **values: Any) -> None:
        row = {"community_id": community, "industry": "telecom"} | values
        names, marks = ", ".join(row), ", ".join("?" * len(row))
        self.connection.execute(f"insert into {table} ({names}) values ({marks})", list(row.values()))

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

    def usual_days(self, name: str, days: int = 40, last: date = NIGHT) -> None:
        for back in range(1, days + 1):
            day = last - timedelta(days=back)
            wobble = ((back * 7) % 11 - 5) / 250
            self.day(
                name,
                day,
                {e: round(max(s + wobble * (1 if i % 2 else -1), 0.01), 4) for i, (e, s) in enumerate(USUAL.items())},
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
                "fct_audience_days", name, date=NIGHT, audience=audience, label_fr=fr, label_en=en, authors=40, posts=80
            )
