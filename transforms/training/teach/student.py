"""The small transformer that is trained: layers of a pretrained BERT, and an exit after some of
them.
"""

from typing import Any

import torch
from torch import nn
from torch.nn import functional

from transforms.enrich.model.post_model import MEANING

WIDTH, HEADS, POSITIONS = 384, 12, 66

Answers = tuple[torch.Tensor, torch.Tensor, torch.Tensor]
"""Logits of the outputs, of GoEmotions' own labels, and the unit meaning."""


class Layer(nn.Module):
    """One transformer layer of a BERT model; attention is spelt out, as torch's own is four times
    slower backwards.
    """

    def __init__(self, layer: Any) -> None:
        super().__init__()
        own, rest = layer.attention.self, layer.attention.output
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        with torch.no_grad():
            self.qkv.weight.copy_(torch.cat([own.query.weight, own.key.weight, own.value.weight]))
            self.qkv.bias.copy_(torch.cat([own.query.bias, own.key.bias, own.value.bias]))
        self.o, self.ln1 = rest.dense, rest.LayerNorm
        self.fi, self.fo, self.ln2 = (
            layer.intermediate.dense,
            layer.output.dense,
            layer.output.LayerNorm,
        )
        self.watched: torch.Tensor | None = None
        """The inner units of the last call, where somebody set it to a tensor before: see `narrowing`."""

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        texts, pieces, width = x.shape
        q, k, v = self.qkv(x).view(texts, pieces, 3, HEADS, width // HEADS).permute(2, 0, 3, 1, 4)
        scores = torch.matmul(q * (width // HEADS) ** -0.5, k.transpose(-1, -2)).float() + mask
        seen = (
            torch.matmul(scores.softmax(-1).to(v.dtype), v)
            .transpose(1, 2)
            .reshape(texts, pieces, width)
        )
        x = self.ln1(x + _dropped(self.o(seen), 0.05, self.training))
        inner = functional.gelu(self.fi(x), approximate="tanh")
        if self.watched is not None:
            inner.retain_grad()
            self.watched = inner
        return self.ln2(x + _dropped(self.fo(inner), 0.1, self.training))


class Exit(nn.Module):
    """What is read at one height: two pools (the mean, an attention of twelve slices), the answers
    and the meaning.
    """

    def __init__(self, answers: int, fine_answers: int) -> None:
        super().__init__()
        self.pool = nn.Linear(WIDTH, HEADS)
        nn.init.zeros_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)
        self.head, self.fine = nn.Linear(2 * WIDTH, answers), nn.Linear(2 * WIDTH, fine_answers)
        self.meaning = nn.Linear(2 * WIDTH, MEANING)
        with (
            torch.no_grad()
        ):  # at first a turned mean, so that likeness begins as the pretrained encoder's
            turned, _ = torch.linalg.qr(torch.randn(WIDTH, MEANING))
            self.meaning.weight.zero_()
            self.meaning.weight[:, :WIDTH] = turned.T
            self.meaning.bias.zero_()

    def forward(self, x: torch.Tensor, there: torch.Tensor) -> Answers:
        seen = self._features(x, there)
        dropped = functional.dropout(seen, 0.1, self.training)
        meaning = functional.normalize(self.meaning(seen).float(), dim=-1)
        return self.head(dropped).float(), self.fine(dropped).float(), meaning

    def _features(self, x: torch.Tensor, there: torch.Tensor) -> torch.Tensor:
        x, weight = x.float(), there[..., None].float()
        mean = (x * weight).sum(1) / weight.sum(1)
        share = self.pool(x).float().masked_fill(~there[..., None], -1e4).softmax(1)
        texts, pieces, width = x.shape
        slices = x.view(texts, pieces, HEADS, width // HEADS)
        picked = torch.einsum("btk,btkd->bkd", share, slices).reshape(texts, width)
        return torch.cat([mean, picked], 1)


class Student(nn.Module):
    """Word vectors, the first layers of a pretrained BERT, and an exit after `cut` of them and
    after the last.
    """

    def __init__(self, bert: Any, cut: int, layers: int, answers: int, fine_answers: int) -> None:
        super().__init__()
        given = bert.embeddings
        self.word = nn.Embedding.from_pretrained(
            given.word_embeddings.weight.detach().clone(), freeze=False, sparse=True
        )
        kind = given.token_type_embeddings.weight.detach()[:1]
        self.pos = nn.Parameter(
            given.position_embeddings.weight.detach()[:POSITIONS].clone() + kind
        )
        self.lnE = given.LayerNorm
        self.layers = nn.ModuleList([Layer(bert.encoder.layer[i]) for i in range(layers)])
        self.cut = cut
        self.exits = nn.ModuleList([Exit(answers, fine_answers) for _ in range(2)])

    def forward(self, ids: torch.Tensor, there: torch.Tensor) -> tuple[Answers, Answers]:
        x = _dropped(self.lnE(self.word(ids) + self.pos[: ids.shape[1]]), 0.05, self.training)
        mask = (~there)[:, None, None, :].float() * -1e4
        for layer in self.layers[: self.cut]:
            x = layer(x, mask)
        below = self.exits[0](x, there)
        for layer in self.layers[self.cut :]:
            x = layer(x, mask)
        return below, self.exits[1](x, there)


def _dropped(x: torch.Tensor, share: float, training: bool) -> torch.Tensor:
    """Dropout of features of a whole text: as good here, for a twentieth of the random numbers."""
    if not training:
        return x
    keep = (torch.rand(x.shape[0], 1, x.shape[2]) >= share).to(x.dtype)
    return x * (keep / (1 - share))


def quick() -> torch.autocast:
    """A context in which products are in bfloat16 where the processor has such products: no worse
    here and much quicker, but fifty times slower where it has not.
    """
    return torch.autocast(
        "cpu", torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported()
    )
