"""The section of people to answer today: what they wrote, where to answer and how one might."""

from transforms.config.industries import Pack
from transforms.config.networks import reply_link
from transforms.report.content import clean, people
from transforms.report.content.blocks import Block, Card, Inner, Link, Paragraph, Quote, Sentence, Span, plain
from transforms.report.content.headline import audience_label
from transforms.report.content.verbatims import about
from transforms.report.content.words import Words
from transforms.report.facts.facts import Facts


def answers(facts: Facts, words: Words, pack: Pack | None) -> list[Block]:
    ranked = people.rank(facts.people, pack)
    if not ranked:
        return []
    kept, left = people.shown(ranked, quiet=not facts.signals)
    blocks: list[Block] = [_person(person, facts, words, pack) for person in kept]
    if left:
        blocks.append(Paragraph(words.say("people.more", left, x=words.number(left, "count(fct_posts)")), "muted"))
    return blocks


def _person(person: people.Person, facts: Facts, words: Words, pack: Pack | None) -> Card:
    post = person.post
    audience = audience_label(facts, post.audience, words)
    where = Span(", ".join(part for part in (about(post, facts, words), audience) if part))
    line: Sentence = (where,)
    if post.followers:
        line += (Span(", "), *words.count("followers", post.followers, "fct_posts.followers"))
    inner: list[Inner] = [Quote(clean.text(post.text)), Paragraph(line, "muted")]
    if person.draft and pack:
        draft = words.filled(getattr(pack.reply_plans[person.draft].text, words.language))
        inner.append(Paragraph(words.say("people.draft", text=draft)))
    simulated = bool(facts.profile and facts.profile.simulated)
    url = None if simulated else reply_link(post.network, post.post_id)
    label = plain(words.say("people.reply", network=words.word("networks", post.network)))
    accent = {"escalate": "alert", "praise": "joy", "newcomer": "trust"}.get(person.reason, post.emotion or "")
    return Card(words.say(f"people.{person.reason}"), tuple(inner), accent, (Link(label, url),) if url else ())
