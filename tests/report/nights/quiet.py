"""Nights on which little happens, or nothing is known."""

from datetime import timedelta

from tests.report.nights.advised import add_advice, add_track_record
from tests.report.nights.texts import TEXTS
from tests.report.published_file import NIGHT, USUAL, Published
from transforms.reading import EMOTIONS


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
    add_advice(published, name)
    add_track_record(published, name)


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
    add_advice(published, name)
