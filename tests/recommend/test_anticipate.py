"""A draft is judged like a post of the community that sends it."""

import json

import pytest

from tests.recommend.conftest import NIGHT, Marts, fill
from transforms.config.errors import BadInput
from transforms.reading import EMOTIONS, INTENTS, Reading, ThemeScore
from transforms.recommend.anticipate import answers


def read(rows):
    """Reads `theme: words` as being about the theme, in joy."""
    for row in rows:
        yield Reading(
            id=row["id"],
            language=row["language"],
            emotions=dict.fromkeys(EMOTIONS, 0.0) | {"joy": 0.9},
            neutral=0.1,
            sentiment=0.5,
            intents=dict.fromkeys(INTENTS, 0.0),
            themes=[ThemeScore(theme=row["text"].split(":")[0], score=0.9)],
            expectation=None,
            model="test",
        )


def ask(*drafts: dict | str) -> list[dict]:
    lines = [d if isinstance(d, str) else json.dumps(d) for d in drafts]
    return list(answers("sky", [line.encode() for line in lines], read))


@pytest.fixture
def sky(marts: Marts) -> None:
    marts.community("sky", NIGHT)
    fill(marts, "sky", 90, replies=3)
    marts.write()


@pytest.mark.usefixtures("sky")
def test_a_draft_gets_engagement_reactions_plans_and_a_basis():
    (answer,) = ask({"id": 1, "text": "delay: we are sorry", "at": "2025-06-18T09:00:00+02:00"})
    assert answer["id"] == 1
    assert answer["engagement"]["low"] < answer["engagement"]["lift"] < answer["engagement"]["high"]
    assert answer["reactions"]["anger"] > 0.5 > answer["reactions"]["joy"]
    assert answer["likeliest_negative"] == "anger"
    assert "90 measured posts" in answer["basis"]
    assert answer["slot"] == "06:00-11:00"
    assert all(set(p) >= {"plan", "text", "note"} for p in answer["reply_plans"])


@pytest.mark.usefixtures("sky")
def test_what_worked_is_foreseen_to_work():
    good, bad = ask(
        {"id": "g", "text": "food: lunch", "format": "image"}, {"id": "b", "text": "delay: late", "format": "text"}
    )
    assert good["engagement"]["lift"] > bad["engagement"]["lift"] + 0.3


@pytest.mark.usefixtures("sky")
@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '{"id": 1}',
        '{"text": "a"}',
        '{"id": 1, "text": " "}',
        '{"id": 1, "text": "a", "at": "soon"}',
        "\ud800",
    ],
)
def test_a_bad_draft_answers_an_error_and_the_next_one_its_answer(line):
    lines = [line.encode("utf-8", "surrogatepass"), json.dumps({"id": "good", "text": "food: 🍽\u202e\x00"}).encode()]
    wrong, right = answers("sky", lines, read)
    assert wrong["error"]
    assert right["id"] == "good"
    assert "engagement" in right


@pytest.mark.usefixtures("sky")
def test_an_unknown_community_is_bad_input():
    with pytest.raises(BadInput, match="no community called 'sea'"):
        list(answers("sea", [b"{}"], read))
