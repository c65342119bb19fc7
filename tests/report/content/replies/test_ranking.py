"""Who is answered first, and what no draft may touch."""

import pytest

from tests.report import conftest
from transforms.config.industries import Pack
from transforms.report.content.replies import ranking
from transforms.report.facts.facts import ShownPost

PACK = Pack.model_validate(conftest.PACK)


def post(
    post_id: str,
    text: str = "…",
    intent: str = "complaint",
    certainty: float = 0.9,
    author: str = "",
    **more,
) -> ShownPost:
    about = {
        "theme_id": "outage",
        "audience": "regulars",
        "emotion": "anger",
        "followers": 10,
        "engagement": 1,
    } | more
    return ShownPost(
        "x",
        post_id,
        author or f"a-{post_id}",
        text,
        None,
        intent=intent,
        certainty=certainty,
        **about,
    )


def test_the_same_posts_are_ranked_once_for_all_their_readers(monkeypatch):
    asked = []
    monkeypatch.setattr(ranking.alarm, "raised_by", lambda posts: asked.append(posts) or set())
    ranking._ranked.cache_clear()
    first = ranking.rank([post("1"), post("2")], PACK)
    first.clear()  # a reader's own list
    again = Pack.model_validate(conftest.PACK)
    assert len(ranking.rank([post("1"), post("2")], again)) == 2
    assert len(asked) == 1
    ranking.rank([post("1"), post("2")], None)
    assert len(asked) == 2
    ranking._ranked.cache_clear()


def test_a_call_for_help_comes_first_and_has_no_draft():
    loud = post("1", "encore une panne", followers=1_000_000, engagement=50_000)
    ranked = ranking.rank([loud, post("2", "j'ai envie de me faire du mal", certainty=0.1)], PACK)
    assert [(p.post.post_id, p.reason, p.plans) for p in ranked] == [
        ("2", "escalate", ()),
        ("1", "complaint", ("say_when",)),
    ]


def test_more_reach_and_more_certainty_come_first():
    ranked = ranking.rank(
        [
            post("1"),
            post("2", engagement=500),
            post("3", certainty=0.55),
            post("4", followers=90_000),
        ],
        PACK,
    )
    assert [p.post.post_id for p in ranked] == ["2", "4", "1", "3"]


def test_what_says_what_it_is_about_comes_before_what_does_not():
    ranked = ranking.rank(
        [post("1", intent="question", theme_id=None, followers=400), post("2")], PACK
    )
    assert [p.post.post_id for p in ranked] == ["2", "1"]


def test_one_person_is_listed_once_by_what_matters_most():
    ranked = ranking.rank([post("1", author="a"), post("2", author="a", engagement=80)], PACK)
    assert [p.post.post_id for p in ranked] == ["2"]


def test_unknown_reach_is_no_reach_and_no_error():
    assert ranking.rank([post("1", followers=None, engagement=None)], PACK)


def test_advocates_are_thanked_newcomers_welcomed_and_nobody_else_bothered():
    ranked = ranking.rank(
        [
            post("1", intent="praise", audience="advocates"),
            post("2", intent="praise", audience="critics"),
            post("3", certainty=0.2, newcomer=True, emotion=None),
            post("4", certainty=0.2),
        ],
        PACK,
    )
    assert [(p.post.post_id, p.reason) for p in ranked] == [("1", "praise"), ("3", "newcomer")]


def test_a_first_post_that_is_unhappy_is_not_welcomed():
    unhappy = {"certainty": 0.4, "newcomer": True, "sentiment": -0.4, "emotion": None}
    assert ranking.rank([post("1", "The app is down", **unhappy)], PACK) == []
    plain = unhappy | {"sentiment": 0.0}
    assert [p.reason for p in ranking.rank([post("1", "The app", **plain)], PACK)] == ["newcomer"]
    angry = plain | {"emotion": "anger"}
    assert ranking.rank([post("1", "day 40. ok pal", **angry)], PACK) == []


