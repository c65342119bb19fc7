"""The section of people to answer today: what they wrote, where to answer and how one might."""

from transforms.config.industries import Pack
from transforms.config.networks import reply_link
from transforms.report.content.headline import audience_label, theme_label
from transforms.report.content.replies import people
from transforms.report.content.replies.drafts import Drafts
from transforms.report.content.replies.verbatims import about
from transforms.report.facts.facts import Facts
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

QUOTED = 3
"""How many people of a group are quoted, each with an answer of their own."""


def answers(facts: Facts, words: Words, pack: Pack | None) -> list[Block]:
    ranked = people.rank(facts.people, pack)
    if not ranked:
        return []
    kept, left = people.shown(ranked, quiet=not facts.signals)
    drafts = Drafts(pack, facts.profile.language if facts.profile else words.language)
    blocks: list[Block] = [_group(group, facts, words, drafts) for group in kept]
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
    groups = people.alike(people.rank(facts.people, pack))
    return [_group(group, facts, words, drafts, len(group.people)) for group in groups]


def _group(
    group: people.Group, facts: Facts, words: Words, drafts: Drafts, most: int = QUOTED
) -> Card:
    inner: list[Inner] = []
    links: list[Link] = []
    for person in group.people[:most]:
        inner += [
            Quote(clean.text(person.post.text)),
            Paragraph(_who(person, facts, words), "muted"),
        ]
        if draft := drafts.draft(person):
            inner.append(Paragraph(words.say("people.draft", text=draft)))
        links += _links(person, facts, words)
    accent = {"escalate": "alert", "robot": "alert", "praise": "joy", "newcomer": "trust"}
    return Card(
        _title(group, facts, words), tuple(inner),
        accent.get(group.reason, group.people[0].post.emotion or ""), tuple(links),
    )  # fmt: skip


def _title(group: people.Group, facts: Facts, words: Words) -> Sentence:
    """`3 people complain: outages`, or what kind of post a single one is."""
    many = len(group.people)
    if many == 1:
        return words.say(f"people.{group.reason}")
    noun = "complaining" if group.reason == "complaint" else "asking"
    counted = words.count(noun, many, "count(fct_posts)")
    theme = theme_label(facts, group.people[0].post.theme_id, words)
    if theme:
        return words.say(f"people.{group.reason}_alike", people=counted, about=theme)
    return words.say(f"people.{group.reason}_alike_plain", people=counted)


def _who(person: people.Person, facts: Facts, words: Words) -> Sentence:
    post = person.post
    audience = audience_label(facts, post.audience, words)
    line: Sentence = (
        Span(", ".join(part for part in (about(post, facts, words), audience) if part)),
    )
    if post.followers:
        line += (Span(", "), *words.count("followers", post.followers, "fct_posts.followers"))
    return line


def _links(person: people.Person, facts: Facts, words: Words) -> list[Link]:
    simulated = bool(facts.profile and facts.profile.simulated)
    url = None if simulated else reply_link(person.post.network, person.post.post_id)
    label = plain(words.say("people.reply", network=words.word("networks", person.post.network)))
    return [Link(label, url)] if url else []
