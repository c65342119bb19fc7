"""The advice for today and what the last advice did, as blocks."""

import re
from typing import Any

from transforms.config.industries import Pack
from transforms.report.content import answer_links
from transforms.report.content.answer_links import NOBODY, AnswersTo
from transforms.report.content.headline import audience_label, theme_label
from transforms.report.facts.facts import Facts
from transforms.report.said import clean
from transforms.report.said.blocks import Block, Card, Inner, Link, Paragraph, Quote, Sentence, Span
from transforms.report.said.chances import in_ten
from transforms.report.said.words import Value, Words

LIKELY = 0.08
"""A reaction is told when this share of replies or more is foreseen to carry it."""
UNSURE = 0.6
"""A share whose 90 % interval is wider than this is told with a perhaps."""
EVEN = 5
"""Chances in ten that say nothing."""
TOLD = 3
"""How many reactions a card tells."""
FORESEEN = ("engagement_lift", "engagement_low", "engagement_high")
"""What one post will bring against the usual, and the ends of its middle 90 %."""


def advice(
    facts: Facts, words: Words, pack: Pack | None, reply_to: AnswersTo = NOBODY
) -> list[Block]:
    """One card per piece of advice: theme, receivers, form, time, what will follow and what to
    answer then.
    """
    if not facts.advice:
        return (
            [Paragraph(words.say("advice.none"), "muted")]
            if facts.day and facts.day["member_posts"]
            else []
        )
    if facts.urgent:
        return [_crisis(facts.advice[0], facts, words, pack, reply_to)]
    blocks: list[Block] = [_card(facts.advice[0], facts, words, pack, reply_to)]
    if others := facts.advice[1:]:
        names = [
            words.say("advice.what", theme=t, audience=a)
            for t, a in (_names(row, facts, words) for row in others)
        ]
        blocks.append(Paragraph(words.say("advice.others", others=_listed(names, words)), "muted"))
    return blocks


def _listed(items: list[Sentence], words: Words) -> Sentence:
    mark = Span("\u202f; " if words.language == "fr" else "; ")
    return tuple(span for i, item in enumerate(items) for span in ((mark, *item) if i else item))


def outcomes(facts: Facts, words: Words) -> list[Block]:
    """What the last pieces of advice did; what was not followed is only named, in one line."""
    told = [row for row in facts.outcomes if row["status"] != "not_followed"][:TOLD]
    blocks: list[Block] = [Paragraph(_outcome(row, facts, words)) for row in told]
    if effect := effect_of(facts.track or {}, words):
        blocks.append(Paragraph(effect))
    left = [_names(row, facts, words)[0] for row in facts.outcomes if row not in told]
    if missed := list(dict.fromkeys(left))[:TOLD]:
        names = _listed([(Span(name),) for name in missed], words)
        blocks.append(Paragraph(words.say("outcomes.not_followed", themes=names), "muted"))
    return blocks


def effect_of(track: dict[str, Any], words: Words) -> Sentence:
    """What following advice brought, once enough of it was followed."""
    said: list[Sentence] = []
    if None not in [track.get(key) for key in ("effect", "effect_low", "effect_high")]:
        said.append(_lifts("track.effect", track, "effect", words))
    if track.get("what_if") is not None:
        kind = "caused" if track["what_if_basis"] == "assigned" else "what_if"
        said.append(_lifts(f"track.{kind}", track, "what_if", words))
    return tuple(span for i, one in enumerate(said) for span in ((Span(" "), *one) if i else one))


def _lifts(path: str, track: dict[str, Any], name: str, words: Words) -> Sentence:
    values: dict[str, Value] = {
        key: words.lift(track[column], f"fct_track_record.{column}")
        for key, column in (("effect", name), ("low", f"{name}_low"), ("high", f"{name}_high"))
    }
    return words.say(path, **values)


def _names(row: dict[str, Any], facts: Facts, words: Words) -> tuple[str, str]:
    theme = theme_label(facts, row["theme_id"], words) or str(row["theme_id"] or "").replace(
        "_", " "
    )
    audience = (
        audience_label(facts, row["audience"], words)
        if row["audience"] not in (None, "", "all")
        else None
    )
    return clean.text(theme, 80), audience or words.get("advice.all")


