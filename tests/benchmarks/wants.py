"""How well wants are found, grouped and named on posts that taught nothing: `python -m
tests.benchmarks.wants`.

Every figure comes out of the product's functions. Grouping is shown industry by industry on
`written`, each a community of its own, and on the mini-bar reviews by app and kind; the phrases of
an industry are left out when its wants are named. Whether the encoder has met an industry is its
training's business: the model card says which. `--posts FILE.jsonl` shows other rows (the same
columns), such as industries that this model has not met. From which likeness on posts want the
same is chosen by `python -m transforms.training.ship.same_want`, on rows that teach.
"""

import argparse
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn.cluster import AgglomerativeClustering
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from transforms.config.settings import settings
from transforms.enrich.run import alike
from transforms.enrich.run import meaning as real_meaning
from transforms.understand.asked import NightToUnderstand, ReadPost
from transforms.understand.wants.gathering import Alike, gather
from transforms.understand.wants.phrases import Meaning, apart, phrase_book
from transforms.understand.wants.wants import key_of, rows_of, wants_among, window

DAY = date(2026, 11, 1)
ALIKE = Alike(*alike())
WRITTEN, CLUSTERS = "made/written.parquet", "intents/minibar_clusters_en_fr_dev.parquet"


def wanting(split: str | None = None) -> pd.DataFrame:
    """The invented posts that want something."""
    rows = pd.read_parquet(settings().shared / "data" / WRITTEN)
    return rows[rows["need"].notna() & (rows["split"] == (split or rows["split"]))].reset_index(
        drop=True
    )


def others(files: list[Path]) -> pd.DataFrame:
    """The rows of JSON lines that want something."""
    rows = pd.concat([pd.read_json(file, lines=True, dtype=False) for file in files])
    rows = rows[rows["need"].notna()].reset_index(drop=True)
    return rows.assign(split=rows.get("split", "train"))


def nearest_is_same(
    vectors: np.ndarray, wants: np.ndarray, among: np.ndarray | None = None
) -> float:
    """Share of posts whose nearest other post (of those that `among` allows, (n, n)) has the same
    want.
    """
    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -2)
    if among is not None:
        alike = np.where(among, alike, -2)
    return float((wants[alike.argmax(axis=1)] == wants).mean())


def placed(rows: pd.DataFrame, meaning: Meaning) -> np.ndarray:
    """Where the posts of one community lie, what is usual taken away."""
    vectors, languages = meaning(rows["text"].tolist()), rows["lang"].tolist()
    return apart(vectors, languages, phrase_book(meaning, "", {}).usual(vectors, languages))


def grouped(vectors: np.ndarray, said: np.ndarray) -> np.ndarray:
    """The groups of one night that knows of none before."""
    return gather(vectors, said, [None] * len(said), ALIKE.among(len(said)))


def agreement(vectors: np.ndarray, said: np.ndarray, wants: np.ndarray) -> tuple[float, float]:
    """ARI of the groups that are found with the wants: of all posts, of the outspoken alone."""
    found, alone = grouped(vectors, said), grouped(vectors[said], said[said])
    return adjusted_rand_score(wants, found), adjusted_rand_score(wants[said], alone)


def of_right_number(vectors: np.ndarray, wants: np.ndarray) -> float:
    """ARI of average link told how many wants there are."""
    linking = AgglomerativeClustering(len(set(wants)), metric="cosine", linkage="average")
    return adjusted_rand_score(wants, linking.fit_predict(vectors))


def grouping(rows: pd.DataFrame, meaning: Meaning) -> dict[str, float]:
    """Figures of one community's posts: nearest, groups found, across languages and within."""
    vectors, wants = placed(rows, meaning), rows["need"].to_numpy()
    said, french = rows["explicit"].to_numpy().astype(bool), (rows["lang"] == "fr").to_numpy()
    same = french[:, None] == french[None, :]
    ari, ari_said = agreement(vectors, said, wants)
    found = grouped(vectors, said)
    return {
        "nearest": nearest_is_same(vectors, wants),
        "nearest said": nearest_is_same(vectors[said], wants[said]),
        "ARI": ari,
        "ARI said": ari_said,
        "ARI, number told": of_right_number(vectors, wants),
        "said": of_right_number(vectors[said], wants[said]),
        "groups": len(set(found.tolist())),
        "within": nearest_is_same(vectors, wants, same),
        "across": nearest_is_same(vectors, wants, ~same),
    }


def mini_bar(meaning: Meaning) -> dict[str, float]:
    """ARI of each app and kind, on the mean, and NMI on the clusters of five posts and more."""
    rows = pd.read_parquet(settings().shared / "data" / CLUSTERS)
    scores, large = [], []
    for _, part in rows.groupby(rows["theme"].str.rsplit("/", n=1).str[0]):
        said = np.ones(len(part), dtype=bool)
        found = grouped(placed(part, meaning), said)
        scores.append(adjusted_rand_score(part["theme"], found))
        many = (part.groupby("theme")["text"].transform("size") >= 5).to_numpy()
        large.append(normalized_mutual_info_score(part["theme"].to_numpy()[many], found[many]))
    return {"ARI": float(np.mean(scores)), "NMI of five and more": float(np.mean(large))}


