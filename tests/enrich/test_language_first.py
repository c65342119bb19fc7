"""What people really sent in: short French posts, comments that only tag friends, posts without a
hint.
"""

import json

import pytest

CASES = {
    "emoji": "09-emoji-turn-french-into-english/f.jsonl",
    "hints": "10-no-hint-of-the-community/hint.jsonl",
}
NOTHING = ["", "   ", "@marie.dupont", "@marie @paul @lea", "https://example.org/x", "@lea https://example.org/x",
           "...", "[NAME] [NAME]", "RT @free:", "\u200b"]  # fmt: skip
SOMETHING = [
    "👍",
    "❤️",
    "12",
    "?",
    "@lea ?",
    "😂😂😂",
    ":)",
    "xD",
    "^^",
    "10/10",
    "@lea mdr",
    "#fail",
]


@pytest.fixture(scope="module")
def cases(shared_data):
    folder = shared_data.parent / "cases"
    if not folder.is_dir():
        pytest.skip(f"no {folder}")
    return lambda name: [
        json.loads(line) for line in (folder / name).read_text(encoding="utf-8").splitlines()
    ]


@pytest.mark.parametrize("name", CASES.values(), ids=CASES)
def test_a_short_french_post_is_french(cases, reader, name):
    rows = cases(name)
    told = {
        row["id"]: reading.language for row, reading in zip(rows, reader.read(rows), strict=True)
    }
    hinted = [told[row["id"]] for row in rows if row.get("language")]
    alone = [told[row["id"]] for row in rows if not row.get("language")]
    assert set(hinted) == {"fr"}
    assert alone.count("fr") / len(alone) >= 0.95


def test_posts_without_a_hint_are_in_the_language_of_their_community(cases, reader):
    posts = cases("10-no-hint-of-the-community/short.jsonl")
    rows = [
        {"text": post["text"], "language": "fr"} for post in posts
    ]  # what `int_posts_shown` makes of them
    assert {reading.language for reading in reader.read(rows)} == {"fr"}


@pytest.mark.parametrize("text", NOTHING)
def test_what_words_nothing_reads_as_nothing(read, text):
    reading = read(text, language="fr", industry="banking")
    assert not reading.readable
    assert reading.language == "fr"
    assert (reading.neutral, reading.sentiment, reading.irony) == (1, 0, 0)
    assert not any((*reading.emotions.values(), *reading.intents.values()))
    assert reading.themes == []
    assert reading.expectation is None


@pytest.mark.parametrize("text", SOMETHING)
def test_an_emoji_a_figure_or_a_mark_is_something(read, text):
    assert read(text, language="fr").readable