def _crisis(
    row: dict[str, Any], facts: Facts, words: Words, pack: Pack | None, reply_to: AnswersTo
) -> Card:
    theme, _ = _names(row, facts, words)
    what, how = words.say("advice.crisis_what", theme=theme), words.say("advice.crisis_how")
    return say_now(row, what, how, words, pack, _links(row, facts, words, reply_to))


def say_now(
    row: dict[str, Any],
    what: Sentence,
    how: Sentence,
    words: Words,
    pack: Pack | None,
    links: tuple[Link, ...] = (),
) -> Card:
    """What to say of something that goes wrong: in which order, posts that are ready to finish, and
    an answer for those who take it badly. `row` has the columns of fct_recommendations for them.
    """
    inner: list[Inner] = [Paragraph(how)]
    inner += [Paragraph(_order(row, words))] if row.get(f"angle_{words.language}") else []
    inner += _posts(row, words)
    inner += _plans(row, words, pack, 1)
    return Card(what, tuple(inner), "alert", links)


def _card(
    row: dict[str, Any], facts: Facts, words: Words, pack: Pack | None, reply_to: AnswersTo
) -> Card:
    theme, audience = _names(row, facts, words)
    inner: list[Inner] = [Paragraph(_how(row, words))]
    inner += [Paragraph(_order(row, words))] if row.get(f"angle_{words.language}") else []
    inner += _posts(row, words)
    inner += [Paragraph(_chance(row, words))] if is_foreseen(row) else []
    inner += [Paragraph(_reactions(row, words))] if row["reactions"] else []
    inner += _plans(row, words, pack, 1)
    if row["assigned"] and row["propensity"] is not None and row["propensity"] < 1:
        inner.append(Paragraph(words.say("advice.test"), "muted"))
    if basis := row.get(f"basis_{words.language}"):
        inner.append(Paragraph(words.say("advice.basis", basis=_basis(str(basis), words)), "muted"))
    title = words.say("advice.what", theme=theme, audience=audience)
    return Card(title, tuple(inner), "trust", _links(row, facts, words, reply_to))


def _links(
    row: dict[str, Any], facts: Facts, words: Words, reply_to: AnswersTo
) -> tuple[Link, ...]:
    community = facts.profile.community_id if facts.profile else ""
    return answer_links.links(reply_to, community, "advice", str(row["advice_id"]), words)


def _posts(row: dict[str, Any], words: Words) -> list[Inner]:
    """The posts that are ready to finish; advice of before there were any has its opening."""
    language = words.language
    texts = list(row.get(f"posts_{language}") or []) or [row.get(f"opening_{language}") or ""]
    return [
        Quote(
            clean.text(words.own(str(text)), 400),
            label=words.get("advice.or" if place else "advice.ready"),
        )
        for place, text in enumerate(text for text in texts if text)
    ]


def _order(row: dict[str, Any], words: Words) -> Sentence:
    return (Span(clean.text(words.own(str(row[f"angle_{words.language}"])), 600)),)


def _chance(row: dict[str, Any], words: Words) -> Sentence:
    """How many times in ten such a post does better than usual, or that nobody knows, and what such
    posts bring on average.
    """
    chances = in_ten(*(float(row[one]) for one in FORESEEN))
    told = Span(str(chances), "fct_recommendations.engagement_lift")
    values: dict[str, Value] = {"chances": words.say("counts.chances", chances, x=told)}
    if None in (row.get("effect_low"), row.get("effect_high")):
        return words.say("advice.chance_alone", **values)
    for end in ("low", "high"):
        values[end] = words.lift(row[f"effect_{end}"], f"fct_recommendations.effect_{end}")
    return words.say("advice.even" if chances == EVEN else "advice.chance", **values)


def is_foreseen(row: dict[str, Any]) -> bool:
    """Whether what a post would bring rests on posts of the brand's own and has its interval, so that
    it may be told.
    """
    return row.get("history_posts") != 0 and None not in (row[one] for one in FORESEEN)


