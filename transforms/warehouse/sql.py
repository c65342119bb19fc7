"""Names and values as SQL writes them, for statements that take no parameters."""

from pathlib import Path


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(value: str | Path | bool) -> str:
    return (
        str(value).lower() if isinstance(value, bool) else "'" + str(value).replace("'", "''") + "'"
    )
