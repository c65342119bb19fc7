"""A draft is judged like a post of the community that sends it."""

import json
import subprocess
import sys

import pytest

from tests.recommend.conftest import NIGHT, Marts, fill, noon
from transforms.config.errors import BadInput
from transforms.config.settings import settings
from transforms.reading import EMOTIONS, INTENTS, Reading, ThemeScore
from transforms.recommend.anticipate import answers
from transforms.recommend.tell.anticipated import as_text


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
            themes=[ThemeScore(theme=row["text"].split(":")[0], score=0.9, evidence="said")],
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
def test_a_night_may_write_while_drafts_are_answered():
    """DuckDB locks its file across processes: only another process tells."""
    writes = (
        "import duckdb, sys; duckdb.connect(sys.argv[1]).execute('create table written (a int)')"
    )
    lines = [json.dumps({"id": n, "text": "delay: late"}).encode() for n in range(2)]

    def read_and_write(rows):
        subprocess.run([sys.executable, "-c", writes, str(settings().warehouse)], check=True)
        yield from read(rows)

    assert [answer["id"] for answer in answers("sky", lines, read_and_write)] == [0, 1]


@pytest.mark.usefixtures("marts")
def test_nothing_published_is_said():
    with pytest.raises(BadInput, match="nothing is published yet"):
        list(answers("sky", [b'{"id": 1, "text": "delay: late"}'], read))


@pytest.mark.usefixtures("sky")
def test_what_worked_is_foreseen_to_work():
    good, bad = ask(
        {"id": "g", "text": "food: lunch", "format": "image"},
        {"id": "b", "text": "delay: late", "format": "text"},
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
    lines = [
        line.encode("utf-8", "surrogatepass"),
        json.dumps({"id": "good", "text": "food: 🍽\u202e\x00"}).encode(),
    ]
    wrong, right = answers("sky", lines, read)
    assert wrong["error"]
    assert right["id"] == "good"
    assert "engagement" in right


@pytest.mark.usefixtures("sky")
def test_an_unknown_community_is_bad_input():
    with pytest.raises(BadInput, match="no community called 'sea'"):
        list(answers("sea", [b"{}"], read))


KINDS = {
    "raises_price": "From July a checked bag costs 15 dollars more.",
    "apologises": "We are sorry for the wait on Friday: we got this wrong.",
    "jokes": "Why did the suitcase cross the road? 😂",
    "asks_vote": "Window or aisle? Vote!",
    "gives": "A free meal for everyone on board tomorrow.",
}


@pytest.mark.usefixtures("sky")
@pytest.mark.parametrize("theme", ["food", "delay", "loyalty"])
def test_a_fee_an_apology_a_joke_a_vote_and_a_gift_get_different_reactions(theme):
    found = {
        a["id"]: a
        for a in ask(*({"id": k, "text": f"{theme}: {text}"} for k, text in KINDS.items()))
    }
    assert {kind: answer["acts"][0] for kind, answer in found.items()} == {
        kind: kind for kind in KINDS
    }
    felt = {kind: answer["reactions"] for kind, answer in found.items()}
    assert felt["raises_price"]["anger"] > felt["apologises"]["anger"] > felt["gives"]["anger"]
    assert felt["gives"]["joy"] > felt["apologises"]["joy"] > felt["raises_price"]["joy"]
    assert felt["asks_vote"]["anticipation"] >= felt["apologises"]["anticipation"]
    assert felt["apologises"]["trust"] >= felt["raises_price"]["trust"]
    for answer in found.values():
        for emotion, ends in answer["reaction_intervals"].items():
            assert ends["low"] <= answer["reactions"][emotion] <= ends["high"]


def test_what_a_communitys_own_posts_of_the_kind_brought_outweighs_the_assumption(marts: Marts):
    marts.community("sky", NIGHT)
    fill(marts, "sky", 60, replies=3)
    for i in range(30):
        at = noon(40 - i)
        marts.post(
            "sky",
            f"fee{i}",
            at,
            engagement=30,
            text="A new fee of 5 dollars applies",
            top_theme_id="food",
        )
        for r in range(8):
            marts.post("sky", f"fr{i}-{r}", at, is_brand=False, author_id=f"m{r}", in_reply_to=f"fee{i}",
                       felt={"joy": 0.9}, sentiment=0.5, top_theme_id="food")  # fmt: skip
    marts.write()
    (answer,) = ask({"id": 1, "text": "food: a new fee of 9 dollars applies"})
    assert answer["acts"] == ["raises_price"]
    assert answer["reactions"]["joy"] > answer["reactions"]["anger"]


@pytest.mark.usefixtures("sky")
def test_answers_are_prepared_in_the_language_of_the_draft():
    french, english = ask(
        {"id": "f", "text": "delay: un retard de deux heures", "language": "fr"},
        {"id": "e", "text": "delay: two hours late"},
    )
    assert french["reply_plans"][0]["text"].startswith("Bonjour")
    assert english["reply_plans"][0]["text"].startswith("Hello")


@pytest.mark.usefixtures("sky")
def test_who_is_angry_at_a_fee_for_bags_is_not_asked_for_a_lost_bag():
    fee, joke = ask(
        {"id": "f", "text": "baggage: " + KINDS["raises_price"]},
        {"id": "j", "text": "baggage: " + KINDS["jokes"]},
    )
    assert "price_anger" in [plan["plan"] for plan in fee["reply_plans"]]
    assert "baggage_lost" not in [plan["plan"] for a in (fee, joke) for plan in a["reply_plans"]]


@pytest.mark.usefixtures("sky")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_is_told_in_plain_words(language):
    answers_ = ask({"id": "d1", "text": f"delay: {KINDS['raises_price']}"}, "{")
    text, error = (as_text(answer, language) for answer in answers_)
    assert text.startswith("d1\n")
    assert all(len(line) <= 88 for line in text.splitlines())
    assert {"fr": " sur dix de", "en": " in ten to"}[language] in text
    assert {"fr": "colère", "en": "anger"}[language] in text
    assert "{" not in text
    assert "not a JSON line" in error
