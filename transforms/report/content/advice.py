"""The advice for tomorrow and what the last advice did, as blocks."""

import re
from typing import Any

from transforms.config.industries import Pack
from transforms.report.content import clean, feedback
from transforms.report.content.blocks import Block, Card, Inner, Paragraph, Quote, Sentence, Span
from transforms.report.content.feedback import NOBODY, AnswersTo
from transforms.report.content.headline import audience_label, theme_label
from transforms.report.content.words import Value, Words
from transforms.report.facts.facts import Facts

TELLING = 0.6
"""A reaction is told when its 90 % interval is at most this wide; 0 % to 100 % foresees nothing."""
VAGUE = 3.0
"""Between a tenth and ten times the usual engagement nothing is expected: only the interval is told."""


def advice(facts: Facts, words: Words, pack: Pack | None, reply_to: AnswersTo = NOBODY) -> list[Block]:
    """One card per piece of advice: theme, receivers, form, time, what will follow and what to answer then."""
    if not facts.advice:
        return [Paragraph(words.say("advice.none"), "muted")] if facts.day and facts.day["member_posts"] else []
    quiet = not facts.signals
    cards = facts.advice[:1] if quiet else facts.advice
    blocks: list[Block] = [_card(row, facts, words, pack, reply_to, place == 0) for place, row in enumerate(cards)]
    if others := facts.advice[len(cards) :]:
        names = [
            words.say("advice.what", theme=t, audience=a) for t, a in (_names(row, facts, words) for row in others)
        ]
        blocks.append(Paragraph(words.say("advice.others", others=_listed(names, words)), "muted"))
    return blocks


def _listed(items: list[Sentence], words: Words) -> Sentence:
    mark = Span("\u202f; " if words.language == "fr" else "; ")
    return tuple(span for i, item in enumerate(items) for span in ((mark, *item) if i else item))


def outcomes(facts: Facts, words: Words) -> list[Block]:
    """What the last pieces of advice did, followed or not."""
    blocks: list[Block] = []
    for row in facts.outcomes:
        sentence = _outcome(row, facts, words)
        if sentence:
            blocks.append(Paragraph(sentence))
    return blocks


def _names(row: dict[str, Any], facts: Facts, words: Words) -> tuple[str, str]:
    theme = theme_label(facts, row["theme_id"], words) or str(row["theme_id"] or "").replace("_", " ")
    audience = audience_label(facts, row["audience"], words) if row["audience"] not in (None, "", "all") else None
    return clean.text(theme, 80), audience or words.get("advice.all")


def _card(row: dict[str, Any], facts: Facts, words: Words, pack: Pack | None, reply_to: AnswersTo, first: bool) -> Card:
    theme, audience = _names(row, facts, words)
    inner: list[Inner] = [Paragraph(_how(row, words))]
    opening = row.get(f"opening_{words.language}") or row.get(f"angle_{words.language}")
    if opening:
        inner.append(Quote(clean.text(words.own(str(opening)), 400), label=words.get("advice.opening")))
    if None not in (row["engagement_lift"], row["engagement_low"], row["engagement_high"]):
        unknown = row["engagement_high"] - row["engagement_low"] > VAGUE
        inner.append(Paragraph(words.say("advice.lift_vague" if unknown else "advice.lift", **_interval(row, words))))
    if row["reactions"]:
        known = [r for r in row["reactions"] if float(r["high"] or 0) - float(r["low"] or 0) <= TELLING]
        foreseen = [_reaction(r, words) for r in sorted(known, key=lambda r: -float(r["share"] or 0))[:3]]
        said = words.say("advice.reactions", reactions=words.joined(foreseen)) if foreseen else None
        inner.append(Paragraph(said or words.say("advice.reactions_unknown")))
    for plan in (row["reply_plans"] or [])[: 2 if first else 1]:
        inner.append(Quote(clean.text(_plan_text(plan, words, pack), 400), label=words.get("advice.replies")))
    if row["assigned"] and row["propensity"] is not None and row["propensity"] < 1:
        inner.append(Paragraph(words.say("advice.test"), "muted"))
    basis = row.get(f"basis_{words.language}")
    if basis:
        inner.append(Paragraph(words.say("advice.basis", basis=_basis(str(basis), words, first)), "muted"))
    community = facts.profile.community_id if facts.profile else ""
    links = feedback.links(reply_to, community, "advice", str(row["advice_id"]), words)
    return Card(words.say("advice.what", theme=theme, audience=audience), tuple(inner), "trust", links)


