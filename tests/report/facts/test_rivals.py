"""A community beside its rivals: people count, not posts, and few are not told."""

from datetime import timedelta

import pytest

from tests.report.published_file import NIGHT, Published
from transforms.report.facts.published import Published as Read
from transforms.report.facts.rivals import Mean, standings


def file_of(tmp_path, communities: dict[str, list[tuple[str, float]]]):
    """A published file: community -> (author, probability of a complaint) of each post."""
    file = Published(tmp_path / "marts.duckdb")
    for name, posts in communities.items():
        file.community(name)
        for number, (author, complaint) in enumerate(posts):
            file.post(name, f"{name}{number}", "text", author=author, complaint=complaint,
                      sentiment=-complaint, worded=True, day=NIGHT - timedelta(days=number % 20))  # fmt: skip
    return file.close()


def test_a_mean_lies_within_its_interval_and_ours_comes_first(tmp_path):
    path = file_of(tmp_path, {
        "ours": [(f"a{n}", 0.8 if n % 2 else 0.4) for n in range(60)],
        "b_rival": [(f"b{n}", 0.2) for n in range(40)],
    })  # fmt: skip
    with Read(path) as published:
        ours, rival = standings(published, "ours", ("b_rival",), NIGHT)
    assert (ours.community_id, ours.posts, ours.people) == ("ours", 60, 60)
    assert ours.complaining.value == pytest.approx(0.6)
    assert ours.complaining.low < 0.6 < ours.complaining.high
    assert rival.complaining.value == pytest.approx(0.2)
    assert ours.complaining.is_apart(rival.complaining)
    assert ours.tone.value == pytest.approx(-0.6)


def test_one_loud_person_makes_the_mean_less_sure(tmp_path):
    calm = [(f"a{n}", 0.2) for n in range(60)]
    path = file_of(tmp_path, {
        "one_voice": [*calm, *[("loud", 1.0)] * 30],
        "many": [*calm, *[(f"c{n}", 1.0) for n in range(30)]],
    })  # fmt: skip
    with Read(path) as published:
        loud, many = standings(published, "one_voice", ("many",), NIGHT)
    assert loud.complaining.value == pytest.approx(many.complaining.value)
    assert loud.complaining.high - loud.complaining.low > 2 * (
        many.complaining.high - many.complaining.low
    )


def test_few_people_old_posts_and_the_brand_s_own_tell_nothing(tmp_path):
    path = file_of(tmp_path, {"ours": [(f"a{n}", 0.5) for n in range(29)]})
    with Read(path) as published:
        ours, nobody = standings(published, "ours", ("gone",), NIGHT)
        [later] = standings(published, "ours", (), NIGHT + timedelta(days=60))
    assert (ours.people, ours.complaining) == (29, None)
    assert (nobody.posts, nobody.tone, later.posts) == (0, None, 0)


def test_intervals_that_touch_are_not_apart():
    assert not Mean(0.2, 0.1, 0.3).is_apart(Mean(0.4, 0.3, 0.5))
    assert Mean(0.2, 0.1, 0.3).is_apart(Mean(0.4, 0.31, 0.5))
