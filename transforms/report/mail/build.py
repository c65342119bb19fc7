"""From reports to one mail: HTML through MJML, a text part of its own, and the inline pictures."""

import io
import secrets
import textwrap
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import mjml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape
from PIL import Image

from transforms.report.said import charts, clean
from transforms.report.said.blocks import (
    Block,
    Card,
    Chart,
    Link,
    Quote,
    Report,
    Span,
    figure_anchor,
    plain,
)
from transforms.report.said.words import Words

HTML_LIMIT = 102_000
"""Gmail clips a longer HTML part."""
TOTAL_LIMIT = 400_000
LOGO_LIMIT = 2_000_000
FONT = "-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif"


@dataclass(frozen=True)
class Reader:
    """Who a mail is for: the address, and the sign that answers to it carry."""

    address: str
    sign: str


ANYBODY = Reader(f"{secrets.token_hex(8)}@reader", secrets.token_hex(8))
"""The reader of a mail that `addressed` makes somebody's own: of words that nobody can have written."""


@dataclass(frozen=True)
class Mail:
    """What one recipient gets; `images` are PNGs by their Content-ID."""

    subject: str
    html: str
    text: str
    images: dict[str, bytes]

    @property
    def fits(self) -> bool:
        """True when no client clips it and no phone waits for it; base64 makes a picture a third
        larger.
        """
        html = len(self.html.encode())
        return (
            html <= HTML_LIMIT
            and html * 1.1 + len(self.text.encode()) * 1.1 + self._pictures() <= TOTAL_LIMIT
        )

    def _pictures(self) -> float:
        return sum(len(image) for image in self.images.values()) * 1.37


def build(
    reports: list[Report],
    words: Words,
    address: str,
    logos: dict[str, bytes] | None = None,
    unsubscribe: Link | None = None,
    shortened: bool = False,
    foot: str = "page",
) -> Mail:
    """One mail over all of a recipient's communities, the most agitated first.

    foot: the group of the language file whose `numbers` and `sent_by` stand at its end.
    """
    reports = sorted(reports, key=lambda r: (-r.alarm, r.name, r.community_id))
    views = [_view(report, logos or {}, len(reports) == 1) for report in reports]
    context: dict[str, Any] = {
        "language": words.language,
        "subject": subject(reports, words),
        "preheader": " ".join(plain(r.headline) for r in reports)[:200],
        "font": FONT,
        "reports": views,
        "contents": plain(words.say("page.contents", len(reports), x=str(len(reports)))),
        "tag": words.get("page.simulated_tag"),
        "numbers": words.get(f"{foot}.numbers"),
        "more": words.get("page.more"),
        "sent_by": _sent_by(words, address, foot),
        "unsubscribe": unsubscribe,
        "shortened": words.get("page.shortened") if shortened else "",
        "colours": charts.COLOURS,
        "colon": "\u00a0: " if words.language == "fr" else ": ",
        "quoted": lambda text: _quoted(text, words.language),
        "cid": lambda key, chart, mode: _cid(key, chart["name"], mode),
    }
    html = _main_landmark(
        mjml.mjml2html(_templates(True).get_template("mail.mjml.j2").render(context))
    )
    text = (
        _templates(False)
        .get_template("mail.txt.j2")
        .render(context | {"quoted": lambda text: plain_quoted(text, words.language)})
    )
    return Mail(context["subject"], html, text, _images(reports, logos or {}))


def addressed(mail: Mail, words: Words, address: str, sign: str, foot: str = "page") -> Mail:
    """`ANYBODY`'s mail as one reader's own, as if it had been built for them."""
    anybody, own = (_sent_by(words, one, foot) for one in (ANYBODY.address, address))
    foot_in_html = str(_breakable(own)).replace("<wbr/>", "<wbr />")  # as MJML writes it
    html = mail.html.replace(_breakable(anybody), foot_in_html, 1)
    text = mail.text.replace(_wrapped(anybody), _wrapped(own), 1)
    return replace(
        mail,
        html=html.replace(ANYBODY.sign, sign),
        text=text.replace(ANYBODY.sign, sign),
    )


def _sent_by(words: Words, address: str, foot: str) -> str:
    return plain(words.say(f"{foot}.sent_by", address=clean.header(address)))


def _main_landmark(html: str) -> str:
    """MJML's outer article becomes the page's main landmark, which screen readers and axe look for."""
    return (
        html.replace('role="article"', 'role="main"', 1)
        .replace(' aria-roledescription="email"', "", 1)
        .replace('dir="auto"', 'dir="ltr"')
    )


