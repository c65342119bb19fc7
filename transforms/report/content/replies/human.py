"""What only a human may answer, and at once: danger, a body, a death, a child, or somebody who asks
for a person.
"""

import re
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import yaml

from transforms.config.industries import Pack
from transforms.ground.accents import without_accents
from transforms.report.said import clean

Why = Literal["escalate", "robot"]


def only(text: str, pack: Pack | None, glad: bool = False) -> Why | None:
    """Why the text is for a human; None where a draft may help.

    `glad` when the post is praise: thanks for a child's flight or a good hospital article need no
    alarm.
    """
    folded = fold(text)
    if in_danger(text, pack):
        return "escalate"
    theirs = _any("mine").search(folded) and _any("first_person").search(folded)
    if (theirs or _any("mourning").search(folded)) and not glad:
        return "escalate"
    return "robot" if _any("robot").search(folded) and not glad else None


def in_danger(text: str, pack: Pack | None) -> bool:
    """Whether somebody may be in danger: read before every other post."""
    folded = fold(text)
    named = bool(pack and _phrases((*pack.escalate.fr, *pack.escalate.en)).search(folded))
    return named or bool(_any("danger").search(folded))


def fold(text: str) -> str:
    """The text without case, accents, odd spaces or invisible characters: nothing hides a call for
    help.
    """
    visible = " ".join(clean.text(text, 100_000).replace("’", "'").split())
    return without_accents(visible.casefold(), "NFKD")


@lru_cache
def _rules() -> dict[str, Any]:
    return yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))


@lru_cache
def _any(group: str) -> re.Pattern[str]:
    rules = _rules()[group]
    return re.compile(rules if isinstance(rules, str) else "|".join(rules))


@lru_cache
def _phrases(phrases: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(fold(phrase))}(?!\w)" for phrase in phrases))
