"""What the mail must not say: shares of a handful of posts, growth over an unknown past, intervals
without news.
"""

from datetime import timedelta

import duckdb
import pytest

from tests.report import nights
from transforms.report import run
from transforms.report.facts.facts import ENOUGH_POSTS
from transforms.report.mail.render import render


@pytest.fixture
def text(published, community):
    """The text part of a night's mail, on one line, after statements that change the published
    file.
    """

    def build(kind: str, language: str, *statements: str) -> str:
        path = published(("free", kind), language=language)
        with duckdb.connect(str(path)) as connection:
            for statement in statements:
                connection.execute(statement)
        community("free", "cm@example.org", language=language)
        parts = run._parts("cm@example.org", {"free": nights.NIGHT})
        mail = render(parts, language, "cm@example.org", "answers@cmr.example")
        return f"{mail.subject} | {' '.join(mail.text.split())}".replace("\u202f", " ").replace(
            "\u00a0", " "
        )

    return build


TONIGHT = f"date = date '{nights.NIGHT}'"


def test_one_message_makes_no_climate(text):
    said = text("few", "fr")
    assert said.startswith("Free : peu de messages | ")
    assert "Nuit calme : 1 message, trop peu pour parler du climat." in said
    assert "1 message de membre, contre 9 un jour ordinaire." in said
    assert "100 %" not in said
    assert "domine" not in said
    assert "Graphique" not in said


@pytest.mark.parametrize(("posts", "told"), [(ENOUGH_POSTS - 1, False), (ENOUGH_POSTS, True)])
def test_the_climate_is_told_from_ten_messages_on(text, posts, told):
    said = text(
        "calm", "en", f"update fct_community_days set member_posts = {posts} where {TONIGHT}"
    )
    assert ("Trust leads" in said or "Too uncertain" in said) is told
    assert ("too few to speak of the climate" in said) is not told


def test_days_of_a_few_messages_make_no_habit(text):
    said = text("few", "en", f"update fct_community_days set member_posts = 40 where {TONIGHT}")
    assert "usually" not in said
    assert "What is usual for an emotion takes seven days of at least ten posts" in said


def test_days_of_enough_messages_make_a_habit_whatever_the_others_say(text):
    before = f"date between date '{nights.NIGHT}' - 13 and date '{nights.NIGHT}' - 1"
    said = text(
        "few", "en", f"update fct_community_days set member_posts = 40 where {TONIGHT}",
        f"update fct_community_days set member_posts = 60, sadness_share = 0.25 where {before}",
    )  # fmt: skip
    assert "sadness 100%, usually 25%" in said


def test_of_a_handful_of_messages_only_their_number_can_be_a_signal(text):
    few = f"update fct_community_days set member_posts = 4 where {TONIGHT}"
    said = text("crisis", "en", few)
    assert "posts than" in said or "talks more" in said
    assert "Anger" not in said.split("THE CLIMATE")[0]
    assert "Outage distress" not in said


def test_growth_is_only_told_over_days_that_were_listened_to(text):
    assert "There were 12 four weeks earlier." in text("crisis", "en")
    young = nights.NIGHT - timedelta(days=40)
    said = text("crisis", "en", f"update dim_communities set first_date = date '{young}'")
    assert "four weeks earlier" not in said
    assert "Nobody did four weeks earlier." in text(
        "crisis", "en", "update fct_expectations set people_before = 0"
    )


def test_what_is_not_known_is_told_as_even_chances(text):
    assert "9 chances in ten to do better than usual. On average such posts do +10% to" in text(
        "calm", "en"
    )
    unknown = "engagement_lift = 0.02, engagement_low = -0.99, engagement_high = 66.12"
    said = text("calm", "en", f"update fct_recommendations set {unknown}")
    assert "5 chances in ten to do better than usual." in said
    assert "6,612" not in said


def test_a_verbatim_of_weeks_ago_has_its_date(text):
    assert "mardi 22 h 05" in text("crisis", "fr")
    said = text("crisis", "fr", "update fct_posts set created_at = created_at - interval 20 day")
    assert "27 mai 2026 22 h 05" in said


def test_texts_of_packs_and_advice_are_typeset_too(text):
    wanted = "posts_fr = ['C''est où : ici ?'], basis_fr = 'Rien n''est su : rien.'"
    said = text("calm", "fr", f"update fct_recommendations set {wanted}")
    assert "C’est où : ici ?" in said
    assert "Rien n’est su : rien." in said


@pytest.mark.parametrize(("low", "told"), [(0.47, "trust 47% to 100%"), (0.7, "trust 98%")])
def test_a_share_that_is_hardly_known_is_told_by_its_two_ends(text, low, told):
    said = text(
        "calm", "en",
        f"update fct_community_days set trust_share = 0.98, trust_low = {low}, trust_high = 1 where {TONIGHT}",
    )  # fmt: skip
    assert f"Chart: share of each emotion in the posts of Tuesday 16 June 2026. {told}" in said
