"""What to know of the data behind the night, and the week on Mondays."""

from datetime import date
from typing import Any

from transforms.report.facts.facts import Facts
from transforms.report.said import clean
from transforms.report.said.blocks import Block, Paragraph, Sentence, Span
from transforms.report.said.words import Words


def notes(facts: Facts, words: Words) -> list[Block]:
    blocks: list[Block] = [Paragraph(_source(row, words), "muted") for row in facts.sources]
    if facts.quarantined:
        count = words.number(facts.quarantined, "sum(ops_quarantine.new_rows)")
        blocks.append(Paragraph(words.say("notes.quarantine", facts.quarantined, x=count), "muted"))
    if facts.day and facts.quality:
        low, high = (
            words.number(value, f"{name}(ops_quality.macro_f1)", digits=2)
            for name, value in zip(("min", "max"), facts.quality, strict=True)
        )
        key = "notes.quality" if low.text == high.text else "notes.quality_between"
        blocks.append(Paragraph(words.say(key, low=low, high=high), "muted"))
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
        mean = "mean(fct_community_days.sentiment, member_posts)"
        tones = [words.tone(week[key], mean) for key in ("sentiment", "sentiment_before")]
        said.append(words.say("week.tone", now=tones[0], before=tones[1]))
    return [
        Paragraph(
            tuple(span for i, one in enumerate(said) for span in ((Span(" "), *one) if i else one))
        )
    ]
