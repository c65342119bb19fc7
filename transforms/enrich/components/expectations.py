"""What the writer wants, said outright or implied by a complaint, a rival, a workaround: as the
model learnt it.
"""

from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from transforms.config.industries import Pack
from transforms.enrich.text.stopwords import EMPTY
from transforms.enrich.text.words import pattern
from transforms.reading import Expectation

Doc.set_extension("expectation", default=None, force=True)

_WANTED = r"\s*(?P<wanted>[^.!?;:]*)"
"""What follows a wish: the thing wished for."""
_LONGEST = 6
"""Words that a need in the text's own words has at most."""
_LINKS = frozenset(
    {
        "de",
        "du",
        "des",
        "d",
        "en",
        "a",
        "au",
        "la",
        "le",
        "l",
        "pour",
        "of",
        "for",
        "in",
        "to",
        "on",
    }
)


@Language.factory(
    "expectations",
    assigns=["doc._.expectation"],
    requires=["doc._.wants", "doc._.explicit", "doc._.themes"],
    default_config={"wants": 0.5, "explicit": 0.5},
)
def make_expectations(nlp: Language, name: str, wants: float, explicit: float) -> "Expectations":  # noqa: ARG001
    return Expectations(wants, explicit)


class Expectations:
    """Write `doc._.expectation`: theme, need in the text's language, whether it is said, and how
    sure (0..1).

    `wants` and `explicit` are the probabilities from which on the model says that something is
    wanted, and said.
    """

    def __init__(self, wants: float, explicit: float) -> None:
        self._wants = wants
        self._explicit = explicit
        self._packs: Mapping[str, Pack] = {}

    def use(self, packs: Mapping[str, Pack]) -> None:
        """Know the needs that the themes of `packs` come with."""
        self._packs = packs

    def __call__(self, doc: Doc) -> Doc:
        read = doc._
        if read.wants >= self._wants:
            read.expectation = self._expectation(doc)
        return doc

    def _expectation(self, doc: Doc) -> Expectation | None:
        read = doc._
        explicit = bool(read.explicit >= self._explicit)
        theme = read.themes[0].theme if read.themes else None
        need = self._need(doc, theme) or _in_own_words(doc, explicit)
        if not need:
            return None
        return Expectation(
            theme=theme, need=need, explicit=explicit, score=round(float(read.wants), 4)
        )

    def _need(self, doc: Doc, theme: str | None) -> str | None:
        if theme is None:
            return None
        need = self._packs[doc._.industry].themes[theme].need
        return need.fr if doc._.language == "fr" else need.en


def _in_own_words(doc: Doc, explicit: bool) -> str:
    """What follows a turn of phrase that wishes, or the telling words."""
    text = " ".join(doc._.forms)
    wish = pattern("wishes", _WANTED).search(text) if explicit else None
    return own_words(doc, wish["wanted"]) if wish else own_words(doc, text, first=False)


def own_words(doc: Doc, wanted: str, first: bool = True) -> str:
    """A need of at most `_LONGEST` words in the text's own spelling: the first run of telling
    words, or the longest.

    wanted: a stretch of the folded text. A run may hold words such as « de » and "of" inside.
    """
    forms, asked = doc._.forms, wanted.split()
    start = _find(forms, asked)
    runs: list[list[tuple[str, str]]] = [[]]
    for form, token in zip(
        forms[start : start + len(asked)], doc[start : start + len(asked)], strict=True
    ):
        if (form in EMPTY and form not in _LINKS) or not form.isalnum():
            runs.append([])
        else:
            runs[-1].append((form, token.text))
    trimmed = [run for run in map(_trimmed, runs) if run]
    if not trimmed:
        return ""
    best = (
        trimmed[0]
        if first
        else max(trimmed, key=lambda run: sum(form not in EMPTY for form, _ in run))
    )
    return " ".join(word for _, word in _trimmed(best[:_LONGEST])).lower()


def _trimmed(words: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """The words without the empty ones at both ends."""
    telling = [place for place, (form, _) in enumerate(words) if form not in EMPTY]
    return words[telling[0] : telling[-1] + 1] if telling else []


def _find(words: list[str], wanted: list[str]) -> int:
    for start in range(len(words) - len(wanted) + 1):
        if words[start : start + len(wanted)] == wanted:
            return start
    return len(words)
