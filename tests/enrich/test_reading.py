"""The committed model with the committed packs: what a reader of the product would check first."""

import json
import random
from pathlib import Path

import pytest
import yaml

from transforms.config.settings import PROJECT
from transforms.enrich.read import Reader, reader
from transforms.training.judge.agreement import judge, labelled

LABELLED = Path(__file__).parent / "hand_labelled"


@pytest.fixture(scope="module")
def committed() -> Reader:
    return reader()


@pytest.mark.parametrize(
    "industry", ["airlines", "telecom", "media", "banking", "insurance", "cosmetics", "games"]
)
def test_posts_of_every_trade_find_their_theme(committed, industry):
    posts = yaml.safe_load(
        (PROJECT / "tests" / "industries" / "posts.yml").read_text(encoding="utf-8")
    )[industry]
    rows = [{"text": p["text"], "language": p["language"], "industry": industry} for p in posts]
    found = [[t.theme for t in reading.themes] for reading in committed.read(rows)]
    by_phrase = [
        (post["theme"], themes)
        for post, themes in zip(posts, found, strict=True)
        if "by" not in post
    ]
    assert not [theme for theme, themes in by_phrase if theme not in themes]


def test_a_theme_is_found_by_meaning_alone_in_some_of_the_posts(committed):
    packs = yaml.safe_load(
        (PROJECT / "tests" / "industries" / "posts.yml").read_text(encoding="utf-8")
    )
    rows = [
        post | {"industry": industry}
        for industry, posts in packs.items()
        for post in posts
        if "by" in post
    ]
    found = [[t.theme for t in reading.themes] for reading in committed.read(rows)]
    assert (
        sum(row["theme"] in themes for row, themes in zip(rows, found, strict=True)) / len(rows)
        >= 0.15
    )


# Floors: what was measured on 26 November 2026 less a margin; `make evaluate` prints the figures
# themselves.
@pytest.mark.parametrize(
    ("language", "emotions", "intents", "expectation"),
    [("fr", 0.50, 0.65, 0.45), ("en", 0.50, 0.62, 0.32)],
)
def test_hand_labelled_posts_are_read_as_well_as_they_were(
    committed, language, emotions, intents, expectation
):
    rows = labelled(LABELLED / f"{language}.jsonl")
    figures = judge(rows, committed.read(rows), committed.model.thresholds)
    assert figures["posts"] >= 200
    assert figures["emotions"]["macro_f1"] >= emotions
    assert figures["intents"]["macro_f1"] >= intents
    assert figures["expectation"]["any"]["f1"] >= expectation
    assert figures["expectation"]["any"]["precision"] >= 0.75
    assert figures["subsets"]["negation"]["sentiment_right"] >= 0.5
    assert figures["subsets"]["emoji_only"]["sentiment_right"] >= 0.80


def test_two_thousand_readings_of_the_committed_model_do_not_depend_on_their_company(
    committed, monkeypatch
):
    texts = [
        row["text"] for language in ("fr", "en") for row in labelled(LABELLED / f"{language}.jsonl")
    ]
    picked = random.Random(3)
    rows = [
        {
            "id": str(i),
            "text": " ".join(picked.sample(texts, picked.randint(1, 2))),
            "industry": "telecom",
        }
        for i in range(2_000)
    ]
    alone = {r.id: r.model_dump_json() for r in committed.read(rows)}
    monkeypatch.setattr("transforms.enrich.read.TOGETHER", 37)
    shuffled = picked.sample(rows, len(rows))
    again = {r.id: r.model_dump_json() for r in committed.read(shuffled)}
    assert again == alone


def test_the_hand_labelled_posts_are_balanced_and_well_formed():
    for language in ("fr", "en"):
        rows = labelled(LABELLED / f"{language}.jsonl")
        assert len({row["text"] for row in rows}) == len(rows) >= 200
        assert len({row["industry"] for row in rows}) == 8
        kinds = json.dumps([row["expectation"] for row in rows])
        assert kinds.count('"explicit": true') >= 20 <= kinds.count('"explicit": false')
        for flag in ("irony", "negation", "emoji_only", "neutral"):
            assert sum(row[flag] for row in rows) >= 15, flag
