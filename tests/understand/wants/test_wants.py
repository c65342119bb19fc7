from dataclasses import replace

import numpy as np
import pytest

from tests.understand.conftest import NIGHT, meaning, post
from transforms.understand.wants import names, wants
from transforms.understand.wants.names import Name
from transforms.understand.wants.phrases import phrase_book
from transforms.understand.wants.wants import (
    LEAST_PEOPLE,
    _told_once,
    key_of,
    rows_of,
    wants_among,
)

BOOK = phrase_book(meaning, "telecom", {"dark": {"fr": "un thème sombre", "en": "a dark theme"}})
DARK = [
    post(1, "no dark mode yet", language="en", theme="app", explicit=True),
    post(2, "à quand un thème sombre ?", theme="app", explicit=True),
    post(3, "mes yeux, trop clair, vivement du sombre", theme="router"),
    post(4, "everything is dark but this app", language="en", theme="app"),
]
MONEY = [
    post(10 + i, f"j'attends mon remboursement depuis {i} mois", theme="billing") for i in range(4)
]


def rows(posts: list, known=None) -> list[dict]:
    return rows_of(NIGHT, wants_among("free", posts, known or {}, meaning, BOOK))


def test_one_want_is_one_row_whatever_its_language_and_theme():
    found = rows([*DARK, *MONEY])
    dark = [row for row in found if row["post_id"] in {"p0001", "p0002", "p0003", "p0004"}]
    assert len(found) == 8
    assert len({row["need_id"] for row in dark}) == 1
    assert len({row["need_id"] for row in found}) == 2
    assert {row["theme_id"] for row in dark} == {"app"}
    assert {(row["label_fr"], row["label_en"], row["name_kind"]) for row in dark} == {
        ("un mode sombre", "a dark mode", "phrase")
    }


@pytest.mark.parametrize(
    ("themes", "told"), [("app app router router tv tv", None), ("app app router tv price", "app")]
)
def test_a_want_has_the_theme_of_which_most_of_its_people_speak_if_enough_do(themes, told):
    others = [
        replace(DARK[1], author_id=f"b{n}", post_id=f"q{n}", theme=theme)
        for n, theme in enumerate(themes.split())
    ]
    assert {row["theme_id"] for row in rows(others)} == {told}


def test_proofs_are_outspoken_first_and_one_for_each_person():
    twice = [*DARK, replace(post(5, "sombre svp", explicit=True), author_id="a1")]
    proofs = sorted((row["proof"], row["post_id"]) for row in rows(twice) if row["proof"])
    assert [place for place, _ in proofs] == [1, 2, 3, 4]
    assert {identity for _, identity in proofs[:2]} <= {"p0001", "p0002", "p0005"}


@pytest.mark.parametrize(
    "posts", [[], DARK[: LEAST_PEOPLE - 1], [replace(p, author_id="one") for p in DARK]]
)
def test_few_people_make_no_want(posts):
    assert rows(posts) == []


def test_among_many_posts_four_people_fit_a_name_by_chance():
    crowd = [post(100 + i, f"rien {i}") for i in range(1500)]
    few, many = (
        {want.name.fr for want in wants_among("free", [*MONEY, *crowd[:most]], {}, meaning, BOOK)}
        for most in (100, 1500)
    )
    assert "un remboursement" in few
    assert "un remboursement" not in many


def test_a_want_is_told_where_three_mean_it_not_where_its_words_are_said(monkeypatch):
    assert len(wants_among("free", MONEY, {}, meaning, BOOK)) == 1
    monkeypatch.setattr(wants, "HELD", 1.01)
    assert wants_among("free", MONEY, {}, meaning, BOOK) == []


def test_a_want_keeps_its_identity_and_draws_new_posts():
    first = {row["need_id"] for row in rows(DARK)}
    known = {key_of(p): next(iter(first)) for p in DARK}
    again = rows([*DARK[1:], post(0, "le mode sombre, c'est pour quand ?", days_ago=50)], known)
    assert {row["need_id"] for row in again} == first


def test_a_want_is_told_as_it_was_where_newcomers_leave_it_without_a_name(monkeypatch):
    def name_of(posts: list, *what: object) -> Name | None:
        return names.name_of(posts, *what) if len(posts) <= len(DARK) else None

    monkeypatch.setattr(wants, "name_of", name_of)
    monkeypatch.setattr(wants, "fitting", lambda texts, *what: (np.full(len(texts), -1), texts))
    known = {
        key_of(p): want.need_id
        for want in wants_among("free", DARK, {}, meaning, BOOK)
        for p in want.posts
    }
    after = wants_among("free", [*DARK, post(5, "du sombre, vite")], known, meaning, BOOK)
    assert len(known) == len(DARK)
    assert {key_of(p): want.need_id for want in after for p in want.posts} == known


def test_a_want_that_falls_apart_leaves_its_identity_to_the_larger_part():
    known = {key_of(p): "need_1" for p in (*DARK, *MONEY[:3])}
    ids = {
        want.need_id: len(want.posts)
        for want in wants_among("free", [*DARK, *MONEY], known, meaning, BOOK)
    }
    assert ids.pop("need_1") == len(DARK)
    assert len(ids) == 1


def test_two_communities_never_share_an_identity():
    ids = [
        {want.need_id for want in wants_among(name, DARK, {}, meaning, BOOK)}
        for name in ("free", "sfr")
    ]
    assert not ids[0] & ids[1]


def test_the_order_of_posts_changes_nothing():
    key = lambda row: row["post_id"]  # noqa: E731
    assert sorted(rows([*DARK, *MONEY]), key=key) == sorted(rows([*MONEY, *DARK][::-1]), key=key)


def test_a_want_of_old_posts_only_is_not_shown():
    old = [replace(p, created_date=NIGHT.day.replace(year=2024)) for p in DARK]
    assert rows(old) == []


def test_wants_whose_names_mean_the_same_are_told_once_by_the_phrase_or_the_larger():
    def name(words: str, kind: str, *where: float) -> Name:
        return Name(words, words, kind, None, np.array(where))

    quote, phrase = name("pourquoi ?", "quote", 0.8, 0.6), name("une raison", "phrase", 1.0, 0.0)
    other = name("autre chose", "quote", 0.0, 1.0)
    told = _told_once([(quote, [0, 1, 2]), (other, [5]), (phrase, [3, 4])])
    assert [(one.fr, sorted(rows)) for one, rows in told] == [
        ("une raison", [0, 1, 2, 3, 4]),
        ("autre chose", [5]),
    ]
