"""Whether a whole night lets personal data slip: `python -m tests.privacy.whole_night [EACH]` invents
posts, EACH of every form, runs a night and searches every byte and value of the home.
"""

import json
import re
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.end_to_end.conftest import call, environment
from tests.privacy.erasure.searching import contents
from tests.privacy.invented_posts import EACH, rows_and_needles

COMMUNITY = """
name: forum
industry: telecom
language: fr
timezone: Europe/Paris
accounts: [brand]
sources:
  - {{network: export, path: "{folder}/posts.jsonl"}}
  - network: export
    path: "{folder}/late.csv"
    columns: {{text: Message, created_at: Date, author_id: Auteur, post_id: N}}
    constants: {{network: forum}}
recipients:
  - {{email: cm@mail.example, language: fr}}
  - {{email: head@mail.example, language: en}}
as_of: latest
"""


class Searched(NamedTuple):
    """What was looked for, where, and what was found: (store, piece) for each that slipped."""

    needles: list[str]
    stores: dict[str, int]
    found: list[tuple[str, str]]


def search(folder: Path, each: int = EACH) -> Searched:
    """A night of posts full of invented personal data in `folder`, every store of its home searched."""
    rows, needles = rows_and_needles(each)
    bad = [
        row | {"post_id": f"bad-{n}", "created_at": row["text"]} for n, row in enumerate(rows[:24])
    ]
    (folder / "communities").mkdir()
    (folder / "communities" / "forum.yml").write_text(COMMUNITY.format(folder=folder))
    (folder / "posts.jsonl").write_text("".join(json.dumps(one) + "\n" for one in rows + bad))
    lines = [
        f'{n};{row["author_id"]};"{row["text"]}";{row["created_at"]}' for n, row in enumerate(rows)
    ]
    (folder / "late.csv").write_text(
        "\n".join(["N;Auteur;Message;Date", *lines]), encoding="utf-16"
    )
    home = folder / "home"
    env = environment(home, folder / "communities")
    done = call(env, "python", "-m", "tests.plain_night", "latest")
    stores = {name: text.casefold() for name, text in contents(home).items()} | {
        "said": (done.stdout + done.stderr).casefold()
    }
    found = [(name, one) for one in needles for name, text in stores.items() if holds(text, one)]
    return Searched(needles, {name: len(text) for name, text in stores.items()}, found)


def holds(text: str, needle: str) -> bool:
    """Whether a lower-case text holds the needle; digits count as a whole run only, because six of
    them stand in some number of every warehouse.
    """
    one = needle.casefold()
    if not one.isdecimal():
        return one in text
    return re.search(rf"(?<!\d){one}(?!\d)", text) is not None


def main() -> None:
    each = int(sys.argv[1]) if len(sys.argv) > 1 else EACH
    with tempfile.TemporaryDirectory() as folder:
        searched = search(Path(folder), each)
    for name, size in searched.stores.items():
        print(f"{name:<28} {size:>12,} characters")
    print(
        f"{len(searched.needles)} pieces sought, {len(searched.found)} found {searched.found[:20]}"
    )


if __name__ == "__main__":
    main()
