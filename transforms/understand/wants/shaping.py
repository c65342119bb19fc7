"""The wish that an outspoken post says, cut out of it: « un mode sombre » of « à quand un mode
sombre ? », « choisir son créneau » of « il faudrait pouvoir choisir mon créneau ».

The turns of phrase that a wish follows stand in `turns.yml`, by language.
"""

import re
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from transforms.ground.accents import without_accents
from transforms.understand.wants.phrases import LANGUAGES

LONGEST = 9
"""Words that a wish cut out of a post has at most."""
_ABBREVIATED = 4
"""Letters that an abbreviation has at most: longer words in capitals are shouted."""
_TELLING = 3
"""Words from which on a thing says what it is: « un bac » does not."""
QUOTED = 70
"""Characters that a shortened quote has at most."""

_ADDRESS = re.compile(
    r"^(?:\s*(?:RT\b|\.?@\S+|#\S+))+\s*|https?://\S+|\[\w+\]|<\w+>", re.IGNORECASE
)
_GREETING = re.compile(
    r"^(?:bonjour|bonsoir|salut|coucou|hello|hi|hey)\b[\s,!.]*(?=\S)", re.IGNORECASE
)
_OWN_CASE = re.compile(r"\d{3,}|\b(?=[A-Z\d]*\d[A-Z])[A-Z\d]{5,}\b")
"""A number or a code, of a flight, a file or a booking."""
_LEAD_IN = re.compile(r"^(?:[^\W\d_]+ ){0,2}[^\W\d_]+ ?(?:: +|, +(?=[A-ZÀ-Ý][a-zà-ÿ]+ ))(?=\S+ \S)")
"""« Je note : », "For information:": what comes before what is said."""
_ENDS = re.compile(r"(?<=[.!?…])\s+|\n+")
_WISH = r"\s+(?P<wish>[^.!?;:,()\n…\"«»/]+)"


@lru_cache
def _turns(language: str) -> dict[str, Any]:
    """What `turns.yml` says of a language."""
    text = resources.files(__package__).joinpath("turns.yml").read_text(encoding="utf-8")
    return yaml.safe_load(text)[language]


@lru_cache
def _pattern(language: str, kind: str, tail: str = "") -> re.Pattern[str]:
    """The lines of a list as one expression that begins with a word."""
    turns = "|".join(_turns(language)[kind].splitlines())
    return re.compile(rf"(?<![\w@#'’])(?:{turns}){tail}", re.IGNORECASE)


@lru_cache
def _any_of(language: str, kind: str) -> str:
    """The items of a list, parted by commas, as one expression."""
    return rf"(?:{'|'.join(_turns(language)[kind].split(', '))})"


@lru_cache(1)
def pleas() -> frozenset[str]:
    """Words, folded, that only beg for an answer: « une réponse s'il vous plaît ? » says nothing more."""
    return frozenset(word for language in LANGUAGES for word in _turns(language)["pleas"].split())


def wishes(text: str, language: str) -> list[str]:
    """What a post asks for in so many words, each a thing or something to do, 2 to `LONGEST` words."""
    plain = " ".join(_ADDRESS.sub(" ", text.replace("’", "'")).split())
    found: list[str] = []
    for kind, shape in (("doing", _deed), ("having", _thing)):
        for match in _pattern(language, kind, _WISH).finditer(plain):
            if (asked := shape(_cut(match["wish"], language), language)) not in ("", *found):
                found.append(asked)
    for sentence in _ENDS.split(plain):
        if (asked := _ordered(sentence, language)) not in ("", *found):
            found.append(asked)
    return found


def _ordered(sentence: str, language: str) -> str:
    """What a whole sentence asks for: « affichez le total » is « afficher le total »; « un export en
    CSV svp » names it.
    """
    polite = rf"(?:{_turns(language)['asked']})"
    start = re.sub(
        rf"^(?:{polite}|just|juste|merci de|et|and)[\s,]+",
        "",
        sentence.strip(),
        flags=re.IGNORECASE,
    )
    verb, _, rest = start.partition(" ")
    if deed := _turns(language)["orders"].get(verb.lower()):
        said = _clean(_cut(re.split(r"[.!?;:,()…\"«»/]", rest)[0], language), language)
        return f"{'to ' if language == 'en' else ''}{deed} {said}" if said else ""
    named = re.match(rf"(?P<thing>[^.!?;:,()…\"«»/]+?)[\s,]+{polite}\b", start, re.IGNORECASE)
    new = named and _pattern(language, "new").match(named["thing"])
    return _thing(named["thing"], language) if named and new else ""