def subject(reports: list[Report], words: Words) -> str:
    """What the inbox shows: the most agitated community, and how many others there are."""
    if not reports:
        return ""
    first = reports[0].subject
    others = len(reports) - 1
    said = (
        plain(words.say("subject.several", others, first=first, x=str(others))) if others else first
    )
    return clean.header(said)


def _view(report: Report, logos: dict[str, bytes], alone: bool) -> dict[str, Any]:
    """The report as the templates read it."""
    key = f"c-{report.community_id}"
    return {
        "key": key,
        "name": report.name,
        "date": report.date,
        "headline": report.headline,
        "track": report.track,
        "page": report.page,
        "scored": any(s.id == "outcomes" for s in report.sections),
        "charted": any(s.id == "climate" for s in report.sections),
        "banners": report.banners,
        "sections": [
            {"id": s.id, "title": s.title, "blocks": [_block(b) for b in s.blocks]}
            for s in report.sections
        ],
        "colour": report.colour,
        "simulated": report.simulated,
        "logo": f"{key}-logo@cmr" if report.community_id in logos else "",
        "shown": alone or bool(report.sections or report.banners),
    }


def _block(block: Block | Quote | Link) -> dict[str, Any]:
    """A block with the name of its kind, which is what a template can ask for."""
    view = {name: getattr(block, name) for name in block.__dataclass_fields__} | {
        "kind": type(block).__name__
    }
    if isinstance(block, Card):
        view["blocks"] = [_block(inner) for inner in block.blocks]
    return view


def _cid(key: str, name: str, mode: str) -> str:
    return f"{key}-{name}-{mode}@cmr"


def _images(reports: list[Report], logos: dict[str, bytes]) -> dict[str, bytes]:
    images = {f"c-{name}-logo@cmr": logo for name, logo in logos.items()}
    for report in reports:
        for section in report.sections:
            for block in section.blocks:
                if isinstance(block, Chart):
                    images[_cid(f"c-{report.community_id}", block.name, "light")] = block.light
                    images[_cid(f"c-{report.community_id}", block.name, "dark")] = block.dark
    return images


def logo(path: Path) -> bytes | None:
    """A small PNG of the brand's logo, or None when the file is no picture: a report never fails
    for a logo.
    """
    try:
        if path.stat().st_size > LOGO_LIMIT:
            return None
        with Image.open(path) as image:
            image.thumbnail((320, 80))
            out = io.BytesIO()
            image.convert("RGBA").save(out, "PNG", optimize=True)
            return out.getvalue()
    except (OSError, ValueError, Image.DecompressionBombError):
        return None


@lru_cache
def _templates(html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"),
        autoescape=html,
        undefined=StrictUndefined,
        trim_blocks=not html,
        keep_trailing_newline=True,
    )
    environment.filters |= {
        "plain": plain,
        "attribute": _attribute,
        "breakable": _breakable,
        "wrapped": _wrapped,
        "target": _target,
    }
    return environment


def _breakable(text: str) -> Markup:
    """The text escaped, with places to break in words that no phone could show on one line."""
    return (
        Markup("<wbr/>").join(clean.breakable(text))
        if any(len(w) > clean.LONGEST_WORD for w in text.split())
        else escape(text)
    )


def _attribute(text: str) -> Markup:
    """The text for an attribute inside mj-text, in ASCII: mrml writes other spaces and marks there
    as Rust escapes.
    """
    safe = str(escape(text)).replace("\\", "&#92;")
    return Markup(safe.encode("ascii", "xmlcharrefreplace").decode())


def _target(figure: Span, place: str) -> str:
    """Where a figure leads: to its rows on the night's page where there is one, else to a section
    of the mail.
    """
    if not place.startswith("https:") and not place.startswith("http:"):
        return f"#{place}"
    return f"{place}#{figure_anchor(figure.mart or '', figure.text)}"


def _quoted(text: Markup, language: str) -> Markup:
    opening, closing = ("«\u202f", "\u202f»") if language == "fr" else ("“", "”")
    return Markup(opening) + text + Markup(closing)


def plain_quoted(text: str, language: str) -> str:
    opening, closing = ("«\u202f", "\u202f»") if language == "fr" else ("“", "”")
    return f"{opening}{text}{closing}"


def _wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    return "\n".join(
        textwrap.wrap(
            text,
            76,
            initial_indent=first,
            subsequent_indent=first if rest is None else rest,
            break_on_hyphens=False,
        )
    )


def shorter(report: Report) -> Report:
    """The report without its pictures."""
    kept = tuple(
        replace(s, blocks=tuple(b for b in s.blocks if not isinstance(b, Chart)))
        for s in report.sections
    )
    return replace(report, sections=kept)
