"""What goes together: the table of a theme's nature, tone, audience and form, and whether a post
keeps to it; and when nothing is posted but what listens.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal, get_args

from transforms.config import yaml_files
from transforms.config.industries import PAINFUL, Nature
from transforms.reading import AIMED, AUDIENCES, FORMS, Audience, Strict
from transforms.recommend.learn.history import History

Tone = Literal[*AIMED]  # type: ignore[valid-type]
HURTS_BELOW, PLEASES_ABOVE = -0.2, 0.3
"""Mean sentiment of the members who speak of a theme, from -1 to 1."""
LITTLE = 10
"""Measured posts of the brand below which nobody knows what its posts bring."""


class FittingRow(Strict):
    """What one nature, one audience or a crisis allows."""

    natures: tuple[Nature, ...] = get_args(Nature)
    tones: tuple[Tone, ...]
    forms: tuple[str, ...]

    def allows(self, tone: str, form: str) -> bool:
        return tone in self.tones and (form if form in FORMS else "other") in self.forms


class FittingTable(Strict):
    """The table as `fitting.yml` says it."""

    natures: dict[Nature, FittingRow]
    everyone: FittingRow
    audiences: dict[Audience, FittingRow]
    crisis: FittingRow
    listening: FittingRow

    def suiting(self, audience: str) -> FittingRow:
        """What may be said to an audience: its own row, or everyone's."""
        return self.audiences.get(audience, self.everyone)  # type: ignore[call-overload]


@dataclass(frozen=True)
class ThemeFeelings:
    """How each theme feels: what the pack says of it, and how members speak of it now (mean
    sentiment, -1 to 1).
    """

    pack: dict[str, Nature]
    now: dict[str, float]

    def nature(self, theme: str) -> Nature:
        """`delicate` and `outside` where the pack says so; `hurts` where the pack or the members do;
        `pleases` or `thanked` where the pack does and members are not unhappy.
        """
        said, felt = self.pack.get(theme), self.now.get(theme)
        if said in ("delicate", "outside"):
            return said
        if said == "hurts" or (felt is not None and felt < HURTS_BELOW):
            return "hurts"
        if felt is not None and felt < 0:
            return "neutral"
        if said == "thanked":
            return "thanked"
        found_glad = said is None and felt is not None and felt > PLEASES_ABOVE
        return "pleases" if said == "pleases" or found_glad else "neutral"

    def hurts(self, theme: str) -> bool:
        """Whether it is no subject to be cheerful on: by its nature, or by how members feel now."""
        return self.nature(theme) in PAINFUL or self.now.get(theme, 0) < HURTS_BELOW


@lru_cache
def table() -> FittingTable:
    return yaml_files.read(Path(__file__).with_suffix(".yml"), FittingTable)


def fits(nature: Nature, audience: str, tone: str, form: str) -> bool:
    """Whether a community manager could defend the post."""
    of_nature, of_audience = table().natures[nature], table().suiting(audience)
    spoken_to = audience in AUDIENCES and nature in of_audience.natures
    return spoken_to and of_nature.allows(tone, form) and of_audience.allows(tone, form)


def only_listens(history: History) -> bool:
    """Whether the community is unhappy as a whole and what the brand's posts bring is not known: it
    is listened to first.
    """
    felt = history.members.dropna(subset=["sentiment"])
    posts = felt["posts"].sum()
    measured = int(history.posts["engagement"].notna().sum())
    unhappy = posts and (felt["sentiment"] * felt["posts"]).sum() / posts < HURTS_BELOW
    return bool(unhappy) and measured < LITTLE


def audiences_for(nature: Nature) -> list[str]:
    """Who may be spoken to on a theme of that nature."""
    return [name for name in AUDIENCES if nature in table().suiting(name).natures]


def feelings(history: History) -> ThemeFeelings:
    """How each theme feels to the community at the history's instant."""
    known = history.members.dropna(subset=["sentiment"])
    total = (known["sentiment"] * known["posts"]).groupby(known["theme"]).sum()
    mean = total / known.groupby("theme")["posts"].sum()
    return ThemeFeelings(
        history.pack.nature_of if history.pack else {}, {str(t): float(v) for t, v in mean.items()}
    )
