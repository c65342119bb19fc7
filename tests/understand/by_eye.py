"""The wants of a file of posts, their names and first quotes, to be judged by eye.

`python -m tests.understand.by_eye FILE.jsonl --industry telecom --brand Freebox` reads the file's
last posts as one community of one day, by the product's own functions, and prints the largest wants:
how many people, both names, of which kind, the first quotes. What is printed may not be free to
keep: it is for the screen.
"""

import argparse
import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from transforms.config.industries import Packs
from transforms.config.settings import settings
from transforms.enrich.read import read_texts
from transforms.enrich.run import alike, meaning
from transforms.understand.asked import ReadPost
from transforms.understand.wants.gathering import Alike
from transforms.understand.wants.phrases import phrase_book
from transforms.understand.wants.wants import Want, people, wants_among

DAY = date(2026, 11, 1)
QUOTES = 2


def rows_of(file: Path, brands: set[str], most: int) -> list[dict]:
    """The last posts of a file that are not the brand's own."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    members = [row for row in rows if str(row["author_id"]).lower() not in brands]
    return members[-most:] if most else members


def expecting(rows: list[dict], industry: str) -> Iterator[ReadPost]:
    """The posts that are read as wanting something."""
    asked = ({"text": row["text"], "industry": industry} for row in rows)
    for row, reading in zip(rows, read_texts(asked), strict=True):
        if wish := reading.expectation:
            yield ReadPost(
                "x", str(row["post_id"]), str(row["author_id"]), row["text"], row["text"],
                reading.language, wish.theme, wish.need, wish.explicit, Decimal(str(wish.score)), "m", DAY,
            )  # fmt: skip


def wants(posts: list[ReadPost], industry: str) -> list[Want]:
    """The wants of posts of one industry, those of most people first."""
    packs = Packs(settings().industries)
    of_pack = {
        name: {"fr": theme.need.fr, "en": theme.need.en}
        for name, theme in packs[industry].themes.items()
        if theme.need
    }
    found = wants_among(
        "c", posts, {}, meaning, phrase_book(meaning, industry, of_pack), Alike(*alike())
    )
    return sorted(found, key=lambda want: (-people(want.posts), want.need_id))


def show(found: list[Want], most: int, whole: bool) -> None:
    for place, want in enumerate(found[:most], 1):
        print(f"\n{place}. {people(want.posts)} people [{want.name.kind}]")
        print(f"   fr {want.name.fr}\n   en {want.name.en}")
        for at in want.proofs[:QUOTES]:
            print(f"   > {want.posts[at].text[:200]!r}")
        for post in want.posts if whole else ():
            print(f"     . {post.text[:160]!r}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("file", type=Path)
    options.add_argument("--industry", required=True)
    options.add_argument("--brand", nargs="*", default=[], help="who speaks for the brand")
    options.add_argument("--most", type=int, default=0, help="posts that are read, the last ones")
    options.add_argument("--names", type=int, default=40, help="wants that are shown")
    options.add_argument("--whole", action="store_true", help="all posts of each want too")
    chosen = options.parse_args()
    rows = rows_of(chosen.file, {brand.lower() for brand in chosen.brand}, chosen.most)
    posts = list(expecting(rows, chosen.industry))
    found = wants(posts, chosen.industry)
    grouped = sum(len(want.posts) for want in found)
    print(
        f"{len(rows)} posts, {len(posts)} want something, {grouped} of them in {len(found)} wants"
    )
    show(found, chosen.names, chosen.whole)


if __name__ == "__main__":
    main()
