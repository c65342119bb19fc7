"""The words of a social text, as themes and needs are looked for in them, and whether there are
any.
"""

import html
import re
import unicodedata
from functools import lru_cache

from transforms.enrich.text.hashtags import words_of
from transforms.enrich.text.slang import EMOTICONS, SLANG

LONGEST = 2_000
"""Characters that are read of a text: the rest of a longer one adds cost, and nobody's feelings."""

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]+"
)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:t\.co|bit\.ly|pic\.twitter\.com)/\S+", re.IGNORECASE
)
_LEADING_MENTIONS = re.compile(r"^(?:\s*(?:RT\b|\.?@[\w.\-]+:?))+", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@])@[\w.\-]*\w|\[NAME\]")
_HASHTAG = re.compile(r"#(\w+)")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED = re.compile(r"([!?.,;*~])\1{2,}")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_EMOTICON = re.compile(
    r"(?<!\S)(?:"
    + "|".join(re.escape(e) for e in sorted(EMOTICONS, key=len, reverse=True))
    + r")(?!\w)",
    re.IGNORECASE,
)
_MAYBE_EMOTICON = re.compile(r"[:;=^<>-]|\b[xX][dD]\b")
_EMOJI = re.compile(
    r"[\u00a9\u00ae\u203c\u2049\u20e3\u2139\u2190-\u21ff\u2300-\u27bf\u2934\u2935\u2b05-\u2b55\u3030\u303d\u3297\u3299"
    r"\ufe0e\ufe0f\u200d\U0001f000-\U0001faff\U000e0020-\U000e007f]+"
)
_SAID = re.compile(r"[^\W_]|[?!]")


def clean(text: str) -> str:
    """The text as a person sees it: one spelling per character, no control characters, at most
    `LONGEST` characters.

    Any string is taken, with NUL, lone surrogates and directional marks.
    """
    text = text[: 2 * LONGEST]
    if not text.isascii():
        text = unicodedata.normalize(
            "NFKC", text.translate(_QUOTES) if _QUOTE.search(text) else text
        )
    text = _CONTROL.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
        text = _CONTROL.sub(" ", text)
    return text[:LONGEST]


def bare(text: str) -> str:
    """The cleaned text without addresses and mentions, its hashtags as their words; "" where
    nothing is left.
    """
    text = clean(text)
    if "/" in text or "www." in text.lower():
        text = _URL.sub(" ", text)
    if "@" in text or "[" in text or text.lstrip()[:2] in ("RT", "rt"):
        text = _MENTION.sub(" ", _LEADING_MENTIONS.sub(" ", text))
    if "#" in text:
        text = _HASHTAG.sub(lambda match: f" {words_of(match[1])} ", text)
    return text


def says_something(left: str) -> bool:
    """Whether what `bare` left words anything: a letter, a digit, an emoji, an emoticon, a question
    mark, a shout.
    """
    return bool(_SAID.search(left) or _EMOJI.search(left) or _EMOTICON.search(left))


def worded(left: str) -> str:
    """What `bare` left without emoji and emoticons; short forms stand as they were written."""
    if _MAYBE_EMOTICON.search(left):
        left = _EMOTICON.sub(" ", left)
    return left if left.isascii() else _EMOJI.sub(" ", left)


def in_full(words: str) -> str:
    """What `worded` left with short forms written out, long-drawn letters drawn in, shouts in small
    letters.
    """
    words = _REPEATED.sub(r"\1\1", _ELONGATED.sub(r"\1\1", words))
    return " ".join(_WORD.sub(_in_full, words).split())


def normalise(text: str) -> str:
    """The text in plain words: no addresses, mentions or emoji; hashtags split, short forms written
    out.

    Idempotent in practice, safe for any string; "" when nothing is left.
    """
    return in_full(worded(bare(text)))


def _in_full(match: re.Match[str]) -> str:
    return _written_out(match[0])


@lru_cache(50_000)
def _written_out(word: str) -> str:
    known = SLANG.get(word.lower().replace("’", "'"))
    if known:
        return known
    if "'" in word:
        word = "'".join(SLANG.get(part.lower(), part) for part in word.split("'"))
    return word.lower() if len(word) > 3 and word.isupper() else word


_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"'})
_QUOTE = re.compile("[" + "".join(map(chr, _QUOTES)) + "]")
