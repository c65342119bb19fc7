"""The first letter of a name, as it stands at the beginning and in the middle of a sentence."""

import re

_OWN_CAPITAL = re.compile(r"I\b|\w+['’]|\S+[A-ZÀ-Þ]")
"""A beginning whose capital is its own: `I`, `J'ai`, `SNCF`, `Wi-Fi`."""


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """`Panne de réseau` -> `panne de réseau`, but `SNCF`, `Wi-Fi` and `J'ai` keep their capital."""
    return text if _OWN_CAPITAL.match(text) else text[:1].lower() + text[1:]
