"""Whom to answer today: ranked, with what must go to a human at once on top."""

import math
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from transforms.config.industries import Pack
from transforms.ground.accents import without_accents
from transforms.report.content import clean
from transforms.report.facts.facts import Post

Reason = Literal["escalate", "complaint", "question", "praise", "newcomer"]
SURE = 0.5
"""A post counts as a complaint, a question or praise from this probability on."""
VAGUE = 0.6
"""A post without a theme, such as "Really?!", presses this much as one that says what it is about."""
SHOWN = {"escalate": 10, "answer": 4, "praise": 1, "newcomer": 1}
"""How many people of each kind one mail shows."""


@dataclass(frozen=True)
class Person:
    """One person to answer, by the post that matters most; `draft` is a reply plan's key or None."""

    post: Post
    reason: Reason
    draft: str | None = None


def rank(posts: list[Post], pack: Pack | None) -> list[Person]:
    """Everybody who waits for an answer, most pressing first, one entry per author."""
    people = [person for post in posts if (person := _person(post, pack))]
    people.sort(key=lambda p: (_ORDER[p.reason], -weight(p.post), p.post.network, p.post.post_id))
    seen: set[str] = set()
    first_each = []
    for person in people:
        if person.post.author_id not in seen:
            seen.add(person.post.author_id)
            first_each.append(person)
    return first_each


def shown(people: list[Person], quiet: bool = False) -> tuple[list[Person], int]:
    """Those the mail shows, fewer on a quiet night, and how many with a question or complaint it leaves out."""
    urgent = [p for p in people if p.reason == "escalate"]
    waiting = [p for p in people if p.reason in ("complaint", "question")]
    thanks = [p for p in people if p.reason == "praise"]
    newcomers = [p for p in people if p.reason == "newcomer"]
    kept = (
        urgent[: SHOWN["escalate"]]
        + waiting[: SHOWN["answer"] - quiet]
        + thanks[: SHOWN["praise"]]
        + newcomers[: SHOWN["newcomer"]]
    )
    return kept, len(urgent) + len(waiting) - sum(p.reason in _MUST for p in kept)


_ORDER = {"escalate": 0, "complaint": 1, "question": 1, "praise": 2, "newcomer": 3}
_MUST = ("escalate", "complaint", "question")


def weight(post: Post) -> float:
    """How pressing a post is: how sure we are, times how many people see it (on a log scale), times what it names."""
    about = 1 if post.theme_id else VAGUE
    return (about * post.certainty) * (
        1 + math.log1p(max(post.engagement or 0, 0)) / 3 + math.log1p(max(post.followers or 0, 0)) / 10
    )


def escalates(text: str, pack: Pack | None) -> bool:
    """True when the text holds a phrase of the pack's `escalate`, whatever its case and accents."""
    return bool(pack and _pattern((*pack.escalate.fr, *pack.escalate.en)).search(_folded(text)))


def draft_for(post: Post, pack: Pack | None) -> str | None:
    """The key of the pack's reply plan that fits the post best, or None; a plan must not contradict the post."""
    best, best_fit = None, 0
    for key, plan in (pack.reply_plans if pack else {}).items():
        wanted = ((plan.themes, post.theme_id), (plan.emotions, post.emotion), (plan.intents, post.intent))
        if any(names and value not in names for names, value in wanted):
            continue
        fit = sum(bool(names) for names, _ in wanted)
        if fit > best_fit:
            best, best_fit = key, fit
    return best


def _person(post: Post, pack: Pack | None) -> Person | None:
    if escalates(post.text, pack):
        return Person(post, "escalate")
    if post.certainty >= SURE and post.intent in ("complaint", "question"):
        return Person(post, "complaint" if post.intent == "complaint" else "question", draft_for(post, pack))
    if post.certainty >= SURE and post.intent == "praise" and post.audience == "advocates":
        return Person(post, "praise")
    return Person(post, "newcomer") if post.newcomer else None


def _folded(text: str) -> str:
    """The text without case, accents, odd spaces or invisible characters: nothing hides a call for help."""
    visible = " ".join(clean.text(text, 100_000).replace("’", "'").split())
    return without_accents(visible.casefold(), "NFKD")


@lru_cache
def _pattern(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(_folded(phrase))}(?!\w)" for phrase in phrases))
