"""`python -m transforms.training.train FOLDER`: from the labelled texts in FOLDER to the committed affect model.

Where torch is installed the encoders are fine-tuned too; elsewhere the committed ones are kept as they are.
"""

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse

from transforms.enrich.model.affect import MODELS, OUTPUTS, PARTS, AffectModel
from transforms.enrich.model.hashed_ngrams import table
from transforms.enrich.model.vectors import encoder
from transforms.reading import INTENTS
from transforms.training import calibration, card, data, linear, perceptron, shares, stack
from transforms.training.cross_app import cross_app
from transforms.training.data import Examples
from transforms.training.figures import as_text, figures
from transforms.training.labels import data_sets

Arrays = dict[str, np.ndarray]
TWIN, TWINS = 0.45, {"xed_fr": 5, "xed_en": 0}
"""Cosine from which, and how many, nearest subtitles in the other language count as translations of one kept aside."""
FOLDS, FOLD_TWINS = 3, 2
INTENT_SETS = ("minibar_reviews", "nlupp", "clinc150", "goemotions")


def train(folder: Path, target: Path = MODELS, limit: int | None = None, encoders: bool | None = None) -> AffectModel:
    """Fit, calibrate, choose thresholds, measure error rates, write the model; only then look at dev rows."""
    examples = data.load(folder)
    if limit is not None:
        examples = examples.where(np.arange(len(examples)) % max(1, len(examples) // limit) == 0)
    rows, vectors = linear.unit_rows(table(examples.texts)), encoder().encode(examples.texts)
    examples = without_twins(examples, vectors)
    arrays, folds = fit_parts(examples, rows, vectors), french_folds(examples, rows, vectors)
    target.mkdir(parents=True, exist_ok=True)
    if encoders if encoders is not None else importlib.util.find_spec("torch") is not None:
        from transforms.training import fine_tune

        arrays |= fine_tune.english(examples, target)
    else:
        arrays |= _kept_encoders(target)
    return finish(folder, target, examples, vectors, arrays, folds)


def without_twins(examples: Examples, vectors: np.ndarray) -> Examples:
    """XED's French lines are translations of its English ones: whatever translates a kept-aside line does not teach."""
    frame = examples.frame.copy()
    data_set, part = frame["data_set"].to_numpy(), frame["part"].to_numpy(dtype=object)
    for aside, teaching in (("xed_fr", "xed_en"), ("xed_en", "xed_fr")):
        aside_rows = np.flatnonzero((data_set == aside) & (part == "tune"))
        rows = np.flatnonzero((data_set == teaching) & (part == "fit"))
        for row in aside_rows if len(rows) else ():
            likeness = vectors[rows] @ vectors[row]
            nearest = np.argsort(-likeness)[: TWINS[aside]]
            part[rows[nearest[likeness[nearest] >= TWIN]]] = "twin"
    frame["part"] = part
    return Examples(frame, examples.targets)


def french_folds(examples: Examples, rows: scipy.sparse.csr_matrix, vectors: np.ndarray) -> tuple[Examples, np.ndarray]:
    """XED's French teaching lines as if kept aside: opinions (n, parts, outputs) of parts that never saw them.

    Fewer than 500 French lines are kept aside otherwise: too few to know the error rates. In each of the folds neither
    the lines nor their two nearest English lines teach.
    """
    data_set, part = examples.frame["data_set"].to_numpy(), examples.frame["part"].to_numpy(dtype=object)
    emotional = np.isin(data_set, [name for name, table_of in data_sets().items() if table_of["annotates"]])
    french, english = (np.flatnonzero((data_set == name) & (part == "fit")) for name in ("xed_fr", "xed_en"))
    opinions = np.zeros((len(french), PARTS, len(OUTPUTS)))
    for fold in range(FOLDS):
        aside = french[fold::FOLDS]
        likeness = vectors[aside] @ vectors[english].T
        nearest = np.argsort(-likeness, axis=1)[:, :FOLD_TWINS]
        twins = english[nearest[np.take_along_axis(likeness, nearest, axis=1) >= TWIN]]
        taught = np.setdiff1d(np.flatnonzero(emotional & (part == "fit")), np.concatenate([aside, twins]))
        fitted = fit_parts(
            Examples(examples.frame.iloc[taught], examples.targets[taught]), rows[taught], vectors[taught]
        )
        opinions[fold::FOLDS, 0] = rows[aside] @ fitted["ngram"].astype(np.float32)
        opinions[fold::FOLDS, 0] += vectors[aside] @ fitted["dense"] + fitted["dense_bias"]
        inner = np.maximum(vectors[aside] @ fitted["first"] + fitted["first_bias"], 0)
        opinions[fold::FOLDS, 1] = inner @ fitted["second"] + fitted["second_bias"]
    opinions[:, :, len(OUTPUTS) - len(INTENTS) :] = 0
    frame = examples.frame.iloc[french].assign(part="tune").reset_index(drop=True)
    targets = examples.targets[french].copy()
    targets[:, len(OUTPUTS) - len(INTENTS) :] = np.nan  # the folds learnt no intents
    return Examples(frame, targets), opinions


def fit_parts(examples: Examples, rows: scipy.sparse.csr_matrix, vectors: np.ndarray) -> Arrays:
    """The parts that need no torch: logistic regression and perceptron."""
    keep = (examples.frame["part"] == "fit").to_numpy()
    targets, weights = examples.targets[keep], examples.where(keep).weights
    one = linear.fit(rows[keep], vectors[keep], targets, weights, strength=0.3, rounds=60)
    wishes = linear.fit(rows[keep], vectors[keep], targets[:, -len(INTENTS):], weights[:, -len(INTENTS):],
                        strength=0.3, rounds=100, loudness=1.0)  # fmt: skip
    for all_of, own in ((one.ngram, wishes.ngram), (one.dense, wishes.dense), (one.bias, wishes.bias)):
        all_of[..., -len(INTENTS) :] = own  # as `cross_app`: an intent that fits another app's words rests on them more
    taught = examples.frame[keep]
    louder = np.where(
        taught["data_set"].isin(("xed_en", "xed_fr")), 2.0, np.where(taught["language"] == "fr", 1.5, 1.0)
    )
    two = perceptron.fit(vectors[keep], targets, weights * louder[:, None])
    return {
        "ngram": one.ngram.astype(np.float16), "dense": one.dense, "dense_bias": one.bias, "first": two.first,
        "first_bias": two.first_bias, "second": two.second, "second_bias": two.second_bias,
        "stack": np.zeros((2, PARTS + 1, len(OUTPUTS))),
    }  # fmt: skip


def finish(
    folder: Path, target: Path, examples: Examples, vectors: np.ndarray, arrays: Arrays,
    folds: tuple[Examples, np.ndarray],
) -> AffectModel:  # fmt: skip
    """Weigh the parts, choose thresholds, measure, and write `target` and the model card."""
    names = {file.stem.removeprefix("encoder_"): file.stem for file in sorted(target.glob("encoder_*.npz"))}
    facts: dict[str, Any] = {
        "encoders": names, "data": data.checksums(folder), "figures": {}, "corrections": [],
        "thresholds": dict.fromkeys(OUTPUTS[:8], 0.5),
    }  # fmt: skip
    arrays = {n: a if n == "stack" else a.astype(np.float16) for n, a in arrays.items()}
    model = save(target, facts, arrays)
    for language in names:
        arrays |= _intents_of_encoder(model, language, examples)
    model = save(target, facts, arrays)
    tune, kept = examples.part("tune"), (examples.frame["part"] == "tune").to_numpy()
    opinions = np.concatenate([model.opinions(tune.texts, tune.languages, vectors[kept]), folds[1]])
    tune = tune.with_more(folds[0])
    arrays["stack"] = stack.fit(opinions, tune)
    model = save(target, facts, arrays)
    probabilities = model.probabilities(opinions, tune.languages)
    facts["thresholds"] = calibration.thresholds(probabilities, tune)
    facts["corrections"] = shares.rates(probabilities, tune, facts["thresholds"])
    model = save(target, facts, arrays)
    dev, kept = examples.part("dev"), (examples.frame["part"] == "dev").to_numpy()
    read = model.probabilities(model.opinions(dev.texts, dev.languages, vectors[kept]), dev.languages)
    measured = figures(read, dev, model.thresholds, model.corrections)
    reviews = (examples.frame["data_set"] == "minibar_reviews").to_numpy()
    measured["cross_app"] = cross_app(examples.where(reviews), vectors[reviews])
    facts["figures"] = {name: measured[name] for name in ("macro_f1", "share_error", "cross_app")}
    model = save(target, facts, arrays)
    card.write(model.version, facts, measured, target)
    print(as_text(measured))
    return model


def _intents_of_encoder(model: AffectModel, language: str, examples: Examples) -> Arrays:
    """The encoder's head with its intents fitted anew on the data sets that know them, which did not fine-tune it."""
    chosen = examples.of(*INTENT_SETS).part("fit")
    frame = chosen.frame
    some = (frame["language"] == language) & (
        frame["data_set"].isin(INTENT_SETS[:2]) | (np.arange(len(frame)) % 12 == 0)
    )
    chosen = chosen.where(some.to_numpy())
    if len(chosen) < 200:
        return {}
    features = model.encoder_features(chosen.texts, language)
    scale = features.std(axis=0) + 1e-3
    none = scipy.sparse.csr_matrix((len(chosen), 1 << 18), dtype=np.float32)
    fitted = linear.fit(
        none, features / scale / 30, chosen.targets[:, 11:], chosen.weights[:, 11:], strength=1.0, rounds=80
    )
    head, bias = model.head(language)
    head[:, 11:], bias[11:] = fitted.dense / scale[:, None] / 30, fitted.bias
    return {f"head_{language}": head.astype(np.float16), f"head_{language}_bias": bias.astype(np.float16)}


def _kept_encoders(target: Path) -> Arrays:
    """The heads of the committed encoders; copies those into `target` where it is another folder."""
    for file in sorted(MODELS.glob("encoder_*")):
        if target.resolve() != MODELS.resolve():
            shutil.copy(file, target / file.name)
    with np.load(MODELS / "affect.npz", allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files if name.startswith("head_")}


def save(target: Path, facts: dict[str, Any], arrays: Arrays) -> AffectModel:
    """Write a model's two files, and load them; the same model gives the same bytes."""
    np.savez_compressed(target / "affect.npz", **arrays)  # type: ignore[arg-type]
    (target / "affect.json").write_text(json.dumps(facts, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return AffectModel.load(target)


if __name__ == "__main__":
    train(Path(sys.argv[1]))
