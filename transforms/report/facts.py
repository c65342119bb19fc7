"""What the published file says of one community on one night: rows, never sentences."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import duckdb

from transforms.reading import EMOTIONS

USUAL_DAYS = 28
"""A usual value is the median of this many days before the night; its range holds the middle 80 % of them."""
ENOUGH_DAYS = 7
"""Below this many days with posts nothing is called usual yet."""


@dataclass(frozen=True)
class Profile:
    community_id: str
    industry: str
    name: str
    language: str
    timezone: str
    simulated: bool
    first_date: date | None
    last_date: date | None
    posts: int
    members: int


@dataclass(frozen=True)
class Post:
    """A post as the report may show it: no handle, no address, no URL of the writer."""

    network: str
    post_id: str
    author_id: str
    text: str
    created_at: datetime | None
    emotion: str | None = None
    theme_id: str | None = None
    audience: str | None = None
    intent: str | None = None
    certainty: float = 0.0
    followers: int | None = None
    engagement: int | None = None
    newcomer: bool = False


@dataclass(frozen=True)
class Feeling:
    """One emotion tonight and on usual days: shares of member posts with their 90 % interval."""

    emotion: str
    share: float | None
    low: float | None
    high: float | None
    usual: float | None
    usual_low: float | None
    usual_high: float | None


@dataclass(frozen=True)
class Facts:
    """Everything the report of one community and night rests on."""

    night: date
    profile: Profile | None
    figures_as_of: date | None
    kept: bool
    day: dict[str, Any] | None
    usual_posts: float | None
    known_days: int
    climate: list[Feeling]
    history: list[dict[str, Any]]
    themes: list[dict[str, Any]]
    signals: list[dict[str, Any]]
    expectations: list[dict[str, Any]]
    people: list[Post]
    advice: list[dict[str, Any]]
    outcomes: list[dict[str, Any]]
    track: dict[str, Any] | None
    sources: list[dict[str, Any]]
    quarantined: int
    week: dict[str, Any] | None = None
    posts: dict[tuple[str, str], Post] = field(default_factory=dict)
    labels: dict[str, dict[str, Any]] = field(default_factory=dict)
    audiences: dict[str, dict[str, Any]] = field(default_factory=dict)
    indices: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def backfilled(self) -> bool:
        """True when figures of a later day are published already: such a report is archived, not mailed."""
        return bool(self.profile and self.profile.last_date and self.night < self.profile.last_date)


class Published:
    """A read-only connection to the published file; a table that is not there has no rows."""

    def __init__(self, path: Path) -> None:
        self.connection: duckdb.DuckDBPyConnection | None = None
        self.tables: set[str] = set()
        if path.exists():
            self.connection = duckdb.connect(str(path), read_only=True)
            self.connection.execute("set timezone = 'UTC'")
            found = self.connection.execute("select table_name from information_schema.tables").fetchall()
            self.tables = {name for (name,) in found}

    def __enter__(self) -> "Published":
        return self

    def __exit__(self, *_: object) -> None:
        if self.connection:
            self.connection.close()

    def rows(self, table: str, query: str, parameters: Sequence[Any]) -> list[dict[str, Any]]:
        """The rows of `query`, which reads `table` and binds `parameters`."""
        if self.connection is None or table not in self.tables:
            return []
        cursor = self.connection.execute(query, list(parameters))
        columns = [c[0] for c in cursor.description]
        return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]

    def one(self, table: str, query: str, parameters: Sequence[Any]) -> dict[str, Any] | None:
        rows = self.rows(table, query, parameters)
        return rows[0] if rows else None


def read_facts(published: Published, community: str, night: date) -> Facts:
    """The facts of one community as of `night`, or of the last published day when that is older."""
    profile = _profile(published, community)
    publication = published.one(
        "fct_publications",
        "select * from fct_publications where community_id = ? and night = ? order by publication_id desc limit 1",
        [community, night],
    )
    last = profile.last_date if profile else None
    as_of = min(night, last) if last else None
    if as_of and publication and publication.get("figures_as_of"):
        as_of = min(as_of, publication["figures_as_of"])
    day = _day(published, community, as_of)
    history = _history(published, community, as_of)
    signals = _signals(published, community, as_of)
    expectations = _expectations(published, community, as_of)
    people = _people(published, community, as_of)
    wanted = [key for row in [*signals, *expectations] for key in _keys(row.get("verbatims"))]
    advice_date = night + timedelta(days=1)
    return Facts(
        night=night,
        profile=profile,
        figures_as_of=as_of,
        kept=bool(as_of and as_of < night),
        day=day,
        usual_posts=_usual_posts(published, community, as_of),
        known_days=sum(1 for row in history if row["member_posts"] and row["date"] != as_of),
        climate=_climate(published, community, as_of, day),
        history=history,
        themes=_themes(published, community, as_of),
        signals=signals,
        expectations=expectations,
        people=people,
        advice=_advice(published, community, advice_date),
        outcomes=_outcomes(published, community, night),
        track=published.one(
            "fct_track_record",
            "select * from fct_track_record where community_id = ? and as_of_date <= ? "
            "order by as_of_date desc limit 1",
            [community, night],
        ),
        sources=published.rows(
            "ops_sources",
            "select source, network, status, message, since from ops_sources where community_id = ? "
            "and status <> 'ok' order by network, source",
            [community],
        ),
        quarantined=_quarantined(published, community),
        week=_week(published, community, as_of),
        posts=_posts(published, community, wanted),
        labels=_by(published, "dim_themes", "theme_id", community),
        audiences=_audiences(published, community, as_of),
        indices=_indices(published, community, as_of),
    )


def _profile(published: Published, community: str) -> Profile | None:
    row = published.one("dim_communities", "select * from dim_communities where community_id = ?", [community])
    if row is None:
        return None
    return Profile(
        community_id=row["community_id"],
        industry=row["industry"],
        name=row["name"] or row["community_id"],
        language=row["language"],
        timezone=row["timezone"],
        simulated=bool(row["simulated"]),
        first_date=row["first_date"],
        last_date=row["last_date"],
        posts=row["posts"] or 0,
        members=row["members"] or 0,
    )


def _day(published: Published, community: str, day: date | None) -> dict[str, Any] | None:
    return published.one(
        "fct_community_days", "select * from fct_community_days where community_id = ? and date = ?", [community, day]
    )


def _history(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    shares = ", ".join(f"{emotion}_share" for emotion in EMOTIONS)
    return published.rows(
        "fct_community_days",
        f"select date, posts, member_posts, sentiment, {shares} from fct_community_days "
        "where community_id = ? and date <= ? and date > cast(? as date) - ? order by date",
        [community, day, day, USUAL_DAYS + 1],
    )


_BEFORE = "where community_id = ? and date < ? and date >= cast(? as date) - ?"


def _usual_posts(published: Published, community: str, day: date | None) -> float | None:
    row = published.one(
        "fct_community_days",
        f"select median(member_posts) as usual from fct_community_days {_BEFORE}",
        [community, day, day, USUAL_DAYS],
    )
    return row["usual"] if row else None


def _climate(published: Published, community: str, day: date | None, today: dict[str, Any] | None) -> list[Feeling]:
    usual = (
        published.one(
            "fct_community_days",
            "select count(*) as days, "
            + ", ".join(
                f"median({e}_share) as {e}, quantile_cont({e}_share, 0.1) as {e}_low, "
                f"quantile_cont({e}_share, 0.9) as {e}_high"
                for e in EMOTIONS
            )
            + f" from fct_community_days {_BEFORE} and member_posts > 0",
            [community, day, day, USUAL_DAYS],
        )
        or {}
    )
    known = (usual.get("days") or 0) >= ENOUGH_DAYS

    def one(emotion: str) -> Feeling:
        share, low, high = ((today or {}).get(f"{emotion}_{part}") for part in ("share", "low", "high"))
        before = [usual.get(key) if known else None for key in (emotion, f"{emotion}_low", f"{emotion}_high")]
        return Feeling(emotion, *(None if v is None else float(v) for v in (share, low, high, *before)))

    return [one(emotion) for emotion in EMOTIONS]


def _themes(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    return published.rows(
        "fct_theme_days",
        "select theme_id, posts, authors, share from fct_theme_days where community_id = ? and date = ? and posts > 0 "
        "order by posts desc, theme_id limit 3",
        [community, day],
    )


def _signals(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    return published.rows(
        "fct_signals",
        "select s.* from fct_signals s where s.community_id = ? and s.date = ? "
        "order by s.direction = 'down' and s.metric in ('theme', 'index'), s.rank, s.signal_id",
        [community, day],
    )


def _expectations(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    return published.rows(
        "fct_expectations",
        "select * from fct_expectations where community_id = ? and date = ? and people >= 3 "
        "order by rank, need_id limit 3",
        [community, day],
    )


def _people(published: Published, community: str, day: date | None) -> list[Post]:
    """Member posts of the night and the two days before it that the brand has not answered."""
    rows = published.rows(
        "fct_posts",
        "select p.*, a.first_post_at >= p.created_at and a.posts = 1 as newcomer "
        "from fct_posts p left join dim_authors a using (community_id, author_id) "
        "where p.community_id = ? and not p.is_brand "
        "and p.created_date between cast(? as date) - 2 and cast(? as date) "
        "and not exists (select 1 from fct_posts b where b.community_id = p.community_id and b.is_brand "
        "and b.network = p.network and b.in_reply_to = p.post_id and b.created_date <= cast(? as date)) "
        "order by p.created_at desc, p.network, p.post_id",
        [community, day, day, day],
    )
    return [_post(row) for row in rows]


def _advice(published: Published, community: str, day: date) -> list[dict[str, Any]]:
    return published.rows(
        "fct_recommendations",
        "select * from fct_recommendations where community_id = ? and for_date = ? order by rank, advice_id limit 3",
        [community, day],
    )


def _outcomes(published: Published, community: str, night: date) -> list[dict[str, Any]]:
    """What was scored last, newest first, with what had been advised."""
    return published.rows(
        "fct_recommendation_outcomes",
        "select o.*, r.theme_id, r.audience, r.format, r.engagement_low, r.engagement_high, "
        "r.engagement_lift as foreseen from fct_recommendation_outcomes o join fct_recommendations r "
        "on r.community_id = o.community_id and r.advice_id = o.advice_id and r.for_date = o.for_date "
        "where o.community_id = ? and o.scored_on <= ? and o.scored_on > cast(? as date) - 7 "
        "order by o.scored_on desc, o.advice_id, o.horizon limit 3",
        [community, night, night],
    )


def _quarantined(published: Published, community: str) -> int:
    row = published.one(
        "ops_quarantine", "select sum(rows) as n from ops_quarantine where community_id = ?", [community]
    )
    return int(row["n"] or 0) if row else 0


def _week(published: Published, community: str, day: date | None) -> dict[str, Any] | None:
    """The seven days up to `day` against the seven before them."""
    return published.one(
        "fct_community_days",
        "select sum(member_posts) filter (date > cast($2 as date) - 7)::bigint as posts, "
        "sum(member_posts) filter (date <= cast($2 as date) - 7)::bigint as posts_before, "
        "avg(sentiment) filter (date > cast($2 as date) - 7)::double as sentiment, "
        "avg(sentiment) filter (date <= cast($2 as date) - 7)::double as sentiment_before, "
        "sum(complaints) filter (date > cast($2 as date) - 7)::bigint as complaints, "
        "sum(complaints) filter (date <= cast($2 as date) - 7)::bigint as complaints_before, "
        "sum(questions) filter (date > cast($2 as date) - 7)::bigint as questions, "
        "sum(questions) filter (date <= cast($2 as date) - 7)::bigint as questions_before "
        "from fct_community_days where community_id = $1 and date <= $2 and date > cast($2 as date) - 14",
        [community, day],
    )


def _posts(published: Published, community: str, keys: list[tuple[str, str]]) -> dict[tuple[str, str], Post]:
    if not keys:
        return {}
    rows = published.rows(
        "fct_posts",
        "select * from fct_posts where community_id = ? and (network, post_id) in "
        "(select unnest(?), unnest(?)) order by network, post_id",
        [community, [k[0] for k in keys], [k[1] for k in keys]],
    )
    return {(row["network"], row["post_id"]): _post(row) for row in rows}


def _post(row: dict[str, Any]) -> Post:
    intents = {name: float(row[name] or 0) for name in ("question", "complaint", "praise")}
    intent = max(intents, key=lambda name: intents[name])
    return Post(
        network=row["network"],
        post_id=row["post_id"],
        author_id=row["author_id"],
        text=row["text"] or "",
        created_at=row["created_at"],
        emotion=row["dominant_emotion"],
        theme_id=row["top_theme_id"],
        audience=row["audience"],
        intent=intent,
        certainty=intents[intent],
        followers=row["followers"],
        engagement=row["engagement"],
        newcomer=bool(row.get("newcomer")),
    )


def _keys(verbatims: list[dict[str, str]] | None) -> list[tuple[str, str]]:
    return [(v["network"], v["post_id"]) for v in verbatims or []]


def _by(published: Published, table: str, key: str, community: str) -> dict[str, dict[str, Any]]:
    rows = published.rows(table, f"select * from {table} where community_id = ?", [community])
    return {row[key]: row for row in rows}


def _indices(published: Published, community: str, day: date | None) -> dict[str, dict[str, Any]]:
    """The names of the industry's indices: {index: {"fr": …, "en": …}}."""
    rows = published.rows(
        "fct_index_days",
        "select index_id, label_fr, label_en from fct_index_days where community_id = ? and date = ?",
        [community, day],
    )
    return {row["index_id"]: {"fr": row["label_fr"], "en": row["label_en"]} for row in rows}


def _audiences(published: Published, community: str, day: date | None) -> dict[str, dict[str, Any]]:
    rows = published.rows(
        "fct_audience_days",
        "select audience, label_fr, label_en from fct_audience_days where community_id = ? and date = ?",
        [community, day],
    )
    return {row["audience"]: row for row in rows}
