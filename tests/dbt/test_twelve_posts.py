"""Twelve posts of a toy shop, in Paris: every figure below was worked out on paper from `POSTS` and
`READINGS`.

On 1 March ann and bob are angry at a late parcel, cat is glad, dan asks; the brand answers ann
after three hours. dan's post p6 is of 1 March in UTC and of 2 March in Paris. Nobody writes on 3
March.
"""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from tests.dbt.conftest import open_toy_lake
from tests.dbt.toy_lake import MODEL, ToyLake, at, rows
from transforms import lake, warehouse
from transforms.config.settings import PROJECT

# p3 and p5 say no language that is read: their readings are found by the community's.
POSTS = [
    {"post_id": "p1", "author_id": "ann", "created_at": at(1, 9)},
    {"post_id": "p2", "author_id": "bob", "created_at": at(1, 10), "in_reply_to": "p1"},
    {"post_id": "p3", "author_id": "cat", "created_at": at(1, 11), "language": None},
    {"post_id": "p4", "author_id": "brand", "created_at": at(1, 12), "in_reply_to": "p1"},
    {"post_id": "p5", "author_id": "dan", "created_at": at(1, 22, 30), "language": "und"},
    {"post_id": "p6", "author_id": "dan", "created_at": at(1, 23, 30)},
    {"post_id": "p7", "author_id": "ann", "created_at": at(2, 9)},
    {
        "post_id": "p8",
        "author_id": "brand",
        "created_at": at(2, 10),
        "likes": 10,
        "replies": 2,
        "format": "image",
    },
    {
        "post_id": "p9",
        "author_id": "cat",
        "created_at": at(2, 11),
        "in_reply_to": "p8",
        "followers": 100,
    },
    {"post_id": "p10", "author_id": "eve", "created_at": at(4, 8), "in_reply_to": "p9"},
    {"post_id": "p11", "author_id": "bob", "created_at": at(4, 9), "likes": 1, "followers": 30},
    {"post_id": "p12", "author_id": "ann", "created_at": at(4, 10)},
]
READINGS = {
    "p1": {"anger": 0.9, "sentiment": -0.8, "complaint": 0.9, "themes": {"delivery": 0.9}},
    "p2": {"anger": 0.8, "sentiment": -0.6, "complaint": 0.8, "themes": {"delivery": 0.7}},
    "p3": {"joy": 0.8, "sentiment": 0.6, "praise": 0.9, "themes": {"price": 0.6}},
    "p4": {"trust": 0.7, "sentiment": 0.2},
    "p5": {"question": 0.9, "themes": {"price": 0.8}},
    "p6": {"joy": 0.6, "sentiment": 0.4},
    "p7": {"sadness": 0.7, "anger": 0.2, "sentiment": -0.4, "complaint": 0.6, "themes": {"delivery": 0.5}},
    "p8": {"joy": 0.9, "sentiment": 0.9},
    "p9": {"joy": 0.7, "sentiment": 0.8, "praise": 0.6},
    "p10": {"joy": 0.6, "sentiment": 0.5},
    "p11": {"fear": 0.6, "sentiment": -0.2, "question": 0.7},
    "p12": {"joy": 0.9, "sentiment": 0.9, "praise": 0.8, "themes": {"price": 0.9, "delivery": 0.6}},
}  # fmt: skip
FIRST, SECOND, EMPTY, LAST = (date(2025, 3, day) for day in (1, 2, 3, 4))
# Two pieces of advice for 2 March: p8 followed the first, nothing the second.
ADVICE = [
    {
        "community_id": "toyshop", "industry": "toys", "for_date": date(2025, 3, 2), "advice_id": advice,
        "rank": rank, "theme_id": theme, "format": "image", "engagement_lift": 0.25, "origin": "live",
        "reactions": [
            {"emotion": "joy", "share": Decimal("0.5"), "low": Decimal("0.3"), "high": Decimal("0.8")},
            {"emotion": "anger", "share": Decimal("0.2"), "low": Decimal("0.1"), "high": Decimal("0.4")},
        ],
    }
    for rank, (advice, theme) in enumerate([("a1", "price"), ("a2", "delivery")], 1)
]  # fmt: skip
OUTCOMES = [
    {
        "community_id": "toyshop", "industry": "toys", "for_date": date(2025, 3, 2), "advice_id": "a1",
        "horizon": horizon, "status": "followed", "network": "x", "post_id": "p8", "engagement_lift": lift,
        "inside_interval": True, "scored_on": LAST, "origin": "live",
        "reactions": [
            {"emotion": "joy", "share": Decimal("0.7")}, {"emotion": "anger", "share": Decimal("0")}
        ],
    }
    for horizon, lift in (("24h", 0.1), ("7d", 0.2))
] + [
    {
        "community_id": "toyshop", "industry": "toys", "for_date": date(2025, 3, 2), "advice_id": "a2",
        "horizon": "none", "status": "not_followed", "scored_on": LAST, "origin": "live",
    }
]  # fmt: skip
QUESTION = re.compile(r"^## (\d+)\..*?```sql\n(.*?)```", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ToyLake]:
    with open_toy_lake(tmp_path_factory.mktemp("shop")) as toys:
        toys.community(timezone="Europe/Paris")
        toys.posts(*POSTS)
        toys.readings(READINGS)
        correction = {
            "model": MODEL,
            "language": "en",
            "emotion": "anger",
            "positives": 50,
            "negatives": 200,
        }
        correction |= {
            "mean_if_true": 0.8,
            "mean_if_false": 0.1,
            "variance_if_true": 0.04,
            "variance_if_false": 0.01,
        }
        lake.write_rows("understood/corrections", MODEL, [correction])
        need = {
            "community_id": "toyshop",
            "night": LAST,
            "need_id": "n1",
            "theme_id": "delivery",
            "network": "x",
        }
        need |= {
            "label_fr": "un colis à l'heure",
            "label_en": "a parcel on time",
            "score": None,
            "explicit": False,
        }
        need |= {"name_kind": "phrase"}
        lake.write_rows(
            "understood/needs", "toyshop-2025-03-04",
            [
                need | {"post_id": "p1", "explicit": True, "proof": 1}, need | {"post_id": "p2", "proof": 2},
                need | {"post_id": "p7"},
            ],
        )  # fmt: skip
        lake.write_rows("ledger/recommendations", "toyshop-2025-03-02", ADVICE)
        lake.write_rows("ledger/outcomes", "toyshop-2025-03-04", OUTCOMES)
        toys_nights = toys.build()
        warehouse.dbt("build", "--select", "tag:advice")
        assert toys_nights == {"toyshop": "2025-03-04"}
        yield toys


