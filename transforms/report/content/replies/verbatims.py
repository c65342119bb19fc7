"""The words of members, with where and when they were written."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from transforms.report.content.replies.worded import fold
from transforms.report.facts.facts import Facts, ShownPost
from transforms.report.said import clean
from transforms.report.said.blocks import Quote
from transforms.report.said.words import Words


def once(posts: Sequence[ShownPost]) -> list[ShownPost]:
    """The first post of each text: what is passed on word for word is quoted once."""
    first = {fold(post.text): post for post in reversed(posts)}
    return [post for post in posts if first[fold(post.text)] is post]


def quote(post: ShownPost, facts: Facts, words: Words) -> Quote:
    return Quote(clean.text(post.text), about(post, facts, words))


def about(post: ShownPost, facts: Facts, words: Words) -> str:
    """`X, mardi 18 h 05`, with the date instead of the weekday when the week is another one."""
    zone = facts.profile.timezone if facts.profile else "UTC"
    when = ""
    if post.created_at:
        local = post.created_at.astimezone(ZoneInfo(zone))
        old = (facts.night - local.date()).days > 5
        clock = f"{words.day(local.date(), weekday=False)} {words.clock(local.hour, local.minute)}"
        when = clock if old else words.moment(post.created_at, zone)
    parts = [words.word("networks", post.network), when]
    return ", ".join(part for part in parts if part)
