"""Everything the published file says of one community on one night."""

from datetime import date, timedelta
from typing import Any

from transforms.report.facts import climate, days, own_posts, rivals, shown_posts
from transforms.report.facts.facts import Facts, Profile, too_few
from transforms.report.facts.partial_day import partial_day
from transforms.report.facts.published import Published

ENOUGH_PEOPLE, MOST_WANTED = 3, 3
"""How many people make a want worth telling, and how many wants a report tells."""


def read_facts(
    published: Published, community: str, night: date, others: tuple[str, ...] = ()
) -> Facts:
    """The facts of one community as of `night`, or of the last published day when that is older.

    others: the rivals that it is compared with.
    """
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
    day = days.day_of(published, community, as_of)
    history = days.history(published, community, as_of)
    pooled = climate.pooled(published, community, as_of)
    partial = partial_day(published, community, profile.timezone, as_of) if profile else None
    signals = [
        s
        for s in _signals(published, community, as_of)
        if s["metric"] == "volume" or not too_few(day)
    ]
    if partial:  # fewer posts than on a whole day are no news
        signals = [s for s in signals if (s["metric"], s["direction"]) != ("volume", "down")]
    needs = _needs(published, community, as_of)
    expectations = [row for row in needs if _told(row)][:MOST_WANTED]
    people = shown_posts.unanswered(published, community, as_of)
    wanted = [
        key for row in [*signals, *expectations] for key in shown_posts.keys(row.get("verbatims"))
    ]
    advice_date = night + timedelta(days=1)
    return Facts(
        night=night,
        profile=profile,
        figures_as_of=as_of,
        kept=bool(as_of and as_of < night),
        day=day,
        usual_posts=days.usual_posts(published, community, as_of),
        known_days=sum(1 for row in history if row["member_posts"] and row["date"] != as_of),
        climate=climate.climate(published, community, as_of, pooled),
        pooled=pooled,
        blind=days.blind(published, community, as_of),
        floods=days.floods(published, community, as_of),
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
            "ops.sources",
            "select source, network, status, message, since from ops.sources where community_id = ? "
            "and status <> 'ok' order by network, source",
            [community],
        ),
        quarantined=_quarantined(published, community),
        quality=_quality(published, profile),
        week=days.week(published, community, as_of),
        own=own_posts.of_day(published, community, as_of),
        posts=shown_posts.named(published, community, wanted),
        wishes=shown_posts.of_needs(
            published, community, [row["need_id"] for row in expectations], as_of
        ),
        needs={row["need_id"]: row for row in needs},
        labels=_by(published, "dim_themes", "theme_id", community),
        audiences=_audiences(published, community, as_of),
        indices=_indices(published, community, as_of),
        rivals=rivals.standings(published, community, others, as_of) if others else (),
        partial=partial,
        judged=days.is_judged(published, community, as_of),
    )


def _profile(published: Published, community: str) -> Profile | None:
    row = published.one(
        "dim_communities", "select * from dim_communities where community_id = ?", [community]
    )
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


def _needs(published: Published, community: str, day: date | None) -> list[dict[str, Any]]:
    return published.rows(
        "fct_expectations",
        "select * from fct_expectations where community_id = ? and date = ? order by rank, need_id",
        [community, day],
    )


def _told(need: dict[str, Any]) -> bool:
    """Whether enough people want it and its name says what: a post that only stands for others, and
    asks nothing, is no want.
    """
    name = str(need.get("label_en") or need.get("label_fr") or "")
    quoted = need.get("name_kind") == "quote" and "?" not in name
    return (need["people"] or 0) >= ENOUGH_PEOPLE and not quoted


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
        "qualify row_number() over (partition by o.advice_id order by o.scored_on desc, o.horizon desc) = 1 "
        "order by o.status = 'not_followed', o.scored_on desc, o.for_date desc, o.advice_id limit 8",
        [community, night, night],
    )


def _quarantined(published: Published, community: str) -> int:
    row = published.one(
        "ops.quarantine",
        "select sum(new_rows) as n from ops.quarantine where community_id = ?",
        [community],
    )
    return int(row["n"] or 0) if row else 0


def _quality(published: Published, profile: Profile | None) -> tuple[float, float] | None:
    row = profile and published.one(
        "ops.quality",
        "select min(macro_f1) as low, max(macro_f1) as high from ops.quality where language = ?",
        [profile.language],
    )
    return (row["low"], row["high"]) if row and row["low"] is not None else None


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
