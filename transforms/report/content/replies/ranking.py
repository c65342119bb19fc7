"""Whom to answer today: ranked, with what must go to a human at once on top."""

import math
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from transforms.config.industries import Pack
from transforms.reading import NEGATIVE
from transforms.report.content.replies import alarm, doubt, human
from transforms.report.content.replies.comfort import only_comforts
from transforms.report.content.replies.echo import is_echo
from transforms.report.content.replies.worded import fold, phrases
from transforms.report.facts.facts import ShownPost
from transforms.report.facts.shown_posts import SURE

Reason = Literal["escalate", "robot", "complaint", "question", "unsure", "praise", "newcomer"]
UNHAPPY = -0.2
"""Sentiment (-1 to 1) below which a complaint is one."""
Subject = Callable[[ShownPost], str | None]
VAGUE = 0.6
"""A post without a theme, such as "Really?!", presses this much as one that says what it is about."""
SHOWN = {"escalate": 1, "robot": 1, "answer": 4, "unsure": 1, "praise": 1, "newcomer": 1}
"""How many cards of each kind one mail shows; those whom only a person answers share one, and those whose tone is
in doubt."""


@dataclass(frozen=True)
class PersonToAnswer:
    """One person to answer, by the post that matters most; `plans` are the reply plans that fit,
    best first.
    """

    post: ShownPost
    reason: Reason
    plans: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """People who write of the same thing for the same reason, most pressing first; often a single
    one.
    """

    reason: Reason
    people: tuple[PersonToAnswer, ...]


def rank(posts: list[ShownPost], pack: Pack | None) -> list[PersonToAnswer]:
    """Everybody who waits for an answer, most pressing first, one entry per author; the same posts are
    ranked once for all their readers.
    """
    return list(_ranked(tuple(posts), pack))


@lru_cache(256)
def _ranked(posts: tuple[ShownPost, ...], pack: Pack | None) -> tuple[PersonToAnswer, ...]:
    alarming = alarm.raised_by(posts)
    people = [
        person
        for post in posts
        if (person := _person(post, pack, (post.network, post.post_id) in alarming))
    ]

    def pressing(person: PersonToAnswer) -> tuple[int, int, float, str, str]:
        post = person.post
        danger = _danger(post, pack) if person.reason == "escalate" else 0
        return _ORDER[person.reason], -danger, -weight(post), post.network, post.post_id

    people.sort(key=pressing)
    seen: set[str] = set()
    first_each = []
    for person in people:
        if person.post.author_id not in seen:
            seen.add(person.post.author_id)
            first_each.append(person)
    return tuple(first_each)


def theme_of(post: ShownPost) -> str | None:
    """What a post is about, or the want that it belongs to; what « idem » wants is somebody else's."""
    return post.theme_id or (None if is_echo(post.text) else post.need_id)


def no_want(_post: ShownPost) -> None:
    """Nobody's want is known by a name."""


def alike(people: Sequence[PersonToAnswer], want_of: Subject = no_want) -> list[Group]:
    """The same people, in groups that want the same, the most pressing group first.

    Only questions and complaints are grouped: those with the same named want, where two have it, else
    those of one kind on a known subject.
    """
    wants = Counter(want_of(person.post) for person in people if person.reason in ASKING)
    groups: dict[object, list[PersonToAnswer]] = {}
    for person in people:
        want = want_of(person.post) if person.reason in ASKING else None
        shared = want if wants[want] > 1 else None
        groups.setdefault(_kept_with(person, shared), []).append(person)
    found = [Group(some[0].reason, tuple(some)) for some in groups.values()]

    def pressing(group: Group) -> tuple[int, float]:
        return _ORDER[group.reason], -sum(weight(person.post) for person in group.people)

    return sorted(found, key=pressing)


def _kept_with(person: PersonToAnswer, want: str | None) -> object:
    """What the people of one card have in common."""
    if person.reason in SHARED:
        return person.reason
    if person.reason not in ASKING:
        return person.post.author_id
    if want:
        return "want", want
    subject = theme_of(person.post)
    return (person.reason, subject) if subject else person.post.author_id


def shown(
    people: Sequence[PersonToAnswer],
    quiet: bool = False,
    urgent: bool = False,
    want_of: Subject = no_want,
) -> tuple[list[Group], int]:
    """The cards that the mail shows, fewer on a quiet night, and how many people who wait are on
    none of them. When something is wrong nobody is thanked or welcomed first.
    """
    most = SHOWN | {"answer": SHOWN["answer"] - quiet}
    most |= {"praise": 0, "newcomer": 0} if urgent else {}
    kept: list[Group] = []
    for kind, reasons in _KINDS.items():
        kept += [group for group in alike(people, want_of) if group.reason in reasons][: most[kind]]
    on_cards = sum(len(group.people) for group in kept if group.reason in _MUST)
    return kept, sum(person.reason in _MUST for person in people) - on_cards


