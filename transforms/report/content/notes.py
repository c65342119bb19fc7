"""What to know of the data behind the night, and the week on Mondays."""

from datetime import date
from math import sqrt
from typing import Any

from transforms.report.facts.facts import Facts
from transforms.report.said import clean
from transforms.report.said.blocks import Block, Paragraph, Sentence, Span
from transforms.report.said.words import Words

FELT = 0.05
"""From which difference of mean sentiment (-1 to 1) on a week's tone is another one, however many wrote."""
SPREAD = 0.6
"""How far the sentiment of single posts lies from their mean (the standard deviation: 0.3 to 0.7 in communities)."""


def notes(facts: Facts, words: Words) -> list[Block]:
    blocks: list[Block] = [Paragraph(_source(row, words), "muted") for row in facts.sources]
    if facts.quarantined:
        count = words.number(facts.quarantined, "sum(ops.quarantine.new_rows)")
        blocks.append(Paragraph(words.say("notes.quarantine", facts.quarantined, x=count), "muted"))
    if facts.day and facts.quality:
        blocks.append(Paragraph(words.say("notes.quality"), "muted"))
    if facts.day and all(f.usual is None for f in facts.climate):
        blocks.append(Paragraph(words.say("notes.first"), "muted"))
    return blocks


def _source(row: dict[str, Any], words: Words) -> Sentence:
    network = words.word("networks", row["network"])
    message = clean.text(row["message"] or "", 160)
    said = (
        words.say("notes.source", network=network, message=message)
        if message
        else words.say("notes.source_plain", network=network)
    )
    since = row.get("since")
    return (
        said + words.say("notes.since", date=words.day(since, weekday=False))
        if isinstance(since, date)
        else said
    )


def week_of(facts: Facts, words: Words) -> list[Block]:
    week = facts.week
    if not week or week["posts"] is None or week["posts_before"] is None:
        return []
    mart = "sum(fct_community_days.{0})"
    now = words.count("messages", week["posts"], mart.format("member_posts"))
    before = words.number(week["posts_before"], mart.format("member_posts"))
    said = [words.say("week.posts", now=now, before=before)]
    for noun in ("questions", "complaints"):
        if week[noun] is not None and week[f"{noun}_before"] is not None:
            now = words.count(noun, week[noun], mart.format(noun))
            before = words.number(week[f"{noun}_before"], mart.format(noun))
            said.append(words.say("week.compared", now=now, before=before))
    if week["sentiment"] is not None and week["sentiment_before"] is not None:
        moved = week["sentiment"] - week["sentiment_before"]
        kind = "same" if abs(moved) < _chance(week) else "up" if moved > 0 else "down"
        said.append(words.say(f"week.tone_{kind}"))
    return [
        Paragraph(
            tuple(span for i, one in enumerate(said) for span in ((Span(" "), *one) if i else one))
        )
    ]


def _chance(week: dict[str, Any]) -> float:
    """The difference of two weeks' tone that chance reaches one time in ten where nothing moved."""
    written = [max(week[name], 1) for name in ("posts", "posts_before")]
    return max(FELT, 1.645 * SPREAD * sqrt(sum(1 / posts for posts in written)))
