"""The emotional climate of the night against the usual one, as sentences and drawings."""

from typing import Any

from transforms.config.communities import Brand
from transforms.report.content.headline import lead, sure_lead, theme_label
from transforms.report.facts.days import ENOUGH_DAYS
from transforms.report.facts.facts import Facts, Feeling
from transforms.report.said import charts
from transforms.report.said.blocks import Block, Chart, Paragraph, Sentence, Span
from transforms.report.said.words import WIDE, Value, Words, upper_first

WEEK = 7
"""Days of the small drawing of a calm day."""
CLOSE = 3
"""How many emotions are named when none leads for sure."""
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
        feeling = next(f for f in facts.climate if f.emotion == emotion)
        said = _leading(feeling, words) if sure_lead(facts) else _first_ones(facts, words)
        blocks.append(Paragraph(said))
        blocks.append(_climate_chart(facts, words))
    volume = _volume(facts, words, messages, first)
    talk = () if facts.too_few else _themes(facts, words)
    blocks.append(Paragraph((*volume, Span(" "), *talk) if talk else volume))
    if len(facts.history) >= 14 and _louder(facts):
        blocks.append(_volume_chart(facts, words, brand, facts.history, "climate.trend_title"))
    elif len(facts.history) >= WEEK and not facts.too_few:
        blocks.append(
            _volume_chart(facts, words, brand, facts.history[-WEEK:], "climate.spark_title")
        )
    return blocks


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


def _first_ones(facts: Facts, words: Words) -> Sentence:
    """The emotions that may lead, three at most: those that the first one's interval reaches."""
    known = sorted((f for f in facts.climate if f.share is not None), key=lambda f: -(f.share or 0))
    close = [f for f in known if (f.share or 0) >= (known[0].low or 0)][:CLOSE]
    names = words.joined([(Span(words.emotion(f.emotion, "the")),) for f in close])
    first = Span(upper_first(names[0].text))
    return words.say("climate.unsure", len(close), emotions=(first, *names[1:]))


def _leading(feeling: Feeling, words: Words) -> Sentence:
    e = feeling.emotion
    share, low, high = (
        words.share(getattr(feeling, part) or 0, f"fct_community_days.{e}_{part}")
        for part in ("share", "low", "high")
    )
    if feeling.usual is not None:
        usual = words.share(feeling.usual, f"median(fct_community_days.{e}_share)")
        return words.say("climate.main", emotion=words.emotion(e), share=share, usual=usual)
    return words.say(
        "climate.main_first", emotion=words.emotion(e), share=share, low=low, high=high
    )


def _climate_chart(facts: Facts, words: Words) -> Chart:
    order = sorted(facts.climate, key=lambda f: -(f.share or 0))
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
            "share": _amount(f, words),
        }
        if f.usual is not None:
            said["usual"] = words.share(f.usual, f"median(fct_community_days.{f.emotion}_share)")
        values.append(
            words.say(
                "climate.alt_value" if f.usual is not None else "climate.alt_value_first", **said
            )
        )
    alt = words.say(
        "climate.alt",
        date=words.day(facts.figures_as_of or facts.night),
        values=_semicolons(values, words),
    )
    return Chart(
        "climate",
        alt,
        charts.climate(rows, percent, "light"),
        charts.climate(rows, percent, "dark"),
        legend=words.get(
            "climate.legend" if any(f.usual is not None for f in order) else "climate.legend_first"
        ),
    )


def _amount(feeling: Feeling, words: Words) -> Sentence:
    """The share; where the interval is so wide that a single figure would mislead, its two ends."""
    mart = f"fct_community_days.{feeling.emotion}_"
    if feeling.low is None or feeling.high is None or feeling.high - feeling.low <= charts.VAGUE:
        return (words.share(feeling.share or 0, f"{mart}share"),)
    low, high = (
        words.share(end, mart + part)
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
