"""Letters without their accents."""

import unicodedata
from typing import Literal


def without_accents(text: str, form: Literal["NFD", "NFKD"] = "NFD") -> str:
    """`été` -> `ete`; NFKD also writes compatible signs plainly, such as `ﬁ` and full-width
    letters.
    """
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize(form, text) if not unicodedata.combining(c))
