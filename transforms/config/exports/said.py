"""What is said to whoever begins a community from a file, in their language."""

from functools import lru_cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("said.yml")


def say(language: str, key: str, **values: object) -> str:
    """A sentence in French or English, with its values."""
    return _sentences()[key][language].format(**values)


@lru_cache
def _sentences() -> dict[str, dict[str, str]]:
    return yaml.safe_load(FILE.read_text(encoding="utf-8"))
