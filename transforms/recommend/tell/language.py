"""What advice can say, read from one file per language."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from babel.numbers import format_decimal

from transforms.reading import Label, Language

LANGUAGES: tuple[Language, ...] = ("fr", "en")


@lru_cache
def said(language: Language) -> dict[str, Any]:
    """The whole file of a language."""
    return yaml.safe_load(
        (Path(__file__).parent / "languages" / f"{language}.yml").read_text(encoding="utf-8")
    )


def both(path: str, **values: Any) -> Label:
    """The sentence at `path`, such as `basis.measured`, in both languages; a value may be a label
    itself.
    """
    return Label(fr=_filled("fr", path, values), en=_filled("en", path, values))


def _filled(language: Language, path: str, values: dict[str, Any]) -> str:
    found: Any = said(language)
    for key in path.split("."):
        found = found[key]
    own = {name: _written(value, language) for name, value in values.items()}
    return str(found).format(**own)


def _written(value: Any, language: Language) -> Any:
    """A label's words, and a whole number as its readers write it: `1 388`, `1,388`."""
    if isinstance(value, Label):
        return getattr(value, language)
    return format_decimal(value, locale=language) if isinstance(value, int) else value


def counted(forms: dict[str, str], n: int, language: Language) -> str:
    """The form for a number, with the number in it; in French 0 is singular."""
    one = n <= 1 if language == "fr" else n == 1
    return forms["one" if one else "other"].format(n=n)
