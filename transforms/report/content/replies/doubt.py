"""Posts that may be praise or mockery: no answer may take them for either."""

from transforms.report.content.replies.worded import expression, fold
from transforms.report.facts.facts import ShownPost

IRONIC, PLAIN = 0.8, 0.26
"""Probability of irony from which on it is sure, and below which nobody hears any."""
FIRM = 0.75
"""Probability of a complaint from which on one is heard even where irony is possible."""


def is_doubtful(post: ShownPost) -> bool:
    """Whether a complaint is worded as praise or may be meant as some, or praise may be mockery."""
    if post.intent == "praise":
        return post.irony >= PLAIN
    if post.intent != "complaint" or post.irony >= IRONIC:
        return False
    text = fold(post.text)
    praised = bool(expression("doubt", "glad").search(text)) or (
        post.irony >= PLAIN and post.certainty < FIRM
    )
    return praised and not expression("doubt", "bad").search(text)
