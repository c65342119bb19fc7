"""The one sentence that tells the night, and the mail's subject."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from transforms.ground.capitals import lower_first
from transforms.reading import NEGATIVE
from transforms.report.facts.days import ENOUGH_DAYS
from transforms.report.facts.facts import Facts, Feeling
from transforms.report.said import clean
from transforms.report.said.blocks import Sentence, Span, plain
from transforms.report.said.charts import ANYTHING
from transforms.report.said.words import Value, Words

CLOSE = 3
"""How many emotions are named when none leads for sure."""


@dataclass(frozen=True)
class Headline:
    """`kind` is what the strongest signal says, or still, empty, silent, few, unread, first, calm; `alarm`
    sorts.
    """

    kind: str
    sentence: Sentence
    subject: str
    alarm: int


def tell(facts: Facts, words: Words, name: str) -> Headline:
    """The night in one sentence, from the strongest signal or from the lack of one."""
    profile, day = facts.profile, facts.day
    if profile is None or (profile.posts == 0 and day is None):
        return _quiet("empty", words, name)
    if day is None or not (day["member_posts"] or facts.urgent):
        return _quiet("silent", words, name)
    if facts.signals:
        return _changed(facts, words, name)
    if facts.urgent:
        return _still(facts, words, name)
    leading = lead(facts)
    if leading is None:
        kind, alarm = ("few", 1) if facts.too_few else ("unread", 5)
        messages = words.count("messages", day["member_posts"], "fct_community_days.member_posts")
        sentence = words.say(f"headline.{kind}", day["member_posts"], messages=messages)
        few = Headline(kind, sentence, plain(words.say(f"subject.{kind}", name=name)), alarm)
        return _so_far(few, facts, words, name)
    kind = "calm" if facts.usual_posts is not None and facts.known_days >= ENOUGH_DAYS else "first"
    values: dict[str, Value] = {
        "messages": words.count("messages", day["member_posts"], "fct_community_days.member_posts")
    }
    if kind == "first":
        values["people"] = words.count("people", day["authors"] or 0, "fct_community_days.authors")
    values["emotion"] = words.emotion(leading, "the")
    sure = sure_lead(facts)
    if kind == "calm" and not facts.judged:
        return _early(facts, words, name, values, sure)
    told = "usual" if kind == "calm" and sure and leading in NEGATIVE else kind
    sentence = words.say(f"headline.{told}" if sure else f"headline.{told}_unsure", **values)
    whole = Headline(
        kind, sentence, plain(words.say(f"subject.{told}", name=name)), 1 if kind == "calm" else 2
    )
    return _so_far(whole, facts, words, name)


def _early(facts: Facts, words: Words, name: str, values: dict[str, Value], sure: bool) -> Headline:
    """A night of the first weeks, when nobody can say yet what is unusual."""
    usual = words.number(facts.usual_posts or 0, "median(fct_community_days.member_posts)")
    against = words.say("headline.usual_day", usual=usual)
    if facts.partial:
        usual = words.number(facts.partial.usual_posts, "median(fct_posts, same hours)")
        against = words.say("headline.usual_by_then", usual=usual)
    sentence = words.say(f"headline.early{'' if sure else '_unsure'}", **values, usual=against)
    early = Headline("first", sentence, plain(words.say("subject.early", name=name)), 2)
    return _so_far(early, facts, words, name)


def _so_far(whole: Headline, facts: Facts, words: Words, name: str) -> Headline:
    """The same; a day without alarm that is not over in the data says until when it is known."""
    if facts.partial is None or whole.kind not in ("few", "calm", "first"):
        return whole
    hour = Span(str(facts.partial.until + 1))
    sentence = (*whole.sentence, Span(" "), *words.say("headline.so_far", hour=hour))
    told = replace(whole, sentence=sentence)
    if whole.kind == "calm":
        told = replace(told, subject=plain(words.say("subject.so_far", name=name, hour=hour)))
    return told


def lead(facts: Facts) -> str | None:
    """The emotion with the largest share tonight, of those that anything is known of."""
    first = leaders(facts.climate)[:1]
    return first[0].emotion if first else None


def leaders(climate: Sequence[Feeling]) -> list[Feeling]:
    """The emotions that may come first, the largest share first: those that its interval reaches,
    three at most. One whose own interval says nothing is no first, and named only where no other is
    reached.
    """
    known = sorted((f for f in climate if f.share is not None), key=lambda f: -(f.share or 0))
    first = next(filter(measured, known), None) or next(iter(known), None)
    if first is None:
        return []
    reached = [f for f in known if f is not first and (f.share or 0) >= (first.low or 0)]
    return [first, *(list(filter(measured, reached)) or reached)][:CLOSE]


def measured(feeling: Feeling) -> bool:
    """Whether the interval of a share says anything."""
    return (1 if feeling.high is None else feeling.high) - (feeling.low or 0) <= ANYTHING


def sure_lead(facts: Facts) -> bool:
    """True when the lower end of the leading emotion is above what the second one is measured at."""
    return len(leaders(facts.climate)) == 1


def usual_lead(facts: Facts) -> str | None:
    known = [f for f in facts.climate if f.usual is not None]
    return max(known, key=lambda f: f.usual or 0).emotion if known else None


def theme_label(facts: Facts, theme_id: str | None, words: Words) -> str | None:
    """The theme's name in the reader's language, or None when it has none."""
    row = facts.labels.get(theme_id or "")
    label = row and (
        row.get(f"label_{words.language}") or row.get("label_fr") or row.get("label_en")
    )
    return words.own(clean.text(str(label), 80)) if label else None


def audience_label(facts: Facts, audience: str | None, words: Words) -> str | None:
    """How the industry calls an audience, in the plural."""
    if not audience:
        return None
    row = facts.audiences.get(audience) or {}
    label = row.get(f"label_{words.language}") or words.word("audiences", audience)
    return lower_first(words.own(clean.text(str(label), 60)))


def subject_label(signal: dict[str, Any], facts: Facts, words: Words) -> str:
    """What a theme's or an index's signal is about."""
    label = facts.indices.get(signal["subject"], {}).get(words.language)
    if signal["metric"] == "theme":
        label = theme_label(facts, signal["subject"], words)
    return clean.text(str(label or signal["subject"]).replace("_", " "), 80)


def _quiet(kind: str, words: Words, name: str) -> Headline:
    return Headline(
        kind, words.say(f"headline.{kind}"), plain(words.say(f"subject.{kind}", name=name)), 0
    )


def _still(facts: Facts, words: Words, name: str) -> Headline:
    """The night after an alarm, when what to say now is still about it."""
    theme = theme_label(facts, facts.advice[0]["theme_id"], words)
    kind = "still" if theme else "still_plain"
    posts = (facts.day or {})["member_posts"]
    values: dict[str, Value] = {
        "messages": words.count("messages", posts, "fct_community_days.member_posts")
    }
    values |= {"theme": theme} if theme else {}
    subject = words.say(f"subject.{kind}", name=name, **({"theme": theme} if theme else {}))
    return Headline("still", words.say(f"headline.{kind}", **values), plain(subject), 10)


def _changed(facts: Facts, words: Words, name: str) -> Headline:
    signal = facts.signals[0]
    kind, values = _what(signal, facts, words)
    sentence = list(words.say(f"headline.{kind}", **values))
    named = kind.startswith(("theme", "index"))
    theme = None if named else theme_label(facts, signal["theme_id"], words)
    if theme:
        clause = (
            "cause"
            if kind in ("shift", "rise", "fall", "sentiment_up", "sentiment_down")
            else "also_cause"
        )
        sentence += words.say(f"headline.{clause}", theme=theme)
    if signal["authors"]:
        who = "who_after" if "value" in values and not theme else "who"
        sentence += words.say(
            f"headline.{who}",
            people=words.count("people", signal["authors"], "fct_signals.authors"),
        )
    if need := _awaited(signal, facts, words):
        sentence += words.say(
            "headline.wait", need=lower_first(words.own(clean.text(str(need), 90)))
        )
    sentence += words.say("headline.end")
    subject = plain(words.say(f"subject.{kind}", name=name, **values))
    if theme:
        subject += plain(words.say("subject.about", theme=theme))
    return Headline(
        kind,
        tuple(sentence),
        subject,
        10 + len(facts.signals) + round(abs(float(signal["z"] or 0))),
    )


def _awaited(signal: dict[str, Any], facts: Facts, words: Words) -> str | None:
    """What they wait for, when the change is no good news and somebody wants something about its
    theme.
    """
    up, subject = signal["direction"] == "up", signal["subject"]
    glad = up and (subject in ("joy", "trust") or signal["metric"] == "sentiment")
    if glad or (not up and signal["metric"] != "sentiment") or not signal["theme_id"]:
        return None
    about = (
        e.get(f"label_{words.language}")
        for e in facts.expectations
        if e["theme_id"] == signal["theme_id"]
    )
    label = next(about, None)
    need = (facts.labels.get(signal["theme_id"]) or {}).get(f"need_{words.language}")
    return (
        need if need and label and label.startswith(need) else label
    )  # a part of a need has its words behind it


def _turn(signal: dict[str, Any], facts: Facts) -> tuple[str, str] | None:
    """The emotions that led before and lead tonight, when the signal itself or a symptom of it says
    they changed.
    """
    before, after = usual_lead(facts), lead(facts)
    symptoms = {
        signal["signal_id"],
        f"{signal['metric']}:{signal['subject']}:up",
        *(signal.get("also") or ()),
    }
    changed = (
        before
        and after
        and before != after
        and f"emotion:{after}:up" in symptoms
        and sure_lead(facts)
    )
    return (before, after) if changed and before and after else None


def _what(signal: dict[str, Any], facts: Facts, words: Words) -> tuple[str, dict[str, Value]]:
    """The kind of sentence the signal asks for, and its values."""
    metric, direction = signal["metric"], signal["direction"]
    if direction == "up" and (turn := _turn(signal, facts)):
        before, after = turn
        return "shift", {"from": words.emotion(before, "from"), "to": words.emotion(after, "to")}
    if metric == "emotion":
        emotion = signal["subject"]
        return ("rise" if direction == "up" else "fall"), {"the": words.emotion(emotion, "the")}
    if metric == "sentiment":
        return f"sentiment_{direction}", {}
    amount = words.number if metric == "volume" else words.share
    values: dict[str, Value] = {
        "value": amount(float(signal["value"]), "fct_signals.value"),
        "expected": amount(float(signal["expected"]), "fct_signals.expected"),
    }
    if metric in ("volume", "complaint"):
        return f"{metric}_{direction}", values
    return f"{metric}_{direction}", values | {"subject": subject_label(signal, facts, words)}