def _how(row: dict[str, Any], words: Words) -> Sentence:
    values: dict[str, Value] = {
        "format": words.word("forms", str(row["format"] or "text")),
        "slot": slot(row["slot"], words),
    }
    if not row["tone"]:
        return (*words.say("advice.how_plain", **values), Span("."))
    return (*words.say("advice.how", **values, tone=words.word("tones", str(row["tone"]))), Span("."))


def slot(value: str | None, words: Words) -> Sentence:
    """`18:00-23:00` as the reader says it: `entre 18 h et 23 h`."""
    found = re.fullmatch(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)", value or "")
    if not found:
        return (Span(clean.text(value, 40) if value else words.get("advice.any_slot")),)
    start, end = (words.clock(int(found[i]), int(found[i + 1])) for i in (1, 3))
    mart = "fct_recommendations.slot"
    return words.say("advice.slot", **{"from": Span(start, mart), "to": Span(end, mart)})


def _interval(row: dict[str, Any], words: Words) -> dict[str, Value]:
    return {
        "lift": words.lift(row["engagement_lift"], "fct_recommendations.engagement_lift"),
        "low": words.lift(row["engagement_low"], "fct_recommendations.engagement_low"),
        "high": words.lift(row["engagement_high"], "fct_recommendations.engagement_high"),
    }


def _reaction(reaction: dict[str, Any], words: Words) -> Sentence:
    shares = {
        key: words.share(float(reaction[key] or 0), f"fct_recommendations.reactions.{key}")
        for key in ("share", "low", "high")
    }
    name = (
        words.emotion(reaction["emotion"]) if reaction["emotion"] in words.get("emotions") else str(reaction["emotion"])
    )
    return words.say("advice.reaction", name=name, share=shares["share"], low=shares["low"], high=shares["high"])


def _basis(text: str, words: Words, whole: bool) -> str:
    """What an advice rests on; only the first one says all of it."""
    cleaned = clean.text(text, 600)
    return words.dated(words.own(cleaned if whole else cleaned.partition(". ")[0].rstrip(".") + "."))


def _plan_text(plan: str, words: Words, pack: Pack | None) -> str:
    found = pack.reply_plans.get(plan) if pack else None
    return words.filled(str(getattr(found.text, words.language))) if found else plan


def _outcome(row: dict[str, Any], facts: Facts, words: Words) -> Sentence:
    theme, audience = _names(row, facts, words)
    if row["status"] == "not_followed":
        return words.say("outcomes.not_followed", theme=theme, audience=audience)
    if row["status"] == "not_measured":
        return words.say("outcomes.not_measured", theme=theme, audience=audience)
    if row["engagement_lift"] is None:
        return words.say("outcomes.pending", theme=theme, audience=audience)
    lift = words.lift(row["engagement_lift"], "fct_recommendation_outcomes.engagement_lift")
    if None in (row["foreseen"], row["engagement_low"], row["engagement_high"]):
        return words.say("outcomes.followed_plain", theme=theme, audience=audience, lift=lift)
    sentence = words.say(
        "outcomes.followed",
        theme=theme,
        audience=audience,
        lift=lift,
        foreseen=words.lift(row["foreseen"], "fct_recommendations.engagement_lift"),
        low=words.lift(row["engagement_low"], "fct_recommendations.engagement_low"),
        high=words.lift(row["engagement_high"], "fct_recommendations.engagement_high"),
    )
    verdict = "inside" if row["inside_interval"] else "outside"
    return sentence if row["inside_interval"] is None else (*sentence, Span(" "), *words.say(f"outcomes.{verdict}"))
