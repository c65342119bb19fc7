"""What a report is made of: sentences of spans, and the few blocks that hold them."""

import hashlib
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True)
class Span:
    """A piece of a sentence; a figure also names the `mart` it comes from and its plain `value`."""

    text: str
    mart: str | None = None
    value: float | None = None


Sentence = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    sentence: Sentence
    tone: Literal["normal", "strong", "muted", "tag"] = "normal"


@dataclass(frozen=True)
class Quote:
    """The words of a member, already harmless."""

    text: str
    about: str = ""
    label: str = ""


@dataclass(frozen=True)
class Link:
    label: str
    url: str


@dataclass(frozen=True)
class Chart:
    """Two PNGs of one drawing; `alt` says in words what it shows."""

    name: str
    alt: Sentence
    light: bytes = field(repr=False)
    dark: bytes = field(repr=False)
    width: int = 480
    title: str = ""
    legend: str = ""


Inner = Paragraph | Quote | Link


@dataclass(frozen=True)
class Card:
    """One signal, need, person or piece of advice; `accent` is an emotion, 'alert' or ''."""

    title: Sentence
    blocks: tuple[Inner, ...] = ()
    accent: str = ""
    links: tuple[Link, ...] = ()


Block = Paragraph | Chart | Card


@dataclass(frozen=True)
class Section:
    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Report:
    """One community's night, ready for any medium."""

    community_id: str
    name: str
    date: str
    subject: str
    headline: Sentence
    track: Sentence | None
    banners: tuple[Sentence, ...]
    sections: tuple[Section, ...]
    colour: str
    simulated: bool
    alarm: int
    page: str = ""
    """Where the night's page stands; "" without a site (CMR_SITE_URL)."""


def figure_anchor(mart: str, shown: str) -> str:
    """The name under which a night's page tells where a figure of its mail comes from."""
    return "f-" + hashlib.sha256(f"{mart}\n{shown}".encode()).hexdigest()[:10]


def plain(sentence: Sentence) -> str:
    """The sentence as text."""
    return "".join(span.text for span in sentence)
