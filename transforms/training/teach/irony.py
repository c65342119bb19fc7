"""Ironic posts beside sincere ones of nearly the same words: which of the two is the ironic one."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn import functional

from transforms.enrich.model.post_model import OUTPUTS
from transforms.training.data import Examples
from transforms.training.teach.batches import padded
from transforms.training.teach.student import Answers

_PAIRS = 36
_IRONY = OUTPUTS.index("irony")


@dataclass(frozen=True)
class Twins:
    """Pieces of an ironic post and of its sincere twin."""

    pairs: list[tuple[list[int], list[int]]]

    def batch(self, rng: random.Random) -> tuple[torch.Tensor, torch.Tensor]:
        """Pieces and mask: the ironic posts first, then their twins in the same order."""
        chosen = rng.sample(self.pairs, min(_PAIRS, len(self.pairs)))
        return padded([one for one, _ in chosen] + [other for _, other in chosen])


def twins(examples: Examples, pieces_of: Callable[[str], list[int]]) -> Twins:
    """The pairs of which both posts teach."""
    chosen = examples.of("irony_short_plain", "our_irony").part("fit")
    text, ironic = (
        dict(zip(chosen.frame["id"], chosen.texts, strict=True)),
        chosen.column("irony") > 0.5,
    )
    frame = chosen.frame[ironic]
    return Twins(
        [
            (pieces_of(one), pieces_of(text[twin]))
            for one, twin in zip(frame["text"], frame["twin"], strict=True)
            if twin in text
        ]
    )


def loss(found: tuple[Answers, Answers]) -> torch.Tensor:
    """How badly either exit says which of two posts is ironic (logistic loss of the difference)."""
    return sum(functional.softplus(-_lead(answers)).mean() for answers, _, _ in found) / 2


def _lead(answers: torch.Tensor) -> torch.Tensor:
    ironic, sincere = answers[:, _IRONY].chunk(2)
    return ironic - sincere