def _reactions(row: dict[str, Any], words: Words) -> Sentence:
    """The likeliest feelings among the replies, in plain words, likeliest first."""
    likely = sorted(row["reactions"], key=lambda r: -float(r["share"] or 0))
    told = [r for r in likely[:TOLD] if float(r["share"] or 0) >= LIKELY]
    if not told:
        return words.say("advice.reactions_unknown")
    if all(float(r["high"] or 0) - float(r["low"] or 0) > UNSURE for r in told):
        names = [(Span(words.emotion(r["emotion"])),) for r in told]
        return words.say("advice.reactions_unsure", names=words.joined(names))
    return words.say(
        "advice.reactions", reactions=_listed([_reaction(r, words) for r in told], words)
    )


def _plans(row: dict[str, Any], words: Words, pack: Pack | None, most: int) -> list[Inner]:
    return [
        Quote(clean.text(_plan_text(plan, words, pack), 400), label=words.get("advice.replies"))
        for plan in (row["reply_plans"] or [])[:most]
    ]


def _how(row: dict[str, Any], words: Words) -> Sentence:
    values: dict[str, Value] = {
        "format": words.word("forms", str(row["format"] or "text")),
        "slot": slot(row["slot"], words),
    }
    if not row["tone"]:
        return (*words.say("advice.how_plain", **values), Span("."))
    return (
        *words.say("advice.how", **values, tone=words.word("tones", str(row["tone"]))),
        Span("."),
    )


def slot(value: str | None, words: Words) -> Sentence:
    """`18:00-23:00` as the reader says it: `entre 18 h et 23 h`."""
    found = re.fullmatch(r"(\d\d?):(\d\d)-(\d\d?):(\d\d)", value or "")
    if not found:
        return (Span(clean.text(value, 40) if value else words.get("advice.any_slot")),)
    start, end = (words.clock(int(found[i]), int(found[i + 1])) for i in (1, 3))
    mart = "fct_recommendations.slot"
    return words.say("advice.slot", **{"from": Span(start, mart), "to": Span(end, mart)})


def _reaction(reaction: dict[str, Any], words: Words) -> Sentence:
    emotion = str(reaction["emotion"])
    name = words.emotion(emotion) if emotion in words.get("emotions") else emotion
    wide = float(reaction["high"] or 0) - float(reaction["low"] or 0) > UNSURE
    said = Span(words.fraction(float(reaction["share"]), not wide), "fct_recommendations.reactions.share",
                float(reaction["share"]))  # fmt: skip
    return words.say("advice.reaction_unsure" if wide else "advice.reaction", name=name, share=said)


def _basis(text: str, words: Words) -> str:
    """What an advice rests on, with its dates as the reader writes them."""
    return words.dated(words.own(clean.text(text, 600)))


def _plan_text(plan: str, words: Words, pack: Pack | None) -> str:
    found = pack.reply_plans.get(plan) if pack else None
    return words.filled(str(getattr(found.text, words.language))) if found else plan


def _outcome(row: dict[str, Any], facts: Facts, words: Words) -> Sentence:
    theme, audience = _names(row, facts, words)
    if row["status"] == "not_measured":
        return words.say("outcomes.not_measured", theme=theme, audience=audience)
    if row["engagement_lift"] is None:
        return words.say("outcomes.pending", theme=theme, audience=audience)
    lift = words.lift(row["engagement_lift"], "fct_recommendation_outcomes.engagement_lift")
    day = words.day(row["for_date"], year=False)
    if None in (row["engagement_low"], row["engagement_high"]):
        return words.say(
            "outcomes.followed_plain", theme=theme, audience=audience, lift=lift, day=day
        )
    sentence = words.say(
        "outcomes.followed",
        theme=theme,
        audience=audience,
        day=day,
        lift=lift,
        low=words.lift(row["engagement_low"], "fct_recommendations.engagement_low"),
        high=words.lift(row["engagement_high"], "fct_recommendations.engagement_high"),
    )
    if row["inside_interval"] is False:
        return (*sentence, Span(" "), *words.say("outcomes.outside"))
    return sentence
