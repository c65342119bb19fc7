"""A night: its mail as it was sent, and for each of its figures what it means and the rows behind."""

from datetime import date

from markupsafe import Markup

from transforms.report.facts.published import Published
from transforms.report.said.blocks import plain
from transforms.report.said.words import Words
from transforms.site import figures, sheets
from transforms.site.mails import MailedNight
from transforms.site.render import SitePage
from transforms.site.sheets import Figure, Sheet


def place(night: date) -> str:
    return f"nights/{night}.html"


def page(
    night: MailedNight,
    community: str,
    words: Words,
    published: Published,
    around: tuple[date | None, date | None],
) -> SitePage:
    """The fullest mail of the night, with the figures of all of them; `around`: the night before
    and the next one.
    """
    found = [
        sheet
        for path in night.mails
        for sheet in sheets.of(path.read_bytes())
        if (sheet.community, sheet.language) == (community, words.language)
    ]
    fullest = max(found, key=lambda sheet: len(sheet.html))
    cited = _all(found)
    about = {
        "community": community,
        "language": _language(published, community),
        "night": night.night,
        "day": _day(published, community, night.night),
    }
    content = {
        "sheet": Markup(fullest.html),
        "figures": figures.tell(cited, words),
        "tables": figures.tables(published, about, cited),
        "older": around[0],
        "newer": around[1],
    }
    title = plain(words.say("site.night.title", date=words.day(night.night, weekday=False)))
    return SitePage(place(night.night), "night", title, content, style=fullest.style)


def _all(found: list[Sheet]) -> list[Figure]:
    return list(dict.fromkeys(figure for sheet in found for figure in sheet.figures))


def _day(published: Published, community: str, night: date) -> date:
    """The last day that has figures by that night."""
    row = published.one(
        "fct_community_days",
        "select max(date) as day from fct_community_days where community_id = ? and date <= ?",
        [community, night],
    )
    return (row and row["day"]) or night


def _language(published: Published, community: str) -> str | None:
    """The community's own language, in which its posts are read."""
    row = published.one(
        "dim_communities",
        "select language from dim_communities where community_id = ?",
        [community],
    )
    return row["language"] if row else None
