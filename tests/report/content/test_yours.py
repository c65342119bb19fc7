"""How the brand's own posts did: each with its figure, what is usual, and where to see it."""

import pytest

from tests.report import nights
from transforms.report.content import yours
from transforms.report.facts.facts import Facts
from transforms.report.said.blocks import plain
from transforms.report.said.words import words


def facts(own=(), day=None) -> Facts:
    empty = dict.fromkeys(Facts.__dataclass_fields__)
    return Facts(**(empty | {"night": nights.NIGHT, "own": list(own), "day": day, "profile": None}))


def row(engagement, usual, text="Bonjour à tous", network="x", post_id="12345678"):
    return {
        "network": network,
        "post_id": post_id,
        "text": text,
        "engagement": engagement,
        "usual": usual,
    }


@pytest.mark.parametrize(
    ("engagement", "usual", "said"),
    [
        (398, 45.0, "398 reactions, more than usual (45)."), (40, 45.0, "40 reactions, as usual (45)."),
        (3, 45.0, "3 reactions, fewer than usual (45)."), (0, 0.0, "0 reactions, as usual (0)."),
        (12, None, "12 reactions."), (None, 45.0, "Reactions not counted yet."),
    ],
)  # fmt: skip
def test_a_figure_is_told_against_its_usual(engagement, usual, said):
    (card,) = yours.yours(facts([row(engagement, usual)]), words("en"))
    assert plain(card.blocks[0].sentence) == said
    assert card.links[0].url == "https://x.com/i/status/12345678"


@pytest.mark.parametrize(
    ("rate", "said"),
    [
        (0.04, "80 reactions for 2,000 views: 4.0% react, more than usual (3.0%)."),
        (0.031, "80 reactions for 2,000 views: 3.1% react, as usual (3.0%)."),
        (0.02, "80 reactions for 2,000 views: 2.0% react, fewer than usual (3.0%)."),
    ],
)
def test_where_views_are_known_the_rate_is_told(rate, said):
    seen = row(80, 45.0) | {"views": 2000, "rate": rate, "usual_rate": 0.03}
    (card,) = yours.yours(facts([seen]), words("en"))
    assert plain(card.blocks[0].sentence) == said


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(32.2, "32 minutes"), (60, "60 minutes"), (180, "3 hours"), (4000, "3 days"), (1, "1 minute")],
)
def test_reply_time_is_told_as_a_person_would(minutes, said):
    day = {
        "answered_share": 0.8,
        "response_minutes_median": minutes,
        "questions": 3,
        "complaints": 4,
    }
    (line,) = yours.yours(facts(day=day), words("en"))
    assert plain(line.sentence) == (
        f"You answered 80% of the day’s questions and complaints, half of them in less than {said}."
    )


@pytest.mark.parametrize(
    "day", [None, {}, {"answered_share": None}, {"answered_share": 1.0, "questions": 0}]
)
def test_a_day_without_posts_or_requests_has_nothing_to_say(day):
    assert yours.yours(facts(day=day), words("fr")) == []


def test_a_hostile_post_is_only_text():
    (card,) = yours.yours(facts([row(1, None, "\u202e<script>" + "x" * 900)]), words("fr"))
    assert len(plain(card.title)) <= 90
