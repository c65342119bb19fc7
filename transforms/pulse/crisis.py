"""What a look makes of a community's crisis: it begins, it doubles, it ends; nothing else is told.

A crisis is told once, again when twice as many people are upset as when it was last told, and when
it is over. Looks that saw only a part never end one.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from transforms.pulse.look import Look

Kind = Literal["begins", "doubles", "ends"]
CALM_HOURS = 24
"""Looks in a row, an hour apart, that must be as usual before a crisis is over."""
SPACED = timedelta(hours=3)
"""How soon a crisis may be told to have doubled: once the longest window is all after the last mail."""


@dataclass(frozen=True)
class CrisisEvent:
    """Something to tell: what, when, how many people were upset and how many usually are, in how
    many hours.
    """

    kind: Kind
    at: datetime
    upset: int
    expected: float
    hours: int
    since: datetime
    """Since when the crisis lasts."""
    peak: int
    """The most upset people that a look saw."""


@dataclass(frozen=True)
class Crisis:
    """A community's crisis, and what was told of it; `calm` counts the usual looks in a row."""

    crisis_id: str
    began_at: datetime
    told: int
    told_at: datetime
    peak: int
    calm: int = 0
    ended_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        return self.ended_at is not None


def step(crisis: Crisis | None, seen: Look) -> tuple[Crisis | None, CrisisEvent | None]:
    """The crisis after a look, and what is to be told of it; the same look always makes the same."""
    if crisis is None or crisis.is_over:
        return _begun(seen) if seen.alarms else (crisis, None)
    upset = seen.told.upset
    calm = crisis.calm + 1 if seen.is_usual else 0
    going_on = replace(crisis, peak=max(crisis.peak, upset), calm=calm)
    if calm >= CALM_HOURS:
        over = replace(going_on, ended_at=seen.at)
        return over, _event("ends", over, seen)
    if seen.alarms and upset >= 2 * crisis.told and seen.at - crisis.told_at >= SPACED:
        told = replace(going_on, told=upset, told_at=seen.at)
        return told, _event("doubles", told, seen)
    return going_on, None


def _begun(seen: Look) -> tuple[Crisis, CrisisEvent]:
    first = next(window for window in seen.windows if window.alarms)
    crisis = Crisis(
        crisis_id=f"{seen.at:%Y%m%dT%H%M}",
        began_at=seen.at - timedelta(hours=first.hours),
        told=seen.told.upset,
        told_at=seen.at,
        peak=seen.told.upset,
    )
    return crisis, _event("begins", crisis, seen)


def _event(kind: Kind, crisis: Crisis, seen: Look) -> CrisisEvent:
    window = seen.told
    return CrisisEvent(
        kind,
        seen.at,
        window.upset,
        window.expected or 0.0,
        window.hours,
        crisis.began_at,
        crisis.peak,
    )
