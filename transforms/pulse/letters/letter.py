"""What is told of a crisis: how many are upset and how many usually are, what to say now, and the
posts behind it.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from transforms.config.communities import Community
from transforms.config.industries import Pack
from transforms.config.networks import reply_link
from transforms.pulse.crisis import CALM_HOURS, CrisisEvent
from transforms.recommend.tell import ready_posts
from transforms.recommend.tell.language import Language
from transforms.recommend.tell.ready_posts import Situation
from transforms.recommend.tell.story import angle
from transforms.report.content.advice import say_now
from transforms.report.content.names import display_name
from transforms.report.said import clean
from transforms.report.said.blocks import (
    Block,
    Card,
    Link,
    Paragraph,
    Quote,
    Report,
    Section,
    Sentence,
    Span,
    plain,
)
from transforms.report.said.words import Value, Words

LANGUAGES = Path(__file__).parent / "languages"
QUOTED = 5
MOST = 0.4
"""The share of the upset posts from which their first theme is told to be what it is about."""
MART = "lake/pulse"
URGENT = Situation("hurts", "all", "trust", "text", crisis=True)


@dataclass(frozen=True)
class Upset:
    """A post behind a crisis, as it may be shown."""

    network: str
    post_id: str
    author_id: str
    text: str
    created_at: datetime
    theme: str | None
    anger: float
    complaint: float


def letter(
    event: CrisisEvent,
    upset: Sequence[Upset],
    community: Community,
    pack: Pack,
    words: Words,
    seed: int,
    whole: bool = True,
) -> Report:
    """The report of one event, in the reader's language.

    upset: the upset posts of the event's hours; whole: whether every source was heard; seed: which
    of the ready posts stand first.
    """
    theme = _theme(upset)
    label = (
        words.own(getattr(pack.themes[theme].label, words.language)) if theme in pack.themes else ""
    )
    name = display_name(community.name)
    sections = (
        _advice(event, theme, label, pack, words, seed),
        _behind(event, upset, theme, community, words),
        Section("notes", words.get("pulse.notes"), tuple(_notes(event, words, whole))),
    )
    return Report(
        community_id=community.name,
        name=name,
        date=words.moment(event.at, community.timezone),
        subject=_subject(event, name, label, community, words),
        headline=_headline(event, label, community, words),
        track=None,
        banners=(words.say("page.simulated"),) if community.simulated else (),
        sections=tuple(section for section in sections if section.blocks),
        colour=community.brand.colour,
        simulated=community.simulated,
        alarm=0 if event.kind == "ends" else 100,
    )


def _theme(upset: Sequence[Upset]) -> str | None:
    """What most of it is about, where anything is."""
    counted = Counter(post.theme for post in upset if post.theme)
    theme, many = counted.most_common(1)[0] if counted else (None, 0)
    return theme if many >= MOST * len(upset) else None


def _figures(event: CrisisEvent, community: Community, words: Words) -> dict[str, Value]:
    many = event.peak if event.kind == "ends" else event.upset
    usual = round(event.expected)
    zone = community.timezone
    return {
        "people": words.say("pulse.people", many, x=words.number(many, MART)),
        "hours": words.say("pulse.hours", event.hours, x=str(event.hours)),
        "usual": words.say("pulse.usual", x=words.number(usual, "fct_posts"))
        if usual
        else words.say("pulse.usual_few"),
        "from": words.moment(event.since, zone),
        "to": words.moment(event.at - timedelta(hours=CALM_HOURS), zone),
    }


def _subject(event: CrisisEvent, name: str, label: str, community: Community, words: Words) -> str:
    said = words.say(f"pulse.subject_{event.kind}", name=name, **_figures(event, community, words))
    about = words.say("pulse.about", theme=label) if label and event.kind != "ends" else ()
    tag = words.say("pulse.simulated") if community.simulated else ()
    return plain((*tag, *said, *about))


def _headline(event: CrisisEvent, label: str, community: Community, words: Words) -> Sentence:
    cause = words.say("pulse.cause", theme=label) if label else ()
    return words.say(f"pulse.{event.kind}", cause=cause, **_figures(event, community, words))


def _advice(
    event: CrisisEvent, theme: str | None, label: str, pack: Pack, words: Words, seed: int
) -> Section:
    """What to say now; of a crisis that is over, how to close it."""
    if event.kind == "ends":
        closing = Paragraph(words.say("pulse.closing"))
        card = Card(words.say("pulse.closing_what"), (closing,), "trust")
        return Section("advice", words.get("pulse.after"), (card,))
    language: Language = "fr" if words.language == "fr" else "en"
    subject = label or words.get("pulse.nameless")
    need = getattr(pack.themes[theme].need, language) if theme in pack.themes else ""
    row: dict[str, Any] = {
        f"angle_{language}": angle(URGENT, 0, need, language),
        f"posts_{language}": ready_posts.ready(URGENT, subject, need, language, pack, seed),
        "reply_plans": _plans(theme, pack),
    }
    card = say_now(row, words.say("pulse.what", theme=subject), words.say("pulse.how"), words, pack)
    return Section("advice", words.get("pulse.now"), (card,))


def _plans(theme: str | None, pack: Pack) -> list[str]:
    """The reply plans made for an angry complaint about the theme, the closest first."""
    plans = pack.reply_plans.items()
    fits = {key: plan.fit(theme, "anger", ["complaint"]) for key, plan in plans}
    return sorted((key for key, fit in fits.items() if fit), key=lambda key: -(fits[key] or 0))


def _behind(
    event: CrisisEvent,
    upset: Sequence[Upset],
    theme: str | None,
    community: Community,
    words: Words,
) -> Section:
    """A card for each of some people, those who speak of the theme and are surest first."""
    ordered = sorted(
        upset, key=lambda p: (p.theme != theme, -max(p.anger, p.complaint), p.created_at, p.post_id)
    )
    first: dict[str, Upset] = {}
    for post in ordered:
        first.setdefault(post.author_id, post)
    shown = list(first.values())[:QUOTED]
    blocks: list[Block] = [_card(post, community, words) for post in shown]
    if left := len(upset) - len(shown):
        blocks.append(Paragraph(words.say("pulse.more", left, x=words.number(left, MART)), "muted"))
    title = words.get("pulse.last" if event.kind == "ends" else "pulse.behind")
    return Section("people", title, tuple(blocks))


def _card(post: Upset, community: Community, words: Words) -> Card:
    network = words.word("networks", post.network)
    title = f"{network}, {words.moment(post.created_at, community.timezone)}"
    url = None if community.simulated else reply_link(post.network, post.post_id)
    label = plain(words.say("pulse.answer", network=network))
    links = (Link(label, url),) if url else ()
    return Card((Span(title),), (Quote(clean.text(post.text)),), "anger", links)


def _notes(event: CrisisEvent, words: Words, whole: bool) -> list[Block]:
    said = [] if whole else ["pulse.partly"]
    said += [] if event.kind == "ends" else ["pulse.again"]
    return [Paragraph(words.say(path), "muted") for path in said]
