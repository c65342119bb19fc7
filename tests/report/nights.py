"""Nights whose story is known, told to a published file."""

from datetime import UTC, date, datetime, timedelta

from tests.report.published_file import NIGHT, USUAL, Published
from transforms.reading import EMOTIONS

CRISIS = dict(zip(EMOTIONS, (0.06, 0.11, 0.12, 0.10, 0.14, 0.08, 0.48, 0.17), strict=True))

TEXTS = {
    "fr": (
        "Plus rien depuis 14 h, ni box ni téléphone, et personne au bout du fil. On fait comment pour travailler ?",
        "Vous savez quand ça revient dans le 69 ? Même une heure approximative, ça m'aiderait 🙏",
        "Troisième coupure ce mois-ci. Je partage la connexion de ma voisine pour les devoirs des enfants.",
        "Technicien adorable, fibre posée en une heure, merci à toute l'équipe !",
        "Je viens d'arriver chez vous et déjà plus de réseau… je m'inquiète un peu.",
    ),
    "en": (
        "Nothing since 2 pm, no box, no phone, nobody on the line. How are we supposed to work?",
        "Any idea when it is back in Leeds? Even a rough hour would help 🙏",
        "Third outage this month. I'm borrowing my neighbour's connection for the kids' homework.",
        "Lovely engineer, fibre installed within the hour, thanks to the whole team!",
        "I have just joined you and the network is gone already… a bit worried.",
    ),
}


def calm(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """A night like the others."""
    published.community(name, language, simulated)
    published.usual_days(name)
    published.day(name, NIGHT, USUAL, 148)
    published.audiences(name)
    for theme, posts, share in (("fibre", 41, 0.277), ("billing", 30, 0.2027)):
        published.add(
            "fct_theme_days",
            name,
            date=NIGHT,
            theme_id=theme,
            posts=posts,
            authors=posts - 3,
            share=share,
        )
    published.post(
        name,
        "1800000000000000011",
        TEXTS[language][3],
        praise=0.93,
        dominant_emotion="joy",
        audience="advocates",
        top_theme_id="fibre",
    )
    _advice(published, name)
    _track_record(published, name)


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
    _advice(published, name, crisis=True)
    _outcome_of_an_advice(published, name)
    _track_record(published, name)
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


def empty(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """A community that nobody has written to."""
    published.add(
        "dim_communities",
        name,
        name=name,
        language=language,
        timezone="Europe/Paris",
        simulated=simulated,
        posts=0,
        members=0,
    )


def first(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """The very first day with posts."""
    published.community(name, language, simulated, first=NIGHT, posts=61)
    published.day(name, NIGHT, USUAL, 57, authors=1)
    published.audiences(name)
    published.add(
        "fct_theme_days", name, date=NIGHT, theme_id="billing", posts=30, authors=20, share=0.5263
    )


def unread(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """Posts came in but no model has read them yet."""
    published.community(name, language, simulated)
    for back in range(20):
        published.day(name, NIGHT - timedelta(days=back), {}, 90 + back, sentiment=None)


def kept(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """The audit kept the figures of an earlier day."""
    calm(published, name, language, simulated)
    published.connection.execute(
        "update dim_communities set last_date = ? where community_id = ?",
        [NIGHT - timedelta(days=2), name],
    )
    published.add(
        "fct_publications",
        name,
        publication_id="p1",
        night=NIGHT,
        status="kept",
        reason="fct_posts: duplicates",
        figures_as_of=NIGHT - timedelta(days=2),
    )


def few(
    published: Published, name: str = "free", language: str = "fr", simulated: bool = False
) -> None:
    """One post after days of one, nine and sixty: shares of 0 and 100 % that say nothing."""
    published.community(name, language, simulated)
    for back in range(1, 29):
        posts = 60 if back % 5 == 0 else 9 if back % 2 else 1
        shares = (
            dict.fromkeys(EMOTIONS, 0.25)
            if posts == 60
            else dict.fromkeys(EMOTIONS, 0.0) | {"sadness": 1.0}
        )
        published.day(name, NIGHT - timedelta(days=back), shares, posts)
    published.day(name, NIGHT, dict.fromkeys(EMOTIONS, 0.0) | {"sadness": 1.0, "anger": 1.0}, 1)
    published.audiences(name)
    published.add(
        "fct_theme_days", name, date=NIGHT, theme_id="fibre", posts=1, authors=1, share=1.0
    )
    _advice(published, name)


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


def _advice(published: Published, name: str, crisis: bool = False) -> None:
    reactions = [
        {"emotion": "trust", "share": 0.41, "low": 0.3, "high": 0.52},
        {"emotion": "joy", "share": 0.22, "low": 0.13, "high": 0.31},
        {"emotion": "anger", "share": 0.09, "low": 0.03, "high": 0.16},
    ]
    published.add(
        "fct_recommendations",
        name,
        for_date=NIGHT + timedelta(days=1),
        advice_id="a1",
        rank=1,
        theme_id="outage",
        audience="regulars",
        format="video",
        tone="trust",
        slot="18:00-23:00",
        opening_fr="Voici où en est le réseau, quartier par quartier.",
        opening_en="Here is where the network stands, district by district.",
        engagement_lift=0.35,
        engagement_low=0.05,
        engagement_high=0.8,
        reactions=reactions,
        reply_plans=["say_when"],
        angle_fr="64 publications en parlent. D'abord, dites ce qui est fait ; enfin, ce qui reste à faire.",
        angle_en="64 brand posts speak of it. First, say what is done; last, what is left to do.",
        posts_fr=[
            "Voici où en est le réseau, quartier par quartier.",
            "Point de [heure] : [fait].",
        ],
        posts_en=[
            "Here is where the network stands, district by district.",
            "Update at [time]: [fact].",
        ],
        effect_low=0.1,
        effect_high=0.6,
        propensity=1.0 if crisis else 0.2,
        assigned=not crisis,
        history_posts=64,
        basis_fr="64 publications de la marque",
        basis_en="64 brand posts",
        origin="live",
    )


def _track_record(published: Published, name: str) -> None:
    published.add(
        "fct_track_record",
        name,
        as_of_date=NIGHT,
        scored=24,
        covered=21,
        followed=15,
        not_followed=9,
        effect=0.18,
        effect_low=0.04,
        effect_high=0.34,
        basis="matched",
    )


NIGHTS = {
    "calm": calm,
    "crisis": crisis,
    "empty": empty,
    "first": first,
    "few": few,
    "kept": kept,
    "unread": unread,
}
