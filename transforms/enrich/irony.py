"""Irony that shows: cheerful words where something goes wrong, an eye-roll, a mark such as /s."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from transforms.enrich.leaning import Leaning
from transforms.enrich.words import pattern, words

Doc.set_extension("irony", default=0.0, force=True)

_MARK = re.compile(
    r"(?:^|\s)/s(?:arc(?:asm)?)?(?:$|[\s.!])|#(?:sarcas|ironi|irony)\w*|[(\[*](?:ironie|irony|sarcasm\w*)[)\]*]",
    re.IGNORECASE,
)
_ROLLING = re.compile("[🙄🙃🤡😒]")
_MOCKING = re.compile("[👏😂🤣🙏]")
_SCARE_QUOTES = re.compile(r"(?:^|\s)['\"«“][^'\"«»“”]{3,40}['\"»”]")

_READ_BACKWARDS = Leaning(
    emotions={"joy": -3.0, "trust": -3.0, "anger": 2.5, "disgust": 1.2, "anticipation": -0.5},
    intents={"praise": -3.5, "complaint": 3.0},
    neutral=-1.5,
    sentiment=-0.7,
    pull=0.9,
)


@Language.factory(
    "irony",
    assigns=["doc._.irony", "doc._.emotions", "doc._.sentiment", "doc._.intents"],
    requires=["doc._.emotions"],
    default_config={"threshold": 0.5},
)
def make_irony(nlp: Language, name: str, threshold: float) -> "Irony":  # noqa: ARG001
    return Irony(threshold)


class Irony:
    """Write `doc._.irony` (0..1, how plainly markers show it) and turn round what an ironic text seems to feel."""

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold

    def __call__(self, doc: Doc) -> Doc:
        doc._.irony = irony_of(doc)
        if doc._.irony >= self._threshold:
            _READ_BACKWARDS.apply(doc, doc._.irony)
        return doc


def irony_of(doc: Doc) -> float:
    """How plainly a text shows irony, 0..1: the sum of its markers' weights."""
    source = doc._.source
    if _MARK.search(source):
        return 1.0
    said = doc._.forms
    seen = set(said)
    cheer = bool(seen & words("cheer"))
    trouble = bool(seen & words("trouble")) and not seen & words("mended")
    text, weight = " ".join(said), 0.0
    if pattern("scorn").search(text):
        weight += 0.8
    elif pattern("mockery").search(text):
        weight += 0.45 + 0.3 * trouble
    if _ROLLING.search(source):
        weight += 0.35 + 0.25 * (cheer or trouble)
    if cheer and trouble:
        weight += 0.35 + 0.25 * bool(_MOCKING.search(source))
    if _SCARE_QUOTES.search(source):
        weight += 0.25
    return min(1.0, weight)
