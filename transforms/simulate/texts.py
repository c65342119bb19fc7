"""Texts with planted truth: short sentences, written by hand, put together in many ways.

`phrases/<industry>_<language>.yml` holds what is said of each theme,
`phrases/frames_<language>.yml` how an emotion, a question or a brand says it. An industry without a
file of its own speaks through the phrases of its pack.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from transforms.config.industries import read_packs
from transforms.config.settings import settings
from transforms.simulate.dice import Dice
from transforms.simulate.world import Message

FOLDER = Path(__file__).parent / "phrases"
SLOT = re.compile(r"\{(\w+)\}")
CONTRACTED = re.compile(r"\b(?:(?:de|à) les?|de une?)\b", re.IGNORECASE)
CONTRACTIONS = {
    "de le": "du",
    "de les": "des",
    "à le": "au",
    "à les": "aux",
    "de un": "d'un",
    "de une": "d'une",
}
HASHTAGS = {
    "joy": ["happy", "love"], "trust": ["thanks", "respect"], "anger": ["fail", "never"], "neutral": ["info", "help"],
}  # fmt: skip
GENERIC = {
    "en": {
        "bad": [
            "{phrase}, {times} this month, nothing works",
            "{days} of trouble: {phrase}",
            "{phrase} again, awful",
        ],
        "good": ["{phrase}: it went perfectly", "{phrase}, and they handled it very well"],
        "ask": ["what should I do about {phrase}?", "{phrase}, is that normal?"],
        "say": ["about {phrase}, since {weekday}", "{phrase}, at {time}"],
    },
    "fr": {
        "bad": [
            "{phrase}, {times} ce mois-ci, rien ne marche",
            "{days} de galère : {phrase}",
            "encore {phrase}, nul",
        ],
        "good": ["{phrase} : tout s'est parfaitement passé", "{phrase}, et c'est très bien géré"],
        "ask": ["que faire pour {phrase} ?", "{phrase}, c'est normal ?"],
        "say": ["au sujet de {phrase}, depuis {weekday}", "{phrase}, à {time}"],
    },
}


@dataclass(frozen=True)
class Phrasebook:
    """Everything that can be said of one industry in one language."""

    language: str
    frames: Mapping[str, Any]
    themes: Mapping[str, Mapping[str, list[str]]]
    needs: Mapping[str, Mapping[str, Any]]
    slots: Mapping[str, tuple[str, ...]]


@lru_cache
def phrasebook(industry: str, language: str) -> Phrasebook:
    """The phrasebook of an industry, from its own file or else from its pack."""
    frames = _load(FOLDER / f"frames_{language}.yml")
    own = FOLDER / f"{industry}_{language}.yml"
    book = _load(own) if own.exists() else _from_pack(industry, language)
    slots = {
        name: tuple(map(str, values)) for name, values in (frames["slots"] | book["slots"]).items()
    }
    return Phrasebook(language, frames, book["themes"], book["needs"], slots)


def _load(path: Path) -> dict[str, Any]:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)


def _from_pack(industry: str, language: str) -> dict[str, Any]:
    themes = {}
    for theme_id, theme in read_packs(settings().industries)[industry].themes.items():
        phrases = getattr(theme.phrases, language)
        themes[theme_id] = {"topic": [getattr(theme.label, language).lower()]} | {
            kind: [
                pattern.replace("{phrase}", phrase) for phrase in phrases for pattern in patterns
            ]
            for kind, patterns in GENERIC[language].items()
        }
    return {"themes": themes, "needs": {}, "slots": {}}


class Writer:
    """Writes texts for one brand in one language; every choice comes from the dice it is given."""

    def __init__(self, book: Phrasebook, brand: str) -> None:
        self.book, self.brand = book, brand

    def post(
        self, dice: Dice, theme: str, feelings: tuple[str, ...], stance: str, ironic: bool = False
    ) -> str:
        """A member's own post: opener of the first feeling, the fact, closer of the last feeling."""
        fact = self._fact(dice, theme, stance)
        if ironic:
            opener = dice.pick(self.frames["irony"]["open"])
            return self._style(dice, [opener, fact, self._irony_close(dice)], "neutral")
        first, last = self._emotion(feelings[0]), self._emotion(feelings[-1])
        opener = dice.pick(first["open"]) if len(feelings) > 1 or dice.chance(0.65) else ""
        closer = (
            dice.pick(last["close"]) if len(feelings) > 1 or not opener or dice.chance(0.4) else ""
        )
        if stance == "question" and dice.chance(0.4):
            closer = dice.pick(self.frames["question"])
        return self._style(dice, [opener, fact, closer], feelings[0])

    def need(self, dice: Dice, need: str, feeling: str, explicit: bool) -> str:
        """A post that holds a need: said outright, or only to be read between the lines."""
        wish = self._fill(
            dice, dice.pick(self.book.needs[need]["explicit" if explicit else "implicit"])
        )
        closer = dice.pick(self.frames["suggestion"]) if explicit and dice.chance(0.4) else ""
        opener = dice.pick(self._emotion(feeling)["open"]) if dice.chance(0.5) else ""
        return self._style(dice, [opener, wish, closer], feeling)

    def reply(
        self, dice: Dice, theme: str, feeling: str, stance: str, helping: bool = False
    ) -> tuple[str, bool]:
        """A member's reply to somebody, and whether its words name the theme or leave it to what
        they answer.
        """
        start = dice.pick(self.frames["helper"] if helping else self.frames["replies"][feeling])
        fact = (
            self._maybe(dice, theme, "say", 0.3)
            if helping
            else self._maybe(dice, theme, stance, 0.75)
        )
        return self._style(dice, [start, fact], feeling), bool(fact)

    def after(self, dice: Dice, theme: str, feeling: str) -> str:
        """What a person writes back after the brand has answered."""
        kind = "good" if feeling in ("joy", "trust") else "bad"
        start = dice.pick(self.frames["after"][feeling])
        return self._style(dice, [start, self._maybe(dice, theme, kind, 0.4)], feeling)

    def brand_post(self, dice: Dice, message: Message, day: date) -> str:
        """A post of the brand on `day`: its tone, its theme, whom it speaks to and what its form
        asks for.
        """
        frames = self.frames["brand"]
        parts = [
            dice.pick(frames["open"][message.tone]).replace(
                "{today}", self.book.slots["weekday"][day.weekday()]
            )
        ]
        if message.audience:
            parts.append(dice.pick(frames["audience"][message.audience]))
        parts += [dice.pick(frames["body"]), dice.pick(frames["form"][message.form])]
        if dice.chance(0.8):
            parts.append(dice.pick(frames["close"][message.tone]))
        return _sentence(self._fill(dice, " ".join(parts), message.theme))

    def answer(self, dice: Dice, theme: str, kind: str) -> str:
        """The brand's answer to a member."""
        return _sentence(self._fill(dice, dice.pick(self.frames["answers"][kind]), theme))

    def edit(self, dice: Dice, text: str, stance: str) -> str:
        """The same post, after its writer has added a line."""
        added = dice.pick(self.frames["edits"]["bad" if stance == "complaint" else "other"])
        return f"{text}\n{self._fill(dice, added)}"

    @property
    def frames(self) -> Mapping[str, Any]:
        return self.book.frames

    def _emotion(self, feeling: str) -> Mapping[str, list[str]]:
        return self.frames["emotions"][feeling]

    def _irony_close(self, dice: Dice) -> str:
        return (
            dice.pick(self.frames["irony"]["close"])
            if dice.chance(0.6)
            else "👏" * dice.integer(1, 4)
        )

    def _fact(self, dice: Dice, theme: str, stance: str) -> str:
        return self._fill(
            dice, dice.pick(self.book.themes[theme][KINDS.get(stance, stance)]), theme
        )

    def _maybe(self, dice: Dice, theme: str, stance: str, probability: float) -> str:
        return self._fact(dice, theme, stance) if dice.chance(probability) else ""

    def _fill(self, dice: Dice, pattern: str, theme: str | None = None) -> str:
        def one(match: re.Match[str]) -> str:
            name = match[1]
            if name == "brand":
                return self.brand
            if name == "n":
                return str(dice.integer(100, 10_000))
            if name == "topic":
                return self._fill(dice, dice.pick(self.book.themes[str(theme)]["topic"]))
            return dice.pick(self.book.slots[name])

        text = SLOT.sub(one, pattern)
        return CONTRACTED.sub(_contract, text) if self.book.language == "fr" else text

    def _style(self, dice: Dice, parts: list[str], feeling: str) -> str:
        """The parts as somebody would type them: mention, emoji, hashtag, capitals, typos now and
        then.
        """
        text = " ".join(_sentence(self._fill(dice, part)) for part in parts if part)
        roll = dice.uniform()
        if roll < 0.15:
            text = text.lower()
        elif roll < 0.20 and feeling == "anger":
            text = text.upper()
        elif roll < 0.32:
            text = text.rstrip(".")
        if dice.chance(0.10):
            text = _typo(dice, text)
        if dice.chance(0.3):
            text = f"@{self.brand} {text}"
        if dice.chance(0.3):
            text = f"{text} {dice.pick(self._emotion(feeling)['emoji'])}".rstrip()
        if dice.chance(0.012):
            text = f"{text} {dice.pick(ODDITIES)}"
        if dice.chance(0.15):
            text = f"{text} #{dice.pick([self.brand, *HASHTAGS.get(feeling, [])])}"
        return text


