"""The climate and the themes over time: a drawing for each, in words too, and all of it as a table."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from markupsafe import Markup

from transforms.ground.capitals import upper_first
from transforms.reading import EMOTIONS
from transforms.report.content.headline import theme_label
from transforms.report.facts.facts import ENOUGH_POSTS
from transforms.report.said.blocks import Sentence, Span
from transforms.report.said.words import Words
from transforms.site import drawings
from transforms.site.drawings import Point
from transforms.site.render import SitePage
from transforms.site.seen import Row, Seen


@dataclass(frozen=True)
class Drawing:
    """A drawing, its name, and in words what it shows."""

    name: str
    told: Sentence
    svg: Markup | str


def climate(seen: Seen, words: Words) -> SitePage:
    """Eight emotions, volume and tone, day by day."""
    drawn = [_emotion(emotion, seen.days, words) for emotion in EMOTIONS]
    counts = [(row["date"], _number(row["member_posts"])) for row in seen.days]
    tones: list[Point] = [(row["date"], _number(row["sentiment"]), None, None) for row in seen.days]
    volume, tone = words.get("site.climate.volume"), words.get("site.climate.tone")
    drawn = [
        Drawing(
            volume,
            _told(volume, [n for _, n in counts], words, _count(words)),
            drawings.bars(counts, "muted", words) if counts else "",
        ),
        Drawing(
            tone,
            _told(tone, [value for _, value, *_ in tones], words, _tone(words)),
            drawings.line(tones, "ink", words, percent=False) if counts else "",
        ),
        *drawn,
    ]
    rows = [
        (
            row["date"],
            row["member_posts"],
            row["sentiment"],
            *(row[f"{emotion}_share"] if _enough(row) else None for emotion in EMOTIONS),
        )
        for row in reversed(seen.days)
    ]
    heads = [words.get(f"site.climate.{key}") for key in ("day", "posts", "tone_short")]
    heads += [upper_first(words.emotion(emotion)) for emotion in EMOTIONS]
    return _page("climate", drawn, heads, rows, words)


def themes(seen: Seen, words: Words) -> SitePage:
    """The themes of most posts, day by day; the table holds every theme."""
    drawn = []
    for theme in seen.told_themes:
        rows = seen.themes[theme]
        points: list[Point] = [
            (row["date"], *(_number(row[key]) if _enough(row) else None
                            for key in ("share", "share_low", "share_high")))
            for row in rows
        ]  # fmt: skip
        name = _theme(seen, theme, words)
        told = _told(name, [value for _, value, *_ in points], words, _share(words))
        drawn.append(Drawing(name, told, drawings.line(points, "link", words)))
    last = max((row["date"] for rows in seen.themes.values() for row in rows), default=None)
    table = [
        (
            _theme(seen, theme, words),
            _between(seen.themes[theme], last, 7),
            _between(seen.themes[theme], last and last - timedelta(days=7), 7),
            sum(row["posts"] or 0 for row in seen.themes[theme]),
            sum(1 for row in seen.themes[theme] if row["posts"]),
        )
        for theme in sorted(seen.themes)
    ]
    table.sort(key=lambda row: (-row[3], row[0]))
    heads = [
        words.get(f"site.themes.{key}") for key in ("theme", "last", "before", "posts", "days")
    ]
    return _page("themes", drawn, heads, table, words)


def _page(
    key: str, drawn: list[Drawing], heads: list[str], rows: list[tuple[Any, ...]], words: Words
) -> SitePage:
    content = {
        "how": words.get(f"site.{key}.how"),
        "drawings": drawn if rows else [],
        "heads": heads,
        "rows": rows,
    }
    return SitePage(f"{key}.html", "series", words.get(f"site.{key}.title"), content, key)


def _emotion(emotion: str, days: list[Row], words: Words) -> Drawing:
    ends = ("share", "low", "high")
    points: list[Point] = [
        (row["date"], *(_number(row[f"{emotion}_{end}"]) if _enough(row) else None for end in ends))
        for row in days
    ]
    name = upper_first(words.emotion(emotion))
    told = _told(name, [value for _, value, *_ in points], words, _share(words))
    return Drawing(name, told, drawings.line(points, emotion, words) if points else "")


Said = Callable[[float], Span]


def _told(name: str, values: list[float | None], words: Words, said: Said) -> Sentence:
    known = [value for value in values if value is not None]
    if not known:
        return words.say("site.climate.empty", name=name)
    return words.say(
        "site.climate.drawn",
        name=name,
        low=Span(said(min(known)).text),
        high=Span(said(max(known)).text),
        last=Span(said(known[-1]).text),
        days=words.say("site.climate.days", len(known), x=str(len(known))),
    )


def _share(words: Words) -> Said:
    return lambda value: words.share(value, "")


def _count(words: Words) -> Said:
    return lambda value: words.number(value, "")


def _tone(words: Words) -> Said:
    return lambda value: words.tone(value, "")


def _theme(seen: Seen, theme: str, words: Words) -> str:
    return theme_label(seen.facts, theme, words) or theme.replace("_", " ")


def _between(rows: list[Row], last: date | None, days: int) -> int:
    """Posts of the days up to `last`."""
    return sum(
        row["posts"] or 0
        for row in rows
        if last and last - timedelta(days=days) < row["date"] <= last
    )


def _enough(row: Row) -> bool:
    return (row["member_posts"] or 0) >= ENOUGH_POSTS


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
