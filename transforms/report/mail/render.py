"""One recipient's mail over all of their communities, small enough for every inbox."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from pathlib import Path

from transforms.config.communities import Brand, Community, Recipient
from transforms.config.industries import Pack
from transforms.config.settings import settings
from transforms.report.content import compose
from transforms.report.content.answer_links import AnswersTo, mailto
from transforms.report.delivery import reader_keys
from transforms.report.facts.facts import Facts
from transforms.report.facts.gather import read_facts
from transforms.report.facts.published import Published
from transforms.report.mail import build
from transforms.report.said.blocks import Link, Report
from transforms.report.said.words import Words, words


@dataclass(frozen=True)
class Part:
    """One community in a recipient's mail."""

    community: Community
    recipient: Recipient
    facts: Facts
    pack: Pack | None


@dataclass(frozen=True)
class Seen:
    """What all who read the same of a community see of it; `page` is where the site has its night."""

    community: str
    brand: Brand
    facts: Facts
    pack: Pack | None
    sections: tuple[str, ...]
    page: str


def facts_of(published: Path, community: str, night: date, rivals: tuple[str, ...] = ()) -> Facts:
    """The facts of a community's night beside its rivals', read once per published file."""
    return _facts(published, stamp(published), community, night, rivals)


def stamp(published: Path) -> int:
    """What changes when a new file is published."""
    return published.stat().st_mtime_ns if published.exists() else 0


@lru_cache(maxsize=256)
def _facts(
    published: Path, _stamp: int, community: str, night: date, rivals: tuple[str, ...]
) -> Facts:
    with Published(published) as connection:
        return read_facts(connection, community, night, rivals)


def render(parts: Sequence[Part], language: str, address: str, answers_to: str = "") -> build.Mail:
    """The mail over `parts`: as much of each community as fits, the calm ones shortened first.

    What all readers of the same communities see is made once; their own is their address and sign.
    """
    logos = tuple(
        (p.community.name, image)
        for p in parts
        if p.community.brand.logo and (image := build.logo(Path(p.community.brand.logo)))
    )
    letter = _letter(tuple(_seen(part, language) for part in parts), language, answers_to, logos)
    return build.addressed(letter, words(language), address, reader_keys.sign(address))


@lru_cache(maxsize=64)
def _letter(
    parts: tuple[Seen, ...], language: str, answers_to: str, logos: tuple[tuple[str, bytes], ...]
) -> build.Mail:
    """`build.ANYBODY`'s mail over these communities."""
    said, sign = words(language), build.ANYBODY.sign
    whole = [_report(part, language, "full", answers_to) for part in parts]
    order = sorted(range(len(parts)), key=lambda i: (-whole[i].alarm, parts[i].community))
    leave = (
        Link(said.get("page.unsubscribe"), unsubscribe(answers_to, sign, said))
        if answers_to
        else None
    )

    def built(full: int, short: int) -> build.Mail:
        levels = {
            i: "full" if place < full else "short" if place < full + short else "line"
            for place, i in enumerate(order)
        }
        chosen = [_report(part, language, levels[i], answers_to) for i, part in enumerate(parts)]
        shortened = full < len(parts)
        return build.build(chosen, said, build.ANYBODY.address, dict(logos), leave, shortened)

    return _largest(len(parts), built)


def unsubscribe(answers_to: str, sign: str, said: Words) -> str:
    """A mailto link that asks to leave."""
    subject = f"{said.get('page.unsubscribe_subject')} [cmr unsubscribe {sign}]"
    return mailto(answers_to, subject, said.get("page.unsubscribe_body"))


def due_at(parts: Sequence[Part], night: date) -> datetime:
    """When the mail should leave: the morning after `night`, at the earliest hour the recipient
    asked for.
    """
    hours = [(time.fromisoformat(p.recipient.send_at), p.community.zone) for p in parts]
    return min(datetime.combine(night + timedelta(days=1), hour, zone) for hour, zone in hours)


def _seen(part: Part, language: str) -> Seen:
    wanted = part.recipient.sections
    sections: tuple[str, ...] = compose.SECTIONS if wanted == "all" else tuple(wanted)
    sections += ("week",) if part.recipient.digest == "weekly" else ()
    brand, page = part.community.brand, _page(part, language)
    return Seen(part.community.name, brand, part.facts, part.pack, sections, page)


@lru_cache(maxsize=256)
def _report(part: Seen, language: str, level: str, answers_to: str) -> Report:
    report = compose.compose(
        part.facts,
        words(language),
        part.community,
        part.brand,
        part.pack,
        part.sections,
        level,
        AnswersTo(answers_to, build.ANYBODY.sign),
    )
    return replace(report, page=part.page)


def _page(part: Part, language: str) -> str:
    """The address of the night's page in the site, "" where there is none."""
    site, night = settings().site_url.rstrip("/"), part.facts.night
    return f"{site}/{part.community.name}/{language}/nights/{night}.html" if site else ""


def _largest(parts: int, built: Callable[[int, int], build.Mail]) -> build.Mail:
    """The fullest mail that fits: all full; else some full, the rest short; else as many short as
    fit, then full.
    """
    whole = built(parts, 0)
    if whole.fits:
        return whole
    most = _most(parts, lambda n: built(n, parts - n))
    if most >= 0:
        return built(most, parts - most)
    short = max(_most(parts, lambda n: built(0, n)), 0)
    full = max(_most(short, lambda n: built(n, short - n)), 0)
    return built(full, short - full)


def _most(limit: int, built: Callable[[int], build.Mail]) -> int:
    """The largest n up to `limit` for which the mail fits, or -1."""
    low, high = -1, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if built(middle).fits else (low, middle - 1)
    return low
