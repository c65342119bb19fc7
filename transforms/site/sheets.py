"""One community's part of an archived mail, as it was sent, and the figures that stand in it.

A mail may tell of several communities, and holds what is its reader's alone: the address, the sign
by which answers are known, the way to leave. Of all that nothing is taken.
"""

import re
from dataclasses import dataclass, field

from lxml import html
from lxml.html import HtmlElement

from transforms.report.delivery import archive
from transforms.report.said.blocks import figure_anchor

_KEY = re.compile(r"^c-([a-z][a-z0-9_]{1,40})$")
_HEADINGS = tuple(f"h{level}" for level in range(1, 7))


@dataclass(frozen=True)
class Figure:
    """A figure of a mail: where it comes from, and how it was shown."""

    mart: str
    shown: str

    @property
    def anchor(self) -> str:
        return figure_anchor(self.mart, self.shown)


@dataclass(frozen=True)
class Sheet:
    """A community's part of a mail; `html` and `style` are the product's own, strangers' words in
    them escaped.
    """

    community: str
    language: str
    headline: str
    html: str = field(repr=False)
    style: str = field(repr=False)
    figures: tuple[Figure, ...] = ()


def of(message: bytes) -> list[Sheet]:
    """The sheets of a mail, one for each community that it tells of at length."""
    page = html.document_fromstring(archive.page(message))
    style = "\n".join(node.text or "" for node in page.iter("style"))
    language = page.get("lang") or ""
    found = []
    for node in page.xpath("//div[contains(concat(' ', @class, ' '), ' sheet ')]"):
        key = next((m[1] for one in node.xpath(".//*/@id") if (m := _KEY.match(one))), None)
        if key:
            found.append(_sheet(node, key, language, style))
    return found


def _sheet(node: HtmlElement, community: str, language: str, style: str) -> Sheet:
    _strip(node)
    figures = []
    for link in node.xpath(".//a[@class='n']"):
        figure = Figure(link.get("title") or "", link.text_content())
        link.set("href", f"#{figure.anchor}")
        figures.append(figure)
    _raise_headings(node)
    heads = node.xpath(".//*[contains(concat(' ', @class, ' '), ' head ')]")
    return Sheet(
        community,
        language,
        " ".join(heads[0].text_content().split()) if heads else "",
        html.tostring(node, encoding="unicode", with_tail=False),
        style,
        tuple(dict.fromkeys(figures)),
    )


def _strip(node: HtmlElement) -> None:
    """Take out the reader's own ways to answer, and what only some mail programs read."""
    for comment in node.xpath(".//comment()"):
        comment.drop_tag()
    for link in node.xpath(".//a[@href]"):
        if not link.get("href").startswith(("https:", "#")) and link.get("class") != "n":
            link.drop_tree()
        elif link.get("class") == "act":
            link.set("rel", "noreferrer")
    for line in node.xpath(".//p[@class='links']"):
        for mark in line.xpath("./span[@class='muted']"):
            if mark.getnext() is None or mark.getnext().tag != "a" or mark.getprevious() is None:
                mark.drop_tree()
        if not line.xpath(".//a"):
            line.drop_tree()


def _raise_headings(node: HtmlElement) -> None:
    """The mail's headings one above the other from the first level on."""
    found = [one for one in node.iter() if one.tag in _HEADINGS]
    above = min((int(one.tag[1]) for one in found), default=1) - 1
    for one in found:
        one.tag = f"h{int(one.tag[1]) - above}"
