"""What is left of one value, and whether a row goes, when people are forgotten."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

import orjson

from transforms.people.redaction import NAME, Hidden, redact, spoken


class Forgotten(Protocol):
    """The list of who is forgotten; names are compared as words, and pseudonyms are names."""

    hidden: Hidden

    def __contains__(self, person: object) -> bool: ...

    def is_name(self, words: str) -> bool: ...

    def is_post(self, network: str, post_id: str) -> bool: ...

    def is_text(self, text_hash: str) -> bool: ...


KEYS = ("author_id", "network", "post_id", "text_hash")
"""The columns that `goes` looks at."""
GONE = object()
"""What `clean` says of a list's element that goes altogether."""


def goes(row: Mapping[str, Any], forgotten: Forgotten) -> bool:
    """Whether a row is about what a forgotten person wrote: it is theirs, or about their post or
    their text alone.
    """
    author, network, post = row.get("author_id"), row.get("network"), row.get("post_id")
    if isinstance(author, str) and (
        forgotten.is_name(spoken(author)) or (network, author) in forgotten
    ):
        return True
    if isinstance(network, str) and isinstance(post, str):
        return forgotten.is_post(network, post)
    text_hash = row.get("text_hash")
    return "author_id" not in row and isinstance(text_hash, str) and forgotten.is_text(text_hash)


def clean(value: Any, column: str, row_network: str | None, forgotten: Forgotten) -> Any:
    """The value as it may stay: their ids empty, their words and names replaced, their posts out of
    lists.
    """
    if isinstance(value, str):
        return _text(value, column, row_network, forgotten)
    if isinstance(value, dict):
        if _is_post(value, forgotten):
            return GONE
        return {k: _or_none(clean(v, str(k), row_network, forgotten)) for k, v in value.items()}
    if isinstance(value, list | tuple):
        cleaned = [clean(one, column, row_network, forgotten) for one in value]
        return [one for one in cleaned if one is not GONE]
    return value


def needs_network(column: str) -> bool:
    """Whether a column holds ids of other posts, which are told apart by the row's network."""
    return column == "in_reply_to" or (column.endswith("post_id") and column != "post_id")


def cleaner(column: str, row_network: str | None, forgotten: Forgotten) -> Callable[[Any], Any]:
    """`clean` for one column; what would go altogether becomes null."""
    return lambda value: _or_none(clean(value, column, row_network, forgotten))


def _text(value: str, column: str, row_network: str | None, forgotten: Forgotten) -> Any:
    if column.endswith("author_id") and forgotten.is_name(spoken(value)):
        return None
    if needs_network(column) and row_network and forgotten.is_post(row_network, value):
        return NAME
    network, slash, post_id = value.partition("/")
    if slash and forgotten.is_post(network, post_id):  # how advice names its evidence
        return GONE
    if value[:1] in ("{", "[") and value[-1:] in ("}", "]"):
        try:
            parsed = orjson.loads(value)
        except orjson.JSONDecodeError:
            return redact(value, forgotten.hidden)
        cleaned = _or_none(clean(parsed, column, row_network, forgotten))
        return value if cleaned == parsed else orjson.dumps(cleaned).decode()
    return redact(value, forgotten.hidden)


def _is_post(value: Mapping[str, Any], forgotten: Forgotten) -> bool:
    network, post_id = value.get("network"), value.get("post_id")
    return (
        isinstance(network, str)
        and isinstance(post_id, str)
        and forgotten.is_post(network, post_id)
    )


def _or_none(value: Any) -> Any:
    return None if value is GONE else value
