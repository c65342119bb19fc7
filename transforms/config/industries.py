"""Industry packs: what an industry talks about, how its words feel and what to answer."""

import hashlib
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal, cast

from pydantic import Field, StringConstraints, model_validator

from transforms.config import yaml_files
from transforms.config.errors import BadInput
from transforms.reading import EMOTIONS, INTENTS, Audience, Label, Strict

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{1,40}$")]
Emotion = Literal[*EMOTIONS]  # type: ignore[valid-type]
Intent = Literal[*INTENTS]  # type: ignore[valid-type]
Day = Annotated[str, StringConstraints(pattern=r"^(\d{4}-)?\d{2}-\d{2}$")]
Nature = Literal["hurts", "neutral", "pleases", "thanked", "delicate", "outside"]
PAINFUL: tuple[Nature, ...] = ("hurts", "delicate")
"""Natures of what people suffer from."""


class Phrases(Strict):
    fr: list[str] = Field(min_length=1)
    en: list[str] = Field(min_length=1)


class Theme(Strict):
    """A subject that the industry's people speak of."""

    label: Label
    subject: Label | None = Field(
        None, description="What the brand calls it when it speaks of it, where not by its label."
    )
    phrases: Phrases
    need: Label = Field(
        description="What somebody who complains of this theme would like: a noun phrase."
    )


class Index(Strict):
    """A named share of posts: those with one of `themes` and one of `emotions`."""

    label: Label
    themes: list[Slug] = Field(min_length=1)
    emotions: list[Emotion] = Field(min_length=1)


class Word(Strict):
    """A word that feels otherwise in this industry than elsewhere."""

    language: Literal["fr", "en"]
    term: str = Field(min_length=1)
    emotions: dict[Emotion, float] = {}
    sentiment: float = Field(0, ge=-1, le=1)


class AudienceText(Strict):
    """How the industry calls an audience, and what to keep in mind when speaking to it."""

    label: Label
    advice: Label


class Event(Strict):
    """A season or an event of the trade: `start` and `end` are MM-DD (every year) or YYYY-MM-DD."""

    name: Label
    start: Day
    end: Day
    themes: list[Slug] = []


class ReplyPlan(Strict):
    """A draft answer for a human to finish; `when` says which reactions it is for."""

    themes: list[Slug] = []
    emotions: list[Emotion] = []
    intents: list[Intent] = []
    text: Label

    def fit(self, theme: str | None, emotion: str | None, intents: Collection[str]) -> int | None:
        """How many of theme, emotion and intent the plan is made for, 0 to 3; None where it is made
        for another one.
        """
        asked = (
            (self.themes, {theme}),
            (self.emotions, {emotion}),
            (self.intents, set(intents)),
        )
        if any(wanted and not given.intersection(wanted) for wanted, given in asked):
            return None
        return sum(bool(wanted) for wanted, _ in asked)


class Natures(Strict):
    """What speaking of a theme touches; a theme that is in no list is neutral."""

    hurts: list[Slug] = []
    pleases: list[Slug] = []
    thanked: list[Slug] = Field([], description="Contentment with nothing in particular.")
    delicate: list[Slug] = Field(
        [],
        description="Hurts, and nobody should be asked of it in public: health, money, a danger.",
    )
    outside: list[Slug] = Field(
        [], description="What the brand reports or goes through and does not make: news, weather."
    )

    def listed(self) -> list[tuple[Slug, Nature]]:
        """Each theme that is in a list, with the list's name."""
        return [(theme, cast(Nature, nature)) for nature, themes in self for theme in themes]


class Pack(Strict):
    """One industry, one file."""

    name: Slug
    label: Label
    themes: dict[Slug, Theme] = Field(min_length=1)
    indices: dict[Slug, Index] = Field(min_length=1)
    lexicon: list[Word] = Field(
        [], description="Taken, and not used: on 217 labelled posts such words read worse."
    )
    audiences: dict[Audience, AudienceText] = {}
    calendar: dict[Slug, Event] = {}
    reply_plans: dict[Slug, ReplyPlan] = {}
    natures: Natures = Natures()
    never_say: list[Label] = []
    escalate: Phrases
    version: str = Field("", exclude=True)

    def __hash__(self) -> int:
        return hash((self.name, self.version))

    @model_validator(mode="after")
    def _themes_exist(self) -> "Pack":
        for kind in ("indices", "calendar", "reply_plans"):
            for key, item in getattr(self, kind).items():
                unknown = set(item.themes) - set(self.themes)
                if unknown:
                    raise ValueError(
                        f"{kind}.{key} names unknown themes: {', '.join(sorted(unknown))}"
                    )
        listed = [theme for theme, _ in self.natures.listed()]
        if unknown := set(listed) - set(self.themes):
            raise ValueError(f"natures names unknown themes: {', '.join(sorted(unknown))}")
        if twice := {theme for theme in listed if listed.count(theme) > 1}:
            raise ValueError(f"natures names themes twice: {', '.join(sorted(twice))}")
        return self

    @property
    def nature_of(self) -> dict[str, Nature]:
        """The nature of each theme."""
        said: dict[str, Nature] = dict.fromkeys(self.themes, "neutral")
        return said | dict(self.natures.listed())


def read_pack(path: Path) -> Pack:
    """The pack of one file; its version is a hash of its content."""
    pack = yaml_files.read(path, Pack)
    if pack.name != path.stem:
        raise BadInput(
            f"{path}: name: is '{pack.name}', but the file is called '{path.stem}'; make them equal"
        )
    version = hashlib.sha256(pack.model_dump_json().encode()).hexdigest()[:10]
    return pack.model_copy(update={"version": f"{pack.name}-{version}"})


class Packs(Mapping[str, Pack]):
    """Every pack of a folder by name, each read when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._paths = {path.stem: path for path in sorted(folder.glob("*.yml"))}
        self._read = lru_cache(None)(read_pack)

    def __getitem__(self, name: str) -> Pack:
        return self._read(self._paths[name])

    def __contains__(self, name: object) -> bool:
        return name in self._paths

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@lru_cache
def read_packs(folder: Path) -> dict[str, Pack]:
    """Every pack of a folder by name."""
    return {path.stem: read_pack(path) for path in sorted(folder.glob("*.yml"))}
