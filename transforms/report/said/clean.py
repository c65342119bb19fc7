"""Words of strangers made harmless: control and bidi characters gone, links shown as the host they
really lead to.
"""

import re
import unicodedata
from urllib.parse import urlsplit

_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_HIDDEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b\u2060\u2061\u2062\u2063\u2064\u206a"
    "\u206b\u206c\u206d\u206e\u206f\u3164\ufeff\ufff9\ufffa\ufffb"
)
_GONE = re.compile(f"[{_BIDI}{_HIDDEN}\U000e0000-\U000e007f]")
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)
_URL = re.compile(
    r"(?:https?|ftp)://[^\s<>\"]+|\b(?:javascript|data|vbscript|file):[^\s<>\"]+", re.IGNORECASE
)
_COMBINING_RUN = re.compile(
    r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{2})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+"
)

_LINES = re.compile(r"[\t\n\v\f\r\u2028\u2029]")
_SPACES = re.compile(r"(\s)\s+")

LONGEST_WORD = 32


def text(raw: str, limit: int = 280) -> str:
    """`raw` on one line, at most `limit` characters, without anything that hides, reverses or
    overflows.
    """
    cleaned = _GONE.sub(
        "", _CONTROL.sub(" ", unicodedata.normalize("NFC", raw.encode("utf-8", "ignore").decode()))
    )
    cleaned = _COMBINING_RUN.sub(r"\1", cleaned)
    return shorten(
        _SPACES.sub(r"\1", _LINES.sub(" ", _URL.sub(_real_host, cleaned))).strip(), limit
    )


def header(raw: str, limit: int = 200) -> str:
    """`raw` as a mail header may hold it: one line, no control characters."""
    return text(raw.replace("\r", " ").replace("\n", " "), limit)


def shorten(cleaned: str, limit: int) -> str:
    """At most `limit` characters, cut at a word where there is one, with an ellipsis."""
    if len(cleaned) <= limit:
        return cleaned
    cut = cleaned[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit // 2 else cut).rstrip(" ,;:.") + "…"


def breakable(cleaned: str) -> list[str]:
    """`cleaned` in pieces between which a line may break: no piece is a word longer than
    LONGEST_WORD.
    """
    return re.findall(rf"\S{{1,{LONGEST_WORD}}}\s*|\s+", cleaned)


def host_of(url: str) -> str:
    """The host a browser would really open, in ASCII, so that look-alike letters show; '' when
    there is none.
    """
    try:
        host = urlsplit(url).hostname or ""
        return host.encode("idna").decode("ascii") if host else ""
    except (ValueError, UnicodeError):
        return ""


def _real_host(match: re.Match[str]) -> str:
    host = host_of(match[0])
    return f"[{host}]" if host else "[…]"
