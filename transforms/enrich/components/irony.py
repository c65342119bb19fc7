"""Irony that shows: cheerful words where something goes wrong, an eye-roll, a mark such as /s."""

import re

from spacy.language import Language
from spacy.tokens import Doc

from transforms.enrich.components.feelings import ANGER, COMPLAINT, DISGUST, JOY, PRAISE, TRUST
from transforms.enrich.text.words import pattern, words

Doc.set_extension("irony", default=0.0, force=True)

_MARK = re.compile(
    r"(?:^|\s)/s(?:arc(?:asm)?)?(?:$|[\s.!])|#(?:sarcas|ironi|irony)\w*|[(\[*](?:ironie|irony|sarcasm\w*)[)\]*]",
    re.IGNORECASE,
)
_ROLLING = re.compile("[🙄🙃🤡]")
_MOCKING = re.compile(r"[👏😂🤣🙏]|\b(?:lol|mdr|ptdr|haha)\b", re.IGNORECASE)
_SCARE_QUOTES = re.compile(r"(?:^|\s)['\"«“][^'\"«»“”]{3,40}['\"»”]")

_ANGER_AT_LEAST = 0.45
"""Anger of a text whose irony is certain, however calm its words."""


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
            _read_backwards(doc, doc._.irony)
        return doc


def _read_backwards(doc: Doc, shown: float) -> None:
    """What seemed joy or trust is anger, half as much disgust, and a complaint; as far as irony is `shown`."""
    emotions, intents = doc._.emotions.copy(), doc._.intents.copy()
    seemed = max(emotions[JOY], emotions[TRUST], _ANGER_AT_LEAST)
    emotions[ANGER] = max(emotions[ANGER], shown * seemed)
    emotions[DISGUST] = max(emotions[DISGUST], 0.5 * shown * seemed)
    emotions[[JOY, TRUST]] *= 1 - 0.9 * shown
    intents[PRAISE] *= 1 - 0.9 * shown
    intents[COMPLAINT] = max(intents[COMPLAINT], 0.8 * shown)
    doc._.emotions, doc._.intents = emotions, intents
    doc._.neutral *= 1 - 0.7 * shown
    doc._.sentiment = (1 - 0.9 * shown) * doc._.sentiment - 0.9 * shown * 0.7


def irony_of(doc: Doc) -> float:
    """How plainly a text shows irony, 0..1: the sum of its markers' weights."""
    source = doc._.source
    if _MARK.search(source):
        return 1.0
    said = doc._.forms
    seen = set(said)
    cheer = bool(seen & words("cheer"))
    trouble = bool(seen & words("trouble")) and not seen & words("mended")
    mocking = bool(_MOCKING.search(source))
    text, weight = " ".join(said), 0.0
    if pattern("scorn").search(text):
        weight += 0.8
    elif pattern("mockery").search(text):
        weight += 0.45 + 0.3 * trouble + 0.2 * mocking
    if _ROLLING.search(source):
        weight += 0.5 + 0.2 * (cheer or trouble)
    if cheer and trouble:
        weight += 0.35 + 0.25 * mocking
    if _SCARE_QUOTES.search(source):
        weight += 0.25
    return min(1.0, weight)
