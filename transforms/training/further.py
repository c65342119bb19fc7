"""`python -m transforms.training.further FOLDER [MODEL...]`: the committed model learns on, from
labels that were added since.

Its opinions, and those of the other MODEL folders, are a lesson beside the labels: several models
together know more than each. The environment is that of `train`; about an hour of one core. What
each step made is kept, so that a call goes on.
"""

import sys
from pathlib import Path

import numpy as np

from transforms.enrich.model.post_model import OUTPUTS, TRAINED, PostModel, everything
from transforms.training import data
from transforms.training.data import Examples
from transforms.training.evaluate import measure
from transforms.training.ship import shipped
from transforms.training.ship.finish import finish
from transforms.training.teach.fit import Recipe
from transforms.training.teach.made import Made
from transforms.training.teach.opinions import UNASKED
from transforms.training.teach.twins import without_twins
from transforms.training.train import School, described, weights

AGAIN, BRANDS = Recipe(30, rate=2.5e-4, seed=4), Recipe(24, seed=3)


def further(
    folder: Path, others: list[Path], target: Path = TRAINED, work: Path | None = None
) -> PostModel:
    """Teach the model in `target` all rows again with what it and `others` think of them, then
    posts to brands; make it ready, measure it and write its card.
    """
    work = work or Path("var/training")
    work.mkdir(parents=True, exist_ok=True)
    again, last = work / "again.pt", work / "further.pt"
    examples = without_twins(data.load(folder))
    said, like = thought(examples, [PostModel.load(one) for one in (target, *others)])
    school = School(folder, examples, like)
    if not again.is_file():
        school.taught(shipped.student(target), AGAIN, said=said).keep(again)
    if not last.is_file():
        school.taught(Made.kept(again), BRANDS, said=said, times="last").keep(last)
    model = finish(folder, weights(Made.kept(last)), examples, target)
    return described(model, measure(model, examples), target)


def thought(examples: Examples, models: list[PostModel]) -> tuple[np.ndarray, np.ndarray]:
    """(n, outputs) mean probabilities of the models, NaN where they are not asked, and (n, 128)
    where the first places each teaching row.
    """
    frame = examples.frame
    rows = np.flatnonzero((frame["part"] == "fit") & ~frame["data_set"].isin(UNASKED))
    texts = frame["text"].iloc[rows].tolist()
    answers = [model.answers(texts, everything) for model in models]
    said = np.full((len(frame), len(OUTPUTS)), np.nan, dtype=np.float32)
    said[rows] = np.mean([1 / (1 + np.exp(-logits)) for logits, *_ in answers], axis=0)
    like = np.zeros((len(frame), answers[0][1].shape[1]), dtype=np.float32)
    like[rows] = answers[0][1]
    return said, like


if __name__ == "__main__":
    further(Path(sys.argv[1]), [Path(one) for one in sys.argv[2:]])
