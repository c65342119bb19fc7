"""Posts that may be praise or mockery: no answer may take them for either."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from transforms.report.content.replies.human import fold
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
    praised = bool(_glad().search(text)) or (post.irony >= PLAIN and post.certainty < FIRM)
    return praised and not _bad().search(text)


@lru_cache
def _glad() -> re.Pattern[str]:
    return re.compile("|".join(_rules()["glad"]))


@lru_cache
def _bad() -> re.Pattern[str]:
    return re.compile("|".join(_rules()["bad"]))


@lru_cache
def _rules() -> dict[str, list[str]]:
    return yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
