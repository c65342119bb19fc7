"""What a post says in so many words: the expressions of this room's files, on its folded text."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from transforms.ground.accents import without_accents
from transforms.report.said import clean


def fold(text: str) -> str:
    """The text without case, accents, odd spaces or invisible characters: nothing hides a call for
    help.
    """
    visible = " ".join(clean.text(text, 100_000).replace("’", "'").split())
    return without_accents(visible.casefold(), "NFKD")


@lru_cache
def expression(file: str, group: str) -> re.Pattern[str]:
    """A group of `<file>.yml` as one expression: an expression itself, or a list of them, any of which
    will do.
    """
    rules = yaml.safe_load(Path(__file__).with_name(f"{file}.yml").read_text(encoding="utf-8"))
    return re.compile(rules[group] if isinstance(rules[group], str) else "|".join(rules[group]))
