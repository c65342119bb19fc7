"""What to know of the data behind the night, and the week on Mondays."""

from datetime import date

import pytest

from tests.report.nights import NIGHT
from transforms.report.content.notes import notes, week_of
from transforms.report.facts.facts import Facts
from transforms.report.said.blocks import plain
from transforms.report.said.words import words

EN = words("en")
WEEK = {
    "posts": 700, "posts_before": 650, "questions": 12, "questions_before": 9, "complaints": None,
    "complaints_before": 4, "sentiment": 0.2, "sentiment_before": 0.1,
}  # fmt: skip


def facts(**known) -> Facts:
    usual = {"night": NIGHT, "sources": [], "quarantined": 0, "climate": []}
    return Facts(**(dict.fromkeys(Facts.__dataclass_fields__) | usual | known))


def said(blocks) -> str:
    return " ".join(plain(block.sentence) for block in blocks)


def test_a_source_is_named_with_what_happened_and_since_when():
    row = {"network": "reddit", "message": "HTTP 503", "since": date(2026, 6, 15)}
    told = said(notes(facts(sources=[row]), EN))
    assert all(part in told for part in ("Reddit", "HTTP 503", "15"))


def test_what_a_server_said_is_made_harmless():
    row = {"network": "reddit", "message": "see https://evil.example/x\u202e", "since": None}
    told = said(notes(facts(sources=[row]), EN))
    assert "[evil.example]" in told
    assert "\u202e" not in told


def test_rows_set_aside_are_counted_and_none_is_no_note():
    assert "3" in said(notes(facts(quarantined=3), EN))
    assert notes(facts(), EN) == []


def test_a_week_is_told_beside_the_week_before_where_both_are_known():
    told = said(week_of(facts(week=WEEK), EN))
    assert all(part in told for part in ("700", "650", "12", "9"))
    assert "4" not in told.replace("650", "")


TONES = {"up": 0.2, "down": -0.2, "same": 0.12}


def test_a_tone_that_moved_a_little_did_not_move():
    told = {
        kind: said(week_of(facts(week=WEEK | {"sentiment": tone}), EN))
        for kind, tone in TONES.items()
    }
    assert len(set(told.values())) == 3


@pytest.mark.parametrize("week", [None, WEEK | {"posts": None}, WEEK | {"posts_before": None}])
def test_a_week_without_one_to_compare_is_not_told(week):
    assert week_of(facts(week=week), EN) == []


def test_few_posts_do_not_make_a_tone_that_moved():
    moved = WEEK | {"sentiment": WEEK["sentiment_before"] - 0.2}
    assert "hardened" in said(week_of(facts(week=moved), EN))
    few = said(week_of(facts(week=moved | {"posts": 20, "posts_before": 16}), EN))
    assert "No clear change of tone" in few
