"""The section of people to answer today: what they wrote, where to answer and how one might."""

from collections.abc import Callable

from transforms.config.industries import Pack
from transforms.config.networks import reply_link
from transforms.report.content import answer_links, proofs
from transforms.report.content.answer_links import NOBODY, AnswersTo
from transforms.report.content.headline import audience_label, theme_label
from transforms.report.content.replies import ranking
from transforms.report.content.replies.drafts import Drafts
from transforms.report.content.replies.verbatims import about, once
from transforms.report.facts.facts import Facts, ShownPost
from transforms.report.facts.shown_posts import SURE
from transforms.report.said import clean
from transforms.report.said.blocks import (
    Block,
    Card,
    Inner,
    Link,
    Paragraph,
    Quote,
    Sentence,
    Span,
    plain,
)
from transforms.report.said.words import Words

LinksOf = Callable[[ranking.PersonToAnswer, str], list[Link]]
"""The links of a person, who has this number on the card."""
QUOTED = {"escalate": 6, "robot": 3}
"""How many people of a group are quoted; of others as many as below, each with an answer of their own."""
QUOTED_OF_OTHERS = 2
NAMED = ("phrase", "words")
"""Kinds of a want's name that say what it is; a quote only stands for it."""


def answers(
    facts: Facts, words: Words, pack: Pack | None, reply_to: AnswersTo = NOBODY
) -> list[Block]:
    ranked = ranking.rank(facts.people, pack)
    if not ranked:
        return []

    def want_of(post: ShownPost) -> str | None:
        return _want(post, facts)

    quiet = not facts.signals and not facts.urgent
    kept, left = ranking.shown(ranked, quiet, facts.urgent, want_of)
    drafts = Drafts(pack, facts.profile.language if facts.profile else words.language)
    community = facts.profile.community_id if facts.profile else ""

    def links_of(person: ranking.PersonToAnswer, number: str) -> list[Link]:
        misread = _misread(person.post, community, words, number, reply_to)
        return [*_links(person, facts, words, number), *misread]

    blocks: list[Block] = [_group(group, facts, words, drafts, links_of) for group in kept]
    if left:
        blocks.append(
            Paragraph(
                words.say("people.more", left, x=words.number(left, "count(fct_posts)")), "muted"
            )
        )
    return blocks


def everybody(facts: Facts, words: Words, pack: Pack | None) -> list[Block]:
    """A card for each group of people who wait, all of them quoted: what no mail has room for."""
    drafts = Drafts(pack, facts.profile.language if facts.profile else words.language)
    groups = ranking.alike(ranking.rank(facts.people, pack))

    def links_of(person: ranking.PersonToAnswer, number: str) -> list[Link]:
        return _links(person, facts, words, number)

    return [_group(group, facts, words, drafts, links_of, len(group.people)) for group in groups]


def _group(
    group: ranking.Group,
    facts: Facts,
    words: Words,
    drafts: Drafts,
    links_of: LinksOf,
    most: int | None = None,
) -> Card:
    inner: list[Inner] = []
    links: list[Link] = []
    quoted = most or QUOTED.get(group.reason, QUOTED_OF_OTHERS)
    new = once([one.post for one in group.people])
    people = sorted(group.people, key=lambda one: one.post not in new)
    for place, person in enumerate(people[:quoted], start=1):
        number = f"{place}. " if len(group.people) > 1 else ""
        inner += [
            Quote(clean.text(person.post.text)),
            Paragraph((Span(number), *_who(person, facts, words)), "muted"),
        ]
        if draft := drafts.draft(person):
            inner.append(Paragraph(words.say("people.draft", text=draft)))
        links += links_of(person, number)
    if (more := len(group.people) - quoted) > 0:
        others = words.say("people.others", more, x=words.number(more, "count(fct_posts)"))
        inner.append(Paragraph(others, "muted"))
    accent = {"escalate": "alert", "robot": "alert", "praise": "joy", "newcomer": "trust"}
    return Card(
        _title(group, facts, words), tuple(inner),
        accent.get(group.reason, group.people[0].post.emotion or ""), tuple(links),
    )  # fmt: skip


def _title(group: ranking.Group, facts: Facts, words: Words) -> Sentence:
    """`3 people complain: outages`, or what kind of post a single one is."""
    many = len(group.people)
    theme = theme_label(facts, group.people[0].post.theme_id, words)
    if many == 1 and theme and group.reason in ("complaint", "question"):
        return words.say(f"people.{group.reason}_about", about=theme)
    if many == 1:
        return words.say(f"people.{group.reason}")
    if group.reason in ranking.SHARED:
        return words.say(
            f"people.{group.reason}_many",
            messages=words.count("messages", many, "count(fct_posts)"),
        )
    if need := facts.needs.get(_want(group.people[0].post, facts) or ""):
        waiting = words.count("wanting", many, "count(fct_posts)")
        about = words.own(clean.text(str(need[f"label_{words.language}"]), 120))
        return words.say("people.wanted_alike", people=waiting, about=about)
    noun = "complaining" if group.reason == "complaint" else "asking"
    counted = words.count(noun, many, "count(fct_posts)")
    if theme:
        return words.say(f"people.{group.reason}_alike", people=counted, about=theme)
    return words.say(f"people.{group.reason}_alike_plain", people=counted)


def _want(post: ShownPost, facts: Facts) -> str | None:
    """The id of the want that a post belongs to, where it has a name and the post, about nothing else,
    says just that.
    """
    need = facts.needs.get(post.need_id or "") or {}
    about = not post.theme_id or post.theme_id == need.get("theme_id")
    named = need.get("name_kind") in NAMED and about and proofs.carries(post, need, facts)
    return post.need_id if named else None


def _who(person: ranking.PersonToAnswer, facts: Facts, words: Words) -> Sentence:
    """Where and when they wrote, and who they are: nobody is known for long by a single post."""
    post = person.post
    once = post.newcomer and post.audience == "regulars"
    audience = None if once else audience_label(facts, post.audience, words)
    line: Sentence = (
        Span(", ".join(part for part in (about(post, facts, words), audience) if part)),
    )
    if post.followers:
        line += (Span(", "), *words.count("followers", post.followers, "fct_posts.followers"))
    return line


def _links(person: ranking.PersonToAnswer, facts: Facts, words: Words, number: str) -> list[Link]:
    """Where the person is answered; `number` says which of several it is."""
    simulated = bool(facts.profile and facts.profile.simulated)
    url = None if simulated else reply_link(person.post.network, person.post.post_id)
    label = plain(words.say("people.reply", network=words.word("networks", person.post.network)))
    return [Link(f"{number}{label}", url)] if url else []


def _misread(
    post: ShownPost, community: str, words: Words, number: str, reply_to: AnswersTo
) -> list[Link]:
    """The link by which a reader says that a post is not what it was read as: neither complaint nor
    angry. A theme is only denied by who names it.
    """
    names, felt = words.get("misread.answers"), post.emotion or ""
    read = [
        names[post.intent] if post.intent and post.certainty >= SURE else None,
        words.emotion(felt) if felt in words.get("emotions") else None,
    ]
    body = words.get("misread.body").format(read=", ".join(filter(None, read)))
    about = f"{post.network}/{post.post_id}"
    found = answer_links.links(reply_to, community, "post", about, words, body)
    return [Link(f"{number}{link.label}", link.url) for link in found]
