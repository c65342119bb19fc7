"""Where a reader comes in: the latest day in a sentence, the ways on, and the nights."""

from transforms.config.industries import Pack
from transforms.report.content.headline import tell
from transforms.report.content.replies import ranking
from transforms.report.said.blocks import Sentence, Span
from transforms.report.said.words import Words
from transforms.site.mails import MailedNight
from transforms.site.pages import nights as night_page
from transforms.site.render import Frame, SitePage
from transforms.site.seen import Seen


def page(
    seen: Seen, words: Words, pack: Pack | None, nights: list[MailedNight], frame: Frame
) -> SitePage:
    """The first page of a community."""
    waiting = len(ranking.rank(seen.facts.people, pack))
    counted: dict[str, Sentence] = {
        "wants": words.say("site.tonight.wants", len(seen.wants), x=str(len(seen.wants))),
        "people": words.say("site.tonight.people", waiting, x=str(waiting)),
    }
    order = dict.fromkeys(("people", "wants", *frame.menu))
    ways = [
        (key, counted.get(key) or (Span(words.get(f"site.tonight.{key}")),))
        for key in order
        if key != "tonight"
    ]
    content = {
        "headline": tell(seen.facts, words, frame.name).sentence,
        "ways": ways,
        "nights": [
            (night_page.place(one.night), words.day(one.night), one.headline) for one in nights
        ],
    }
    return SitePage("index.html", "tonight", words.get("site.tonight.title"), content, "tonight")
