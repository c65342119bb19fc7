"""Posts by which members only comfort each other: however sad they sound, they ask the brand for nothing."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from transforms.report.content.replies.human import fold

LONGEST = 200
"""Characters that a text has at most to be looked at: whoever writes more says something else, too."""
_ASIDE = re.compile(r"[@#]\S+|https?://\S+|[^\w\s'’œ]")


def only_comforts(text: str) -> bool:
    """Whether the text is comforting words and nothing else."""
    said = " ".join(_ASIDE.sub(" ", fold(text)).split())
    return len(said) <= LONGEST and bool(_comfort().fullmatch(said))


@lru_cache
def _comfort() -> re.Pattern[str]:
    rules = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    phrases = "|".join(phrase for language in rules.values() for phrase in language)
    return re.compile(rf"(?:(?:{phrases})(?: |$))+")
