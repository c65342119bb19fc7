"""What a model says of labelled rows: the one thing that every question looks at."""

from dataclasses import dataclass

import numpy as np

from transforms.enrich.model.post_model import OUTPUTS, PostModel, everything
from transforms.enrich.text.for_encoder import for_encoder
from transforms.training.data import Examples


@dataclass(frozen=True)
class Read:
    """Examples with what was read of them: probabilities (n, outputs), meanings (n, 128), and the
    thresholds.
    """

    examples: Examples
    probabilities: np.ndarray
    meanings: np.ndarray
    read_on: np.ndarray
    thresholds: dict[str, float]

    def where(self, keep: np.ndarray) -> "Read":
        return Read(
            self.examples.where(keep), self.probabilities[keep], self.meanings[keep], self.read_on[keep],
            self.thresholds,
        )  # fmt: skip

    def of(self, *data_sets: str, language: str | None = None) -> "Read":
        frame = self.examples.frame
        keep = frame["data_set"].isin(data_sets)
        return self.where((keep & (frame["language"] == language) if language else keep).to_numpy())

    def known(self, output: str) -> "Read":
        return self.where(~np.isnan(self.examples.column(output)))

    def score(self, output: str) -> np.ndarray:
        return self.probabilities[:, OUTPUTS.index(output)]

    def said(self, output: str) -> np.ndarray:
        return self.score(output) >= self.thresholds[output]

    def true(self, output: str) -> np.ndarray:
        return self.examples.column(output) > 0.5

    def __len__(self) -> int:
        return len(self.examples)


def read(model: PostModel, examples: Examples) -> Read:
    """The rows as a night would read them: most by the lower storey alone."""
    logits, meanings, read_on = model.answers(examples.texts)
    probabilities = model.probabilities(logits, examples.languages, read_on)
    return Read(examples, probabilities, meanings, read_on, model.thresholds)


def features(model: PostModel, examples: Examples) -> np.ndarray:
    """(n, width): what the upper storey sees, for a head that is fitted anew."""
    return model.encoder.see([for_encoder(text) for text in examples.texts], everything).upper
