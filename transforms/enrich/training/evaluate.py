"""`python -m transforms.enrich.training.evaluate FOLDER [--json]`: the committed model on rows it never saw."""

import json
import sys
from pathlib import Path
from typing import Any

from transforms.enrich.affect import AffectModel
from transforms.enrich.training import data
from transforms.enrich.training.figures import as_text, figures
from transforms.enrich.vectors import encoder


def evaluate(folder: Path, model: AffectModel | None = None) -> dict[str, Any]:
    """The figures of a model (by default the committed one) on the dev rows of `folder`."""
    model = model or AffectModel.load()
    dev = data.load(folder, only=("goemotions", "xed_en", "xed_fr", "brighter_eng")).part("dev")
    opinions = model.opinions(dev.texts, dev.languages, encoder().encode(dev.texts))
    measured = figures(model.probabilities(opinions, dev.languages), dev, model.thresholds, model.corrections)
    return {"model": model.version, "thresholds": model.thresholds, "cross_app": model.figures["cross_app"], **measured}


if __name__ == "__main__":
    result = evaluate(Path(next(a for a in sys.argv[1:] if not a.startswith("--"))))
    print(json.dumps(result, indent=1) if "--json" in sys.argv else f"Model {result['model']}\n\n{as_text(result)}")
