"""Posts that want or say the same, across languages and themes: what teaches the meaning."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import torch

from transforms.enrich.text.for_encoder import for_encoder
from transforms.training.data import Examples, same_words
from transforms.training.teach.batches import padded
from transforms.training.teach.student import Answers

CLUSTERS = "intents/minibar_clusters_en_fr_dev.parquet"
QUERIES = {
    "intents/banking77_dev.parquet": "CC-BY-4.0",
    "intents/clinc150_dev.parquet": "CC-BY-3.0",
}
LIKELY = {"written": 3.0, "needs": 3.0, "clusters": 1.5, "translated": 1.5, "queries": 2.0}
"""How often a batch is drawn from each source."""

_GROUPS = 32
_WARMTH = 0.07
_LARGEST = 12

Groups = list[list[str]]


@dataclass(frozen=True)
class Pairs:
    """Sources of groups; the texts of a group mean the same."""

    sources: dict[str, Groups]
    pieces_of: Callable[[str], list[int]]

    def batch(self, rng: random.Random) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Pieces and mask of some texts of some groups of one source, and each text's group."""
        name = rng.choices(list(LIKELY), list(LIKELY.values()))[0]
        groups = self.sources[name]
        odds = [min(len(group), _LARGEST) ** 0.5 for group in groups]
        chosen: set[int] = set()
        while len(chosen) < min(_GROUPS, len(groups)):
            chosen.add(rng.choices(range(len(groups)), odds)[0])
        each = 2 if len(groups) > _GROUPS / 2 else 3
        drawn = [
            (text, group)
            for group in sorted(chosen)
            for text in rng.sample(groups[group], min(each, len(groups[group])))
        ]
        pieces, there = padded([self.pieces_of(text) for text, _ in drawn])
        return pieces, there, torch.tensor([group for _, group in drawn])


def pairs(examples: Examples, folder: Path, pieces_of: Callable[[str], list[int]]) -> Pairs:
    """Groups among the teaching rows: a want's posts and its names, a need's posts and its phrase,
    mini-bar's clusters, translations, and what customers ask assistants. No text of a dev row is
    among them.
    """
    return Pairs({
        "written": _wants(examples), "needs": _needs(examples), "clusters": _clusters(examples, folder),
        "translated": _translations(examples), "queries": _queries(folder),
    }, pieces_of)  # fmt: skip


def loss(found: tuple[Answers, Answers], group: torch.Tensor) -> torch.Tensor:
    """How badly both exits tell the groups apart; the lower exit's meanings are pulled to the upper
    one's.
    """
    (*_, low), (*_, high) = found
    apart = (1 - (low * high.detach()).sum(1)).mean()
    return 0.25 * (_confused(high, group) + 0.5 * _confused(low, group) + 2 * apart)


def _confused(meaning: torch.Tensor, group: torch.Tensor) -> torch.Tensor:
    """Supervised contrastive loss (Khosla et al. 2020): a text's own group against all other texts
    of the batch.
    """
    itself = torch.eye(len(group), dtype=torch.bool)
    likeness = (meaning @ meaning.T / _WARMTH).masked_fill(itself, -1e4)
    chance = likeness - torch.logsumexp(likeness, 1, keepdim=True)
    same = (group[:, None] == group[None]) & ~itself
    return -(chance * same).sum(1).div(same.sum(1).clamp(min=1))[same.any(1)].mean()


def _wanting(examples: Examples, *data_sets: str) -> pd.DataFrame:
    frame = examples.of(*data_sets).part("fit").frame
    return frame[frame["need"].map(lambda need: isinstance(need, str))]


def _wants(examples: Examples) -> Groups:
    return [
        [*group["text"], *map(for_encoder, group.iloc[0][["need_fr", "need_en"]])]
        for _, group in _wanting(examples, "written", "our_wants").groupby(["industry", "need"])
    ]


def _needs(examples: Examples) -> Groups:
    found = _wanting(examples, "telecom", "support", "reviews", "our_brands").groupby(
        ["data_set", "need"]
    )
    return [[*group["text"], for_encoder(str(need))] for (_, need), group in found]


def _clusters(examples: Examples, folder: Path) -> Groups:
    never = set(examples.frame.loc[examples.frame["part"].isin(("dev", "held")), "key"])
    raw = pd.read_parquet(folder / CLUSTERS)
    raw["text"] = raw["text"].map(for_encoder)
    raw = raw[~raw["text"].map(same_words).isin(never)]
    return [list(group["text"]) for _, group in raw.groupby("theme") if len(group) > 1]


def _queries(folder: Path) -> Groups:
    """Queries of one intent each (BANKING77, CLINC150; English)."""
    raw = pd.concat(
        [pd.read_parquet(folder / file, columns=["text", "labels"]) for file in QUERIES]
    )
    raw = raw[~raw["labels"].str.contains('"oos"')]  # out of scope: no intent that they share
    return [list(group["text"].map(for_encoder)) for _, group in raw.groupby("labels")]


def _translations(examples: Examples) -> Groups:
    frame = examples.frame
    teaching = frame[frame["part"] == "fit"]
    english = dict(zip(teaching["id"], teaching["text"], strict=True))
    french = teaching[teaching["original"].isin(english)]
    return [
        [text, english[original]]
        for text, original in zip(french["text"], french["original"], strict=True)
    ]
