"""How fast real posts are read, by the path that a night takes: a shard of the lake becomes
readings in the lake.

One process and one thread per measurement, in seconds of processor: other work on the machine does
not count. What others read is measured on the same posts in the same run: spaCy's fr_core_news_sm
and VADER.
"""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from rich.console import Console

from transforms.bench.process import environment, measure, peak_memory_mb
from transforms.config.errors import BadInput
from transforms.config.settings import settings

FILES = {"fr": ("telecom_fr", "telecom"), "en": ("airlines_en", "airlines")}
"""Language -> a file of real posts under the shared data, and their industry."""
POSTS = 2_000
_FIRST = 50
"""Posts that are read before the clock starts: what is loaded when it is first needed counts as start."""


def report(folder: Path, console: Console) -> dict[str, Any]:
    """Per language and yardstick: posts per core-second net of the start, seconds of the start; and
    ratios.
    """
    if not (settings().shared / "data" / "posts").is_dir():
        raise BadInput(
            f"{settings().shared}: no data/posts; set CMR_SHARED to the folder of the real data"
        )
    result: dict[str, Any] = {}
    for name in (*FILES, "spacy_fr", "vader_en"):
        result[name] = measure("real_posts", name, environment(folder / name, POSTS))
        rate, start = result[name]["posts_per_core_second"], result[name]["start_core_seconds"]
        console.print(
            f"  {name:<10} {rate:>8,} posts per core-second, {start:.1f} s of processor to start"
        )
    rates = {name: one["posts_per_core_second"] for name, one in result.items()}
    ratios = {
        "fr_to_spacy": rates["fr"] / rates["spacy_fr"],
        "en_to_vader": rates["en"] / rates["vader_en"],
    }
    return result | {"ratios": {name: round(ratio, 2) for name, ratio in ratios.items()}}


def posts(language: str) -> list[dict[str, Any]]:
    """`POSTS` real posts as rows of a shard, the file gone through evenly."""
    name, industry = FILES[language]
    lines = (
        (settings().shared / "data" / "posts" / f"{name}.jsonl")
        .read_text(encoding="utf-8")
        .splitlines()
    )
    chosen = lines[:: max(1, len(lines) // (POSTS + _FIRST))][: POSTS + _FIRST]
    return [
        {
            "text_hash": f"{number:06}",
            "text": json.loads(line)["text"],
            "language": language,
            "industry": industry,
        }
        for number, line in enumerate(chosen)
    ]


def _night(language: str) -> Callable[[list[dict[str, Any]]], None]:
    """Reads rows as the enrich step does, from a shard to a file of readings."""
    from transforms import lake
    from transforms.enrich.run import enrich_shard

    lake.initialise()

    def read(rows: list[dict[str, Any]]) -> None:
        name = f"{language}{len(rows)}"
        lake.write_rows("shards", name, rows)
        enrich_shard(name)

    return read


def _spacy(_: str) -> Callable[[list[dict[str, Any]]], None]:
    import spacy

    nlp = spacy.load("fr_core_news_sm")
    return lambda rows: [None for _ in nlp.pipe(row["text"] for row in rows)].clear()


def _vader(_: str) -> Callable[[list[dict[str, Any]]], None]:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    analyser = SentimentIntensityAnalyzer()
    return lambda rows: [analyser.polarity_scores(row["text"]) for row in rows].clear()


def _measured(name: str) -> dict[str, Any]:
    begun = time.process_time()
    language = name.rpartition("_")[2]
    rows = posts(language)
    read = {"spacy_fr": _spacy, "vader_en": _vader}.get(name, _night)(language)
    read(rows[:_FIRST])
    ready = time.process_time()
    read(rows[_FIRST:])
    spent = time.process_time() - ready
    return {
        "posts": len(rows) - _FIRST, "posts_per_core_second": round((len(rows) - _FIRST) / spent),
        "start_core_seconds": round(ready - begun, 2), "peak_memory_mb": peak_memory_mb(),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(_measured(sys.argv[1])))
