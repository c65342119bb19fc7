"""`python -m transforms.enrich.training.train FOLDER`: from the labelled texts of FOLDER to the committed affect model."""

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse

from transforms.enrich.affect import MODELS, AffectModel
from transforms.enrich.hashed_ngrams import Ngrams, table
from transforms.enrich.training import calibration, card, data, linear, shares
from transforms.enrich.training.data import Examples
from transforms.enrich.training.figures import as_text, figures
from transforms.enrich.vectors import encoder


def train(folder: Path, target: Path = MODELS, limit: int | None = None) -> AffectModel:
    """Fit, calibrate, choose thresholds, measure error rates and write the model; dev rows are not looked at before that."""
    examples = data.load(folder)
    if limit is not None:
        examples = examples.where(np.arange(len(examples)) % max(1, len(examples) // limit) == 0)
    rows, vectors = features(examples)
    fitted = linear.fit(
        *_rows_of(rows, vectors, examples, "fit"), examples.part("fit").targets, examples.part("fit").frame["weight"].to_numpy(),
        strength=0.3, rounds=100,
    )  # fmt: skip
    tune = examples.part("tune")
    logits = fitted.logits(*_rows_of(rows, vectors, examples, "tune"))
    slope, shift = calibration.platt(logits, tune)
    probabilities = 1 / (1 + np.exp(-(slope * logits + shift)))
    thresholds = calibration.thresholds(probabilities, tune)
    facts = {
        "thresholds": thresholds, "corrections": shares.rates(probabilities, tune, thresholds),
        "data": data.checksums(folder), "figures": {},
    }  # fmt: skip
    arrays = {
        "ngram": fitted.ngram.astype(np.float16), "dense": fitted.dense.astype(np.float16),
        "bias": fitted.bias.astype(np.float32), "slope": slope, "shift": shift,
    }  # fmt: skip
    save(target, facts, arrays)
    model = AffectModel.load(target)
    dev = examples.part("dev")
    measured = figures(
        model.probabilities(model.logits(dev.texts, dev.languages, encoder().encode(dev.texts))), dev,
        model.thresholds, model.corrections,
    )  # fmt: skip
    facts["figures"] = {"macro_f1": measured["macro_f1"], "share_error": measured["share_error"]}
    save(target, facts, arrays)
    model = AffectModel.load(target)
    card.write(model.version, facts, measured, target)
    print(as_text(measured))
    return model


def features(examples: Examples) -> tuple[scipy.sparse.csr_matrix, np.ndarray]:
    ngrams: Ngrams = table(examples.texts)
    return linear.unit_rows(ngrams), encoder().encode(examples.texts)


def _rows_of(
    rows: scipy.sparse.csr_matrix, vectors: np.ndarray, examples: Examples, part: str
) -> tuple[scipy.sparse.csr_matrix, np.ndarray]:
    keep = (examples.frame["part"] == part).to_numpy()
    return rows[keep], vectors[keep]


def save(target: Path, facts: dict[str, Any], arrays: dict[str, np.ndarray]) -> None:
    """Write a model's two files; the same model gives the same bytes."""
    target.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(target / "affect.npz", **arrays)
    (target / "affect.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    train(Path(sys.argv[1]))
