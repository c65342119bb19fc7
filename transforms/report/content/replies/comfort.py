"""Posts by which members only comfort each other: however sad they sound, they ask the brand for nothing."""

import re
from functools import lru_cache

from transforms.report.content.replies.worded import expression, fold

LONGEST = 200
"""Characters that a text has at most to be looked at: whoever writes more says something else, too."""
_ASIDE = re.compile(r"[@#]\S+|https?://\S+|[^\w\s'’œ]")


def only_comforts(text: str) -> bool:
    """Whether the text is comforting words and nothing else."""
    said = " ".join(_ASIDE.sub(" ", fold(text)).split())
    return len(said) <= LONGEST and bool(_comfort().fullmatch(said))


@lru_cache
def _comfort() -> re.Pattern[str]:
    return re.compile(rf"(?:(?:{expression('comfort', 'comforts').pattern})(?: |$))+")
