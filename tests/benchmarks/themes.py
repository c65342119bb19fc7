"""Do themes agree with the reasons that people see in complaints: `python -m
tests.benchmarks.themes REASONS.csv`.

REASONS.csv has post_id and reason, labelled by `themes.md`; the posts may not be published, so the
file stays outside. The first theme of each post, or that it has none, is compared with the reason.
"""

import argparse
import json
from pathlib import Path

import pandas as pd
from sklearn.metrics import normalized_mutual_info_score

from transforms.config.settings import settings
from transforms.enrich.read import read_texts

POSTS = "posts/airlines_en.jsonl"


def themed(reasons: pd.DataFrame, industry: str = "airlines") -> pd.DataFrame:
    """Each labelled post that complains: text, reason, its first theme ("" for none), evidence."""
    lines = (settings().shared / "data" / POSTS).read_text(encoding="utf-8").splitlines()
    texts = {row["post_id"]: row["text"] for row in map(json.loads, lines)}
    posts = reasons[reasons["reason"] != "none"].copy()
    posts["text"] = posts["post_id"].map(texts)
    asked = ({"text": text, "language": "en", "industry": industry} for text in posts["text"])
    first = [next(iter(reading.themes), None) for reading in read_texts(asked)]
    posts["theme"] = [one.theme if one else "" for one in first]
    posts["evidence"] = [one.evidence if one else "" for one in first]
    return posts


def figures(posts: pd.DataFrame) -> dict[str, float]:
    """Agreement (normalised mutual information) of all complaints and of those whose reason is
    clear, and the share that has a theme.
    """
    clear = posts[posts["reason"] != "unclear"]
    return {
        "complaints": len(posts),
        "NMI": normalized_mutual_info_score(posts["reason"], posts["theme"]),
        "NMI of clear reasons": normalized_mutual_info_score(clear["reason"], clear["theme"]),
        "with a theme": float((posts["theme"] != "").mean()),
        "of clear reasons": float((clear["theme"] != "").mean()),
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("reasons", type=Path)
    options.add_argument("--posts", action="store_true", help="print every post with its theme")
    chosen = options.parse_args()
    posts = themed(pd.read_csv(chosen.reasons))
    if chosen.posts:
        print(posts.drop(columns="post_id").to_string(max_colwidth=150))
    print(pd.crosstab(posts["reason"], posts["theme"]).to_string())
    print({name: round(value, 3) for name, value in figures(posts).items()})


if __name__ == "__main__":
    main()
