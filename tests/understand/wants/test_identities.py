from dataclasses import replace
from datetime import timedelta

from tests.understand.conftest import NIGHT, meaning, post
from transforms.understand.wants.identities import REMEMBERED, anchors, known_before, remembered
from transforms.understand.wants.phrases import phrase_book
from transforms.understand.wants.wants import key_of, wants_among

BOOK = phrase_book(meaning, "telecom", {})


def find(posts: list, known: dict) -> list:
    return wants_among("free", posts, known, meaning, BOOK)


def through(posts: list, ledger: dict, night=NIGHT) -> dict:
    seen = [p for p in posts if p.created_date <= night.day]
    return known_before(night, seen, find, ledger.get, ledger.__setitem__)


def every_day(text: str, days: int, first: int = 0) -> list:
    return [post(first + i, f"{text} {i}", days_ago=days - i) for i in range(days)]


def test_anchors_are_the_same_for_every_night():
    first = NIGHT.day - timedelta(days=30)
    later = set(anchors(first, NIGHT.day))
    assert set(anchors(first, NIGHT.day - timedelta(days=9))) <= later
    assert all(day < NIGHT.day for day in later)


def test_a_want_lives_on_while_none_of_its_first_posts_is_left():
    posts, ledger, seen = every_day("un mode sombre", 200), {}, set()
    for back in (150, 90, 30, 0):
        night = replace(NIGHT, day=NIGHT.day - timedelta(days=back))
        known = through(posts, ledger, night)
        past = [p for p in posts if p.created_date <= night.day]
        wants = find(remembered(past, night.day, known), known)
        seen |= {want.need_id for want in wants}
    assert len(seen) == 1


def test_what_is_written_down_is_never_changed():
    posts, ledger = every_day("un mode sombre", 60), {}
    through(posts, ledger)
    before = {day: dict(wants) for day, wants in ledger.items()}
    through([*posts, *every_day("un remboursement", 60, first=500)], ledger)
    assert ledger == before


def test_nights_run_in_any_order_write_the_same():
    posts = every_day("un mode sombre", 60) + every_day("un remboursement", 60, first=500)
    early, late, both = {}, {}, {}
    through(posts, late)
    through(posts, early, replace(NIGHT, day=NIGHT.day - timedelta(days=20)))
    both |= early
    through(posts, both)
    assert both == late


def test_a_want_that_nobody_says_for_long_is_forgotten():
    posts = every_day("un mode sombre", 10)
    old = [replace(p, created_date=p.created_date - timedelta(days=REMEMBERED + 20)) for p in posts]
    assert through([*old, post(900, "un prix")], {}) == {}


def test_a_deleted_post_is_no_trouble():
    posts, ledger = every_day("un mode sombre", 40), {}
    through(posts, ledger)
    known = through(posts[5:], ledger)
    assert set(known) <= {key_of(p) for p in posts[5:]}
