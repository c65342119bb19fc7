"""What advice can say, read from one file per language."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from transforms.reading import Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")


@lru_cache
def said(language: Language) -> dict[str, Any]:
    """The whole file of a language."""
    return yaml.safe_load((Path(__file__).parent / "languages" / f"{language}.yml").read_text(encoding="utf-8"))


def counted(forms: dict[str, str], n: int, language: Language) -> str:
    """The form for a number, with the number in it; in French 0 is singular."""
    one = n <= 1 if language == "fr" else n == 1
    return forms["one" if one else "other"].format(n=n)
