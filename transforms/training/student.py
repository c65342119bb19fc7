"""The small transformer that is fine-tuned: word vectors, some layers of a pretrained BERT, two pools, two heads."""

from typing import Any

import torch
from torch import nn
from torch.nn import functional

WIDTH, HEADS, POSITIONS = 384, 12, 66


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

    def __init__(self, bert: Any, layers: int, answers: int, fine_answers: int) -> None:
        super().__init__()
        given = bert.embeddings
        self.word = nn.Embedding.from_pretrained(
            given.word_embeddings.weight.detach().clone(), freeze=False, sparse=True
        )
        kind = given.token_type_embeddings.weight.detach()[:1]
        self.pos = nn.Parameter(given.position_embeddings.weight.detach()[:POSITIONS].clone() + kind)
        self.lnE = given.LayerNorm
        self.layers = nn.ModuleList([Layer(bert.encoder.layer[i]) for i in range(layers)])
        self.pool = nn.Linear(WIDTH, HEADS)
        nn.init.zeros_(self.pool.weight)
        nn.init.zeros_(self.pool.bias)
        self.head, self.fine = nn.Linear(2 * WIDTH, answers), nn.Linear(2 * WIDTH, fine_answers)

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
