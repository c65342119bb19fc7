"""`python -m transforms.training.evaluate FOLDER [--json]`: the committed model on rows it never saw."""

import json
import sys
from pathlib import Path
from typing import Any

from transforms.enrich.model.affect import AffectModel
from transforms.enrich.model.vectors import encoder
from transforms.training import data
from transforms.training.agreement import judge, labelled
from transforms.training.figures import as_text, figures

HAND_LABELLED = Path(__file__).parents[2] / "tests" / "enrich" / "hand_labelled"


def evaluate(folder: Path, model: AffectModel | None = None) -> dict[str, Any]:
    """The figures of a model (by default the committed one) on the dev rows of `folder`."""
    model = model or AffectModel.load()
    dev = data.load(folder, only=("goemotions", "xed_en", "xed_fr", "brighter_eng")).part("dev")
    opinions = model.opinions(dev.texts, dev.languages, encoder().encode(dev.texts))
    measured = figures(model.probabilities(opinions, dev.languages), dev, model.thresholds, model.corrections)
    measured |= {"cross_app": model.figures["cross_app"], "hand_labelled": hand_labelled(model)}
    return {"model": model.version, "thresholds": model.thresholds, **measured}


def hand_labelled(model: AffectModel, folder: Path = HAND_LABELLED) -> dict[str, Any]:
    """Language -> what `judging.judge` says of the whole reader on posts labelled by hand; nothing is tuned on them.

    Empty where the folder is not there: the posts come with the project, not with the installed package.
    """
    from transforms.config.industries import read_packs
    from transforms.config.settings import settings
    from transforms.enrich.read import Reader

    if not folder.is_dir():
        return {}
    reader, found = Reader(model, read_packs(settings().industries)), {}
    for file in sorted(folder.glob("*.jsonl")):
        rows = labelled(file)
        found[file.stem] = judge(rows, reader.read(rows), model.thresholds)
    return found


if __name__ == "__main__":
    result = evaluate(Path(next(a for a in sys.argv[1:] if not a.startswith("--"))))
    print(json.dumps(result, indent=1) if "--json" in sys.argv else f"Model {result['model']}\n\n{as_text(result)}")
