"""What becomes of each shape's file, as docs/files.md shows it: `python -m tests.extract.files.shapes.shapes_table`."""

import tempfile
from pathlib import Path

from tests.cases.conftest import _taken
from tests.extract.files.shapes.made_shapes import MADE

HEAD = "| `kind` | rows in | read | set aside | no posts |\n|---|---|---|---|---|"


def row(kind: str, rows: int, read: int, set_aside: int) -> str:
    """One line of the table; what is neither read nor set aside is no post (totals, stars alone)."""
    return f"| `{kind}` | {rows} | {read} | {set_aside} | {rows - read - set_aside} |"


def main() -> None:
    print(HEAD)
    for kind, made in MADE.items():
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / made.file
            file.write_bytes(made.content)
            found = _taken(file, kind=kind)
        print(row(kind, made.rows, len(found.posts), len(found.tally.rejected)))


if __name__ == "__main__":
    main()
