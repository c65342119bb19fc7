"""What a labelled row says about the fifteen things the model answers: yes, no, or nothing at all."""

import re
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

POSITIVE, NEGATIVE = frozenset({"joy", "trust"}), frozenset({"anger", "disgust", "fear", "sadness"})
_ASKS = re.compile(
    r"^\W*(who|what|when|where|why|which|how|whats|hows|is|are|do|does|did|can|could|will|would|should|qui|que|quoi|"
    r"quand|où|pourquoi|quel(le)?s?|comment|combien|est-ce|qu'est-ce|c'est quoi)\b", re.IGNORECASE
)  # fmt: skip
_WISHES = re.compile(
    r"\b(should|wish|could you|can you|would be|hope|please|need|devrai\w*|faudrait|pourri\w*|pouvez|serait|"
    r"j'aimerais|dommage|ajoute\w*)\b", re.IGNORECASE
)  # fmt: skip


@lru_cache
def data_sets() -> dict[str, dict[str, Any]]:
    """The label table: data set -> its file, licence, what it annotates, and how its labels map."""
    return yaml.safe_load(resources.files(__package__).joinpath("label_map.yml").read_text(encoding="utf-8"))


def answers(name: str, row: dict[str, Any]) -> dict[str, float]:
    """What one row of data set `name` says: output -> 0 or 1; an output that is missing is unknown."""
    table = data_sets()[name]
    known: dict[str, float] = {}
    emotions = row["plutchik"]
    if table["annotates"] and emotions is not None:
        known |= {e: float(e in emotions) for e in table["annotates"]}
        known |= _sentiment_of_emotions(set(emotions))
    if name == "goemotions":
        known |= _from_origin(table, row["labels"]["goemotions"], row["text"])
    if name == "minibar_reviews":
        known |= _from_stars(row)
    for intent in table.get("intents", ()):
        known[intent] = float(intent in (row["intent"] if row["intent"] is not None else ()))
    known |= dict.fromkeys(table.get("absent", ()), 0.0)
    if "question" not in known and (asked := is_asked(row["text"])) is not None:
        known["question"] = asked
    return known


def is_asked(text: str) -> float | None:
    """1 where a text closes a sentence with a question mark, 0 where nothing asks, None where only a word does."""
    if re.search(r"\?", re.sub(r"https?://\S+", "", text)):
        return 1.0
    return None if _ASKS.search(text) else 0.0


def _sentiment_of_emotions(emotions: set[str]) -> dict[str, float]:
    good, bad = bool(emotions & POSITIVE), bool(emotions & NEGATIVE)
    if good != bad or emotions == {"neutral"}:
        return {"positive": float(good), "negative": float(bad)}
    return {}


def _from_origin(table: dict[str, Any], labels: list[str], text: str) -> dict[str, float]:
    groups = {g for g, members in table["origin_sentiment"].items() if set(labels) & set(members)}
    known: dict[str, float] = {}
    if len(groups) == 1:
        known = {"positive": float(groups == {"positive"}), "negative": float(groups == {"negative"})}
    if "negative" not in groups:
        known["complaint"] = 0.0
    if not _WISHES.search(text):
        known["suggestion"] = 0.0
    if set(labels) & set(table["origin_intents"]["praise"]):
        known["praise"] = 1.0
    elif not groups & {"positive"}:
        known["praise"] = 0.0
    return known


def _from_stars(row: dict[str, Any]) -> dict[str, float]:
    known = {"positive": float(row["sentiment"] == "positive"), "negative": float(row["sentiment"] == "negative")}
    if row["sentiment"] == "positive" and not len(row["intent"]):
        known["praise"] = 1.0
    elif row["sentiment"] == "negative" or "complaint" in row["intent"]:
        known["praise"] = 0.0
    return known
