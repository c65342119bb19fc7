"""The words of members, with where and when they were written."""

from transforms.report import clean
from transforms.report.blocks import Quote
from transforms.report.facts import Facts, Post
from transforms.report.words import Words


def quote(post: Post, facts: Facts, words: Words) -> Quote:
    return Quote(clean.text(post.text), about(post, facts, words))


def about(post: Post, facts: Facts, words: Words) -> str:
    zone = facts.profile.timezone if facts.profile else "UTC"
    parts = [words.word("networks", post.network), words.moment(post.created_at, zone) if post.created_at else ""]
    return ", ".join(part for part in parts if part)
