"""From facts to a report: which sections, which sentences, in which order."""

from transforms.config.communities import Brand
from transforms.config.industries import Pack
from transforms.report.content import advice, changes, climate, notes, rivals, yours
from transforms.report.content.answer_links import NOBODY, AnswersTo
from transforms.report.content.headline import tell
from transforms.report.content.names import display_name
from transforms.report.content.replies import answers
from transforms.report.facts.facts import Facts
from transforms.report.said.blocks import Block, Report, Section, Sentence, plain
from transforms.report.said.words import Words

LEVELS = ("full", "short", "line")
"""How much of a community a mail shows; one with many communities shows the calm ones shorter."""
SECTIONS = ("advice", "people", "signals", "climate", "expectations", "yours", "outcomes", "rivals",
            "notes")  # fmt: skip
"""What a reader may ask for. The order is that of a calm day; `week` goes before the notes on Mondays."""
ENOUGH_SCORED = 5
"""Forecasts that are held against what came of them before their record is told."""
CRISIS = ("advice", "signals", "people", "climate", "expectations", "outcomes", "yours", "notes")
"""The order when something went wrong: what to say now, what happened, whom to answer."""


def compose(
    facts: Facts,
    words: Words,
    community: str,
    brand: Brand,
    pack: Pack | None = None,
    sections: tuple[str, ...] = SECTIONS,
    level: str = "full",
    reply_to: AnswersTo = NOBODY,
) -> Report:
    """The report of one community, in the reader's language; quiet nights are short by themselves."""
    name = display_name(facts.profile.name if facts.profile else community)
    headline = tell(facts, words, name)
    parts = _parts(facts, words, brand, pack, reply_to)
    order = CRISIS if facts.urgent else SECTIONS
    kept = [
        s for key in (*order[:-1], "week", "notes") if key in sections and (s := parts.get(key))
    ]
    if level == "short":
        kept = [s for s in kept if s.id in ("signals", "people", "notes")]
    simulated = bool(facts.profile and facts.profile.simulated)
    return Report(
        community_id=community,
        name=name,
        date=words.day(facts.figures_as_of or facts.night),
        subject=(plain(words.say("subject.simulated")) if simulated else "") + headline.subject,
        headline=headline.sentence,
        track=track_line(facts, words) if "outcomes" in sections and level != "line" else None,
        banners=tuple(_banners(facts, words, simulated)),
        sections=() if level == "line" else tuple(kept),
        colour=brand.colour,
        simulated=simulated,
        alarm=headline.alarm,
    )


def _parts(
    facts: Facts, words: Words, brand: Brand, pack: Pack | None, reply_to: AnswersTo
) -> dict[str, Section]:
    """Every section that has something to say."""
    blocks: dict[str, list[Block]] = {
        "signals": changes.signals(facts, words, reply_to),
        "expectations": changes.expectations(facts, words),
        "people": answers.answers(facts, words, pack, reply_to),
        "advice": advice.advice(facts, words, pack, reply_to),
        "outcomes": advice.outcomes(facts, words),
        "yours": yours.yours(facts, words),
        "rivals": rivals.rivals(facts, words),
        "notes": notes.notes(facts, words),
    }
    if facts.day and facts.day["member_posts"]:
        blocks["climate"] = climate.climate(facts, words, brand)
    if facts.night.isoweekday() == 7:
        blocks["week"] = notes.week_of(facts, words)
    titles = {"advice": "crisis"} if facts.urgent else {}
    titles |= {} if facts.own else {"yours": "answered"}
    return {
        key: Section(key, words.get(f"sections.{titles.get(key, key)}"), tuple(found))
        for key, found in blocks.items()
        if found
    }


def _banners(facts: Facts, words: Words, simulated: bool) -> list[Sentence]:
    banners = [words.say("page.simulated")] if simulated else []
    if facts.kept and facts.figures_as_of:
        banners.append(words.say("page.kept", date=words.day(facts.figures_as_of)))
    if facts.backfilled:
        banners.append(words.say("page.archived"))
    return banners


def track_line(facts: Facts, words: Words) -> Sentence | None:
    """How many forecasts came true, once there are enough of them to speak of."""
    track = facts.track
    if not facts.day or not track or (track["scored"] or 0) < ENOUGH_SCORED:
        return None
    return words.say(
        "track.line",
        track["covered"],
        x=words.number(track["scored"], "fct_track_record.scored"),
        covered=words.number(track["covered"], "fct_track_record.covered"),
    )
