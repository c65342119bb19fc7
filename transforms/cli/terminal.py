"""What the commands share: the terminal they speak to, and the options that mean the same
everywhere.
"""

import json
from pathlib import Path
from typing import Annotated, Any, BinaryIO

import typer
from rich.console import Console

from transforms.config.errors import BadInput

console = Console(stderr=True)

AsJson = Annotated[
    bool, typer.Option("--json", help="Print the result as JSON on standard output.")
]


def emit(result: Any, as_json: bool) -> None:
    """Print a result: JSON for a program, lines for a person."""
    if as_json:
        print(json.dumps(result, default=str, ensure_ascii=False, indent=2))
    elif isinstance(result, dict):
        for key, value in result.items():
            print(f"{key}: {value}")
    elif isinstance(result, list):
        for item in result:
            print(item)


def opened(path: Path) -> BinaryIO:
    """A file that a person named, to read; a `BadInput` when it cannot be opened."""
    try:
        return path.open("rb")
    except OSError as error:
        raise BadInput(f"{path}: {error.strerror}") from None
