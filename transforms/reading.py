"""What it means to have read a post: the shared vocabulary of emotions and intents, and the reading itself."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

EMOTIONS = ("joy", "trust", "fear", "surprise", "sadness", "disgust", "anger", "anticipation")
"""Plutchik's eight primary emotions (Plutchik 1980), in the order of his wheel."""

NEGATIVE = ("fear", "sadness", "disgust", "anger")
INTENTS = ("question", "complaint", "praise", "suggestion")

Language = Literal["fr", "en"]


class ThemeScore(BaseModel):
    """One theme that a text speaks of; `score` in 0..1."""

    model_config = ConfigDict(frozen=True)
    theme: str
    score: float
    evidence: Literal["phrase", "meaning"] = "phrase"


class Expectation(BaseModel):
    """What the writer wants: said (explicit) or implied by a complaint, a comparison, a workaround."""

    model_config = ConfigDict(frozen=True)
    theme: str | None
    need: str
    explicit: bool
    score: float


class Reading(BaseModel):
    """One text as read by one model: calibrated probabilities, rounded to four decimals."""

    model_config = ConfigDict(frozen=True)
    id: str
    language: str
    emotions: dict[str, float]
    neutral: float
    sentiment: float
    intents: dict[str, float]
    themes: list[ThemeScore]
    expectation: Expectation | None
    model: str
