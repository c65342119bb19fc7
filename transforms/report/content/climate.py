"""The emotional climate of the night against the usual one, as sentences and drawings."""

from typing import Any

from transforms.config.communities import Brand
from transforms.ground.capitals import upper_first
from transforms.report.content.headline import lead, leaders, measured, theme_label
from transforms.report.facts.days import ENOUGH_DAYS
from transforms.report.facts.facts import Facts, Feeling
from transforms.report.said import charts
from transforms.report.said.blocks import Block, Chart, Paragraph, Sentence, Span
from transforms.report.said.words import WIDE, Value, Words

WEEK = 7
"""Days of the small drawing of a calm day."""
TALK = 5
"""Posts of a day below which nobody says what people mostly talk about."""
SPOKEN_OF = 0.05
"""Themes below this share of posts are not named as what people talk about."""


def climate(facts: Facts, words: Words, brand: Brand) -> list[Block]:
    day, emotion = facts.day or {}, lead(facts)
    blocks: list[Block] = []
    messages = words.count("messages", day["member_posts"], "fct_community_days.member_posts")
    first = facts.usual_posts is None or facts.known_days < ENOUGH_DAYS
    if facts.too_few:
        blocks.append(Paragraph(words.say("climate.too_few")))
    if emotion:
        close = leaders(facts.climate)
        said = _first_ones(close, words) if close[1:] else _leading(close[0], facts, words)
        blocks.append(Paragraph(said))
        if facts.pooled:
            blocks.append(Paragraph(_pooled(facts, words), "muted"))
        blocks.append(_climate_chart(facts, words))
    volume = _volume(facts, words, messages, first)
    few = facts.too_few or day["member_posts"] < TALK
    talk = () if few else _themes(facts, words)
    blocks.append(Paragraph((*volume, Span(" "), *talk) if talk else volume))
    blocks += [Paragraph(_flood(row, words)) for row in facts.floods]
    if len(facts.history) >= 14 and _louder(facts):
        blocks.append(_volume_chart(facts, words, brand, facts.history, "climate.trend_title"))
    elif len(facts.history) >= WEEK and not facts.too_few:
        blocks.append(
            _volume_chart(facts, words, brand, facts.history[-WEEK:], "climate.spark_title")
        )
    if facts.blind and not facts.signals:
        blocks.append(Paragraph(_blind(*facts.blind, words), "muted"))
    return blocks


def _flood(row: dict[str, Any], words: Words) -> Sentence:
    """What looks like a crowd and is none."""
    return words.say(
        f"climate.{row['kind']}",
        posts=words.count("messages", row["posts"], "fct_flood_days.posts"),
        people=words.count("people", row["authors"], "fct_flood_days.authors"),
        share=words.share(float(row["share"]), "fct_flood_days.share"),
    )


def _blind(smallest: float, usual: float, words: Words) -> Sentence:
    """What a calm night does not say: how much anger could have risen unseen."""
    if usual + smallest >= 1:
        return words.say("climate.blind_all")
    points = words.count("points", round(100 * smallest), "round(100 * fct_watched_days.smallest)")
    return words.say("climate.blind", points=points)


def _volume(facts: Facts, words: Words, messages: Sentence, first: bool) -> Sentence:
    """How many wrote, against a usual day; a day that is not over in the data against usual days by
    the same hour.
    """
    posts, until = (facts.day or {})["member_posts"], facts.partial
    if until:
        usual = words.number(until.usual_posts, "median(fct_posts, same hours)")
        hour = Span(str(until.until + 1))
        return words.say("climate.volume_partial", posts, messages=messages, hour=hour, usual=usual)
    if first:
        return words.say("climate.volume_first", posts, messages=messages)
    usual = words.number(facts.usual_posts or 0, "median(fct_community_days.member_posts)")
    return words.say("climate.volume", posts, messages=messages, usual=usual)


def _louder(facts: Facts) -> bool:
    """True when the number of posts is itself abnormal tonight."""
    return any(
        s["metric"] == "volume" or "volume" in " ".join(s.get("also") or ()) for s in facts.signals
    )


def _first_ones(close: list[Feeling], words: Words) -> Sentence:
    """The emotions that may lead, without saying which one does."""
    names = words.joined([(Span(words.emotion(f.emotion, "the")),) for f in close])
    first = Span(upper_first(names[0].text))
    return words.say("climate.unsure", len(close), emotions=(first, *names[1:]))


def _mart(facts: Facts, emotion: str) -> str:
    """Where an emotion's figures stand, but for `_share`, `_low`, `_high`."""
    return f"{'fct_climate_days' if facts.pooled else 'fct_community_days'}.{emotion}"


def _pooled(facts: Facts, words: Words) -> Sentence:
    """Over which days the climate is told, and what the day alone would say."""
    messages = words.count(
        "messages", facts.pooled.posts if facts.pooled else 0, "fct_climate_days.posts"
    )
    alone = sorted((f for f in facts.climate if f.alone), key=lambda f: -(f.alone or 0))[:2]
    values = [
        words.say(
            "climate.alt_value_first",
            name=words.emotion(f.emotion),
            share=words.share(f.alone or 0, f"fct_community_days.{f.emotion}_share"),
        )
        for f in alone
    ]
    said = words.say("climate.pooled", messages=messages)
    if values:
        said += (Span(" "), *words.say("climate.pooled_day", values=words.joined(values)))
    return said


