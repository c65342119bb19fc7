"""Whether a text may be offered: nothing the pack never says, no begging, promise, insult, or cheer
on what hurts.
"""

import re
from functools import lru_cache

from transforms.config.industries import Pack
from transforms.recommend.tell.language import Language, said


def sayable(text: str, language: Language, pack: Pack | None, hurts: bool) -> bool:
    """Whether a community manager could sign the text in public; `hurts` when it speaks of what
    hurts people.
    """
    folded = " ".join(text.replace("’", "'").casefold().split())
    never = [getattr(words, language).casefold() for words in pack.never_say] if pack else []
    if any(words in folded for words in never):
        return False
    unsayable = said(language)["unsayable"]
    return not any(
        _pattern(tuple(unsayable[key])).search(folded) for key in ("always", *["hurts"] * hurts)
    )


@lru_cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """Whole words; signs and emoji wherever they stand."""
    return re.compile("|".join(rf"(?<!\w){re.escape(w.casefold())}(?!\w)" if w[0].isalpha() else re.escape(w)
                               for w in words))  # fmt: skip
