"""How the brand's own posts of the day did, each against its usual, and how it answered."""

from typing import Any

from transforms.config.networks import reply_link
from transforms.report.facts.facts import Facts
from transforms.report.said import clean
from transforms.report.said.blocks import Block, Card, Link, Paragraph, Sentence, Span, plain
from transforms.report.said.words import Words

SHOWN = 3
MORE, LESS = 1.15, 1 / 1.15
"""From which ratio to the usual a post did better or worse than usual."""


def yours(facts: Facts, words: Words) -> list[Block]:
    """The best posts of the day first, then how fast and how often the brand answered."""
    once = list({clean.text(row["text"] or "", 90): row for row in reversed(facts.own)}.values())
    blocks: list[Block] = [_post(row, facts, words) for row in once[::-1][:SHOWN]]
    if answered := _answered(facts.day or {}, words):
        blocks.append(Paragraph(answered))
    return blocks


def _post(row: dict[str, Any], facts: Facts, words: Words) -> Card:
    simulated = bool(facts.profile and facts.profile.simulated)
    url = None if simulated else reply_link(row["network"], row["post_id"])
    label = plain(words.say("yours.open", network=words.word("networks", row["network"])))
    title = (Span(clean.text(row["text"] or "", 90)),)
    return Card(
        title, (Paragraph(_did(row, words), "muted"),), "trust", (Link(label, url),) if url else ()
    )


def _did(row: dict[str, Any], words: Words) -> Sentence:
    if row["engagement"] is None:
        return words.say("yours.unknown")
    got = words.count("reactions", row["engagement"], "fct_post_metrics.engagement")
    if row.get("rate") is not None and row.get("usual_rate"):
        return _of_views(row, got, words)
    if row["usual"] is None:
        return words.say("yours.first", got=got)
    usual = words.number(row["usual"], "median(fct_post_metrics.engagement)")
    ratio = (row["engagement"] + 1) / (float(row["usual"]) + 1)
    kind = "more" if ratio >= MORE else "less" if ratio <= LESS else "same"
    return words.say(f"yours.{kind}", got=got, usual=usual)


def _of_views(row: dict[str, Any], got: Sentence, words: Words) -> Sentence:
    """How many of those who saw it reacted: what a post is worth however far it was shown."""
    ratio = row["rate"] / row["usual_rate"]
    kind = "more" if ratio >= MORE else "less" if ratio <= LESS else "same"
    return words.say(
        f"yours.rate_{kind}",
        got=got,
        views=words.number(row["views"], "fct_post_metrics.views"),
        rate=words.rate(row["rate"], "fct_post_metrics.engagement / views"),
        usual=words.rate(row["usual_rate"], "median(fct_post_metrics.engagement / views)"),
    )


def _answered(day: dict[str, Any], words: Words) -> Sentence:
    share, minutes = day.get("answered_share"), day.get("response_minutes_median")
    if share is None or not (day.get("questions") or day.get("complaints")):
        return ()
    said = words.share(float(share), "fct_community_days.answered_share")
    if not share:
        return words.say("yours.unanswered")
    if minutes is None:
        return words.say("yours.answered", share=said)
    time = words.duration(float(minutes), "fct_community_days.response_minutes_median")
    return words.say("yours.answers", share=said, time=time)
