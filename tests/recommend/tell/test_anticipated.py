"""A foreseen post as a person reads it: a chance in ten, the likely feelings, and no gap."""

import pytest

from transforms.recommend.tell.anticipated import WIDTH, as_text

ANSWER = {
    "id": "d1", "engagement": {"lift": 0.3, "low": -0.2, "high": 1.1},
    "reactions": {"anger": 0.55, "sadness": 0.2, "joy": 0.1, "fear": 0.09, "trust": 0.02},
    "acts_told": ["raises a price"], "audience_told": "people with questions", "theme_told": "the price of bags",
    "basis": "Rests on 64 measured posts, the last of 2025-06-16, and on what others of the trade were answered.",
    "reply_plans": [{"text": "We hear you.", "language": "en"}, {"text": "Another.", "language": "en"}],
}  # fmt: skip


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_answer_names_what_was_recognised_what_is_felt_and_one_plan(language):
    text = as_text(ANSWER, language)
    first, *lines = text.splitlines()
    assert first == "d1"
    assert all(len(line) <= WIDTH and line.startswith("  ") for line in lines)
    for said in ("raises a price", "people with questions", "the price of bags", "We hear you."):
        assert said in " ".join(text.split())
    assert "Another." not in text
    assert "{" not in text
    anger, fear = {"fr": ("colère", "peur"), "en": ("anger", "fear")}[language]
    assert anger in text
    assert fear not in text, "three feelings are told"


@pytest.mark.parametrize(
    ("language", "said"), [("fr", "1 chance sur dix"), ("en", "1 chance in ten")]
)
def test_a_single_chance_is_one(language, said):
    poor = ANSWER | {"engagement": {"lift": -0.7, "low": -0.9, "high": -0.2}}
    assert f"{said} " in " ".join(as_text(poor, language).split())


def test_what_a_draft_in_another_language_leaves_open_is_said_in_that_language():
    plan = {"text": "Hello {name}, we hear you.", "language": "en"}
    text = as_text(ANSWER | {"reply_plans": [plan]}, "fr")
    assert "Hello [first name]" in " ".join(text.split())


def test_what_was_not_recognised_is_not_told():
    bare = ANSWER | {"acts_told": [], "audience_told": "", "theme_told": "", "reactions": {}}
    assert len(as_text(bare | {"reply_plans": []}, "en").splitlines()) < len(
        as_text(ANSWER, "en").splitlines()
    )


@pytest.mark.parametrize(
    ("answer", "said"),
    [({"id": "a", "error": "no text"}, "a: no text"), ({"line": 3, "error": "?"}, "3: ?"),
     ({"error": "lost"}, "?: lost")],
)  # fmt: skip
def test_an_error_is_told_beside_its_draft(answer, said):
    assert as_text(answer, "en") == said
