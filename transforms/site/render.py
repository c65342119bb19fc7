"""From what a page shows to its bytes: one file each, styles and drawings inside, nothing fetched."""

import base64
import hashlib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from transforms.report.mail.build import plain_quoted
from transforms.report.said.blocks import Block, Inner, plain
from transforms.report.said.charts import COLOURS
from transforms.report.said.words import Words
from transforms.site import figures

HERE = Path(__file__).parent
MAIN = ("tonight", "climate", "themes", "wants", "people", "advice", "rivals", "figures", "status")
"""The pages that every page leads to, in the order of its menu; `rivals` where there are some."""


@dataclass(frozen=True)
class Frame:
    """What all pages of one community in one language share."""

    community: str
    name: str
    colour: str
    simulated: bool
    as_of: date | None
    languages: tuple[str, ...]
    """Those that the community's pages are written in."""
    has_rivals: bool = False

    @property
    def menu(self) -> tuple[str, ...]:
        return tuple(key for key in MAIN if key != "rivals" or self.has_rivals)


@dataclass(frozen=True)
class SitePage:
    """A page of the site: its place in the folder, its template, and what that shows.

    `style` holds the styles of an archived mail, which has some inside its tags too.
    """

    place: str
    template: str
    title: str
    content: dict[str, Any]
    menu: str = ""
    style: str = ""

    @property
    def is_in_every_language(self) -> bool:
        """False for a night, which has a page where somebody had its mail in that language."""
        return self.template != "night"


def render(page: SitePage, frame: Frame, words: Words) -> str:
    """The page as HTML; its policy lets it show what is in it, and fetch or run nothing."""
    style = _style(frame.colour)
    context = page.content | {
        "words": words,
        "said": words.get("site"),
        "frame": frame,
        "title": plain(words.say("site.of", name=frame.name, title=page.title)),
        "heading": page.title,
        "menu": [(key, "index" if key == "tonight" else key) for key in frame.menu],
        "here": page.menu,
        "root": "../" * page.place.count("/"),
        "shared": page.place if page.is_in_every_language else "index.html",
        "others": [language for language in frame.languages if language != words.language],
        "style": Markup(page.style + style),
        "policy": "'unsafe-inline'" if page.style else _hash(style),
        "quoted": lambda text: plain_quoted(text, words.language),
        "tag": words.get("site.simulated_tag"),
    }
    return _templates().get_template(f"{page.template}.html.j2").render(context)


@lru_cache
def _templates() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "plain": plain,
        "slug": figures.slug,
        "kind": _kind,
        "cell": _cell,
    }
    return environment


@lru_cache
def _style(colour: str) -> str:
    source = (HERE / "templates" / "site.css.j2").read_text(encoding="utf-8")
    return Environment(autoescape=False).from_string(source).render(colours=COLOURS, brand=colour)


def _hash(style: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def _kind(block: Block | Inner) -> str:
    return type(block).__name__


def _cell(value: Any) -> str:
    """A value of a mart as a table shows it: null is no zero."""
    if value is None:
        return "–"
    if isinstance(value, float | Decimal):
        return f"{float(value):.4f}".rstrip("0").rstrip(".")
    return str(value)
