"""What changed tonight and why, and what people expect without saying it."""

import re
from typing import Any

from transforms.report.content import answer_links, proofs
from transforms.report.content.answer_links import AnswersTo
from transforms.report.content.headline import audience_label, subject_label, theme_label
from transforms.report.content.replies.verbatims import once, quote
from transforms.report.facts.days import USUAL_DAYS
from transforms.report.facts.facts import Facts, ShownPost
from transforms.report.said import clean
from transforms.report.said.blocks import Block, Card, Inner, Paragraph, Sentence, Span
from transforms.report.said.words import Value, Words

MANY = 6
"""How many people had a want before its fading is worth a line."""
ONE_VOICE = 0.3
"""A signal says so when one person wrote more than this share of its posts."""


def signals(facts: Facts, words: Words, reply_to: AnswersTo) -> list[Block]:
    shown = _worth_a_card(facts.signals)
    blocks: list[Block] = [_signal(signal, facts, words, reply_to) for signal in shown]
    if left := len(facts.signals) - len(shown):
        blocks.append(
            Paragraph(
                words.say("signals.more", left, x=words.number(left, "count(fct_signals)")), "muted"
            )
        )
    return blocks


def _worth_a_card(signals: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The three strongest; what a louder subject crowded out is only counted."""
    crowded = any(s["direction"] == "up" for s in signals)
    pushed_aside = [
        s for s in signals if s["direction"] == "down" and s["metric"] in ("theme", "index")
    ]
    return [s for s in signals if not (crowded and s in pushed_aside)][:3]


def _signal(signal: dict[str, Any], facts: Facts, words: Words, reply_to: AnswersTo) -> Card:
    metric = signal["metric"]
    values: dict[str, Value] = {}
    for key in ("value", "expected", "low", "high"):
        amount = {"volume": words.number, "sentiment": words.tone}.get(metric, words.share)
        values[key] = amount(float(signal[key]), f"fct_signals.{key}")
    if metric == "emotion":
        values["the"] = words.emotion(signal["subject"], "the")
    elif metric in ("theme", "index"):
        values["subject"] = subject_label(signal, facts, words)
    inner: list[Inner] = []
    if cause := _cause(signal, facts, words):
        inner.append(Paragraph(cause))
    if also := _symptoms(signal, facts, words):
        inner.append(Paragraph(also))
    if (signal.get("nights") or 1) > 1:
        inner.append(Paragraph(words.say("signals.nights"), "muted"))
    inner += [quote(post, facts, words) for post in once(proofs.of_change(signal, facts))[:3]]
    rate = signal["false_alarm_rate"]
    if rate:
        nights = max(1, round(1 / float(rate)))
        inner.append(
            Paragraph(
                words.say(
                    "signals.chance",
                    nights,
                    x=words.number(nights, "1 / fct_signals.false_alarm_rate"),
                ),
                "muted",
            )
        )
    accent = _accent(signal)
    answers = answer_links.links(
        reply_to,
        facts.profile.community_id if facts.profile else "",
        "signal",
        signal["signal_id"],
        words,
    )
    return Card(
        words.say(f"signals.{metric}_{signal['direction']}", **values),
        tuple(inner),
        accent,
        answers,
    )


def _symptoms(signal: dict[str, Any], facts: Facts, words: Words) -> Sentence:
    """What else changed for the same cause: more anger, more posts, a harsher tone."""
    said = []
    pushed_aside = re.compile(r"(theme|index):.*:down")
    for symptom in [s for s in signal.get("also") or [] if not pushed_aside.fullmatch(s)][:5]:
        parts = symptom.split(":")
        metric, subject, direction = parts[0], parts[1], parts[-1]
        values: dict[str, Value] = {}
        if metric == "emotion":
            values["name"] = words.emotion(subject)
        elif metric in ("theme", "index"):
            values["name"] = subject_label({"metric": metric, "subject": subject}, facts, words)
        said.append(words.say(f"signals.symptoms.{metric}_{direction}", **values))
    return words.say("signals.also", symptoms=words.joined(said)) if said else ()


def _accent(signal: dict[str, Any]) -> str:
    """The emotion that colours the card: the signal's own, or the one that rose with it."""
    if signal["metric"] == "emotion":
        return str(signal["subject"])
    risen = [
        s.split(":")[1]
        for s in (signal.get("also") or [])
        if s.startswith("emotion:") and s.endswith(":up")
    ]
    return risen[0] if risen else ""


def _cause(signal: dict[str, Any], facts: Facts, words: Words) -> Sentence:
    sentence: Sentence = ()
    theme = theme_label(facts, signal["theme_id"], words) if signal["metric"] != "theme" else None
    if theme and signal["theme_share"] is not None:
        share = words.share(float(signal["theme_share"]), "fct_signals.theme_share")
        sentence += words.say("signals.cause", theme=theme, share=share)
    elif theme:
        sentence += words.say("signals.cause_plain", theme=theme)
    if signal["authors"]:
        sentence += (Span(", "),) if sentence else ()
        sentence += words.say(
            "signals.authors",
            people=words.count("people", signal["authors"], "fct_signals.authors"),
        )
        if audience := audience_label(facts, signal["top_audience"], words):
            sentence += (Span(", "), *words.say("signals.mostly", audience=audience))
    loudest = float(signal.get("top_author_share") or 0)
    if not sentence:
        return ()
    sentence += (Span("."),)
    if loudest > ONE_VOICE:
        share = words.share(loudest, "fct_signals.top_author_share")
        sentence += (Span(" "), *words.say("signals.one_voice", share=share))
    return sentence


def expectations(facts: Facts, words: Words) -> list[Block]:
    quiet = not facts.signals
    about = {signal["theme_id"] for signal in facts.signals}
    about |= {advised["theme_id"] for advised in facts.advice if facts.urgent}
    rows = sorted(
        facts.expectations, key=lambda row: row["theme_id"] not in about
    )  # what tonight is about comes first
    if facts.urgent:
        rows = [row for row in rows if row["theme_id"] in about]
    proven = [(row, once(proofs.of_want(row, facts))) for row in rows]
    told = [(row, posts) for row, posts in proven if posts][: 1 if quiet else 3]
    blocks: list[Block] = [
        _expectation(row, posts[: 1 if quiet else 2], facts, words) for row, posts in told
    ]
    faded = [] if facts.urgent else _less_wanted(facts)[:1]
    return [*blocks, *(_met(row, words) for row in faded)]


def _less_wanted(facts: Facts) -> list[dict[str, Any]]:
    """The wants with a name that half of those who had them, or fewer, still have; the largest fall
    first.
    """
    fallen = [
        need
        for need in facts.needs.values()
        if need.get("name_kind") == "phrase"
        and (need["people_before"] or 0) >= MANY
        and 2 * (need["people"] or 0) <= need["people_before"]
    ]
    known = fallen if known_before(facts) else []
    return sorted(known, key=lambda need: need["people"] - need["people_before"])


def _met(need: dict[str, Any], words: Words) -> Paragraph:
    """That a want fades, and since when it has been answered; not that one is the reason of the other."""
    label = words.own(clean.text(str(need[f"label_{words.language}"]), 120))
    people = words.count("people", need["people"], "fct_expectations.people")
    before = words.number(need["people_before"], "fct_expectations.people_before")
    said = words.say("expectations.fading", need=label, people=people, before=before)
    if since := need.get("answered_since"):
        day = words.day(since, weekday=False)
        said += (Span(" "), *words.say("expectations.answered", day=day))
    return Paragraph(said)


def known_before(facts: Facts) -> bool:
    """True when the community was already listened to in the 28 days that the last 28 are compared
    with.
    """
    first, night = facts.profile and facts.profile.first_date, facts.figures_as_of
    return bool(first and night and (night - first).days + 1 >= 2 * USUAL_DAYS)


def _expectation(row: dict[str, Any], posts: list[ShownPost], facts: Facts, words: Words) -> Card:
    label = (
        row.get(f"label_{words.language}")
        or row.get("label_fr")
        or row.get("label_en")
        or row["need_id"]
    )
    count = words.count("people", row["people"] or 0, "fct_expectations.people")
    explicit = float(row["explicit_share"] or 0)
    if explicit < 0.005:
        said = words.say("expectations.unsaid", row["people"] or 0, people=count)
    elif explicit < 0.9:
        hidden = words.share(1 - explicit, "1 - fct_expectations.explicit_share")
        said = words.say("expectations.hidden", people=count, share=hidden)
    else:
        said = words.say("expectations.spoken", people=count)
    grew = row["people_before"] is not None and (row["people"] or 0) > row["people_before"]
    if grew and known_before(facts) and not row["people_before"]:
        said += (Span(" "), *words.say("expectations.new"))
    elif grew and known_before(facts):
        before = words.number(row["people_before"], "fct_expectations.people_before")
        said += (Span(" "), *words.say("expectations.grew", row["people_before"], before=before))
    quotes = [quote(post, facts, words) for post in posts]
    title = words.say("expectations.need", need=words.own(clean.text(str(label), 120)))
    return Card(title, (Paragraph(said), *quotes), "anticipation")
