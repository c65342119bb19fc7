"""A post as the encoder reads it, the same when it is taught and when it reads: as its writer wrote
it, less noise.
"""

import html
import re
import unicodedata

from transforms.enrich.text.hashtags import words_of

LONGEST = 2_000
"""Characters that are read of a text."""

_CONTROL = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd\ud800-\udfff]+"
)
_URL = re.compile(
    r"(?:https?://|www\.)\S+|\b(?:t\.co|bit\.ly|pic\.twitter\.com)/\S+", re.IGNORECASE
)
_LEADING_MENTIONS = re.compile(r"^(?:\s*(?:RT\b|\.?@[\w.\-]+:?))+", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@])@[\w.\-]*\w|\[NAME\]")
_HASHTAG = re.compile(r"#(\w+)")
_VARIANT = re.compile("\u200d[\u2640\u2642]\ufe0f?|[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d]")
"""What makes one emoji out of another: skin, sex, style, the joiner."""
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_REPEATED = re.compile(r"([!?.,;*~\u203c-\u3299\U0001f000-\U0001faff])\1{2,}")
_SHOUTED = re.compile(r"\b[^\W\d_]{4,}\b")
_QUOTES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "´": "'", "`": "'", "“": '"', "”": '"'})


def for_encoder(text: str) -> str:
    """The text without addresses, leading mentions and control characters; hashtags split, emoji
    and slang kept.

    Any string is taken; "" where nothing is left to read. Idempotent in practice.
    """
    text = text[: 2 * LONGEST]
    if not text.isascii():
        text = unicodedata.normalize("NFKC", _VARIANT.sub("", text.translate(_QUOTES)))
    if "&" in text:
        text = html.unescape(text)
    text = _CONTROL.sub(" ", text)[:LONGEST]
    if "/" in text or "www." in text.lower():
        text = _URL.sub(" ", text)
    if "@" in text or "[" in text or text.lstrip()[:2] in ("RT", "rt"):
        text = _MENTION.sub(" user ", _LEADING_MENTIONS.sub(" ", text))
    if "#" in text:
        text = _HASHTAG.sub(lambda match: f" {words_of(match[1])} ", text)
    text = _REPEATED.sub(r"\1\1", _ELONGATED.sub(r"\1\1", text))
    text = _SHOUTED.sub(lambda match: match[0].lower() if match[0].isupper() else match[0], text)
    return " ".join(text.split())
