"""What it means to have read a post: the shared vocabulary of `vocabulary.yml`, and the reading
itself.
"""

from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

VOCABULARY: dict[str, Any] = yaml.safe_load(
    Path(__file__).with_name("vocabulary.yml").read_text("utf-8")
)["vars"]

EMOTIONS: tuple[str, ...] = tuple(VOCABULARY["emotions"])
"""Plutchik's eight primary emotions (Plutchik 1980), in the order of his wheel."""

NEGATIVE = ("fear", "sadness", "disgust", "anger")
INTENTS: tuple[str, ...] = tuple(VOCABULARY["intents"])

Language = Literal["fr", "en"]


class Strict(BaseModel):
    """A record that knows all of its fields and never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Label(Strict):
    """The same words in both languages."""

    fr: str = Field(min_length=1)
    en: str = Field(min_length=1)


NAMES: dict[str, dict[str, Label]] = {
    "networks": {
        key: Label.model_validate(entry["label"]) for key, entry in VOCABULARY["networks"].items()
    }
} | {
    kind: {key: Label.model_validate(label) for key, label in VOCABULARY[kind].items()}
    for kind in ("audiences", "forms", "tones")
}
"""What is called how, by kind and key."""

AUDIENCES: tuple[str, ...] = tuple(NAMES["audiences"])
FORMS: tuple[str, ...] = tuple(NAMES["forms"])
TONES: tuple[str, ...] = tuple(NAMES["tones"])
AIMED = tuple(tone for tone in TONES if tone not in (*NEGATIVE, "neutral"))
"""The feelings that a post may aim at. Nobody is ever advised to aim at fear, sadness, disgust or anger."""

Audience = Literal[*AUDIENCES]  # type: ignore[valid-type]


def _hours(slot: str) -> tuple[int, ...]:
    """`23:00-06:00` -> 23, 0, 1, 2, 3, 4, 5."""
    start, end = (int(clock[:2]) for clock in slot.split("-"))
    return tuple(hour % 24 for hour in range(start, end if end > start else end + 24))


SLOTS: dict[str, tuple[int, ...]] = {slot: _hours(slot) for slot in VOCABULARY["slots"]}
"""The local hours of each slot of the day."""
NIGHT = next(slot for slot, hours in SLOTS.items() if 0 in hours)


class ThemeScore(BaseModel):
    """One theme that a text speaks of; `score` in 0..1.

    `evidence`: the pack's phrase that is in the text, or "≈ " and the phrase that it is like.
    """

    model_config = ConfigDict(frozen=True)
    theme: str
    score: float
    evidence: str


class Expectation(BaseModel):
    """What the writer wants: said (explicit) or implied by a complaint, a comparison, a workaround."""

    model_config = ConfigDict(frozen=True)
    theme: str | None
    need: str
    explicit: bool
    score: float


class Correction(BaseModel):
    """An answer that readers' labels moved: from what, to what, by how many corrected posts near it.

    `answer`: an emotion, an intent, `irony`, `sentiment` or a theme.
    """

    model_config = ConfigDict(frozen=True)
    answer: str
    labels: int
    before: float
    after: float


class Reading(BaseModel):
    """One text as read by one model: calibrated probabilities, rounded to four decimals.

    `readable` is false where nothing is worded (only mentions or addresses): such a post counts in
    no share.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    language: str
    readable: bool = True
    emotions: dict[str, float]
    neutral: float
    sentiment: float
    intents: dict[str, float]
    irony: float = 0.0
    themes: list[ThemeScore]
    expectation: Expectation | None
    corrected: list[Correction] = []
    model: str