ODDITIES = (
    "lena.m@example.org", "+33 6 39 98 12 34", "(212) 555-0142", "<b>!!!</b>", "=1+1", "مرحبا بكم", "👩‍👩‍👧‍👦",
    "\u202eolleh", "\"; --", "&amp;", "4111 1111 1111 1111", "…",
)  # fmt: skip
"""What real posts hold now and then: personal data to mask (reserved numbers), markup, formulas, right-to-left text."""

KINDS = {"complaint": "bad", "praise": "good", "question": "ask", "statement": "say"}
"""Which sort of fact each stance tells."""


def _contract(match: re.Match[str]) -> str:
    """French `de le` is `du`: what a template cannot know before its gaps are filled."""
    short = CONTRACTIONS[match[0].lower()]
    return short.capitalize() if match[0][0].isupper() else short


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if not text or not text[-1].isalnum() else f"{text}."


def _typo(dice: Dice, text: str) -> str:
    """Two neighbouring letters of one longer word swapped, or one of them lost."""
    words = text.split(" ")
    long = [i for i, word in enumerate(words) if len(word) > 5 and word.isalpha()]
    if not long:
        return text
    at = dice.pick(long)
    word, place = words[at], dice.integer(1, len(words[at]) - 2)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    words[at] = swapped if dice.chance(0.5) else word[:place] + word[place + 1 :]
    return " ".join(words)
