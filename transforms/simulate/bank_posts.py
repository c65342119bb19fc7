"""Posts as people write them, labelled by hand: what simulated communities say when figures are
held against the truth.

The `dev` rows of the project's own invented posts (`written` and `irony_short_plain`, Apache-2.0;
one labeller each). They judge and never teach: no training reads this folder, nor any other
rendering of these rows.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent / "bank"


@dataclass(frozen=True)
class BankPost:
    """One post: its text, and what its labeller found in it; no emotions is neutral."""

    id: str
    text: str
    emotions: tuple[str, ...]
    sentiment: str
    intents: tuple[str, ...]
    irony: bool


@lru_cache
def bank_posts(language: str) -> tuple[BankPost, ...]:
    """Every post of the bank in one language, in the order of their ids."""
    lines = (FOLDER / f"{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(_post(json.loads(line)) for line in lines)


def _post(row: dict) -> BankPost:
    return BankPost(
        row["id"],
        row["text"],
        tuple(row["emotions"]),
        row["sentiment"],
        tuple(row["intents"]),
        row["irony"],
    )
