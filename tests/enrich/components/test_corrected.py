"""Readers' corrections bend what is near them and read alike, by so much, and say so."""

import numpy as np
import pytest

from transforms.enrich.components.corrected import Bend

POSTS = [
    "bravo, encore un retard sur mon vol de Lyon",
    "bravo, encore un retard sur mon vol de Nice",
    "bravo, encore un retard sur mon vol de Brest",
]
FAR = "le café est froid, quelle honte, honteux"


def labels(*answers: tuple[str, bool], because: str | None = None) -> list[dict]:
    return [
        {"text_hash": text, "text": text, "language": "fr", "answer": answer, "is_right": is_right, "because": because}
        for text in POSTS for answer, is_right in answers
    ]  # fmt: skip


@pytest.fixture
def read(reader):
    def one(text: str, said: list[dict]):
        bend = Bend.of(said, reader.model) if said else None
        row = {"text": text, "language": "fr", "industry": "banking", "bend": bend}
        return next(iter(reader.read([row])))

    return one


def test_a_post_like_those_that_were_no_complaints_is_none_and_says_why(read):
    post = "bravo, encore un retard sur mon vol de Metz"
    plain, bent = read(post, []), read(post, labels(("complaint", False)))
    assert plain.corrected == []
    assert bent.intents["complaint"] < 0.5 <= plain.intents["complaint"]
    (why,) = bent.corrected
    assert (why.answer, why.labels, why.before) == ("complaint", 3, plain.intents["complaint"])
    assert why.after == bent.intents["complaint"]


def test_what_is_far_or_was_not_corrected_stays_as_it_is(read):
    said = labels(("complaint", False))
    assert read(FAR, said).model_dump() == read(FAR, []).model_dump()
    post = POSTS[0]
    assert read(post, said).emotions == read(post, []).emotions


def test_labels_that_contradict_each_other_move_nothing(read):
    said = labels(("complaint", False), ("complaint", True))
    assert read(POSTS[0], said).intents == read(POSTS[0], []).intents


@pytest.mark.parametrize("times", [1, 40])
def test_however_many_labels_come_an_answer_moves_by_so_much(read, times):
    said = [
        row | {"text_hash": f"{row['text']}{i}"}
        for i in range(times)
        for row in labels(("complaint", False))
    ]
    moved = read(POSTS[0], said).intents["complaint"]
    odds = np.log(moved / (1 - moved)) - np.log(0.8 / 0.2)
    assert -4.01 <= odds < -1


def test_a_tone_that_was_misread_is_turned(read):
    assert read(POSTS[0], labels(("positive", True))).sentiment > read(POSTS[0], []).sentiment


def test_a_theme_is_dropped_that_the_same_phrase_brought_wrongly(read):
    (theme,) = read("les frais de ma carte, pour rire", []).themes[:1]
    said = labels((theme.theme, False), because=theme.evidence)
    bent = read("les frais de ma carte, pour rire", said)
    assert theme.theme not in {one.theme for one in bent.themes}
    assert theme.theme in {one.answer for one in bent.corrected}
