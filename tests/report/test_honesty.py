"""What the mail must not say: shares of a handful of posts, growth over an unknown past, intervals
without news.
"""

from datetime import timedelta

import duckdb
import pytest

from tests.report import nights
from transforms.reading import EMOTIONS
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


WEEKS = (
    "insert into fct_climate_days select community_id, 'telecom', date, emotion, 7, {posts}, member_posts, "
    "told.share, told.low, told.high from (unpivot (select community_id, date, member_posts, "
    + ", ".join(
        f"struct_pack(share := {e}_share / 2, low := {e}_low / 2, high := {e}_high / 2) as {e}"
        for e in EMOTIONS
    )
    + f" from fct_community_days) on {', '.join(EMOTIONS)} into name emotion value told)"
)
"""The climate pooled over seven days, half of what each day shows."""


@pytest.mark.parametrize(
    ("language", "week", "leads"),
    [
        (
            "en",
            "Fewer than fifty posts in the day: the climate is that of the last seven days (160 posts), "
            "the last one weighing most. The day alone: trust 30% and joy 24%.",
            "Trust leads: 15% of posts, against 15% usually.",
        ),
        (
            "fr",
            "Moins de cinquante messages dans la journée : le climat est celui des sept derniers jours "
            "(160 messages), le dernier pesant le plus. La journée seule : confiance 30 % et joie 24 %.",
            "Confiance d’abord : 15 % des messages, contre 15 % d’habitude.",
        ),
    ],
)
def test_a_day_of_few_messages_is_told_with_its_week(text, language, week, leads):
    few = f"update fct_community_days set member_posts = 23 where {TONIGHT}"
    said = text("calm", language, few, WEEKS.format(posts=160))
    assert week in said
    assert leads in said


def test_a_week_of_a_few_messages_makes_no_climate_either(text):
    few = f"update fct_community_days set member_posts = 3 where {TONIGHT}"
    assert "too few to speak of the climate" in text("calm", "en", few, WEEKS.format(posts=9))
    assert "leads" in text("calm", "en", few, WEEKS.format(posts=60))


@pytest.mark.parametrize(
    ("kind", "smallest", "told"),
    [
        ("calm", 0.204, "Anger may have risen by up to 20 points without it showing here."),
        ("calm", 0.95, "So few posts that even a sharp rise of anger may have gone unnoticed."),
        ("crisis", 0.204, ""),
    ],
)
def test_a_calm_night_says_what_it_would_not_have_shown(text, kind, smallest, told):
    said = text(
        kind, "en",
        f"insert into fct_watched_days values ('free', 'telecom', '{nights.NIGHT}', 'emotion', 'anger', "
        f"0.1, 0.09, {smallest})",
    )  # fmt: skip
    assert told in said
    assert bool(told) is ("without it showing" in said or "gone unnoticed" in said)


@pytest.mark.parametrize(
    ("language", "kind", "told"),
    [
        (
            "fr",
            "copied",
            "60 messages (41 %) disent presque la même chose, de 58 personnes : un concours",
        ),
        ("en", "few", "Three people wrote 41% of the posts: few rather than a crowd."),
    ],
)
def test_a_flood_is_told_from_a_crowd(text, language, kind, told):
    flood = (f"insert into fct_flood_days values ('free', 'telecom', '{nights.NIGHT}', 1, '{kind}', 60, 58, 0.41, "
             "{'network': 'x', 'post_id': 'p'})")  # fmt: skip
    assert told in text("calm", language, flood)


def test_complaints_that_rise_over_three_nights_are_told_so(text):
    said = text(
        "crisis", "fr",
        "update fct_signals set metric = 'complaint', subject = null, signal_id = 'complaint:up', direction = 'up', "
        "value = 0.41, expected = 0.2, nights = 3, theme_id = null where rank = 1",
    )  # fmt: skip
    assert "Les plaintes montent dans votre communauté : 41 % des messages au lieu de 20 %" in said
    assert "Aucune nuit ne le montre à elle seule, les trois dernières ensemble oui." in said


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


def test_what_is_not_known_is_told_as_unknown(text):
    assert "9 chances in ten to do better than usual. On average such posts do +10% to" in text(
        "calm", "en"
    )
    unknown = "engagement_lift = 0.02, engagement_low = -0.99, engagement_high = 66.12"
    said = text("calm", "en", f"update fct_recommendations set {unknown}")
    assert "Nothing tells yet whether this post will do better or worse than usual:" in said
    assert "chances in ten" not in said
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


def test_nobody_says_what_three_posts_mostly_talk_about(text):
    assert "They mostly talk about" in text("calm", "en")
    few = "update fct_community_days set member_posts = 3"
    assert "They mostly talk about" not in text("calm", "en", few)
