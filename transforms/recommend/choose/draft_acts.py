"""What a draft does (raises a price, apologises, jokes, …), and how that changes the reactions that
it will get.
"""

import re
from collections.abc import Collection
from functools import lru_cache
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import Field, model_validator

from transforms.config import yaml_files
from transforms.ground.accents import without_accents
from transforms.reading import EMOTIONS, Label, Strict

WORTH = 30.0
"""Replies that the assumption counts for against what the community's own posts of the kind brought."""
LARGEST = 6.0
"""How many times likelier all acts of a draft together may make an emotion, or less likely."""


class Act(Strict):
    """One kind of thing that a draft does."""

    label: Label
    patterns: list[str]
    factors: dict[str, float]
    hurts: dict[str, float] = Field({})
    answered: list[str] | None = None
    """The themes that angry replies are about; the draft's own where it is not said."""

    @model_validator(mode="after")
    def _of_emotions(self) -> "Act":
        if unknown := {*self.factors, *self.hurts} - set(EMOTIONS):
            raise ValueError(f"unknown emotions: {', '.join(sorted(unknown))}")
        return self


class Acts(Strict):
    """The acts by name."""

    acts: dict[str, Act]


@lru_cache
def known() -> dict[str, Act]:
    return yaml_files.read(Path(__file__).with_suffix(".yml"), Acts).acts


def found(text: str, form: str = "text") -> list[str]:
    """The acts of a text, in the file's order; a poll asks for a vote whatever it says, and who
    apologises for a cancellation announces none.
    """
    folded = " ".join(without_accents(text.replace("’", "'").casefold(), "NFKD").split())
    names = [name for name in known() if _pattern(name).search(folded)]
    if form == "poll" and "asks_vote" not in names:
        names.append("asks_vote")
    said = [name for name in names if name != "takes_away" or "apologises" not in names]
    return [name for name in said if name != "announces" or len(said) == 1]


def answered(names: list[str], theme: str, themes: Collection[str]) -> str:
    """Which of a trade's `themes` angry replies to a draft on `theme` will be about; "" for none.

    A fee for bags is answered as a price, and a joke about bags is no bag that was lost.
    """
    for about in (known()[name].answered for name in names):
        if about is not None:
            return theme if theme in about else next((t for t in about if t in themes), "")
    return theme


def ratio(names: list[str], hurts: bool, replies: pd.DataFrame, texts: pd.DataFrame) -> np.ndarray:
    """How many times likelier each emotion is than in a reply to the usual post, in the order of
    EMOTIONS.

    `replies` holds one row per reply with 0/1 per emotion, `texts` the brand's posts (network,
    post_id, text, form).
    """
    out = np.ones(len(EMOTIONS))
    for name in names:
        assumed = np.array([_factor(name, emotion, hurts) for emotion in EMOTIONS])
        out *= _learnt(name, assumed, replies, texts)
    return np.clip(out, 1 / LARGEST, LARGEST)


def _learnt(
    name: str, assumed: np.ndarray, replies: pd.DataFrame, texts: pd.DataFrame
) -> np.ndarray:
    """The assumption, as far as the replies to the community's own posts of the kind leave it
    standing.
    """
    if replies.empty or texts.empty:
        return assumed
    alike = texts[
        [
            name in found(str(text), str(form))
            for text, form in zip(texts["text"], texts["form"], strict=True)
        ]
    ]
    keys = set(zip(alike["network"], alike["post_id"], strict=True))
    mine = replies[
        [key in keys for key in zip(replies["network"], replies["post_id"], strict=True)]
    ]
    usual = replies[list(EMOTIONS)].mean().to_numpy(float) + 0.01
    felt = mine[list(EMOTIONS)].sum().to_numpy(float)
    return (felt + WORTH * usual * assumed) / (len(mine) + WORTH) / usual


def _factor(name: str, emotion: str, hurts: bool) -> float:
    act = known()[name]
    return act.factors.get(emotion, 1.0) * (act.hurts.get(emotion, 1.0) if hurts else 1.0)


@lru_cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile("|".join(known()[name].patterns))
