"""A student that was taught, as a file keeps it: so that a training that was cut short goes on."""

from dataclasses import dataclass
from pathlib import Path

import torch

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.labels import fine_labels
from transforms.training.teach import e5
from transforms.training.teach.narrowing import shaped
from transforms.training.teach.student import Student


@dataclass(frozen=True)
class Made:
    """A student and the pieces that it reads."""

    model: Student
    pieces: e5.Pieces

    @classmethod
    def new(cls, texts: list[str], cut: int, layers: int) -> "Made":
        """From the pretrained encoder, with the pieces of `texts` and of either language."""
        bert, pieces = e5.load(texts, layers)
        return cls(Student(bert, cut, layers, len(OUTPUTS), len(fine_labels())), pieces)

    @classmethod
    def kept(cls, file: Path) -> "Made":
        """What `keep` wrote into `file`."""
        stored = torch.load(file)
        bert = e5.empty(len(stored["pieces"]), len(stored["inner"]))
        whole = Student(bert, stored["cut"], len(stored["inner"]), len(OUTPUTS), len(fine_labels()))
        model = shaped(whole, stored["inner"])
        model.load_state_dict(stored["state"])
        return cls(model, stored["pieces"])

    def keep(self, file: Path) -> "Made":
        """Write into `file`."""
        inner = [layer.fi.out_features for layer in self.model.layers]
        stored = {
            "state": self.model.state_dict(),
            "pieces": self.pieces,
            "inner": inner,
            "cut": self.model.cut,
        }
        torch.save(stored, file)
        return self
