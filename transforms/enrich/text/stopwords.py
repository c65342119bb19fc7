"""Words that name nothing, in the spelling-blind form of `tokens.fold`: spaCy's two lists, and
social filler.
"""

import runpy
from pathlib import Path

import spacy

from transforms.enrich.text.tokens import fold
from transforms.enrich.text.words import words


def _of(language: str) -> set[str]:
    """spaCy's list alone: the package around it compiles thousands of French exceptions, which
    takes seconds.
    """
    return runpy.run_path(str(Path(spacy.__file__).parent / "lang" / language / "stop_words.py"))[
        "STOP_WORDS"
    ]


EMPTY = words("filler") | {
    fold(part)
    for word in (*_of("en"), *_of("fr"))
    for part in word.replace("’", "'").split("'")
    if part
}
