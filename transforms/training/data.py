"""The labelled texts: which rows teach, which rows choose thresholds, and which only judge."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from transforms.enrich.model.post_model import OUTPUTS
from transforms.enrich.text.for_encoder import for_encoder
from transforms.training.labels import answers, data_sets, fine_labels

VALIDATION_SHARE = 0.1
"""Share of the training rows kept aside, by a hash of their text, to calibrate and to choose thresholds."""

_CARRIED = (
    "industry", "need", "need_fr", "need_en", "original", "kind", "twin", "app", "explicit",
    "ironic_share",
)  # fmt: skip


@dataclass(frozen=True)
class Examples:
    """Labelled texts: `targets` (n, outputs) is 0..1 or NaN where nobody said, `fine` (n, 28)
    likewise.

    `frame["part"]` is fit, tune, dev (judges only), held (says what a dev row says: another copy,
    its original or its translation) or absent (an industry that this training leaves out).
    """

    frame: pd.DataFrame
    targets: np.ndarray
    fine: np.ndarray

    def part(self, *names: str) -> "Examples":
        return self.where(self.frame["part"].isin(names).to_numpy())

    def of(self, *names: str) -> "Examples":
        return self.where(self.frame["data_set"].isin(names).to_numpy())

    def where(self, keep: np.ndarray) -> "Examples":
        """The rows of a mask, or of places in the order given."""
        rows = np.flatnonzero(keep) if keep.dtype == bool else keep
        return Examples(
            self.frame.iloc[rows].reset_index(drop=True), self.targets[rows], self.fine[rows]
        )

    def column(self, output: str) -> np.ndarray:
        return self.targets[:, OUTPUTS.index(output)]

    @property
    def texts(self) -> list[str]:
        return self.frame["text"].tolist()

    @property
    def languages(self) -> list[str]:
        return self.frame["language"].tolist()

    def __len__(self) -> int:
        return len(self.frame)


def load(folder: Path, only: tuple[str, ...] = (), without: tuple[str, ...] = ()) -> Examples:
    """Every labelled row under `folder`, as the encoder reads it; raises FileNotFoundError naming a
    file.

    `only` some data sets; `without` the invented posts of some industries, which then do not teach.
    """
    frames, targets, fine = [], [], []
    english: dict[str, str] = {}
    for name, table in data_sets().items():
        if only and name not in only:
            continue
        raw = _raw(_place(folder, table))
        rows = _rows(name, raw)
        frame = _frame(name, raw, english)
        if name in ("goemotions", "brighter_eng"):
            english |= dict(zip(frame["id"], frame["key"], strict=True))
        frames.append(frame)
        known = [answers(name, row) for row in rows]
        targets.append(
            np.array([[k.get(o, np.nan) for o in OUTPUTS] for k in known], dtype=np.float32)
        )
        fine.append(np.array([_fine(row["fine"]) for row in rows], dtype=np.float32))
    frame = pd.concat(frames, ignore_index=True)
    frame["part"] = _parts(frame, without)
    return Examples(frame, np.concatenate(targets), np.concatenate(fine))


def same_words(text: str) -> str:
    """The words of a text alone: what two copies of it share."""
    return " ".join(re.sub(r"\W+", " ", text.lower()).split())


def checksums(folder: Path) -> dict[str, dict[str, str]]:
    """Data set -> its file, licence and the SHA-256 of its bytes."""
    return {
        name: {
            "file": table["file"], "licence": table["licence"],
            "sha256": hashlib.sha256(_place(folder, table).read_bytes()).hexdigest(),
        }
        for name, table in data_sets().items()
    }  # fmt: skip


def _place(folder: Path, table: dict[str, Any]) -> Path:
    """A set's file: under `folder`, or beside this module where it was written for this project."""
    return (Path(__file__).parent if table.get("ours") else folder) / table["file"]


def _raw(file: Path) -> pd.DataFrame:
    """The rows of a file; ours are JSON lines, and all of them teach."""
    if file.suffix == ".jsonl":
        return pd.read_json(file, lines=True, dtype={"id": str}).assign(split="train")
    return pd.read_parquet(file)


def _rows(name: str, raw: pd.DataFrame) -> list[dict[str, Any]]:
    fine = (
        raw["labels"].map(lambda x: json.loads(x)["goemotions"])
        if name.startswith("goemotions")
        else None
    )
    whole = raw.assign(fine=fine)
    return [
        dict(zip(whole.columns, row, strict=True))
        for row in whole.itertuples(index=False, name=None)
    ]


def _fine(labels: list[str] | None) -> list[float]:
    return [np.nan if labels is None else float(label in labels) for label in fine_labels()]


def _frame(name: str, raw: pd.DataFrame, english: dict[str, str]) -> pd.DataFrame:
    raw = raw.rename(columns={"parent_id": "app"}) if name == "minibar" else raw
    text = raw["text"].map(for_encoder)
    frame = pd.DataFrame({
        "id": raw["id"], "data_set": name, "text": text, "language": raw["lang"], "split": raw["split"],
        "key": text.map(same_words), "sure": raw["sure"].astype(float) * 0.4 + 0.6 if "sure" in raw else 1.0,
        **{column: raw.get(column) for column in _CARRIED},
    })  # fmt: skip
    frame["group"] = frame["key"]
    if "original" in raw:
        frame["group"] = raw["original"].map(english).fillna(frame["key"])
    if "twin" in raw:
        frame["group"] = [
            min(i, t) if isinstance(t, str) else k
            for i, t, k in zip(raw["id"], raw["twin"], frame["key"], strict=True)
        ]
    return frame


def _parts(frame: pd.DataFrame, without: tuple[str, ...]) -> np.ndarray:
    """dev, held, tune or fit: a group (a text, its copies, its translation, its twin) is on one
    side only.
    """
    dev = frame["split"] == "dev"
    judged = set(frame.loc[dev, "key"]) | set(frame.loc[dev, "group"])
    held = frame["key"].isin(judged) | frame["group"].isin(judged)
    tune = frame["group"].map(_is_kept_aside) & ~held
    tune |= frame["key"].isin(set(frame.loc[tune, "key"])) & ~held
    absent = (frame["data_set"] == "written") & frame["industry"].isin(without)
    return np.select([dev, absent, held, tune], ["dev", "absent", "held", "tune"], "fit")


def _is_kept_aside(group: str) -> bool:
    return (
        int.from_bytes(hashlib.sha256(group.encode()).digest()[:4], "big")
        < VALIDATION_SHARE * 2**32
    )
