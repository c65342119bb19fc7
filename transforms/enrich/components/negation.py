"""Negation: « pas mal » is praise, "not happy" is not."""

from spacy.language import Language
from spacy.tokens import Doc

from transforms.enrich.text.evidence import Leaning
from transforms.enrich.text.words import pattern, words

Doc.set_extension("negation", default=None, force=True)

_REACH = 4
"""Words after a negator that it turns round, up to a punctuation mark or a « mais » / "but"."""
_STOPS = frozenset({".", ",", ";", ":", "!", "?", "!!", "??", "...", "mais", "but", "et", "and", "because", "car"})
_CLEARS = frozenset({"pas", "jamais", "aucun", "aucune", "zero", "no", "never", "not", "without", "sans"})
"""Negators that make praise of a word of blame; « ne » and "t" alone say too little."""

_LEANINGS = {
    "praise": Leaning(
        emotions={"joy": 1.2, "trust": 2.2, "anger": -2.5, "sadness": -2.0, "disgust": -2.0, "fear": -1.0},
        intents={"praise": 2.8, "complaint": -3.0}, neutral=-1.0, sentiment=0.7, pull=0.8,
    ),
    "blame": Leaning(
        emotions={"joy": -2.0, "trust": -2.0, "anger": 1.5, "sadness": 0.6, "disgust": 0.4},
        intents={"praise": -2.5, "complaint": 2.2}, neutral=-1.0, sentiment=-0.6, pull=0.7,
    ),
    "neither": Leaning(
        emotions={"joy": -2.0, "trust": -1.5, "anger": -2.0, "sadness": -1.5, "disgust": -1.5},
        intents={"praise": -2.5, "complaint": -2.0}, neutral=2.5, sentiment=0.0, pull=0.8,
    ),
}  # fmt: skip


@Language.factory(
    "negation",
    assigns=["doc._.negation", "doc._.emotions", "doc._.sentiment", "doc._.intents"],
    requires=["doc._.emotions"],
    default_config={"strength": 1.0},
)
def make_negation(nlp: Language, name: str, strength: float) -> "Negation":  # noqa: ARG001
    return Negation(strength)


class Negation:
    """Write `doc._.negation` (praise, blame, neither or None) and lean the reading that way."""

    def __init__(self, strength: float) -> None:
        self._strength = strength

    def __call__(self, doc: Doc) -> Doc:
        kind = negation_of(doc._.forms)
        doc._.negation = kind
        if kind:
            _LEANINGS[kind].apply(doc, self._strength)
        return doc


def negation_of(said: list[str]) -> str | None:
    """What a text's negations make of it; fixed phrases first, then a negator with a word of feeling in its reach."""
    if not words("negators") & set(said):
        return None
    text = " ".join(said)
    if pattern("neither").search(text):
        return "neither"
    praise, blame = len(pattern("praise_by_negation").findall(text)), len(pattern("blame_by_negation").findall(text))
    if not praise and not blame:
        praise, blame = _in_reach(said)
    if praise == blame:
        return None
    return "praise" if praise > blame else "blame"


def _in_reach(said: list[str]) -> tuple[int, int]:
    """How many words of blame and of praise a negator turns round: (turned to praise, turned to blame)."""
    praise = blame = 0
    for place, word in enumerate(said):
        if word not in words("negators"):
            continue
        for other in said[place + 1 : place + 1 + _REACH]:
            if other in _STOPS:
                break
            if other in words("bad"):
                praise += word in _CLEARS
                break
            if other in words("good"):
                blame += 1
                break
    return praise, blame
