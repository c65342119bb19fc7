from tests.understand.conftest import NIGHT, post
from transforms.understand.needs import need_id, needs

THEMES = {"app": {"fr": "une application qui marche", "en": "an app that works"}}


def test_one_need_in_two_languages_is_named_in_both(encode):
    wishes = [
        post(1, "no dark mode yet", language="en", theme="app"), post(2, "à quand un thème sombre ?", theme="app"),
        post(3, "add a dark mode", language="en", theme="app"), post(4, "il faudrait un thème sombre", theme="app"),
        post(5, "la facture ne s'affiche pas", theme="app"),
    ]  # fmt: skip
    rows = needs(NIGHT, wishes, THEMES, encode)
    dark = [row for row in rows if row["need_id"].startswith("need_")]
    assert {row["post_id"] for row in dark} == {"p0001", "p0002", "p0003", "p0004"}
    assert {row["label_fr"] for row in dark} == {"une application qui marche : thème sombre"}
    assert {row["label_en"] for row in dark} == {"an app that works: dark mode"}
    assert {row["theme_id"] for row in rows} == {"app"}


def test_what_few_want_belongs_to_the_need_of_the_theme(encode):
    rows = needs(NIGHT, [post(1, "la facture ne s'affiche pas", theme="app")], THEMES, encode)
    assert [(r["need_id"], r["label_en"]) for r in rows] == [("app", "an app that works")]


def test_a_post_without_theme_or_companions_is_in_no_need(encode):
    assert needs(NIGHT, [post(1, "je veux une glace"), post(2, "un phare sur la lune")], THEMES, encode) == []


def test_people_without_a_theme_can_still_share_a_need(encode):
    posts = [
        post(i, text) for i, text in enumerate(["des recharges svp", "vendez des recharges", "à quand les recharges ?"])
    ]
    rows = needs(NIGHT, posts, THEMES, encode)
    assert len(rows) == 3
    assert {r["theme_id"] for r in rows} == {None}
    assert all("recharges" in r["label_fr"] for r in rows)


def test_the_order_of_posts_changes_nothing(encode):
    posts = [
        post(i, text, theme="app") for i, text in enumerate(["dark mode", "thème sombre", "un mode sombre", "facture"])
    ]
    key = lambda row: row["post_id"]  # noqa: E731
    assert sorted(needs(NIGHT, posts, THEMES, encode), key=key) == sorted(
        needs(NIGHT, posts[::-1], THEMES, encode), key=key
    )


def test_no_posts_are_no_needs(encode):
    assert needs(NIGHT, [], THEMES, encode) == []


def test_an_identity_depends_on_theme_and_words():
    assert need_id("app", "dark mode") == need_id("app", "dark mode") != need_id("bill", "dark mode")
