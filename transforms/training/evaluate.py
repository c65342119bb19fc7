"""`python -m transforms.training.evaluate FOLDER [--json]`: the committed model on rows it never
saw.
"""

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from transforms.enrich.model.post_model import PostModel
from transforms.training import data, shares
from transforms.training.data import Examples
from transforms.training.judge import apps, brands, emotions, irony, wants
from transforms.training.judge.line import Line, as_table
from transforms.training.judge.read import Read, features, read


def evaluate(folder: Path, model: PostModel | None = None) -> dict[str, Any]:
    """The figures of a model (by default the committed one) on the dev rows of `folder`."""
    model = model or PostModel.load()
    return measure(model, data.load(folder))


def measure(model: PostModel, examples: Examples) -> dict[str, Any]:
    """`lines` as plain numbers, how far off an emotion's share is, and the share of dev rows that
    were read on.
    """
    judged = read(model, _judged(examples))
    dev = judged.where((judged.examples.frame["part"] == "dev").to_numpy())
    found = shares.trial(dev.probabilities, dev.examples, model.thresholds, model.corrections)
    return {
        "model": model.version, "thresholds": model.thresholds, "read_on": float(dev.read_on.mean()),
        "lines": [asdict(one) for one in _lines(model, examples, judged, dev)],
        "shares": found, "share_error": shares.summary(found),
    }  # fmt: skip


def as_text(measured: dict[str, Any]) -> str:
    """The figures as tables for people, Markdown."""
    table = as_table(Line(**one) for one in measured["lines"])
    return f"{table}\n\n{shares.as_text(measured['shares'], measured['share_error'])}"


def _judged(examples: Examples) -> Examples:
    """Dev rows, and the English originals of French dev rows (they judge beside their translation,
    and never teach).
    """
    frame = examples.frame
    french = frame[(frame["part"] == "dev") & frame["original"].notna()]
    return examples.where(
        ((frame["part"] == "dev") | frame["id"].isin(set(french["original"]))).to_numpy()
    )


def _lines(model: PostModel, examples: Examples, judged: Read, dev: Read) -> Iterator[Line]:
    yield from emotions.parity(judged)
    yield from emotions.lines(dev)
    yield from brands.lines(dev)
    reviews = examples.of("minibar")
    yield from apps.lines(reviews, features(model, reviews))
    written = examples.of("written")
    seen = features(model, written)
    yield from irony.lines(dev, written, seen)
    yield from wants.lines(dev, written, seen)


if __name__ == "__main__":
    result = evaluate(Path(next(a for a in sys.argv[1:] if not a.startswith("--"))))
    print(
        json.dumps(result, indent=1)
        if "--json" in sys.argv
        else f"Model {result['model']}\n\n{as_text(result)}"
    )
