"""Whether reading forgets: the memory of one process while it reads texts that it never saw."""

import random
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

LETTERS = "aaeeiioubcdfglmnprstv"
SAID = (
    "is late",
    "ne marche pas",
    "works again",
    "est en panne depuis hier",
    "I love it",
    "quelle honte",
)
PARTS = 10


def texts(posts: int, seed: int = 7) -> Iterator[dict[str, Any]]:
    """`posts` rows to read, all different and full of words that nobody ever wrote."""
    dice = random.Random(seed)
    for number in range(posts):
        unseen = " ".join("".join(dice.choices(LETTERS, k=dice.randint(4, 9))) for _ in range(4))
        yield {"text": f"{unseen} {dice.choice(SAID)} {number}", "language": "en" if number % 2 else "fr",
               "industry": "telecom"}  # fmt: skip


def memory(posts: int) -> dict[str, int]:
    """Reads `posts` texts; answers items, and the resident memory (MB) after a tenth, after half
    and at the end.
    """
    from transforms.enrich.read import reader

    rows, after = texts(posts), []
    for _ in range(PARTS):
        for _reading in reader().read(islice(rows, posts // PARTS)):
            pass
        after.append(resident())
    return {"items": PARTS * (posts // PARTS), "memory_mb_at_tenth": after[0], "memory_mb_at_half": after[4],
            "memory_mb_at_end": after[-1]}  # fmt: skip


def resident() -> int:
    """Resident memory of this process in MB (Linux)."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) // 1024
    return 0
