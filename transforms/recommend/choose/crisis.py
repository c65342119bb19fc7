"""Whether something is wrong now, and about which themes: then nothing is tried out, and one thing
is said.
"""

from collections.abc import Iterable

import pandas as pd

from transforms.reading import NEGATIVE
from transforms.recommend.choose import fitting
from transforms.recommend.learn.history import UNHAPPY, History

DAYS = 2
"""How long a bad night is a crisis: its own day and the next."""
UNHAPPIER = 0.1
"""How far below the usual sentiment a night is unhappier than others."""


def themes_of(history: History) -> list[str] | None:
    """The themes of a crisis of the last two days, the first signal's first; None without a crisis.

    Any signal is one that says, itself or in what came with it, that a negative emotion rose, the
    tone fell, an index of negative emotions rose, more people than usual spoke of a theme that hurts
    them, or more than usual wrote at all and unhappier than they do.
    """
    if history.signals.empty:
        return None
    feelings = fitting.feelings(history)
    recent = history.signals[
        (pd.Timestamp(history.night) - pd.to_datetime(history.signals["date"])).dt.days < DAYS
    ].to_dict("records")
    bad = [
        signal
        for signal in recent
        if _unhappy(signal) or any(_hurts(said, history, feelings) for said in _said(signal))
    ]
    if not bad:
        return None
    named = [theme for signal in bad for theme in _themes(signal, history)]
    return list(dict.fromkeys(named))


def _said(signal: dict) -> list[str]:
    """The signal and its symptoms as `metric:subject:direction`, the subject left out where there
    is none.
    """
    subject = signal["subject"] if isinstance(signal["subject"], str) else ""
    own = [f"{signal['metric']}:{subject}:{signal['direction']}" if subject else
           f"{signal['metric']}:{signal['direction']}"]  # fmt: skip
    if signal["metric"] == "volume" and isinstance(signal["theme_id"], str):
        own.append(f"theme:{signal['theme_id']}:{signal['direction']}")
    also = signal.get("also")
    return own + ([] if also is None or isinstance(also, float) else [str(one) for one in also])


def _hurts(said: str, history: History, feelings: fitting.ThemeFeelings) -> bool:
    parts = said.split(":")
    metric, subject, direction = parts[0], ":".join(parts[1:-1]), parts[-1]
    if metric == "sentiment":
        return direction == "down"
    if direction != "up":
        return False
    if metric == "complaint":
        return True
    if metric == "emotion":
        return subject in NEGATIVE
    if metric == "index":
        return bool(set(_index(history, subject, "emotions")) & set(NEGATIVE))
    glad = feelings.now.get(subject, -1.0) >= 0
    return metric == "theme" and feelings.hurts(subject) and not glad


def _unhappy(signal: dict) -> bool:
    """Whether more people than usual wrote, and that night's were unhappy, more than they usually are."""
    if (signal["metric"], signal["direction"]) != ("volume", "up"):
        return False
    felt, usual = (float(signal.get(one) or 0.0) for one in ("felt", "usual"))
    return felt < UNHAPPY and felt < usual - UNHAPPIER


def _themes(signal: dict, history: History) -> Iterable[str]:
    """What a signal is about: its theme, else those of its index or of the symptoms beside it, else
    what most of the unhappy spoke of.
    """
    if isinstance(signal["theme_id"], str) and signal["theme_id"]:
        return [signal["theme_id"]]
    parts = [said.split(":") for said in _said(signal)]
    themes = [":".join(part[1:-1]) for part in parts if part[0] == "theme"]
    themes = themes or [
        theme
        for part in parts
        if part[0] == "index"
        for theme in _index(history, part[1], "themes")
    ]
    worst = signal.get("worst")
    return themes or ([worst] if isinstance(worst, str) else [])


def _index(history: History, name: str, what: str) -> list[str]:
    index = history.pack.indices.get(name) if history.pack else None
    return list(getattr(index, what)) if index else []