ASKING: tuple[Reason, ...] = ("complaint", "question")
"""Reasons that many people may share, each with an answer of their own."""
HUMAN: tuple[Reason, ...] = ("escalate", "robot")
"""What only a person answers."""
SHARED: tuple[Reason, ...] = (*HUMAN, "unsure")
"""Reasons that all share one card."""
_KINDS: dict[str, tuple[Reason, ...]] = {
    "escalate": ("escalate",), "robot": ("robot",), "answer": ASKING, "unsure": ("unsure",),
    "praise": ("praise",), "newcomer": ("newcomer",),
}  # fmt: skip
_ORDER = {
    "escalate": 0,
    "robot": 1,
    "complaint": 2,
    "question": 2,
    "unsure": 3,
    "praise": 4,
    "newcomer": 5,
}
_MUST = ("escalate", "robot", "complaint", "question", "unsure")


def weight(post: ShownPost) -> float:
    """How pressing a post is: how sure we are, times how many people see it (on a log scale), times
    what it names.
    """
    about = 1 if post.theme_id else VAGUE
    return (about * post.certainty) * (
        1
        + math.log1p(max(post.engagement or 0, 0)) / 3
        + math.log1p(max(post.followers or 0, 0)) / 10
    )


def plans_for(post: ShownPost, pack: Pack | None) -> tuple[str, ...]:
    """The keys of the pack's reply plans that are made for such a post, best first; one that is made
    for any says no more than the mail's plain answer, and one on a theme is for who names it.
    """
    plans = pack.reply_plans if pack else {}
    intents = [post.intent] if post.intent else []
    theme = post.theme_id if _named(post, pack) else None
    fits = {key: plan.fit(theme, post.emotion, intents) for key, plan in plans.items()}
    made_for_it = {key: fit for key, fit in fits.items() if fit}
    return tuple(sorted(made_for_it, key=lambda key: -made_for_it[key]))


def _named(post: ShownPost, pack: Pack | None) -> bool:
    """Whether the post says its theme in a phrase of the trade's, and is not only like others on it."""
    theme = pack.themes.get(post.theme_id or "") if pack else None
    found = theme and phrases((*theme.phrases.fr, *theme.phrases.en)).search(fold(post.text))
    return bool(found)


def _danger(post: ShownPost, pack: Pack | None) -> int:
    """How near a danger is: named, meant by its words, or only like posts that were."""
    return human.in_danger(post.text, pack) + (human.only(post.text, pack) is not None)


def _person(post: ShownPost, pack: Pack | None, alarming: bool) -> PersonToAnswer | None:
    glad = post.intent == "praise" and post.certainty >= SURE and post.emotion in ("joy", "trust")
    if why := human.only(post.text, pack, glad):
        return PersonToAnswer(post, why)
    if only_comforts(post.text):
        return None
    if alarming and not human.informs(post.text):
        return PersonToAnswer(post, "escalate")
    if post.intent == "complaint" and not _unhappy(post):
        return PersonToAnswer(post, "newcomer") if _welcomed(post) else None
    answered = post.intent == "complaint" or (
        post.intent == "praise" and post.audience == "advocates"
    )
    if post.certainty >= SURE and answered and doubt.is_doubtful(post):
        return PersonToAnswer(post, "unsure")
    if post.certainty >= SURE and post.intent in ("complaint", "question"):
        return PersonToAnswer(
            post, "complaint" if post.intent == "complaint" else "question", plans_for(post, pack)
        )
    if post.certainty >= SURE and post.intent == "praise" and post.audience == "advocates":
        return PersonToAnswer(post, "praise", plans_for(post, pack))
    return PersonToAnswer(post, "newcomer") if _welcomed(post) else None


def _welcomed(post: ShownPost) -> bool:
    """Whether a first post is no unhappy one: who writes that nothing works is not wished a good day."""
    content = post.emotion not in NEGATIVE and (post.sentiment is None or post.sentiment >= UNHAPPY)
    return post.newcomer and content


def _unhappy(post: ShownPost) -> bool:
    """Whether a post that reads like a complaint is no praise or plain news in a complaint's words."""
    felt = post.sentiment is None or post.sentiment < UNHAPPY
    return felt and post.emotion not in ("joy", "trust")
