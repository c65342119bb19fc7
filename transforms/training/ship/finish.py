"""From trained weights to the model that ships: 8-bit storeys, honest probabilities, thresholds,
known errors.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from transforms.enrich.model.post_model import LANGUAGES, OUTPUTS, PostModel, everything, nothing
from transforms.enrich.model.storeys import Chooser
from transforms.enrich.text.for_encoder import for_encoder
from transforms.training import calibration, data, shares
from transforms.training.data import Examples
from transforms.training.labels import data_sets
from transforms.training.ship import doubt, export, steps

MARKS = {"first": "<s>", "last": "</s>", "unknown": "<unk>", "epsilon": 1e-12}
READ_ON = 0.4
"""About this share of the posts to brands is read by the upper storey too: those in most doubt."""

DOUBTED = 12_000
"""About so many rows teach who is read on."""

UNLABELLED = ("posts/telecom_fr.jsonl", "posts/support_en.jsonl")


@dataclass(frozen=True)
class Weights:
    """What training leaves: arrays by name, the pieces with their scores, and how many layers lie
    where.
    """

    state: dict[str, np.ndarray]
    pieces: list[tuple[str, float]]
    cut: int
    layers: int


def finish(folder: Path, weights: Weights, examples: Examples, target: Path) -> PostModel:
    """Write `target` from trained weights: everything that is chosen is chosen on rows kept aside
    (`tune`).
    """
    _storeys(folder, weights, target)
    arrays = _heads(weights.state)
    facts: dict[str, Any] = {
        "thresholds": dict.fromkeys(OUTPUTS, 0.5), "corrections": [], "figures": {}, "data": data.checksums(folder),
    }  # fmt: skip
    model = save(target, facts, arrays)
    tune = examples.part("tune")
    storeys = [model.answers(tune.texts, of)[0] for of in (nothing, everything)]
    fitted = [calibration.fit(logits, tune) for logits in storeys]
    arrays |= {
        "scale": np.stack([one for one, _ in fitted]),
        "shift": np.stack([one for _, one in fitted]),
    }
    model = save(target, facts, arrays)
    arrays |= _doubt(model, folder, examples)
    model = save(target, facts, arrays)
    logits, _, read_on = model.answers(tune.texts)
    probabilities = model.probabilities(logits, tune.languages, read_on)
    facts["thresholds"] = calibration.thresholds(probabilities, tune)
    facts["corrections"] = shares.rates(probabilities, tune, facts["thresholds"])
    return save(target, facts, arrays)


def _storeys(folder: Path, weights: Weights, target: Path) -> None:
    """Written twice: first to learn from posts to brands how large the numbers are, then with those
    steps.
    """
    plan = (target, "post", weights.state, weights.cut, weights.layers, weights.pieces, MARKS)
    export.write(*plan, watched=True)
    texts = [for_encoder(text) for file in UNLABELLED for text in _posts(folder / file, 400)]
    export.write(*plan, steps=steps.known(target, "post", texts))


def save(target: Path, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> PostModel:
    """Write a model's heads and facts, and load it; the same model gives the same bytes."""
    np.savez_compressed(target / "post_heads.npz", **arrays)  # type: ignore[arg-type]
    (target / "post.json").write_text(
        json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    return PostModel.load(target)


def _heads(state: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The answers' heads and the meaning's, side by side for each storey; nothing is calibrated
    yet.
    """
    arrays: dict[str, np.ndarray] = {}
    for i, storey in enumerate(("lower", "upper")):
        for kind, name in (("weight", "weights"), ("bias", "bias")):
            parts = [state[f"exits.{i}.{head}.{kind}"] for head in ("head", "meaning")]
            arrays[f"{storey}_{name}"] = np.concatenate(parts).T.astype(np.float32)
    outputs = len(OUTPUTS)
    return arrays | {
        "scale": np.ones((2, len(LANGUAGES), outputs)), "shift": np.zeros((2, len(LANGUAGES), outputs)),
        "doubt_weights": np.zeros((len(arrays["lower_weights"]), 1)), "doubt_bias": np.ones(1),
    }  # fmt: skip


def _doubt(model: PostModel, folder: Path, examples: Examples) -> dict[str, np.ndarray]:
    """Learnt from rows labelled by hand, whose labels are not looked at: no other kind turns a sign
    as often. The share that goes up is one of real posts to brands.
    """
    by_hand = examples.of(*(name for name, table in data_sets().items() if table.get("by_hand")))
    rows = np.flatnonzero((by_hand.frame["part"] == "fit").to_numpy())
    asked = by_hand.where(rows[:: max(1, len(rows) // DOUBTED)])
    below, above = (_sentiment(model, asked, way) for way in (nothing, everything))
    brands = [_posts(folder / file) for file in UNLABELLED]
    lower, *bars = (
        model.encoder.see([for_encoder(text) for text in texts], nothing).lower
        for texts in (asked.texts, *brands)
    )
    weights, bias = doubt.fit(lower, below, above, READ_ON, bars)
    return {"doubt_weights": weights, "doubt_bias": np.array([bias])}


def _sentiment(model: PostModel, asked: Examples, way: Chooser) -> np.ndarray:
    logits, _, up = model.answers(asked.texts, way)
    probabilities = model.probabilities(logits, asked.languages, up)
    positive, negative = (OUTPUTS.index(one) for one in ("positive", "negative"))
    return probabilities[:, positive] - probabilities[:, negative]


def _posts(file: Path, most: int = 1_500) -> list[str]:
    """Every so many texts of a file of posts, `most` at most, evenly over the file."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[:: max(1, len(lines) // most)]][:most]