def posts_of(rows: pd.DataFrame, weeks: int = 8) -> list[ReadPost]:
    """The rows as posts of as many authors, spread evenly over the weeks before `DAY`."""
    return [
        ReadPost(
            "x", row.id, f"a{row.id}", row.text, row.id, row.lang, None, "", bool(row.explicit), Decimal("0.9"), "m",
            DAY - timedelta(days=place * 7 * weeks // len(rows)),
        )
        for place, row in enumerate(rows.sample(frac=1, random_state=1).itertuples())
    ]  # fmt: skip


def kept(rows: pd.DataFrame, meaning: Meaning) -> tuple[int, int]:
    """(posts that keep their want when the last week is added, posts that had one)."""
    posts = posts_of(rows)
    before = window(
        [p for p in posts if p.created_date <= DAY - timedelta(days=7)], DAY - timedelta(days=7)
    )
    book = phrase_book(meaning, "", {})
    known = {
        key_of(p): w.need_id
        for w in wants_among("c", before, {}, meaning, book, ALIKE)
        for p in w.posts
    }
    after = {
        key_of(p): w.need_id
        for w in wants_among("c", window(posts, DAY), known, meaning, book, ALIKE)
        for p in w.posts
    }
    still = [key for key in known if key in {key_of(p) for p in window(posts, DAY)}]
    return sum(after.get(key) == known[key] for key in still), len(still)


def named(rows: pd.DataFrame, meaning: Meaning, industry: str) -> list[dict]:
    """The rows of understood/needs of one invented community, its own phrases left out."""
    wants = wants_among(industry, posts_of(rows), {}, meaning, phrase_book(meaning, "", {}), ALIKE)
    return rows_of(NightToUnderstand(industry, industry, DAY), wants)


def finding(rows: pd.DataFrame) -> pd.DataFrame:
    """Share of outspoken and implied wants that `read_texts` finds without a pack, and of false
    ones, by language.
    """
    from transforms.enrich.read import read_texts

    asked = ({"text": row.text, "language": row.lang} for row in rows.itertuples())
    found = pd.Series(
        [reading.expectation is not None for reading in read_texts(asked)], index=rows.index
    )
    kind = (
        rows["explicit"].map({True: "said", False: "implied"}).where(rows["need"].notna(), "false")
    )
    return found.groupby([rows["lang"], kind]).agg(["mean", "size"]).round(3).unstack()


def print_finding() -> None:
    """`written` industry by industry, then the dev rows of the hand-labelled posts."""
    written = pd.read_parquet(settings().shared / "data" / WRITTEN)
    for industry, own in written.groupby("industry"):
        print(
            f"\nfinding, {industry}, all rows and dev rows\n{finding(own)}\n{finding(own[own['split'] == 'dev'])}"
        )
    for name in ("telecom_fr", "support_en", "app_reviews"):
        labels = pd.read_parquet(settings().shared / "data" / "made" / f"{name}_labels.parquet")
        labels = labels[labels["split"] == "dev"]
        language = {"telecom_fr": "fr", "support_en": "en"}.get(name)
        print(
            f"\nfinding, {name}, dev rows\n{finding(labels if language is None else labels.assign(lang=language))}"
        )


def print_grouping(rows: pd.DataFrame, meaning: Meaning) -> None:
    table = pd.DataFrame(
        {industry: grouping(own, meaning) for industry, own in rows.groupby("industry")}
    ).T
    table.loc["mean"] = table.mean()
    table["across/within"] = table["across"] / table["within"]
    print(table.round(3).to_string())
    stable = np.array([kept(own, meaning) for _, own in rows.groupby("industry")]).sum(axis=0)
    print(
        f"identities kept when a week is added: {stable[0]} of {stable[1]} posts ({stable[0] / max(1, stable[1]):.1%})"
    )
    print("mini-bar:", {name: round(value, 3) for name, value in mini_bar(meaning).items()})


def print_names(rows: pd.DataFrame, meaning: Meaning) -> None:
    texts, true = (
        dict(zip(rows["id"], rows["text"], strict=True)),
        dict(zip(rows["id"], rows["need_en"], strict=True)),
    )
    for industry, own in rows.groupby("industry"):
        found = pd.DataFrame(named(own, meaning, industry))
        for identity, want in found.groupby("need_id") if len(found) else []:
            wanted = want["post_id"].map(true).value_counts()
            about = (
                f"[{want.name_kind.iloc[0]}] {len(want)} posts, {wanted.iloc[0]}: {wanted.index[0]}"
            )
            print(f"\n{industry} {identity} {about}")
            print(f"  fr {want.label_fr.iloc[0]} | en {want.label_en.iloc[0]}")
            for post in want[want["proof"].notna()].sort_values("proof")["post_id"].head(2):
                print(f"    > {texts[post]}  [{true[post]}]")


def main(meaning: Meaning) -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument(
        "--names", action="store_true", help="print every want with its name and its first quotes"
    )
    options.add_argument("--split", choices=["train", "dev"], help="only the wants of one split")
    options.add_argument("--posts", nargs="+", type=Path, help="other rows, JSON lines")
    chosen = options.parse_args()
    rows = others(chosen.posts) if chosen.posts else wanting(chosen.split)
    if not chosen.posts:
        print_finding()
    print_grouping(rows, meaning)
    if chosen.names:
        print_names(rows, meaning)


if __name__ == "__main__":
    main(real_meaning)
