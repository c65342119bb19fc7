"""The night of an outage: anger, volume and a want that nobody spells out."""

from datetime import UTC, date, datetime

from tests.report.nights.advised import add_advice, add_track_record
from tests.report.nights.texts import TEXTS
from tests.report.published_file import NIGHT, Published
from transforms.reading import EMOTIONS

CRISIS = dict(zip(EMOTIONS, (0.06, 0.11, 0.12, 0.10, 0.14, 0.08, 0.48, 0.17), strict=True))


def crisis(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """Tuesday's outage: anger, volume and an expectation that nobody spells out."""
    published.community(name, language, simulated)
    published.usual_days(name)
    published.day(
        name, NIGHT, CRISIS, 512, authors=347, complaints=231, questions=88, sentiment=-0.42
    )
    published.audiences(name)
    _posts_of_an_outage(published, name, TEXTS[language])
    _signals_of_an_outage(published, name)
    published.add(
        "fct_index_days",
        name,
        date=NIGHT,
        index_id="outage_distress",
        label_fr="Détresse de coupure",
        label_en="Outage distress",
        share=0.41,
    )
    published.add(
        "fct_theme_days", name, date=NIGHT, theme_id="outage", posts=380, authors=312, share=0.7422
    )
    published.add(
        "fct_theme_days", name, date=NIGHT, theme_id="billing", posts=31, authors=30, share=0.0605
    )
    published.add(
        "fct_expectations",
        name,
        date=NIGHT,
        need_id="n1",
        theme_id="outage",
        label_fr="une date de retour",
        label_en="a date for the repair",
        explicit_share=0.19,
        people=187,
        posts=214,
        people_before=12,
        rise=175,
        verbatims=[
            {
                "network": "bluesky",
                "post_id": "at://did:plc:abcd1234efgh/app.bsky.feed.post/3kabcde",
            }
        ],
        rank=1,
    )
    add_advice(published, name, crisis=True)
    _outcome_of_an_advice(published, name)
    add_track_record(published, name)
    published.add(
        "ops.sources",
        name,
        source="reddit-1",
        network="reddit",
        status="partial",
        message="HTTP 503",
        since=date(2026, 6, 15),
    )
    published.add("ops.quarantine", name, rows=3, new_rows=3)
    for language, data_set, score in (
        ("fr", "films", 0.39),
        ("en", "films", 0.44),
        ("en", "comments", 0.58),
    ):
        published.add(
            "ops.quality",
            name,
            model="affect-1",
            language=language,
            data_set=data_set,
            macro_f1=score,
        )


def _posts_of_an_outage(published: Published, name: str, texts: tuple[str, ...]) -> None:
    published.post(
        name,
        "1800000000000000001",
        texts[0],
        complaint=0.97,
        followers=5400,
        engagement=210,
        hour=18,
    )
    published.post(
        name,
        "1800000000000000002",
        texts[1],
        question=0.91,
        dominant_emotion="anticipation",
        hour=19,
    )
    published.post(
        name,
        "at://did:plc:abcd1234efgh/app.bsky.feed.post/3kabcde",
        texts[2],
        network="bluesky",
        complaint=0.83,
        dominant_emotion="sadness",
        expectation_theme="outage",
        followers=None,
        hour=20,
    )
    published.post(
        name,
        "1800000000000000003",
        texts[3],
        praise=0.93,
        dominant_emotion="joy",
        audience="advocates",
        top_theme_id="fibre",
        hour=8,
    )
    published.post(
        name,
        "1800000000000000004",
        texts[4],
        complaint=0.62,
        dominant_emotion="fear",
        audience="newcomers",
        followers=12,
        hour=21,
    )
    published.add(
        "dim_authors",
        name,
        author_id="a-1800000000000000004",
        is_brand=False,
        posts=1,
        first_post_at=datetime(2026, 6, 16, 21, 5, tzinfo=UTC),
    )


def _signals_of_an_outage(published: Published, name: str) -> None:
    verbatims = [
        {"network": "x", "post_id": "1800000000000000001"},
        {"network": "x", "post_id": "1800000000000000002"},
    ]
    common = {"theme_id": "outage", "authors": 312, "top_audience": "regulars", "date": NIGHT}
    published.add(
        "fct_signals",
        name,
        signal_id="emotion:anger:up",
        also=["sentiment:down", "emotion:fear:up", "index:outage_distress:up", "theme:outage:up"],
        metric="emotion",
        subject="anger",
        direction="up",
        value=0.48,
        expected=0.09,
        low=0.05,
        high=0.13,
        z=9.4,
        false_alarm_rate=0.002,
        theme_share=0.74,
        verbatims=verbatims,
        rank=1,
        **common,
    )
    published.add(
        "fct_signals",
        name,
        signal_id="s2",
        metric="volume",
        subject=None,
        direction="up",
        value=512,
        expected=157,
        low=121,
        high=204,
        z=8.1,
        false_alarm_rate=0.004,
        theme_share=0.68,
        top_author_share=0.41,
        verbatims=[],
        rank=2,
        **common,
    )
    published.add(
        "fct_signals",
        name,
        signal_id="s3",
        metric="index",
        subject="outage_distress",
        direction="up",
        value=0.41,
        expected=0.03,
        low=0.01,
        high=0.06,
        z=7.7,
        false_alarm_rate=0.004,
        theme_share=None,
        verbatims=[],
        rank=3,
        date=NIGHT,
        theme_id=None,
        authors=None,
        top_audience=None,
    )
    published.add(
        "fct_signals", name, signal_id="theme:billing:down", metric="theme", subject="billing", direction="down",
        value=0.0605, expected=0.19, low=0.12, high=0.27, z=-4.1, false_alarm_rate=0.01, theme_id="billing",
        theme_share=None, authors=0, verbatims=[], also=[], rank=4, date=NIGHT,
    )  # fmt: skip


def _outcome_of_an_advice(published: Published, name: str) -> None:
    published.add(
        "fct_recommendations",
        name,
        for_date=NIGHT,
        advice_id="a-old",
        rank=1,
        theme_id="fibre",
        audience="regulars",
        format="video",
        engagement_lift=0.21,
        engagement_low=-0.05,
        engagement_high=0.52,
    )
    published.add(
        "fct_recommendation_outcomes",
        name,
        advice_id="a-old",
        for_date=NIGHT,
        horizon="24h",
        status="followed",
        engagement_lift=0.33,
        inside_interval=True,
        scored_on=NIGHT,
    )
