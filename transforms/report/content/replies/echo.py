"""Posts that say that somebody else's holds for their writer too: what « idem » wants is not in it."""

import re
from functools import lru_cache
from pathlib import Path

import yaml

from transforms.report.content.replies.human import fold


def is_echo(text: str) -> bool:
    """Whether the text begins so, after a greeting, a mention or a yes."""
    return bool(_beginning().match(fold(text)))


@lru_cache
def _beginning() -> re.Pattern[str]:
    rules = yaml.safe_load(Path(__file__).with_suffix(".yml").read_text(encoding="utf-8"))
    return re.compile(rules["before"] + "(?:" + "|".join(rules["echoes"]) + ")")