def test_a_campaign_leads_no_card_of_people_in_need():
    informs = "did you know that suicide is the second leading cause of death among teens 10-24"
    assert ranking.rank([post("1", informs, certainty=0.2)], PACK) == []
    asked = ranking.rank(
        [post("1", informs, certainty=0.2), post("2", "I want to hurt myself")], PACK
    )
    assert [p.post.post_id for p in asked] == ["2"]


def test_those_left_out_are_counted():
    waiting = ranking.rank([post(str(i), theme_id=f"t{i}") for i in range(9)], PACK)
    kept, left = ranking.shown(waiting)
    assert (len(kept), left) == (ranking.SHOWN["answer"], 9 - ranking.SHOWN["answer"])


@pytest.mark.parametrize(
    "felt", [{"emotion": "joy"}, {"emotion": "trust"}, {"sentiment": 0.3}, {"sentiment": -0.1}]
)
def test_praise_and_plain_news_in_the_words_of_a_complaint_are_none(felt):
    assert [p.reason for p in ranking.rank([post("1", sentiment=-0.8)], PACK)] == ["complaint"]
    assert ranking.rank([post("1", **felt)], PACK) == []


def _first_want(found):
    return "n1" if found.need_id == "n1" else None


def test_people_who_write_of_the_same_thing_are_one_card():
    posts = [
        post("1"),
        post("2"),
        post("3", theme_id="billing"),
        post("4", intent="question"),
        post("5", theme_id=None),
    ]
    posts += [post("6", need_id="n1"), post("8", need_id="n2")]
    posts += [post("7", need_id="n1", intent="question")]
    groups, left = ranking.shown(ranking.rank(posts, PACK), want_of=_first_want)
    assert sorted(sorted(p.post.post_id for p in group.people) for group in groups) == [
        ["1", "2", "8"], ["3"], ["4"], ["6", "7"],
    ]  # fmt: skip
    assert left == 1


def test_a_want_that_one_person_has_is_no_card_of_its_own():
    posts = [post("1", need_id="n1"), post("2")]
    groups, _ = ranking.shown(ranking.rank(posts, PACK), want_of=_first_want)
    assert [len(group.people) for group in groups] == [2]


def test_nobody_answers_a_member_who_only_comforts_another():
    assert ranking.rank([post("1", "It hurts too, sorry to hear")], PACK) == []
    assert ranking.rank([post("1", "So sorry to hear, he died?")], PACK)


def test_who_only_joins_in_is_not_grouped_by_a_want():
    alike = {"theme_id": None, "need_id": "n1"}
    ranked = ranking.rank(
        [post("1", **alike), post("2", **alike), post("3", "Idem", **alike)], PACK
    )
    groups = [sorted(p.post.post_id for p in group.people) for group in ranking.alike(ranked)]
    assert groups == [["1", "2"], ["3"]]


def test_nobody_is_thanked_or_welcomed_first_when_something_is_wrong():
    posts = [
        post("1"),
        post("2", intent="praise", audience="advocates"),
        post("3", certainty=0.2, newcomer=True, emotion=None),
    ]
    waiting = ranking.rank(posts, PACK)
    assert [g.reason for g in ranking.shown(waiting)[0]] == ["complaint", "praise", "newcomer"]
    assert [g.reason for g in ranking.shown(waiting, urgent=True)[0]] == ["complaint"]


def test_a_reply_plan_that_contradicts_the_post_is_not_proposed():
    assert ranking.plans_for(post("1", "outage", intent="praise"), PACK) == ()
    assert ranking.plans_for(post("1", "outage", theme_id="billing"), PACK) == ()
    assert ranking.plans_for(post("1", "outage"), PACK) == ("say_when",)


@pytest.mark.parametrize(("text", "named"), [("Une PANNE de plus", True), ("same for me", False)])
def test_a_prepared_answer_on_a_theme_is_for_who_names_it(text, named):
    assert ranking.plans_for(post("1", text), PACK) == (("say_when",) if named else ())
    assert ranking.plans_for(post("1", text), None) == ()
