from dataclasses import replace
from datetime import timedelta

import pytest

from tests.understand.conftest import NIGHT, post
from transforms.understand.asked import NightToUnderstand
from transforms.understand.emergent import emergent_themes

COLOURS = ["violet", "orange", "verte", "bleue", "grise", "rouge", "jaune", "noire"]


def anew(anchor, key, find):
    return find()


def penguins(first: int, count: int, *, days_ago: int = 1, one_author: bool = False) -> list:
    """Posts about a mascot that no pack knows."""
    return [
        post(
            first + i,
            f"le manchot de la pub, {COLOURS[i % 8]} ou pas",
            days_ago=days_ago + i % 5,
            author="x" if one_author else "",
        )
        for i in range(count)
    ]


def test_what_several_people_speak_of_becomes_a_theme_in_their_words(encode):
    rows = emergent_themes(NIGHT, [*penguins(0, 8), post(90, "le chat dort")], encode, anew)
    assert {row["post_id"] for row in rows} == {f"p{i:04d}" for i in range(8)}
    assert len({row["theme_id"] for row in rows}) == 1
    assert "manchot" in rows[0]["label_fr"]
    assert rows[0]["theme_id"].startswith("emergent_") and len(rows[0]["theme_id"]) == 17  # noqa: PT018


@pytest.mark.parametrize(
    "posts", [[], penguins(0, 4), penguins(0, 8, one_author=True), penguins(0, 8, days_ago=40)]
)
def test_few_posts_one_author_or_old_posts_are_no_theme(encode, posts):
    assert emergent_themes(NIGHT, posts, encode, anew) == []


def test_a_theme_keeps_its_identity_as_posts_come_and_go(encode):
    """Over ten weeks the mascot is spoken of all the time; not one post of the first nights is left
    at the end.
    """
    posts = sorted(
        (
            post(i, f"encore ce manchot {COLOURS[i % 8]} dans la pub", days_ago=70 - i)
            for i in range(70)
        ),
        key=lambda p: p.created_date,
    )
    seen = set()
    for back in (45, 30, 29, 15, 1, 0):
        night = NightToUnderstand(NIGHT.community, NIGHT.industry, NIGHT.day - timedelta(days=back))
        seen |= {
            row["theme_id"]
            for row in emergent_themes(
                night, [p for p in posts if p.created_date <= night.day], encode, anew
            )
        }
    assert len(seen) == 1


def test_anchors_that_are_remembered_give_the_same_themes(encode):
    posts = penguins(0, 12, days_ago=2) + [
        replace(p, post_id=f"q{i}") for i, p in enumerate(penguins(50, 9, days_ago=12))
    ]
    posts.sort(key=lambda p: p.created_date)
    kept = {}

    def remember(anchor, key, find):
        return (
            kept.setdefault((anchor, key), None)
            or kept.update({(anchor, key): find()})
            or kept[anchor, key]
        )

    assert emergent_themes(NIGHT, posts, encode, anew) == emergent_themes(
        NIGHT, posts, encode, remember
    )
    assert kept
    assert emergent_themes(NIGHT, posts, encode, anew) == emergent_themes(
        NIGHT, posts, encode, remember
    )


def test_two_communities_never_share_an_identity(encode):
    other = replace(NIGHT, community="sfr")
    ids = [
        {r["theme_id"] for r in emergent_themes(night, penguins(0, 8), encode, anew)}
        for night in (NIGHT, other)
    ]
    assert not ids[0] & ids[1]
