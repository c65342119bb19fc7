"""Where a figure of a mail comes from: what it means, and the published rows that it rests on."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from transforms.reading import EMOTIONS
from transforms.report.facts.published import Published
from transforms.report.said.words import Words
from transforms.site.sheets import Figure

_EMOTION = re.compile(rf"\b({'|'.join(EMOTIONS)})_(?=share|low|high)")
_MART = re.compile(r"\b((?:(?:fct|dim)_|ops\.)[a-z_]+)(?:\.([a-z_*]+))?")


@dataclass(frozen=True)
class FigureDefinition:
    """A figure as it was shown, what it means, and the tables of rows that it rests on."""

    figure: Figure
    meaning: str
    marts: tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Rows of one mart, as published."""

    mart: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


ROWS = {
    "fct_community_days": (
        ("date", "member_posts"),
        "community_id = $community and date between $day::date - 28 and $day order by date desc",
    ),
    "fct_theme_days": (
        ("date", "theme_id", "posts", "member_posts", "share", "share_low", "share_high"),
        "community_id = $community and date = $day order by posts desc, theme_id",
    ),
    "fct_signals": (
        ("date", "metric", "subject", "direction", "value", "expected", "low", "high",
         "false_alarm_rate", "theme_id", "theme_share", "authors", "top_author_share"),
        "community_id = $community and date = $day order by rank, signal_id",
    ),
    "fct_expectations": (
        ("date", "label_fr", "label_en", "people", "people_before", "posts", "explicit_share"),
        "community_id = $community and date = $day order by rank, need_id limit 20",
    ),
    "fct_recommendations": (
        ("for_date", "rank", "theme_id", "audience", "format", "slot", "engagement_low",
         "engagement_lift", "engagement_high", "effect_low", "effect_high"),
        "community_id = $community and for_date between $night::date - 7 and $night::date + 1 "
        "order by for_date desc, rank, advice_id",
    ),
    "fct_recommendation_outcomes": (
        ("for_date", "horizon", "status", "engagement_lift", "inside_interval", "scored_on"),
        "community_id = $community and scored_on between $night::date - 6 and $night "
        "order by scored_on desc, advice_id, horizon",
    ),
    "fct_track_record": (
        ("as_of_date", "scored", "covered", "followed", "not_followed", "effect", "effect_low",
         "effect_high", "what_if", "what_if_low", "what_if_high", "what_if_basis"),
        "community_id = $community and as_of_date <= $night order by as_of_date desc limit 1",
    ),
    "ops.quarantine": (
        ("source", "reason", "rows", "new_rows"),
        "community_id = $community order by new_rows desc",
    ),
    "ops.quality": (
        ("model", "language", "data_set", "macro_f1"),
        "language = $language order by data_set",
    ),
    "fct_posts": (
        ("created_date", "count(*) filter (not is_brand) as member_posts",
         "count(*) filter (not is_brand and greatest(question, complaint) >= 0.5) as asking"),
        "community_id = $community and created_date between $day::date - 2 and $day "
        "group by created_date order by created_date desc",
    ),
    "fct_post_metrics": (
        ("created_date", "network", "format", "likes", "replies", "shares", "engagement"),
        "community_id = $community and is_brand and created_date between $day::date - 28 and $day "
        "order by created_at desc, post_id limit 60",
    ),
}  # fmt: skip
"""For each mart that a mail cites: its columns, and which of its rows tell of a night."""
ELSEWHERE = ("mean(fct_posts.complaint, 28 days)",)
"""Figures that the page of the rivals shows with what they rest on."""
_READ = {"fct_post_metrics": "fct_posts"}
"""Where the latest figures of a post stand beside what it is."""


def kind(mart: str) -> str:
    """What a figure is, whichever emotion it is of: the key of its meaning in the language files."""
    return _EMOTION.sub("*_", mart)


def tell(figures: list[Figure], words: Words) -> list[FigureDefinition]:
    """Every figure with its meaning, in the order of the mail."""
    return [FigureDefinition(one, meaning(one.mart, words), marts(one.mart)) for one in figures]


def meaning(mart: str, words: Words) -> str:
    """What a figure means, in the reader's language; a figure that nobody described yet says where
    it stands.
    """
    emotion = _EMOTION.search(mart)
    said: str = words.get("site.meanings").get(kind(mart), "")
    forms: tuple[tuple[str, Literal["the", "from"]], ...] = (("{emotion}", "the"), ("{of}", "from"))
    if emotion:
        for blank, form in forms:
            said = said.replace(blank, words.emotion(emotion[1], form))
    return said


def glossary(words: Words) -> list[tuple[str, str, str]]:
    """Every figure that a mail may tell: the anchor, where it stands, and what it means for any
    emotion.
    """
    any_emotion = words.get("site.any_emotion")
    return [
        (
            slug(key),
            key,
            said.replace("{emotion}", any_emotion["the"]).replace("{of}", any_emotion["of"]),
        )
        for key, said in words.get("site.meanings").items()
    ]


def slug(mart: str) -> str:
    """The anchor of a figure's meaning in the glossary."""
    return re.sub(r"[^a-z0-9]+", "-", kind(mart).lower()).strip("-")


def marts(mart: str) -> tuple[str, ...]:
    """The marts that are named in where a figure comes from, as far as a night shows their rows."""
    if mart in ELSEWHERE:
        return ()
    return tuple(dict.fromkeys(m[1] for m in _MART.finditer(mart) if m[1] in ROWS))


def tables(published: Published, about: Mapping[str, Any], figures: list[Figure]) -> list[Table]:
    """The rows behind the figures of a night, one table for each mart.

    about: `community` and its `language`, the `night`, and the `day` that its figures are of.
    """
    found = []
    for name in dict.fromkeys(mart for figure in figures for mart in marts(figure.mart)):
        columns, where = ROWS[name]
        if name == "fct_community_days":
            columns = (*columns, *_more(figures))
        source = _READ.get(name, name)
        query = f"select {', '.join(columns)} from {source} where {where}"
        asked = {key: value for key, value in about.items() if f"${key}" in where}
        rows = published.rows(source, query, asked)
        if rows:
            values = [tuple(row.values()) for row in rows]
            found.append(Table(name, tuple(rows[0]), values))
    return found


def _more(figures: list[Figure]) -> list[str]:
    """The columns of fct_community_days that the figures name beside those shown anyway."""
    named: list[str] = []
    for figure in figures:
        for table, column in _MART.findall(figure.mart):
            if table == "fct_community_days" and column and "*" not in column:
                named.append(column)
        if "*" in figure.mart:
            named += [f"{emotion}_{end}" for emotion in EMOTIONS for end in ("low", "high")]
    return [column for column in dict.fromkeys(named) if column != "member_posts"]
