"""One way to prepare a social text, the same when a model is trained and when it reads."""

import html
import re
import unicodedata
from functools import lru_cache

import emoji

from transforms.enrich.text.hashtags import words_of
from transforms.enrich.text.slang import EMOTICONS, SLANG

LONGEST = 2_000
"""Characters that are read of a text: the rest of a longer one adds cost, and nobody's feelings."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]+")
_URL = re.compile(r"(?:https?://|www\.)\S+|\b(?:t\.co|bit\.ly|pic\.twitter\.com)/\S+", re.IGNORECASE)
_LEADING_MENTIONS = re.compile(r"^(?:\s*(?:RT\b|\.?@[\w.\-]+:?))+", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@])@[\w.\-]*\w|\[NAME\]")
_HASHTAG = re.compile(r"#(\w+)")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED = re.compile(r"([!?.,;*~])\1{2,}")
_WORD = re.compile(r"[^\W\d_][\w'’]*")
_EMOTICON = re.compile(
    r"(?<!\S)(?:" + "|".join(re.escape(e) for e in sorted(EMOTICONS, key=len, reverse=True)) + r")(?!\w)", re.IGNORECASE
)
_SAID = re.compile(r"[^\W_]|[?!]")
_SPACES = re.compile(r"\s+")
_MAYBE_EMOJI = re.compile(r"[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]")


def clean(text: str) -> str:
    """The text as a person sees it: one spelling per character, no control characters, at most `LONGEST` characters.

    Any string is taken, with NUL, lone surrogates and directional marks.
    """
    text = text[: 2 * LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text.translate(_QUOTES))
    text = _CONTROL.sub(" ", text)
    if "&" in text:
        text = html.unescape(text)
        text = _CONTROL.sub(" ", text)
    return text[:LONGEST]


def normalise(text: str) -> str:
    """The text in plain words: addresses and leading mentions dropped, hashtags split, emoji named, slang written out.

    Idempotent in practice, safe for any string; "" when nothing is left.
    """
    return in_plain_words(addressed_to_nobody(text))


def addressed_to_nobody(text: str, mention: str = " user ") -> str:
    """The cleaned text without addresses and leading mentions, other mentions as `mention`, hashtags as their words."""
    text = _URL.sub(" ", clean(text))
    text = _MENTION.sub(mention, _LEADING_MENTIONS.sub(" ", text))
    if "#" in text:
        text = _HASHTAG.sub(lambda match: f" {words_of(match[1])} ", text)
    return text


def as_written(text: str) -> str:
    """Only what its writer worded: no address, no mention, no emoji, no emoticon; short forms as they stand."""
    text = _EMOTICON.sub(" ", addressed_to_nobody(text, " "))
    return emoji.replace_emoji(text, " ") if _MAYBE_EMOJI.search(text) else text


def says_something(text: str) -> bool:
    """Whether a text words anything: a letter, a digit, an emoji, an emoticon or a mark of question or exclamation."""
    rest = addressed_to_nobody(text, " ")
    return bool(_SAID.search(rest) or _MAYBE_EMOJI.search(rest) or _EMOTICON.search(rest))


def in_plain_words(text: str) -> str:
    """A text that `addressed_to_nobody` left, with its emoticons and emoji named and its short forms written out."""
    text = _EMOTICON.sub(lambda match: f" {EMOTICONS[match[0].lower()]} ", text)
    if _MAYBE_EMOJI.search(text):
        text = _name_emoji(text)
    text = _REPEATED.sub(r"\1\1", _ELONGATED.sub(r"\1\1", text))
    text = _WORD.sub(_in_full, text)
    return _SPACES.sub(" ", text).strip()


def emoji_of(text: str) -> list[str]:
    """The emoji of a text, in order."""
    if not _MAYBE_EMOJI.search(text):
        return []
    return [found["emoji"] for found in emoji.emoji_list(text)]


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


def _name_emoji(text: str) -> str:
    """Each run of one emoji as its English name once: a laugh thrice is no other feeling than a laugh."""
    pieces, end, last = [], 0, ""
    for found in emoji.emoji_list(text):
        between = text[end : found["match_start"]]
        pieces.append(between)
        end = found["match_end"]
        if found["emoji"] != last or between.strip():
            pieces.append(f" {_emoji_name(found['emoji'])} ")
        last = found["emoji"]
    return "".join(pieces) + text[end:]


@lru_cache(4_096)
def _emoji_name(symbol: str) -> str:
    name = emoji.EMOJI_DATA.get(symbol, {}).get("en", "")
    return re.sub(r"[_\W]+", " ", name).strip()


_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"'})