def wish(text: str, language: str) -> str:
    """The first of the `wishes`, "" where none can be cut out cleanly."""
    return next(iter(wishes(text, language)), "")


def _cut(asked: str, language: str) -> str:
    """Without what follows the wish: reasons, conditions, politeness."""
    short = re.sub(rf"\s+{_any_of(language, 'ends')}\b.*$", "", asked, flags=re.IGNORECASE)
    return short.strip(" -–\"'«»*_")


def _deed(asked: str, language: str) -> str:
    """« pouvoir choisir mon créneau » -> « choisir son créneau », "be able to pay by card" -> "to pay
    by card".
    """
    asked = _pattern(language, "able", r"\s+").sub("", asked, count=1)
    verb = asked.split(" ", 1)[0].lower()
    if language == "fr":
        if not re.fullmatch(r"(?:ne pas )?\w{2,}(?:er|ir|re|oir)", verb) or verb in _not_deeds(
            "fr"
        ):
            return ""
        return _clean(asked, language)
    if not re.fullmatch(r"[a-z]{2,}(?<!ed)", verb) or verb in _not_deeds("en"):
        return ""
    return f"to {said}" if (said := _clean(asked, language)) else ""


def _thing(asked: str, language: str) -> str:
    asked = re.sub(r"^d['’](?=une? )", "", asked)
    said = _clean(asked, language) if _pattern(language, "things").match(asked) else ""
    return said if len(re.split(r"[\s'’]+", said)) >= _TELLING else ""


def _clean(asked: str, language: str) -> str:
    """The wish as said of anybody (« mon » is « son »), in small letters; "" where it names one
    person, is too long, or says nothing.
    """
    for mine, theirs in _turns(language)["anybody"].items():
        asked = re.sub(rf"\b{mine}\b", theirs, asked, flags=re.IGNORECASE)
    words = asked.split()
    spoilt = re.search(
        rf"[@#\d_\[\]<>*]|https?|\b{_any_of(language, 'no_name')}\b", asked, re.IGNORECASE
    )
    dangling = (
        not words or without_accents(words[-1].lower()) in _turns(language)["dangling"].split()
    )
    if spoilt or dangling or not 2 <= len(words) <= LONGEST or asked.isupper():
        return ""
    return " ".join([_unshouted(words[0][0].lower() + words[0][1:]), *map(_unshouted, words[1:])])


def _unshouted(word: str) -> str:
    """« TOUTES » in small letters, « RNCP » as it is."""
    return word.lower() if word.isupper() and len(word) > _ABBREVIATED else word


def _not_deeds(language: str) -> set[str]:
    return set(_turns(language)["not_deeds"].split())


def quotes(text: str) -> list[str]:
    """The sentences of a post that say something, those that ask if any does, each of at most
    `QUOTED` characters, cut between words. One with a long number or a code speaks of nobody else's case.
    """
    parts = [part.strip() for part in _ENDS.split(_ADDRESS.sub(" ", text))]
    sentences = [p for p in parts if len(p.split()) >= 3 and not _OWN_CASE.search(p)]
    return [_shortened(part) for part in ([*filter(asks, sentences)] or sentences)]


def _shortened(sentence: str) -> str:
    said = _GREETING.sub("", " ".join(sentence.split())).strip(" ,;:-–⸻")
    said = _LEAD_IN.sub("", said)
    if len(said) <= QUOTED:
        return said.rstrip(" .")
    return said[:QUOTED].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def asks(sentence: str) -> bool:
    """Whether a sentence ends in a question mark, or has a turn of phrase that wishes."""
    turns = (_pattern(language, kind) for language in ("fr", "en") for kind in ("doing", "having"))
    return sentence.endswith("?") or any(turn.search(sentence) for turn in turns)