def day_values(columns: str) -> list[tuple]:
    return rows(f"select date, {columns} from fct_community_days order by date")


@pytest.mark.usefixtures("shop")
class TestTwelvePosts:
    def test_a_post_belongs_to_its_local_day_and_weekday(self):
        found = rows(
            "select post_id, created_date, local_hour, weekday from fct_posts where author_id = 'dan'"
        )
        assert sorted(found) == [("p5", FIRST, 23, 6), ("p6", SECOND, 0, 7)]

    def test_the_community_and_its_days_are_counted(self):
        assert rows(
            "select community_id, industry, first_date, last_date, posts, members from dim_communities"
        ) == [("toyshop", "toys", FIRST, LAST, 12, 5)]
        assert day_values("posts, member_posts, brand_posts, authors, replies") == [
            (FIRST, 5, 4, 1, 4, 1),
            (SECOND, 4, 3, 1, 3, 1),
            (EMPTY, 0, 0, 0, 0, 0),
            (LAST, 3, 3, 0, 3, 1),
        ]

    def test_intents_are_counted_over_members(self):
        assert day_values("questions, complaints, praises, suggestions") == [
            (FIRST, 1, 2, 1, 0),
            (SECOND, 0, 1, 1, 0),
            (EMPTY, 0, 0, 0, 0),
            (LAST, 1, 0, 1, 0),
        ]

    def test_mood_is_the_mean_and_its_spread_over_people(self):
        """1 March: (-0.8 - 0.6 + 0.6 + 0) / 4 = -0.2; squares 1.36 / 4 = 0.34, less 0.04 = 0.30."""
        assert day_values("sentiment, intensity, polarisation, volatility") == [
            (FIRST, -0.2, 0.625, 0.3, None),
            (SECOND, 0.2667, 0.6667, 0.2489, None),
            (EMPTY, None, None, None, None),
            (LAST, 0.4, 0.7, 0.2067, None),
        ]

    def test_anger_is_corrected_and_its_interval_carries_the_uncertainty_of_the_correction(self):
        """1 March, the first day, is all that is usual: mean probability 1.7 / 4 = 0.425, adjusted
        (0.425 - 0.1) / (0.8 - 0.1) = 0.4643.

        A post read there varies by (0.4643 * 0.04 + 0.5357 * 0.01) / 0.7^2 = 0.0488, four by
        0.0122, and the two means by 0.0004: trusted by 0.01 / 0.0226 = 0.4425, 0.425 + 0.4425 *
        0.0393 = 0.4424. 2 March, 0 of 3, mean 0.0667, lies below the usual 0.2714 (of seven): its
        share is none.
        """
        first, second, empty, last = day_values("anger_raw, anger_share, anger_low, anger_high")
        assert first == (FIRST, 0.5, 0.4424, 0.2558, 0.629)
        assert second == (SECOND, 0.0, 0.0, 0.0, 0.1617)
        assert empty == (EMPTY, None, None, None, None)
        assert last == (LAST, 0.0, 0.0, 0.0, 0.1515)

    def test_an_emotion_without_measured_errors_has_its_raw_share_and_wilsons_interval(self):
        """1 of 4: (1 + 1.3528 -+ 1.6449 * sqrt(3 / 4 + 0.6764)) / 6.7055."""
        assert day_values("joy_raw, joy_share, joy_low, joy_high")[0] == (
            FIRST,
            0.25,
            0.25,
            0.0579,
            0.6438,
        )

    def test_unequal_participation_over_28_days(self):
        """2 March, posts 1 2 2 2: 2 (1 + 4 + 6 + 8) / (4 * 7) - 5 / 4; 4 March, 1 2 2 2 3: 68 / 50
        - 6 / 5.
        """
        assert day_values("participation_gini") == [
            (FIRST, 0.0),
            (SECOND, 0.1071),
            (EMPTY, 0.1071),
            (LAST, 0.16),
        ]

    def test_answers_of_the_brand(self):
        """ann asked at nine and was answered at noon; bob and dan were not."""
        assert day_values("response_minutes_median, answered_share") == [
            (FIRST, 180.0, 0.3333),
            (SECOND, None, 0.0),
            (EMPTY, None, None),
            (LAST, None, 0.0),
        ]

    def test_engagement_is_null_where_nothing_is_known(self):
        assert day_values("engagement, engagement_per_post") == [
            (FIRST, None, None),
            (SECOND, 12, 12.0),
            (EMPTY, None, None),
            (LAST, 1, 1.0),
        ]
        assert rows("select engagement, likes, shares from fct_posts where post_id = 'p8'") == [
            (12, 10, None)
        ]

    def test_few_replies_say_nothing_of_contagion(self):
        assert day_values("contagion, contagion_replies")[-1] == (LAST, None, 2)

    def test_dominant_emotion_is_neutral_where_none_is_present(self):
        found = rows(
            "select post_id, dominant_emotion, top_theme_id from fct_posts where post_id in ('p5', 'p7', 'p12')"
        )
        assert sorted(found) == [
            ("p12", "joy", "price"),
            ("p5", "neutral", "price"),
            ("p7", "sadness", "delivery"),
        ]

    def test_themes_of_the_day(self):
        """Wilson for 2 of 4: (3.3528 -+ 1.6449 * sqrt(1 + 0.6764)) / 6.7055."""
        columns = "theme_id, posts, authors, share, share_low, share_high, sentiment, dominant_emotion, anger, joy"
        assert rows(
            f"select {columns} from fct_theme_days where date = '2025-03-01' order by 1"
        ) == [
            ("delivery", 2, 2, 0.5, 0.1824, 0.8176, -0.7, "anger", 0.85, 0.0),
            ("price", 2, 2, 0.5, 0.1824, 0.8176, 0.3, "joy", 0.0, 0.4),
        ]
        assert (
            rows("select posts, share from fct_theme_days where date = '2025-03-03'")
            == [(0, None)] * 2
        )

    def test_an_index_counts_posts_whose_theme_and_emotion_meet(self):
        """p1, p2 by anger; p7 by sadness; p12 speaks of delivery with joy. Usual on 4 March: (2 +
        1) / (4 + 3).
        """
        columns = "date, posts, member_posts, share, usual_share"
        assert rows(f"select {columns} from fct_index_days order by date") == [
            (FIRST, 2, 4, 0.5, None),
            (SECOND, 1, 3, 0.3333, 0.5),
            (EMPTY, 0, 0, None, 0.4286),
            (LAST, 0, 3, 0.0, 0.4286),
        ]

    def test_people_fall_into_audiences_by_what_they_did(self):
        """ann: two complaints of three posts; cat: two praises of two; in a community's first days
        nobody is new.
        """
        assert rows("select author_id, audience from dim_authors order by 1") == [
            ("ann", "critics"),
            ("bob", "regulars"),
            ("brand", None),
            ("cat", "advocates"),
            ("dan", "regulars"),
            ("eve", "regulars"),
        ]
        columns = "audience, label_en, authors, posts, reach, sentiment"
        found = rows(
            f"select {columns} from fct_audience_days where date = '2025-03-04' and authors > 0 order by 1"
        )
        assert found == [
            ("advocates", "advocates", 1, 0, 100, None),
            ("critics", "critics", 1, 1, None, 0.9),
            ("regulars", "regulars", 3, 2, 30, 0.15),
        ]
        assert rows("select count(*) from fct_audience_days where label_en = 'elves'") == [(4,)]

    def test_a_post_keeps_the_audience_that_its_author_had_that_day(self):
        assert rows(
            "select post_id, audience from fct_posts where author_id = 'ann' order by 1"
        ) == [
            ("p1", "regulars"),
            ("p12", "critics"),
            ("p7", "critics"),
        ]

    def test_what_an_answer_changed_is_what_the_same_person_felt_before_and_after(self):
        """ann: -0.8 and anger 0.9 before, p7 and p12 after: (-0.4 + 0.9) / 2 = 0.25, (0.2 + 0) / 2
        = 0.1.

        Unanswered and writing again: bob -0.6 to -0.2, dan 0 to 0.4: 0.4; anger 0.8 to 0, 0 to 0:
        -0.4. ann counts once, by the first time that she asked. Too few on either side to speak of
        an effect.
        """
        columns = "post_id, answered_post_id, author_id, is_first, answered_asks, minutes, posts_after, sentiment_after"
        assert rows(
            f"select {columns}, anger_after, sentiment_change, anger_change from fct_answers"
        ) == [("p4", "p1", "ann", True, True, 180.0, 2, 0.25, 0.1, 1.05, -0.8)]
        columns = "answered, unanswered, answered_sentiment_change, unanswered_sentiment_change, sentiment_effect"
        assert rows(
            f"select date, {columns}, unanswered_anger_change from fct_answer_days order by date"
        ) == [
            (FIRST, 1, 2, 1.05, 0.4, None, -0.4),
            (SECOND, 1, 2, 1.05, 0.4, None, -0.4),
            (EMPTY, 1, 2, 1.05, 0.4, None, -0.4),
            (LAST, 1, 2, 1.05, 0.4, None, -0.4),
        ]

    def test_people_are_tied_by_replies_among_members(self):
        """bob answered ann and eve answered cat; cat's reply to the brand ties nobody."""
        assert rows("select author_id, contacts, bridging from dim_authors order by 1") == [
            ("ann", 1, 1.0),
            ("bob", 1, 1.0),
            ("brand", 0, None),
            ("cat", 1, 1.0),
            ("dan", 0, None),
            ("eve", 1, 1.0),
        ]

    def test_the_calendar_and_a_benchmark_of_one_community(self):
        assert rows("select date, event_id, day_of_event from fct_event_days order by date") == [
            (FIRST, "spring_sale", 1),
            (SECOND, "spring_sale", 2),
        ]
        assert rows("select count(*) from fct_benchmark_days") == [(0,)]

    def test_what_people_did_is_kept_by_author_and_day(self):
        columns = "author_id, date, posts, questions, complaints, praises, answers, posts_28_days, followers, audience"
        assert rows(
            f"select {columns} from fct_author_days where author_id in ('ann', 'cat') order by 1, 2"
        ) == [
            ("ann", FIRST, 1, 0, 1, 0, 0, 1, None, "regulars"),
            ("ann", SECOND, 1, 0, 1, 0, 0, 2, None, "critics"),
            ("ann", LAST, 1, 0, 0, 1, 0, 3, None, "critics"),
            ("cat", FIRST, 1, 0, 0, 1, 0, 1, None, "regulars"),
            ("cat", SECOND, 1, 0, 0, 1, 0, 2, 100, "advocates"),
        ]

    def test_emotions_and_themes_are_long(self):
        assert rows(
            "select count(*), count(*) filter (where is_present) from fct_post_emotions"
        ) == [(108, 12)]
        assert rows(
            "select theme_id, rank, score from fct_post_themes where post_id = 'p12' order by rank"
        ) == [
            ("price", 1, 0.9),
            ("delivery", 2, 0.6),
        ]

    def test_an_expectation_counts_people(self):
        columns = "need_id, explicit_share, people, posts, people_before, rise, rank, verbatims"
        assert rows(f"select {columns} from fct_expectations") == [
            (
                "n1", 0.3333, 2, 3, 0, 2, 1,
                [{"network": "x", "post_id": "p1"}, {"network": "x", "post_id": "p2"}],
            )
        ]  # fmt: skip

    def test_a_want_has_its_history_and_its_posts(self):
        columns = "name_kind, said_in, share_of_voice, first_seen, last_seen, people_answered, answered_since"
        assert rows(f"select {columns} from fct_expectations") == [
            ("phrase", None, 0.4, FIRST, SECOND, 1, FIRST)
        ]
        assert rows("select post_id, need_id from fct_posts where need_id is not null order by 1") == [
            ("p1", "n1"), ("p2", "n1"), ("p7", "n1")
        ]  # fmt: skip
        columns = "date, people, posts, explicit_posts, share_of_voice, first_seen, label_fr"
        assert rows(f"select {columns} from fct_expectation_days order by date") == [
            (FIRST, 2, 2, 1, 0.5, FIRST, "un colis à l'heure"),
            (SECOND, 1, 1, 0, 0.3333, FIRST, "un colis à l'heure"),
        ]

    def test_the_wide_mart_says_the_same(self):
        columns = "date, theme_delivery_posts, theme_delivery_share, theme_price_posts, index_late_parcel_anger_share"
        assert rows(f"select {columns} from toys__community_days order by date") == [
            (FIRST, 2, 0.5, 2, 0.5),
            (SECOND, 1, 0.3333, 0, 0.3333),
            (EMPTY, 0, None, 0, None),
            (LAST, 1, 0.3333, 1, 0.0),
        ]

    def test_metrics_and_ages(self):
        assert rows("select post_id, age_hours, engagement from fct_post_metrics order by 1") == [
            ("p11", 0.0, 1),
            ("p8", 0.0, 12),
            ("p9", 0.0, None),
        ]

    def test_two_weeks_of_history_raise_no_signal(self):
        assert rows("select count(*) from fct_signals") == [(0,)]

    def test_the_twenty_questions_of_the_page_have_their_answers(self):
        questions = dict(
            QUESTION.findall((PROJECT / "docs" / "marts.md").read_text(encoding="utf-8"))
        )
        assert list(questions) == [str(n) for n in range(1, 21)]
        assert {number: sql for number, sql in questions.items() if sql.count("\n") > 15} == {}
        answers = {number: rows(sql) for number, sql in questions.items()}
        assert answers["1"][0] == (LAST, 3, 0.4, 0.0, 0.0, 0.1515)
        assert answers["2"] == [("delivery", "Delivery", 4, 0.48), ("price", "Price", 3, 0.0)]
        assert answers["4"] == [("a parcel on time", 2, 3, 2, 0.3333)]
        assert answers["5"] == []  # p8's figures are those of its first minute
        assert answers["6"] == [
            ("regulars", 3, 30, None, None),
            ("advocates", 1, 100, None, None),
            ("critics", 1, None, None, None),
        ]
        assert answers["7"] == [
            ("Tuesday", None, 0.0),
            ("Saturday", 180.0, 0.33),
            ("Sunday", None, 0.0),
        ]
        assert answers["8"] == [
            (FIRST, 4, ["Spring sale"]),
            (SECOND, 3, ["Spring sale"]),
            (LAST, 3, None),
        ]
        assert [answers[n] for n in ("3", "9", "10")] == [[], [], []]
        assert answers["11"] == [("delivery", 2, 2, 0.85)]  # p1 and p2
        assert answers["12"] == [("image", "advocates", 1, 1)]  # cat to p8
        assert answers["14"] == [
            (FIRST, "a parcel on time", 2, 0.5, None),
            (SECOND, "a parcel on time", 1, 0.3333, -0.1667),
        ]
        assert answers["16"] == [("advocates", "11:00-14:00", 1, 1)]  # ten in UTC, eleven in Paris
        assert answers["17"] == [
            (SECOND, 1, "price", "image", 0.25, "followed", "24h", 0.1, True),
            (SECOND, 1, "price", "image", 0.25, "followed", "7d", 0.2, True),
            (SECOND, 2, "delivery", "image", 0.25, "not_followed", "none", None, None),
        ]
        assert answers["19"] == [
            ("regulars", 7, -0.01),  # -0.8 -0.6 +0.6 +0 +0.4 +0.5 -0.2 over seven
            ("critics", 2, 0.25),  # p7 and p12
            ("advocates", 1, 0.8),  # p9
        ]
        assert answers["20"] == [("joy", 1, 0.5, 0.7, 1), ("anger", 1, 0.2, 0.0, 0)]

    def test_those_never_answered_stand_beside_those_answered(self):
        """ann's p1 is answered after three hours; p2, p5, p7 and p11 never are, and of a post of the
        last week nobody knows yet whether it will be.
        """
        columns = (
            "post_id, latency, minutes, is_censored, posts_after, sentiment_change, anger_change"
        )
        assert rows(f"select {columns} from fct_answer_latency order by created_at") == [
            ("p1", "within_a_day", 180.0, False, 2, 1.05, -0.8),
            ("p2", "never", None, True, 1, 0.4, -0.8),
            ("p5", "never", None, True, 1, 0.4, 0.0),
            ("p7", "never", None, True, 1, 1.3, -0.2),
            ("p11", "never", None, True, 0, None, None),
        ]

    def test_what_waits_is_counted_by_theme(self):
        sql = QUESTION.findall((PROJECT / "docs" / "marts.md").read_text(encoding="utf-8"))[17][1]
        assert rows(sql) == [
            ("delivery", 2, 0, FIRST, 0.5),
            ("price", 1, 1, FIRST, 0.0),
            (None, 1, 1, LAST, 0.0),
        ]

    def test_members_are_followed_by_the_week_they_came_in(self):
        """1 March 2025 is a Saturday: ann, bob, cat and dan come in the week of 24 February."""
        columns = "cohort_week, week_number, members, active_members, retention, is_censored"
        first, second = date(2025, 2, 24), date(2025, 3, 3)
        assert rows(f"select {columns} from fct_cohort_weeks order by 1, 2") == [
            (first, 0, 4, 4, 1.0, False),
            (first, 1, 4, 2, 0.5, True),
            (second, 0, 1, 1, 1.0, True),
        ]

    def test_a_post_of_the_brand_knows_its_account_and_waits_to_be_settled(self):
        columns = "post_id, account, slot, engagement, age_hours, is_settled, usual_posts, lift, member_replies"
        assert rows(f"select {columns} from fct_brand_posts") == [
            ("p8", None, "11:00-14:00", 12, 0.0, False, 0, None, 1)
        ]

    def test_few_posts_and_whole_days_are_said(self):
        assert day_values("is_complete_day, few_posts") == [
            (FIRST, True, True),
            (SECOND, True, True),
            (EMPTY, None, True),
            (LAST, True, True),
        ]

    def test_every_unit_test_of_the_models_holds(self):
        results = warehouse.dbt("test", "--select", "test_type:unit")
        assert len(results) >= 7
        assert {result["status"] for result in results} <= {"pass", "success"}
