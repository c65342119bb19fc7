"""Posts that are ready to finish: written for the situation, from what people want and in their
words.
"""

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from transforms.config.industries import PAINFUL, Nature, Pack
from transforms.ground.capitals import lower_first, upper_first
from transforms.recommend.tell.language import Language, said
from transforms.recommend.tell.sayable import sayable

OFFERED = 3
PICTURED = ("image", "story", "carousel")
"""Forms that show a picture."""

ASKING = ("poll", "question")
"""Forms that ask: a text that gives the answer already is not for them."""
OWN = (*PAINFUL, "outside")
"""Natures that are spoken of in a way of their own, whatever the tone."""


@dataclass(frozen=True)
class Situation:
    """What a post is for: how its theme feels, to whom it speaks, in which tone and form, and
    whether it is urgent.
    """

    nature: Nature
    audience: str
    tone: str
    form: str
    crisis: bool = False

    @property
    def way(self) -> Literal["crisis", "hurts", "delicate", "outside", "listening"] | str:
        """Which order to tell it in."""
        if self.crisis:
            return "crisis"
        if self.audience == "critics" and self.nature != "outside":
            return "listening"
        return self.nature if self.nature in OWN else self.tone

    @property
    def hurts(self) -> bool:
        """Whether people suffer from what it is about."""
        return self.crisis or self.nature in PAINFUL


def ready(
    situation: Situation,
    theme: str,
    need: str,
    language: Language,
    pack: Pack | None,
    seed: int,
    spoken: bool = True,
) -> list[str]:
    """Up to three posts, in another order for another seed; none that could not be said in public.

    `theme` is the theme's name; `need` is what people want, empty when nobody knows; `spoken` whether
    anybody wrote of it, or else no post says that they did.
    """
    hurts = situation.hurts
    wanted = to_them(need, language) if need and sayable(need, language, pack, hurts) else ""
    ways = [way for way in _ways(situation, language) if wanted or "{need}" not in way]
    if not spoken:
        silent = [way for way in ways if not _hears(way, language)]
        ways = silent or ways
    if situation.form not in PICTURED:
        ways = [way for way in ways if said(language)["pictured"] not in way]
    if situation.form in ASKING:
        ways = [way for way in ways if said(language)["answered"] not in way] or ways
    order = np.random.default_rng(seed).permutation(len(ways))
    texts = [_formed(_filled(ways[place], theme, wanted), situation, language) for place in order]
    return [text for text in texts if sayable(text, language, pack, hurts)][:OFFERED]


def _ways(situation: Situation, language: Language) -> list[str]:
    posts = said(language)["posts"]
    if situation.crisis:
        return posts["crisis"]
    if situation.nature in OWN:
        own = posts[situation.nature]
        return own.get(situation.form, own["text"])
    if situation.audience == "critics":
        return posts["critics"]
    if situation.form in ASKING:
        return posts["asks"][situation.form][situation.tone]
    return posts["pleases" if situation.nature == "thanked" else situation.nature][situation.tone]


def _hears(way: str, language: Language) -> bool:
    """Whether a text takes it for granted that people spoke of its subject."""
    return any(words in way.lower() for words in said(language)["heard"])


def _filled(way: str, theme: str, need: str) -> str:
    text = way.replace("{theme}", lower_first(theme)).replace("{need}", lower_first(need))
    return upper_first(text)


def _formed(text: str, situation: Situation, language: Language) -> str:
    """The text with what its form asks for: a choice in a poll, a question, a link; a crisis has no
    form.
    """
    tail = said(language)["tails"].get(situation.form)
    if situation.crisis or not tail or tail["unless"] in text:
        return text
    return f"{text} {tail['say']}"


def to_them(need: str, language: Language) -> str:
    """A want as it is said to those who have it: `leur valise` -> `votre valise`."""
    for theirs, yours in said(language)["theirs"].items():
        need = re.sub(rf"\b{theirs}\b", yours, need)
    return need
