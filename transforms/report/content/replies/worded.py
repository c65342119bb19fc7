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


def groups(file: str) -> tuple[str, ...]:
    """The names of the groups of `<file>.yml`, in its order."""
    return tuple(_rules(file))


@lru_cache
def expression(file: str, group: str) -> re.Pattern[str]:
    """A group of `<file>.yml` as one expression: an expression itself, or a list of them, any of which
    will do.
    """
    rules = _rules(file)[group]
    return re.compile(rules if isinstance(rules, str) else "|".join(rules))


@lru_cache
def phrases(of: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these phrases as whole words, whatever their case and accents, in a folded text."""
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(phrase))}(?!\w)" for phrase in of))


@lru_cache
def _rules(file: str) -> dict[str, str | list[str]]:
    return yaml.safe_load(Path(__file__).with_name(f"{file}.yml").read_text(encoding="utf-8"))
