"""Social text as a spaCy document: the words of the normalised text, with a spelling-blind form to
compare them by.
"""

import re
from functools import lru_cache

from spacy.attrs import NORM
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from transforms.enrich.text.normalise import LONGEST, normalise
from transforms.ground.accents import without_accents

Doc.set_extension("source", default="", force=True)
Doc.set_extension("forms", default=(), force=True)
Doc.set_extension("industry", default=None, force=True)
Doc.set_extension("hint", default=None, force=True)

_PIECES = re.compile(r"[^\W_]+|[^\w\s'’\-]+")


@lru_cache(50_000)
def fold(word: str) -> str:
    """The word in lower case and without accents: « Été » and "ete" are one."""
    lowered = word.lower()
    if lowered.isascii():
        return lowered
    return (
        without_accents(lowered).replace("œ", "oe").replace("æ", "ae").replace("ß", "ss") or lowered
    )


class SocialTokenizer:
    """Splits what `normalise` leaves into words and punctuation; hyphens and apostrophes part words
    and vanish.
    """

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        return self.document(text, normalise(text))

    def document(self, text: str, plain: str) -> Doc:
        """The document of a text whose normalised form is `plain`."""
        words = _PIECES.findall(plain)
        doc = Doc(self.vocab, words=words)
        known = doc._
        known.source, known.forms = text[:LONGEST], [fold(word) for word in words]
        return doc


def install(nlp: Language) -> None:
    """Make `nlp` split as `SocialTokenizer` does and compare tokens by `fold`; no other attribute
    is worked out.
    """
    nlp.vocab.lex_attr_getters = {NORM: fold}  # type: ignore[attr-defined]  # a Cython attribute
    nlp.tokenizer = SocialTokenizer(nlp.vocab)
