"""Teaching a student: labels, a teacher's opinions and likenesses, for so many minutes, with a
running mean.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn

from transforms.training.teach import irony, meanings
from transforms.training.teach.batches import Batch, Lesson
from transforms.training.teach.irony import Twins
from transforms.training.teach.meanings import Pairs
from transforms.training.teach.student import Student, quick

_HEADS, _DEEPER = 1e-3, 0.92
"""The rate of what is new, and by how much a layer learns slower than the one above it."""
_WORDS = 0.05
"""Words learn hardly at all: what few posts say of a word would part it from its like in the other language."""
_WARM_UP, _EVERY, _REPORT = 100, 10, 100
_PAIRS, _TWINS = 5, 24
"""Every so many steps one is of likenesses, and one of ironic posts beside their sincere twins."""
_MEAN_FROM, _SHORTEST_MEMORY = 0.7, 0.04


@dataclass(frozen=True)
class Recipe:
    """How long and how boldly: the rate falls evenly to nothing; what is kept is a running mean of
    weights.
    """

    minutes: float
    rate: float = 3e-4
    tokens: int = 2_400
    seed: int = 1


def fit(model: Student, lesson: Lesson, pairs: Pairs, twins: Twins, recipe: Recipe) -> None:
    """Teach for `recipe.minutes`; in bfloat16 where the processor has it."""
    rng = random.Random(recipe.seed)
    optimisers = _optimisers(model, recipe.rate)
    at_first = [[group["lr"] for group in one.param_groups] for one in optimisers]
    clipped = [p for name, p in model.named_parameters() if name != "word.weight"]
    mean, batches = _Mean(model), _endless(lesson, recipe.tokens, rng)
    losses: list[float] = []
    started, step, done = time.monotonic(), 0, 0.0
    model.train()
    while done < 1:
        speed = min(1.0, (step + 1) / _WARM_UP) * max(0.01, 1 - done)
        for one, rates in zip(optimisers, at_first, strict=True):
            for group, rate in zip(one.param_groups, rates, strict=True):
                group["lr"] = rate * speed
        loss = _of_step(step, model, pairs, twins, rng)
        loss = _answers(model, next(batches), losses) if loss is None else loss
        for one in optimisers:
            one.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(clipped, 1.0)
        for one in optimisers:
            one.step()
        step, done = step + 1, (time.monotonic() - started) / (recipe.minutes * 60)
        if done > _MEAN_FROM and step % _EVERY == 0:
            mean.add(model)
        if step % _REPORT == 0:
            print(f"step {step}, {done:.0%}: loss {np.mean(losses[-_REPORT:]):.4f}", flush=True)
    if mean.count:
        model.load_state_dict(mean.state)
    model.eval()


def _answers(model: Student, batch: Batch, losses: list[float]) -> torch.Tensor:
    with quick():
        found = model(*batch.texts())
    loss = batch.loss(found)
    losses.append(float(loss.detach()))
    return loss


def _of_step(
    step: int, model: Student, pairs: Pairs, twins: Twins, rng: random.Random
) -> torch.Tensor | None:
    """The loss of a step of likenesses or of twins; None where the step is of labels, as most are."""
    if step % _TWINS == _TWINS - 1:
        pieces, there = twins.batch(rng)
        with quick():
            found = model(pieces, there)
        return irony.loss(found)
    return _likeness(model, pairs, rng) if step % _PAIRS == _PAIRS - 1 else None


def _likeness(model: Student, pairs: Pairs, rng: random.Random) -> torch.Tensor:
    pieces, there, group = pairs.batch(rng)
    with quick():
        found = model(pieces, there)
    return meanings.loss(found, group)


def _endless(lesson: Lesson, tokens: int, rng: random.Random) -> Iterator[Batch]:
    while True:
        yield from lesson.epoch(tokens, rng)


class _Mean:
    """The running mean of a model's weights; what is older than some additions fades."""

    def __init__(self, model: Student) -> None:
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.count = 0

    def add(self, model: Student) -> None:
        self.count += 1
        with torch.no_grad():
            for name, value in model.state_dict().items():
                self.state[name] += (value - self.state[name]) * max(
                    1 / self.count, _SHORTEST_MEMORY
                )


def _optimisers(model: Student, rate: float) -> list[torch.optim.Optimizer]:
    depth = len(model.layers)

    def of(name: str) -> float:
        if name.startswith("exits"):
            return _HEADS
        height = int(name.split(".")[1]) if name.startswith("layers.") else -1
        return rate * _DEEPER ** (depth - 1 - height)

    groups = [
        {"params": [p], "lr": of(name), "weight_decay": 0.01 if p.ndim > 1 else 0.0}
        for name, p in model.named_parameters()
        if name != "word.weight"
    ]
    words = torch.optim.SparseAdam([model.word.weight], of("word") * _WORDS)
    return [torch.optim.AdamW(groups, betas=(0.9, 0.98)), words]
