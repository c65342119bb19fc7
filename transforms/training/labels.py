"""What a labelled row says about the model's answers: yes, no, how surely, or nothing at all."""

from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

from transforms.reading import INTENTS

POSITIVE, NEGATIVE = frozenset({"joy", "trust"}), frozenset({"anger", "disgust", "fear", "sadness"})


@lru_cache
def data_sets() -> dict[str, dict[str, Any]]:
    """The label table: data set -> its file, licence, what it annotates, how loudly it teaches and
    judges.
    """
    return yaml.safe_load(
        resources.files(__package__).joinpath("label_map.yml").read_text(encoding="utf-8")
    )


@lru_cache
def fine_labels() -> tuple[str, ...]:
    """GoEmotions' own 28 labels, which teach beside the eight."""
    return tuple(sorted(data_sets()["goemotions"]["origin_labels"]))


def answers(name: str, row: dict[str, Any]) -> dict[str, float]:
    """What one row of data set `name` says: output -> 0..1; an output that is missing is unknown."""
    table = data_sets()[name]
    known: dict[str, float] = {}
    emotions = row.get("plutchik")
    if table["annotates"] and emotions is not None:
        known |= _emotions(table["annotates"], set(emotions))
        known |= {} if table.get("by_hand") else _sentiment_of(set(emotions))
    if (fine := row.get("fine")) is not None:
        known = {
            k: v for k, v in known.items() if k not in ("positive", "negative")
        } | _sentiment_of_fine(set(fine))
    if table.get("by_hand"):
        known |= _by_hand(row) | (_wants(row) if table.get("wants") else {})
    known |= {intent: float(intent in _list(row["intent"])) for intent in table.get("intents", ())}
    if table.get("stars"):
        known |= _of_stars(row)
    if table.get("irony_share"):
        known["irony"] = float(row["ironic_share"])
    return known


def _emotions(annotated: list[str], emotions: set[str]) -> dict[str, float]:
    return {e: float(e in emotions or (e == "neutral" and not emotions)) for e in annotated}


def _sentiment_of(emotions: set[str]) -> dict[str, float]:
    good, bad = bool(emotions & POSITIVE), bool(emotions & NEGATIVE)
    if good != bad or emotions == {"neutral"}:
        return {"positive": float(good), "negative": float(bad)}
    return {}


def _sentiment_of_fine(labels: set[str]) -> dict[str, float]:
    """The grouping published with GoEmotions; its ambiguous labels say nothing."""
    groups = {
        g
        for g, members in data_sets()["goemotions"]["origin_sentiment"].items()
        if labels & set(members)
    }
    if len(groups) != 1:
        return {}
    return {"positive": float(groups == {"positive"}), "negative": float(groups == {"negative"})}


def _by_hand(row: dict[str, Any]) -> dict[str, float]:
    intents = _list(row["intent"])
    return {
        "positive": float(row["sentiment"] == "positive"), "negative": float(row["sentiment"] == "negative"),
        "irony": float(row["irony"]), **{intent: float(intent in intents) for intent in INTENTS},
    }  # fmt: skip


def _wants(row: dict[str, Any]) -> dict[str, float]:
    wanted = isinstance(row["need"], str)
    return {"wants": float(wanted), "explicit": float(wanted and row["explicit"] is True)}


def _of_stars(row: dict[str, Any]) -> dict[str, float]:
    known = {
        "positive": float(row["sentiment"] == "positive"),
        "negative": float(row["sentiment"] == "negative"),
    }
    if row["sentiment"] == "positive" and not _list(row["intent"]):
        known["praise"] = 1.0
    elif row["sentiment"] == "negative":
        known["praise"] = 0.0
    return known


def _list(values: Any) -> list[str]:
    return [] if values is None else list(values)
