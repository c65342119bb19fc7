"""Texts as their authors wrote them: broken accents mended, HTML read as the text it shows."""

import html
import re
from html.parser import HTMLParser
from typing import Any

import ftfy
import orjson
from ftfy.badness import is_bad

_TAG = re.compile(
    r"</?(?:a|abbr|b|blockquote|br|code|del|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|sup|table"
    r"|tbody|td|tr|u|ul)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z]{2,31}\d{0,2});")
_LINES = re.compile(r"[ \t]*\n[ \t]*")
BREAKS = frozenset(
    {"br", "p", "div", "li", "tr", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "pre"}
)


def mended(text: str) -> str:
    """`text` without mojibake: UTF-8 that was read as another encoding, which ftfy undoes only
    where it is sure.
    """
    return ftfy.fix_encoding(text) if not text.isascii() and is_bad(text) else text


def joined(text: str) -> str:
    """The text of Google Takeout's pieces of JSON, such as {"takeoutSegments":[{"text":"…"}]}; any
    other as it is.
    """
    if not text.startswith(('{"text":', '{"takeoutSegments":')):
        return text
    try:
        pieces = orjson.loads(f"[{text}]")
        parts = [part for piece in pieces for part in piece.get("takeoutSegments", [piece])]
        return "".join(part["text"] for part in parts)
    except (orjson.JSONDecodeError, KeyError, TypeError, AttributeError):
        return text


def shown(text: str) -> str:
    """What a browser shows of `text` where it is HTML; `<3`, `a < b` and an ampersand are no HTML."""
    if "<" in text and _TAG.search(text):
        reader = _Shown()
        reader.feed(text)
        reader.close()
        return _LINES.sub("\n", "".join(reader.parts)).strip()
    for _ in range(2):  # tools escape what was escaped already
        if "&" not in text or not _ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


class _Shown(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_data(self, data: str) -> None:
        self.parts.append(data)

    def handle_starttag(self, tag: str, attrs: Any) -> None:  # noqa: ARG002
        if tag in BREAKS and self.parts:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("p", "div", "blockquote", "li") and self.parts:
            self.parts.append("\n")