def _leading(feeling: Feeling, facts: Facts, words: Words) -> Sentence:
    e, mart = feeling.emotion, _mart(facts, feeling.emotion)
    share, low, high = (
        words.share(getattr(feeling, part) or 0, f"{mart}_{part}")
        for part in ("share", "low", "high")
    )
    if feeling.usual is not None:
        usual = words.share(feeling.usual, f"median({mart}_share)")
        told = _amount(feeling, mart, words)
        return words.say("climate.main", emotion=words.emotion(e), share=told, usual=usual)
    return words.say(
        "climate.main_first", emotion=words.emotion(e), share=share, low=low, high=high
    )


def _climate_chart(facts: Facts, words: Words) -> Chart:
    order = sorted(facts.climate, key=lambda f: (not measured(f), -(f.share or 0)))
    rows = [
        (
            f.emotion,
            upper_first(words.emotion(f.emotion)),
            (f.share, f.low, f.high, f.usual, f.usual_low, f.usual_high),
        )
        for f in order
    ]
    percent = "{x}" + (f"{WIDE}%" if words.language == "fr" else "%")
    values = []
    for f in order:
        if f.share is None:
            continue
        said: dict[str, Value] = {
            "name": words.emotion(f.emotion),
            "share": _amount(f, _mart(facts, f.emotion), words),
        }
        if f.usual is not None:
            said["usual"] = words.share(f.usual, f"median({_mart(facts, f.emotion)}_share)")
        values.append(
            words.say(
                "climate.alt_value" if f.usual is not None else "climate.alt_value_first", **said
            )
        )
    alt = words.say(
        "climate.alt_pooled" if facts.pooled else "climate.alt",
        date=words.day(facts.figures_as_of or facts.night),
        values=_semicolons(values, words),
    )
    return Chart(
        "climate",
        alt,
        charts.climate(rows, percent, "light"),
        charts.climate(rows, percent, "dark"),
        legend=words.get(_legend(facts)),
    )


def _legend(facts: Facts) -> str:
    if facts.pooled:
        return "climate.legend_pooled"
    known = any(f.usual is not None for f in facts.climate)
    return "climate.legend" if known else "climate.legend_first"


def _amount(feeling: Feeling, mart: str, words: Words) -> Sentence:
    """The share; where the interval is so wide that a single figure would mislead, its two ends, if
    these say anything; where it may be nought, its upper end.
    """
    told = (feeling.share or 0, feeling.low, feeling.high, feeling.usual)
    if feeling.high is not None and charts.at_most(*told):
        return words.say("climate.at_most", high=words.share(feeling.high, f"{mart}_high"))
    if feeling.low is None or feeling.high is None or feeling.high - feeling.low <= charts.VAGUE:
        return (words.share(feeling.share or 0, f"{mart}_share"),)
    if feeling.high - feeling.low > charts.ANYTHING:
        return (Span(charts.UNKNOWN),)
    low, high = (
        words.share(end, f"{mart}_{part}")
        for end, part in ((feeling.low, "low"), (feeling.high, "high"))
    )
    return words.say("climate.between", low=low, high=high)


def _semicolons(items: list[Sentence], words: Words) -> Sentence:
    mark = "\u202f; " if words.language == "fr" else "; "
    return tuple(
        span for i, item in enumerate(items) for span in ((Span(mark), *item) if i else item)
    )


def _volume_chart(
    facts: Facts, words: Words, brand: Brand, history: list[dict[str, Any]], title: str
) -> Chart:
    days = [(row["date"], int(row["member_posts"] or 0)) for row in history]
    counts = [n for _, n in days]
    labels = (words.day(days[0][0], weekday=False), words.day(days[-1][0], weekday=False))
    mart = "fct_community_days.member_posts"
    alt = words.say(
        "climate.alt_trend",
        **{"from": labels[0], "to": labels[1]},
        low=words.number(min(counts), f"min({mart}, {len(days)} days)"),
        high=words.number(max(counts), f"max({mart}, {len(days)} days)"),
        last=words.number(counts[-1], mart),
    )
    dark = charts.COLOURS["anticipation"][1]
    return Chart(
        "volume",
        alt,
        charts.volume(days, facts.usual_posts, labels, brand.colour, "light"),
        charts.volume(days, facts.usual_posts, labels, dark, "dark"),
        title=words.get(title),
        legend=words.get("climate.legend_trend"),
    )


def _themes(facts: Facts, words: Words) -> Sentence:
    """What is spoken of; a theme that is in no pack is told apart, as its label is some of the members'
    own words.
    """
    known: list[Sentence] = []
    found: list[Sentence] = []
    for row in facts.themes:
        label = theme_label(facts, row["theme_id"], words)
        if label and (row["share"] or 0) >= SPOKEN_OF:
            share = words.share(float(row["share"]), "fct_theme_days.share")
            kind = (facts.labels.get(row["theme_id"]) or {}).get("kind")
            said = words.say("climate.theme", theme=label, share=share)
            (found if kind == "emergent" else known).append(said)
    told = words.say("climate.themes", themes=words.joined(known)) if known else ()
    new = words.say("climate.found", themes=words.joined(found)) if found else ()
    return (*told, Span(" "), *new) if told and new else told or new
