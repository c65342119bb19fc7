"""Phrases as the tests compare them: word by word, without case or accents."""

import re
import unicodedata


def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case and without accents."""
    bare = "".join(
        c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c)
    )
    return tuple(re.findall(r"[^\W_]+", bare))


def holds(text: str, phrase: str) -> bool:
    """Whether the words of the phrase follow one another in the text."""
    said, wanted = words(text), words(phrase)
    return any(said[i : i + len(wanted)] == wanted for i in range(len(said) - len(wanted) + 1))
