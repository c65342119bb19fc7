"""The labelled texts: which rows teach, which rows choose thresholds, and which only judge."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from transforms.enrich.model.affect import OUTPUTS
from transforms.enrich.text.normalise import normalise
from transforms.training.labels import answers, data_sets

VALIDATION_SHARE = 0.1
"""Share of the training rows kept aside, by a hash of their text, to calibrate and to choose thresholds."""


@dataclass(frozen=True)
class Examples:
    """Labelled texts: `targets` (n, outputs) is 0, 1 or NaN where nobody said; `part` is fit, tune or dev."""

    frame: pd.DataFrame
    targets: np.ndarray

    def part(self, *names: str) -> "Examples":
        return self.where(self.frame["part"].isin(names).to_numpy())

    def of(self, *names: str) -> "Examples":
        return self.where(self.frame["data_set"].isin(names).to_numpy())

    def where(self, keep: np.ndarray) -> "Examples":
        return Examples(self.frame[keep].reset_index(drop=True), self.targets[keep])

    def with_more(self, more: "Examples") -> "Examples":
        return Examples(
            pd.concat([self.frame, more.frame], ignore_index=True), np.concatenate([self.targets, more.targets])
        )

    @property
    def weights(self) -> np.ndarray:
        """(n, outputs): how much each row counts for each answer; guessed intents count less than labelled ones."""
        weights = np.repeat(self.frame["weight"].to_numpy(dtype=np.float32)[:, None], len(OUTPUTS), axis=1)
        for name, table in data_sets().items():
            if "intents_weight" in table:
                rows = (self.frame["data_set"] == name).to_numpy()
                weights[np.ix_(rows, np.arange(len(OUTPUTS) - 3, len(OUTPUTS)))] *= table["intents_weight"]
        return weights

    @property
    def texts(self) -> list[str]:
        return self.frame["text"].tolist()

    @property
    def languages(self) -> list[str]:
        return self.frame["language"].tolist()

    def __len__(self) -> int:
        return len(self.frame)


def load(folder: Path, only: tuple[str, ...] = ()) -> Examples:
    """Every labelled row under `folder`, normalised as the reader does; raises FileNotFoundError naming a file."""
    frames, targets = [], []
    for name, table in data_sets().items():
        if only and name not in only:
            continue
        raw = pd.read_parquet(folder / table["file"])
        raw["labels"] = raw["labels"].map(json.loads)
        known = [
            answers(name, {str(key): value for key, value in row.items()})
            for row in raw[["text", "labels", "plutchik", "sentiment", "intent"]].to_dict("records")
        ]
        targets.append(np.array([[k.get(o, np.nan) for o in OUTPUTS] for k in known], dtype=np.float32))
        text = raw["text"].map(normalise)
        part = np.where(raw["split"] == "dev", "dev", np.where(text.map(_is_kept_aside), "tune", "fit"))
        frames.append(pd.DataFrame({
            "id": raw["id"], "data_set": name, "text": text, "language": raw["lang"], "part": part,
            "app": raw["parent_id"] if name == "minibar_reviews" else None, "weight": float(table["weight"]),
            "fine": raw["labels"].map(lambda x: x.get("goemotions")) if name == "goemotions" else None,
        }))  # fmt: skip
    return Examples(pd.concat(frames, ignore_index=True), np.concatenate(targets))


def checksums(folder: Path) -> dict[str, dict[str, str]]:
    """Data set -> its file, licence and the SHA-256 of its bytes."""
    return {
        name: {
            "file": table["file"], "licence": table["licence"],
            "sha256": hashlib.sha256((folder / table["file"]).read_bytes()).hexdigest(),
        }
        for name, table in data_sets().items()
    }  # fmt: skip


def _is_kept_aside(text: str) -> bool:
    """Whether a text belongs to the rows kept aside; the same text always does, whatever data set it came from."""
    key = " ".join(text.lower().split())
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") < VALIDATION_SHARE * 2**32
