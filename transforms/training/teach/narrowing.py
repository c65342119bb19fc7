"""Layers made narrower: the inner units that matter least to the answers go."""

import torch
from torch import nn

from transforms.training.teach.batches import Batch
from transforms.training.teach.student import WIDTH, Layer, Student, quick


def narrow(model: Student, batches: list[Batch], inner: list[int]) -> None:
    """Keep `inner[i]` units of layer i: those whose loss would change most were they silent
    (Molchanov et al. 2017).
    """
    matter = [torch.zeros(layer.fi.out_features) for layer in model.layers]
    for layer in model.layers:
        layer.watched = torch.zeros(1)
    model.eval()
    for batch in batches:
        with quick():
            found = model(*batch.texts())
        model.zero_grad()
        batch.loss(found).backward()
        for total, layer in zip(matter, model.layers, strict=True):
            change = layer.watched.float() * layer.watched.grad.float()
            total += change.sum((0, 1)).abs()
    model.zero_grad()
    for layer, total, keep in zip(model.layers, matter, inner, strict=True):
        layer.watched = None
        if keep < len(total):
            _cut(layer, total.topk(keep).indices.sort().values)


def shaped(model: Student, inner: list[int]) -> Student:
    """The same model with layers of `inner` units, whichever: for weights that are loaded next."""
    for layer, keep in zip(model.layers, inner, strict=True):
        if keep < layer.fi.out_features:
            _cut(layer, torch.arange(keep))
    return model


def _cut(layer: Layer, keep: torch.Tensor) -> None:
    into, out = nn.Linear(WIDTH, len(keep)), nn.Linear(len(keep), WIDTH)
    with torch.no_grad():
        into.weight.copy_(layer.fi.weight[keep])
        into.bias.copy_(layer.fi.bias[keep])
        out.weight.copy_(layer.fo.weight[:, keep])
        out.bias.copy_(layer.fo.bias)
    layer.fi, layer.fo = into, out
