"""The words, turns of phrase and sentences by which needs and themes are found: data, one file per
language.

People switch language inside a post, so every list is the union of the languages.
"""

import re
from functools import lru_cache
from importlib import resources

import yaml

LANGUAGES = ("fr", "en")


@lru_cache
def _file(language: str) -> dict[str, str | list[str]]:
    found = (
        resources.files(__package__)
        .joinpath("words", f"{language}.yml")
        .read_text(encoding="utf-8")
    )
    return yaml.safe_load(found)


@lru_cache
def words(name: str, language: str | None = None) -> frozenset[str]:
    """The words of list `name`, of one language or of all."""
    chosen = [language] if language else LANGUAGES
    return frozenset(word for one in chosen for word in str(_file(one)[name]).split())


@lru_cache
def pattern(name: str, tail: str = "") -> re.Pattern[str]:
    """The turns of phrase of list `name` as one expression on whole words, then `tail`."""
    turns = "|".join(turn for language in LANGUAGES for turn in _file(language)[name])
    return re.compile(rf"\b(?:{turns})\b{tail}")


@lru_cache
def sentences(name: str) -> tuple[str, ...]:
    """The sentences of list `name`, of all languages."""
    return tuple(one for language in LANGUAGES for one in _file(language)[name])
