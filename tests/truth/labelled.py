"""Posts labelled by hand that taught nothing: what they say, what is felt in them, and how the
product reads them.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from transforms.enrich.read import read_texts
from transforms.reading import EMOTIONS

BRANDS = ("telecom_fr_labels", "support_en_labels", "app_reviews_labels")
"""Posts that people wrote to brands."""


@dataclass(frozen=True)
class Labelled:
    """`felt` (n, 8) is true where somebody labelled the emotion; `read` (n, 8) is the probability
    that was read.
    """

    language: np.ndarray
    felt: np.ndarray
    read: np.ndarray

    def of(self, language: str) -> "Labelled":
        mine = self.language == language
        return Labelled(self.language[mine], self.felt[mine], self.read[mine])


def labelled(folder: Path, sets: tuple[str, ...] = BRANDS) -> Labelled:
    """The `dev` rows of the data sets under `folder`, read by the active model."""
    frames = [
        pd.read_parquet(folder / "made" / f"{name}.parquet").query("split == 'dev'")
        for name in sets
    ]
    rows = pd.concat(frames, ignore_index=True)
    felt = np.array([[emotion in labels for emotion in EMOTIONS] for labels in rows["plutchik"]])
    asked = (
        {"text": text, "language": language}
        for text, language in zip(rows["text"], rows["lang"], strict=True)
    )
    read = np.array(
        [[reading.emotions[emotion] for emotion in EMOTIONS] for reading in read_texts(asked)]
    )
    return Labelled(rows["lang"].to_numpy(), felt, read)
